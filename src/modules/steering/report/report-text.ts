import { figureText, type ReportNumber } from '#core/insights';

/** A text of people: paragraphs and lists, nothing else. */
export type TextBlock = { kind: 'paragraph'; text: string } | { kind: 'list'; items: string[] };

/** Blank lines part paragraphs; lines that begin with "- " are a list. */
export function blocksOf(text: string): TextBlock[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter(Boolean)
    .flatMap((block) => {
      const lines = block.split('\n').map((line) => line.trim());
      const items = lines.filter((line) => line.startsWith('- '));
      if (items.length === 0) return [{ kind: 'paragraph' as const, text: lines.join(' ') }];
      const before = lines.slice(0, lines.findIndex((line) => line.startsWith('- '))).join(' ');
      return [...(before ? [{ kind: 'paragraph' as const, text: before }] : []), { kind: 'list' as const, items: items.map((line) => line.slice(2)) }];
    });
}

const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;
type Named = Pick<ReportNumber, 'id' | 'label'>;

/** A number is named by its id or by its label: people write {{Anträge}}, kept is {{cases/submitted}}. */
const findNamed = <F extends Named>(figures: F[], name: string): F | undefined => figures.find(({ id }) => id === name) ?? figures.find(({ label }) => label.toLowerCase() === name.toLowerCase());

/** Placeholders that name no number of the part. */
export const unknownPlaceholders = (text: string, figures: Named[]): string[] => [...new Set([...text.matchAll(PLACEHOLDER)].flatMap(([, name = '']) => (findNamed(figures, name) ? [] : [name])))];

/** As it is kept: numbers by their id, which never changes. */
export const withIds = (text: string, figures: Named[]): string => text.replaceAll(PLACEHOLDER, (whole, name: string) => { const found = findNamed(figures, name); return found ? `{{${found.id}}}` : whole; });

/** As people edit it: numbers by their label. */
export const withLabels = (text: string, figures: Named[]): string => text.replaceAll(PLACEHOLDER, (whole, name: string) => { const found = findNamed(figures, name); return found ? `{{${found.label}}}` : whole; });

/** Numbers in place of their names; those that cannot be measured are said in words. */
export const fillNumbers = (text: string, figures: ReportNumber[]): string => text.replaceAll(PLACEHOLDER, (whole, name: string) => { const found = findNamed(figures, name); return found ? figureText(found.value, found.unit) : whole; });

// Years, dates, laws, clock times and list numbers are no figures of the report.
const NOT_A_FIGURE = /(?:19|20)\d\d\b|\b\d{1,2}\.\s?(?:\d{1,2}\.|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)|§+\s*\d+\w*|\b\d{1,2}:\d{2}\b/g;
const NUMBER = /\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?/g;

/** Numbers typed by hand that stand nowhere among the numbers of the part: they may be right, but nothing proves them and nothing keeps them true. */
export function looseNumbers(text: string, proven: string[]): string[] {
  const known = new Set(proven.flatMap((one) => one.match(NUMBER) ?? []));
  const typed = text.replaceAll(PLACEHOLDER, ' ').replaceAll(NOT_A_FIGURE, ' ').match(NUMBER) ?? [];
  return [...new Set(typed.filter((one) => one.length > 1 && !known.has(one)))];
}
