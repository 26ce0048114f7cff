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

const PLACEHOLDER = /\{\{\s*([\w/.-]+)\s*\}\}/g;

/** Placeholders that name no number of the part. */
export function unknownPlaceholders(text: string, figures: ReportNumber[]): string[] {
  const known = new Set(figures.map(({ id }) => id));
  return [...new Set([...text.matchAll(PLACEHOLDER)].flatMap(([, id = '']) => (known.has(id) ? [] : [id])))];
}

/** Numbers in place of {{their-id}}; those that cannot be measured are said in words. */
export function fillNumbers(text: string, figures: ReportNumber[]): string {
  const values = new Map(figures.map((figure) => [figure.id, figureText(figure.value, figure.unit)]));
  return text.replaceAll(PLACEHOLDER, (whole, id: string) => values.get(id) ?? whole);
}

// Years, dates, laws, clock times and list numbers are no figures of the report.
const NOT_A_FIGURE = /(?:19|20)\d\d\b|\b\d{1,2}\.\s?(?:\d{1,2}\.|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)|§+\s*\d+\w*|\b\d{1,2}:\d{2}\b/g;
const NUMBER = /\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?/g;

/** Numbers typed by hand that stand nowhere among the numbers of the part: they may be right, but nothing proves them and nothing keeps them true. */
export function looseNumbers(text: string, proven: string[]): string[] {
  const known = new Set(proven.flatMap((one) => one.match(NUMBER) ?? []));
  const typed = text.replaceAll(PLACEHOLDER, ' ').replaceAll(NOT_A_FIGURE, ' ').match(NUMBER) ?? [];
  return [...new Set(typed.filter((one) => one.length > 1 && !known.has(one)))];
}
