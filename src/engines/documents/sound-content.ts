import type { ContentNode } from './content.ts';

/** Something in the content of a letter cannot be set. The message is a German sentence that names the element, for whoever wrote it. */
export class ContentFault extends Error {
  override name = 'ContentFault';
}

const words: Partial<Record<ContentNode['type'], string>> = { table: 'Tabelle', tableRow: 'Tabellenzeile', bulletList: 'Liste', orderedList: 'Nummerierte Liste', listItem: 'Listenpunkt', heading: 'Überschrift', qrCode: 'QR-Code', chart: 'Schaubild', paragraph: 'Absatz', blockquote: 'Zitat', box: 'Kasten', appeal: 'Rechtsbehelfsbelehrung' };
const KNOWN = new Set<string>(['paragraph', 'heading', 'bulletList', 'orderedList', 'listItem', 'blockquote', 'table', 'tableRow', 'tableHeader', 'tableCell', 'pageBreak', 'hardBreak', 'text', 'box', 'qrCode', 'chart', 'contents', 'appeal']);
const BEGINNING = 40;

/**
 * Content as the layouts need it, whoever wrote it: what is left out gets its default, what cannot be set is refused by name instead of
 * stopping the typesetter. @throws ContentFault
 */
export function soundContent(nodes: ContentNode[]): ContentNode[] {
  const counts = new Map<string, number>();
  const visit = (node: ContentNode): ContentNode[] => {
    if (!KNOWN.has(node.type)) throw new ContentFault(`„${node.type}“ ist kein Element, das ein Schreiben haben kann.`);
    const number = (counts.get(node.type) ?? 0) + 1;
    counts.set(node.type, number);
    const fail = (what: string): never => {
      throw new ContentFault(`${words[node.type] ?? node.type} ${number}${beginningOf(node)}: ${what}`);
    };
    if (node.type === 'text') return node.text ? [{ ...node, marks: soundMarks(node, fail) }] : [];
    const sound = { ...node, content: (node.content ?? []).flatMap(visit) };
    switch (node.type) {
      case 'table':
        return soundTable(sound, fail);
      case 'bulletList':
      case 'orderedList':
        if (sound.content.some((item) => item.type !== 'listItem')) fail('Darin darf nur stehen, was ein Listenpunkt ist.');
        return sound.content.length === 0 ? [] : [node.type === 'orderedList' ? { ...sound, attrs: { start: wholeNumber(node.attrs?.start) ?? 1 } } : sound];
      case 'qrCode':
        if (!node.attrs?.text) fail('Der Text des Codes fehlt.');
        return [{ ...sound, attrs: { ...node.attrs, alt: String(node.attrs?.alt ?? 'QR-Code') } }];
      case 'chart':
        if (!/<svg[\s>]/.test(String(node.attrs?.svg ?? ''))) fail('Die Zeichnung fehlt oder ist kein SVG.');
        return [sound];
      default:
        return [sound];
    }
  };
  return nodes.flatMap(visit);
}

type Fail = (what: string) => never;

function soundTable(node: ContentNode & { content: ContentNode[] }, fail: Fail): ContentNode[] {
  const rows = node.content;
  const columns = rows[0]?.content?.length ?? 0;
  if (rows.length === 0 || columns === 0) return [];
  if (rows.some((row) => row.type !== 'tableRow')) fail('Darin dürfen nur Zeilen stehen.');
  rows.forEach((row, at) => {
    if (row.content?.length !== columns) fail(`Zeile ${at + 1} hat ${row.content?.length ?? 0} Zellen, die erste hat ${columns}.`);
  });
  const given = Array.isArray(node.attrs?.align) ? node.attrs.align : [];
  return [{ ...node, attrs: { ...node.attrs, align: Array.from({ length: columns }, (_, at) => given[at] || 'left') } }];
}

function soundMarks(node: ContentNode, fail: Fail): NonNullable<ContentNode['marks']> {
  for (const mark of node.marks ?? []) if (mark.type === 'link' && !mark.attrs?.href) fail('Der Verweis führt nirgendwohin.');
  return node.marks ?? [];
}

const wholeNumber = (value: unknown): number | undefined => (Number.isInteger(Number(value)) && Number(value) >= 0 ? Number(value) : undefined);

/** The first words, so that it is found in the text. */
function beginningOf(node: ContentNode): string {
  const text = wordsOf(node).trim();
  return text ? ` („${text.length > BEGINNING ? `${text.slice(0, BEGINNING)}…` : text}“)` : '';
}

const wordsOf = (node: ContentNode): string => node.text ?? (node.content ?? []).map(wordsOf).join(' ');
