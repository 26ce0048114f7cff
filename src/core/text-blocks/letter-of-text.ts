import type { Letter } from '#engines/documents';

type Nodes = Letter['body'];
const line = 1;

/** A plain text as a letter: an empty line begins a paragraph, lines that begin with a dash are a list, "## " is a heading. */
export function letterOfText(title: string, text: string): Letter {
  const blocks = text.replaceAll('\r\n', '\n').split(/\n\s*\n/).map((block) => block.trim()).filter(Boolean);
  return { kind: 'letter', layout: 'letter', title: { de: title }, subject: words(title), seal: false, language: 'de', body: blocks.flatMap(blockOf), appeal: [], names: [] };
}

const words = (text: string): Nodes => [{ kind: 'text', text, marks: [] }];
const element = (type: 'paragraph' | 'heading' | 'bulletList' | 'listItem' | 'hardBreak', children: Nodes, attrs?: { level: number }): Nodes[number] => ({ kind: 'element', type, children, line, ...(attrs ? { attrs } : {}) });

function blockOf(block: string): Nodes {
  const lines = block.split('\n');
  const first = lines.findIndex((one) => /^[-–•] /.test(one));
  const items = first < 0 ? [] : lines.slice(first);
  if (lines[0]?.startsWith('## ')) return [element('heading', words(lines[0].slice(3)), { level: 2 }), ...(lines.length > 1 ? blockOf(lines.slice(1).join('\n')) : [])];
  if (items.length > 0 && items.every((one) => /^[-–•] /.test(one))) {
    const before = lines.slice(0, first).join('\n').trim();
    return [...(before ? [paragraph(before)] : []), element('bulletList', items.map((item) => element('listItem', [paragraph(item.slice(2))])))];
  }
  return [paragraph(block)];
}

const paragraph = (text: string): Nodes[number] =>
  element('paragraph', text.split('\n').flatMap((one, at): Nodes => [...(at > 0 ? [element('hardBreak', [])] : []), ...words(one)]));
