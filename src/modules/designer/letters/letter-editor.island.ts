// The text of a letter as rich text over the plain field: what is typed here is written there as text, and the page saves it.
import { Editor, Node } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { survives, toMarkdown, toRich, type RichNode } from './letter-markdown.ts';
import { toolBar, type Tool } from './tool-bar.ts';

type Choice = { value: string; label: string };

/** {{ … }}: one thing, shown as a chip. */
const Placeholder = Node.create({
  name: 'placeholder', group: 'inline', inline: true, atom: true, selectable: true, marks: '_',
  addAttributes: () => ({ text: { default: '' } }),
  parseHTML: () => [{ tag: 'span[data-placeholder]', getAttrs: (element) => ({ text: (element as HTMLElement).dataset['placeholder'] ?? '' }) }],
  renderHTML: ({ node }) => ['span', { 'data-placeholder': String(node.attrs['text']), class: 'letter-chip' }, String(node.attrs['text'])],
});

/** A line that begins with ::: – conditions, loops, boxes. */
const Directive = Node.create({
  name: 'directive', group: 'block', atom: true, selectable: true,
  addAttributes: () => ({ text: { default: ':::' } }),
  parseHTML: () => [{ tag: 'div[data-directive]', getAttrs: (element) => ({ text: (element as HTMLElement).dataset['directive'] ?? ':::' }) }],
  renderHTML: ({ node }) => ['div', { 'data-directive': String(node.attrs['text']), class: 'letter-directive' }, wordsOf(String(node.attrs['text']))],
});

function wordsOf(line: string): string {
  const text = line.slice(3).trim();
  if (text === '') return 'Ende';
  if (text.startsWith('if ')) return `Wenn ${text.slice(3)}`;
  if (text.startsWith('else if ')) return `Sonst, wenn ${text.slice(8)}`;
  if (text === 'else') return 'Sonst';
  if (text.startsWith('for ')) return `Für jedes ${text.slice(4)}`;
  if (text === 'box') return 'Kasten';
  return text.startsWith('qr ') ? `QR-Code aus ${text.slice(3)}` : text;
}

const block = (text: string): RichNode => ({ type: 'directive', attrs: { text } });
const tools: Tool[] = [
  { label: 'Fett', run: (editor) => void editor.chain().focus().toggleBold().run(), active: (editor) => editor.isActive('bold') },
  { label: 'Kursiv', run: (editor) => void editor.chain().focus().toggleItalic().run(), active: (editor) => editor.isActive('italic') },
  { label: 'Überschrift', run: (editor) => void editor.chain().focus().toggleHeading({ level: 2 }).run(), active: (editor) => editor.isActive('heading') },
  { label: 'Liste', run: (editor) => void editor.chain().focus().toggleBulletList().run(), active: (editor) => editor.isActive('bulletList') },
  { label: 'Rückgängig', run: (editor) => void editor.chain().focus().undo().run() },
  { label: 'Wiederholen', run: (editor) => void editor.chain().focus().redo().run() },
];
/** Text blocks that many letters need. */
const textBlocks: Choice[] = [
  { value: 'Sehr geehrte Damen und Herren,', label: 'Anrede' },
  { value: 'Ihrem Antrag vom {{ case.submittedOn | date }} entsprechen wir.', label: 'Antrag bewilligt' },
  { value: 'Ihren Antrag vom {{ case.submittedOn | date }} lehnen wir ab.', label: 'Antrag abgelehnt' },
  { value: '## Begründung\n\nDie Voraussetzungen liegen vor.', label: 'Begründung' },
  { value: '## Kosten\n\nDieser Bescheid ist kostenfrei.', label: 'Kosten' },
  { value: 'Dieses Schreiben wurde maschinell erstellt.', label: 'Maschinell erstellt' },
];

function bar(editor: Editor, placeholders: Choice[]): HTMLElement {
  const element = toolBar(editor, tools);
  const condition = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: 'Bedingung' });
  condition.addEventListener('click', () => void editor.chain().focus().insertContent([block(':::if granted = true'), { type: 'paragraph', content: [{ type: 'text', text: 'Text für diesen Fall' }] }, block(':::else'), { type: 'paragraph', content: [{ type: 'text', text: 'Text sonst' }] }, block(':::')]).run());
  const choose = (label: string, choices: Choice[], take: (value: string) => void): HTMLSelectElement => {
    const select = document.createElement('select');
    select.className = 'letter-select';
    select.setAttribute('aria-label', label);
    select.append(new Option(label, ''), ...choices.map((one) => new Option(one.label, one.value)));
    select.addEventListener('change', () => {
      if (select.value) take(select.value);
      select.value = '';
    });
    return select;
  };
  element.append(condition, choose('Angabe einsetzen', placeholders, (text) => void editor.chain().focus().insertContent({ type: 'placeholder', attrs: { text } }).run()), choose('Textbaustein', textBlocks, (text) => void editor.chain().focus().insertContent(toRich(text).content ?? []).run()));
  return element;
}

/** A placeholder or a condition is edited in a line below the tools while it is selected. */
function sourceLine(editor: Editor): HTMLElement {
  const label = Object.assign(document.createElement('label'), { className: 'letter-source', hidden: true });
  const input = Object.assign(document.createElement('input'), { type: 'text', className: 'kern-form-input__input' });
  label.append('Ausdruck: ', input);
  const selected = () => {
    const { selection } = editor.state;
    const node = 'node' in selection ? (selection as { node: { type: { name: string }; attrs: { text?: string } } }).node : undefined;
    return node && (node.type.name === 'placeholder' || node.type.name === 'directive') ? node : undefined;
  };
  editor.on('selectionUpdate', () => {
    const node = selected();
    label.hidden = !node;
    if (node) input.value = node.attrs.text ?? '';
  });
  input.addEventListener('change', () => {
    const node = selected();
    if (node) editor.commands.updateAttributes(node.type.name, { text: input.value });
  });
  return label;
}

/** Wakes the letter editor; a text it could not show without loss stays a plain field. */
export function enhance(island: HTMLElement): void {
  const area = island.querySelector<HTMLTextAreaElement>('textarea[name="body"]');
  const holder = island.querySelector<HTMLElement>('[data-letter]');
  if (!area || !holder || area.matches(':disabled') || !survives(area.value)) return;
  const place = Object.assign(document.createElement('div'), { className: 'letter-page' });
  const editor = new Editor({
    element: place,
    extensions: [StarterKit.configure({ heading: { levels: [2, 3, 4] }, blockquote: false, strike: false, underline: false, code: false, link: { openOnClick: false } }), Placeholder, Directive],
    content: toRich(area.value),
    injectCSS: false,
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': 'Text des Schreibens' } },
    onUpdate: ({ editor: changed }) => {
      area.value = toMarkdown(changed.getJSON() as RichNode);
      area.dispatchEvent(new Event('input', { bubbles: true }));
    },
  });
  const plain = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: 'Als Text bearbeiten' });
  const shell = Object.assign(document.createElement('div'), { className: 'letter-shell' });
  const tools = bar(editor, JSON.parse(holder.dataset['placeholders'] ?? '[]') as Choice[]);
  tools.append(plain);
  shell.append(tools, sourceLine(editor), place);
  area.before(shell);
  area.hidden = true;
  area.addEventListener('kept-work', () => void (survives(area.value) ? editor.commands.setContent(toRich(area.value)) : plain.click()));
  plain.addEventListener('click', () => {
    shell.remove();
    editor.destroy();
    area.hidden = false;
    area.focus();
  });
}
