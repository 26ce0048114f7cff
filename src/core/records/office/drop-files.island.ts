/** Files dropped anywhere on the form land in its file field; without this script the field itself takes them. */
export function enhance(root: HTMLElement): void {
  const field = root.querySelector<HTMLInputElement>('input[type=file]');
  if (!field) return;
  const over = (on: boolean) => (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    root.classList.toggle('drop-here', on);
  };
  root.addEventListener('dragover', over(true));
  root.addEventListener('dragleave', over(false));
  root.addEventListener('drop', (event) => {
    over(false)(event);
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
