// The page's two buttons take back what was drawn since the page was opened; what lies before that comes from the history of the draft.

export type CommandStack = { canUndo(): boolean; canRedo(): boolean; undo(): void; redo(): void };
type UndoOptions = { page: HTMLElement; stack(): CommandStack | undefined; /** Resolves once everything drawn is saved. */ saved(): Promise<void> };

/** @returns to be called after each change of the drawing: switches the buttons */
export function undoHere({ page, stack, saved }: UndoOptions): () => void {
  const buttons = (): HTMLButtonElement[] => [...page.querySelectorAll<HTMLButtonElement>('[data-live="undo"] button')];
  const can = (what: string): boolean => (what === 'redo' ? stack()?.canRedo() : stack()?.canUndo()) ?? false;
  let passed = false;
  page.addEventListener(
    'submit',
    (event) => {
      const { target, submitter } = event;
      if (passed || !(target instanceof HTMLFormElement) || !target.closest('[data-live="undo"]') || !(submitter instanceof HTMLButtonElement)) return;
      event.preventDefault();
      const what = submitter.value;
      if (can(what)) return what === 'redo' ? stack()?.redo() : stack()?.undo();
      void saved().then(() => {
        passed = true;
        target.requestSubmit(submitter);
      });
    },
    { capture: true },
  );
  return () => {
    for (const button of buttons()) if (can(button.value)) button.disabled = false;
  };
}
