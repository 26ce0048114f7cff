/** The rich text of a letter: a tree like ProseMirror's, so that a rich-text editor can open it as it is. Pure data. */

/** 'de-leicht' is German easy language (BITV 2.0 annex 2): larger type, no hyphenation. */
export type Locale = 'de' | 'en' | 'de-leicht';

export type Mark = { type: 'bold' } | { type: 'italic' } | { type: 'link'; attrs: { href: string } };

export type ContentNode = {
  type:
    | 'paragraph'
    | 'heading'
    | 'bulletList'
    | 'orderedList'
    | 'listItem'
    | 'blockquote'
    | 'table'
    | 'tableRow'
    | 'tableHeader'
    | 'tableCell'
    | 'pageBreak'
    | 'hardBreak'
    | 'text'
    | 'box'
    | 'qrCode'
    /** A drawing: attrs `svg` (its text in Source Sans 3) and `alt`, read aloud instead; its content stands above it on the same page. */
    | 'chart'
    /** The headings below the title with their pages, under a heading of its own. */
    | 'contents'
    | 'appeal';
  attrs?: Record<string, string | number | string[]>;
  marks?: Mark[];
  text?: string;
  content?: ContentNode[];
};

export type LetterKind = 'notice' | 'letter' | 'certificate' | 'receipt';
export type LayoutName = 'letter' | 'certificate' | 'receipt' | 'report' | 'permit' | 'form';

/** What the front matter says, already in the reader's language. */
export type LetterAttrs = {
  kind: LetterKind;
  layout: LayoutName;
  title: string;
  subject: string;
  seal: boolean;
  language: Locale;
};

export type LetterContent = { type: 'doc'; attrs: LetterAttrs; content: ContentNode[] };

const BLOCKS = new Set<ContentNode['type']>(['paragraph', 'heading', 'tableRow', 'pageBreak']);

/**
 * The words of a letter without any formatting, for e-mail and the preview in the inbox: one line per paragraph, a dash
 * before list items, table cells separated by a tab.
 */
export function plainText(content: LetterContent | ContentNode[]): string {
  const nodes = Array.isArray(content) ? content : content.content;
  const text = nodes.map((node) => textOf(node)).join('');
  return text
    .replace(/[ \u00a0]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function textOf(node: ContentNode): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'hardBreak') return '\n';
  const children = node.content ?? [];
  if (node.type === 'tableRow') return `${children.map((cell) => plainText(cell.content ?? [])).join('\t')}\n`;
  if (node.type === 'orderedList' || node.type === 'bulletList') return `${listText(node)}\n`;
  const inner = children.map((child) => textOf(child)).join('');
  if (node.type === 'table') return `${inner}\n`;
  return BLOCKS.has(node.type) ? `${inner}\n\n` : inner;
}

function listText(list: ContentNode): string {
  const first = Number(list.attrs?.start ?? 1);
  return (list.content ?? [])
    .map((item, index) => {
      const sign = list.type === 'orderedList' ? `${first + index}.` : '–';
      return `${sign} ${plainText(item.content ?? []).replace(/\n+/g, '\n  ')}\n`;
    })
    .join('');
}
