import type { Editor } from '@tiptap/core';

export type Tool = { label: string; run(editor: Editor): void; active?(editor: Editor): boolean };

/** Buttons above a rich text; those that are in force where the cursor stands are pressed. */
export function toolBar(editor: Editor, tools: Tool[]): HTMLElement {
  const element = Object.assign(document.createElement('div'), { className: 'letter-tools' });
  element.setAttribute('role', 'toolbar');
  element.setAttribute('aria-label', 'Text gestalten');
  const buttons = tools.map((tool) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: tool.label });
    button.addEventListener('click', () => tool.run(editor));
    return { tool, button };
  });
  element.append(...buttons.map(({ button }) => button));
  editor.on('transaction', () => {
    for (const { tool, button } of buttons) if (tool.active) button.setAttribute('aria-pressed', String(tool.active(editor)));
  });
  return element;
}
