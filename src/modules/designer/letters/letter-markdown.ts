/** A node of the rich text editor (ProseMirror JSON). */
export type RichNode = { type: string; attrs?: Record<string, unknown>; content?: RichNode[]; text?: string; marks?: { type: string; attrs?: Record<string, unknown> }[] };
type Mark = { type: string; attrs?: Record<string, unknown> };

/**
 * The text of a letter as rich text. Whatever the editor has no button for (tables, text in code, quotations) becomes a block that shows
 * the source, so nothing is lost: `toMarkdown(toRich(text))` differs from the text in empty lines only.
 */
export function toRich(markdown: string): RichNode {
  const content: RichNode[] = [];
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.trim() === '') at++;
    else if (line.startsWith(':::')) content.push({ type: 'directive', attrs: { text: lines[at++] } });
    else {
      const from = at;
      const table = line.startsWith('|');
      while (at < lines.length && (lines[at] ?? '').trim() !== '' && (table || at === from || !(lines[at] ?? '').startsWith(':::'))) at++;
      content.push(...blockOf(lines.slice(from, at)));
    }
  }
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
}

const raw = (lines: string[]): RichNode[] => [{ type: 'codeBlock', content: [{ type: 'text', text: lines.join('\n') }] }];
const paragraph = (content: RichNode[]): RichNode => (content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' });

function blockOf(lines: string[]): RichNode[] {
  const [first = ''] = lines;
  const heading = /^(#{2,4}) (.+)$/.exec(first);
  if (heading && lines.length === 1) return whole(inlineOf(heading[2] ?? ''), (content) => ({ type: 'heading', attrs: { level: (heading[1] ?? '').length }, content }), lines);
  if (first === '***' && lines.length === 1) return [{ type: 'horizontalRule' }];
  for (const [pattern, type] of [[/^- (.+)$/, 'bulletList'], [/^\d+\. (.+)$/, 'orderedList']] as const) {
    if (!lines.every((line) => pattern.test(line))) continue;
    const items = lines.map((line) => inlineOf(pattern.exec(line)?.[1] ?? ''));
    if (items.some((item) => item === undefined)) return raw(lines);
    return [{ type, content: items.map((content) => ({ type: 'listItem', content: [paragraph(content ?? [])] })) }];
  }
  if (/^([#>|`]|- |\d+\. |\s)/.test(first)) return raw(lines);
  // a line end inside a paragraph is kept only where the author asked for it
  if (lines.slice(0, -1).some((line) => !line.endsWith('\\'))) return raw(lines);
  const parts = lines.map((line) => inlineOf(line.replace(/\\$/, '')));
  if (parts.some((part) => part === undefined)) return raw(lines);
  return [paragraph(parts.flatMap((part, index) => [...(index > 0 ? [{ type: 'hardBreak' }] : []), ...(part ?? [])]))];
}

const whole = (content: RichNode[] | undefined, make: (content: RichNode[]) => RichNode, lines: string[]): RichNode[] => (content ? [make(content)] : raw(lines));
const TOKEN = /\{\{\s*(.*?)\s*\}\}|\*\*(.+?)\*\*|\*([^*]+?)\*|\[([^\]]*)\]\(((?:[^(){}]|\{\{.*?\}\})*)\)/g;

function inlineOf(text: string, marks: Mark[] = []): RichNode[] | undefined {
  const withMarks = marks.length > 0 ? { marks } : {};
  const nodes: RichNode[] = [];
  let last = 0;
  const plain = (part: string): boolean => {
    if (/[\\`<]|\*|\{\{|\]\(/.test(part)) return false;
    if (part) nodes.push({ type: 'text', text: part, ...withMarks });
    return true;
  };
  for (const match of text.matchAll(TOKEN)) {
    if (!plain(text.slice(last, match.index))) return undefined;
    const [all, value, bold, italic, label, href] = match;
    last = match.index + all.length;
    if (value !== undefined) nodes.push({ type: 'placeholder', attrs: { text: value }, ...withMarks });
    else {
      const mark: Mark = bold !== undefined ? { type: 'bold' } : italic !== undefined ? { type: 'italic' } : { type: 'link', attrs: { href } };
      const inner = inlineOf(bold ?? italic ?? label ?? '', [...marks, mark]);
      if (!inner) return undefined;
      nodes.push(...inner);
    }
  }
  return plain(text.slice(last)) ? nodes : undefined;
}

/** Rich text as the text of a letter. */
export function toMarkdown(doc: RichNode): string {
  let text = '';
  let before = '';
  for (const node of doc.content ?? []) {
    const block = blockText(node);
    if (block === '') continue;
    const opens = node.type === 'directive';
    // what stands in a condition follows its line at once; two blocks of text need an empty line
    const gap = text === '' ? '' : (opens && block === ':::') || before === 'opening' || (opens && block.startsWith(':::else')) || (before === 'closing' && opens && block.startsWith(':::else')) ? '\n' : '\n\n';
    text += gap + block;
    before = opens ? (block === ':::' ? 'closing' : 'opening') : 'text';
  }
  return text;
}

function blockText(node: RichNode): string {
  const inline = (): string => inlineText(node.content ?? []);
  switch (node.type) {
    case 'directive':
      return String(node.attrs?.['text'] ?? '');
    case 'heading':
      return `${'#'.repeat(Math.max(2, Number(node.attrs?.['level'] ?? 2)))} ${inline()}`;
    case 'horizontalRule':
      return '***';
    case 'codeBlock':
      return (node.content ?? []).map(({ text }) => text ?? '').join('');
    case 'bulletList':
    case 'orderedList':
      return (node.content ?? []).map((item, index) => `${node.type === 'bulletList' ? '-' : `${index + 1}.`} ${(item.content ?? []).map((one) => inlineText(one.content ?? [])).join(' ')}`).join('\n');
    default:
      return inline();
  }
}

const escapeText = (text: string): string => text.replaceAll(/[\\`*<]/g, String.raw`\$&`);

function inlineText(nodes: RichNode[]): string {
  let text = '';
  for (let at = 0; at < nodes.length; ) {
    const marks = nodes[at]?.marks ?? [];
    const [outer] = marks;
    let end = at + 1;
    if (outer) while (end < nodes.length && JSON.stringify(nodes[end]?.marks?.[0]) === JSON.stringify(outer)) end++;
    if (outer) {
      const inner = inlineText(nodes.slice(at, end).map((node) => ({ ...node, marks: (node.marks ?? []).slice(1) })));
      text += outer.type === 'bold' ? `**${inner}**` : outer.type === 'italic' ? `*${inner}*` : outer.type === 'link' ? `[${inner}](${String(outer.attrs?.['href'] ?? '')})` : inner;
    } else {
      const node = nodes[at] as RichNode;
      text += node.type === 'hardBreak' ? '\\\n' : node.type === 'placeholder' ? `{{ ${String(node.attrs?.['text'] ?? '')} }}` : escapeText(node.text ?? '');
    }
    at = end;
  }
  return text;
}

const squeeze = (text: string): string => text.split('\n').map((line) => line.trimEnd()).filter(Boolean).join('\n').replaceAll(/\{\{\s*(.*?)\s*\}\}/g, '{{ $1 }}');

/** May the rich editor show this text without losing anything? */
export const survives = (markdown: string): boolean => squeeze(toMarkdown(toRich(markdown))) === squeeze(markdown);
