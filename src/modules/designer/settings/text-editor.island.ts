// A longer text of a service as rich text over its plain field: what is typed here is written there as Markdown, and the page saves it.
import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { survives, toMarkdown, toRich, type RichNode } from '../letters/letter-markdown.ts';
import { toolBar, type Tool } from '../letters/tool-bar.ts';

const tools: Tool[] = [
  { label: 'Fett', run: (editor) => void editor.chain().focus().toggleBold().run(), active: (editor) => editor.isActive('bold') },
  { label: 'Kursiv', run: (editor) => void editor.chain().focus().toggleItalic().run(), active: (editor) => editor.isActive('italic') },
  { label: 'Überschrift', run: (editor) => void editor.chain().focus().toggleHeading({ level: 3 }).run(), active: (editor) => editor.isActive('heading') },
  { label: 'Liste', run: (editor) => void editor.chain().focus().toggleBulletList().run(), active: (editor) => editor.isActive('bulletList') },
  { label: 'Link', run: toggleLink, active: (editor) => editor.isActive('link') },
  { label: 'Rückgängig', run: (editor) => void editor.chain().focus().undo().run() },
];

function toggleLink(editor: Editor): void {
  if (editor.isActive('link')) return void editor.chain().focus().unsetLink().run();
  const href = window.prompt('Wohin führt der Link? https://… oder /leistungen/…')?.trim() ?? '';
  if (/^(https:\/\/|\/(?!\/)|mailto:|tel:)/.test(href)) editor.chain().focus().setLink({ href }).run();
}

/** A line end inside a paragraph is nothing but the author's typing: the page shows a space there. */
const unwrapped = (text: string): string => text.trim().split(/\n{2,}/).map((block) => (/^([-#>|]|\d+\.)/m.test(block) ? block : block.replaceAll(/\s*\n\s*/g, ' '))).join('\n\n');

/** Everything in it has a button here, and comes back as it was. */
const isShowable = (text: string): boolean => survives(text) && !/"type":"(codeBlock|directive|placeholder)"/.test(JSON.stringify(toRich(text)));

/** Wakes the editor; a text it could not show without loss stays a plain field. */
export function enhance(island: HTMLElement): void {
  const area = island.querySelector<HTMLTextAreaElement>('textarea');
  if (!area || area.matches(':disabled') || !isShowable(unwrapped(area.value))) return;
  const place = Object.assign(document.createElement('div'), { className: 'letter-page' });
  const label = island.querySelector('label')?.textContent ?? '';
  const editor = new Editor({
    element: place,
    extensions: [StarterKit.configure({ heading: { levels: [2, 3, 4] }, blockquote: false, strike: false, underline: false, code: false, codeBlock: false, link: { openOnClick: false } })],
    content: toRich(unwrapped(area.value)),
    injectCSS: false,
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label } },
    onUpdate: ({ editor: changed }) => {
      area.value = toMarkdown(changed.getJSON() as RichNode);
      area.dispatchEvent(new Event('input', { bubbles: true }));
    },
  });
  const plain = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: 'Als Text bearbeiten' });
  const shell = Object.assign(document.createElement('div'), { className: 'letter-shell' });
  const head = toolBar(editor, tools);
  head.append(plain);
  shell.append(head, place);
  area.before(shell);
  area.hidden = true;
  area.addEventListener('kept-work', () => void (isShowable(unwrapped(area.value)) ? editor.commands.setContent(toRich(unwrapped(area.value))) : plain.click()));
  plain.addEventListener('click', () => {
    shell.remove();
    editor.destroy();
    area.hidden = false;
    area.focus();
  });
}
