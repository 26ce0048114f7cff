import { figureText, type ReportCell, type ReportTable } from '#core/insights';
import type { ContentNode } from '#engines/documents';
import { describeChart, drawChart } from './draw-chart.ts';
import type { ReportPart, Snapshot } from './report.ts';
import { blocksOf } from './report-text.ts';

const words = (text: string): ContentNode => ({ type: 'text', text });
export const paragraph = (text: string): ContentNode => ({ type: 'paragraph', content: [words(text)] });
export const heading = (text: string, level = 2): ContentNode => ({ type: 'heading', attrs: { level }, content: [words(text)] });
export const textNodes = (text: string): ContentNode[] => blocksOf(text).map((block) => (block.kind === 'paragraph' ? paragraph(block.text) : { type: 'bulletList', content: block.items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })) }));

const linked = (text: string, href: string | undefined): ContentNode => ({ type: 'paragraph', content: [href ? { type: 'text', text, marks: [{ type: 'link', attrs: { href } }] } : words(text)] });
const row = (cells: ContentNode[], head = false): ContentNode => ({ type: 'tableRow', content: cells.map((cell) => ({ type: head ? 'tableHeader' : 'tableCell', content: [cell] })) });
const table = (align: string[], rows: ContentNode[]): ContentNode => ({ type: 'table', attrs: { align }, content: rows });
const textOf = (cell: ReportCell): string => (typeof cell === 'string' ? cell : cell.text);

/** Numbers of the year beside those of the year before; linked where everybody may see what proves them. */
export function figureTable({ figures }: Pick<ReportPart, 'figures'>, given: { year: number; before: Map<string, number | null> | undefined; origin: string }): ContentNode[] {
  if (figures.length === 0) return [];
  const { year, before, origin } = given;
  const head = ['Kennzahl', String(year), ...(before ? [String(year - 1)] : [])];
  const rows = figures.map((figure) => {
    const old = before?.get(figure.id);
    const label = figure.note ? `${figure.label} (${figure.note})` : figure.label;
    return row([paragraph(label), linked(figureText(figure.value, figure.unit), figure.publicEvidence && `${origin}${figure.publicEvidence}`), ...(before ? [paragraph(old === undefined ? '–' : figureText(old, figure.unit))] : [])]);
  });
  return [table(['left', 'right', ...(before ? ['right'] : [])], [row(head.map(paragraph), true), ...rows])];
}

/** Cells with more letters than this may break over lines. */
const NARROW = 24;

function plainTable({ caption, head, numeric = [], rows }: ReportTable): ContentNode[] {
  if (rows.length === 0) return [];
  const longest = (i: number): number => Math.max(...rows.map((cells) => textOf(cells[i] ?? '').length));
  const align = head.map((_, i) => (numeric.includes(i) ? 'right' : longest(i) > NARROW ? 'wide' : 'left'));
  return [heading(caption, 3), table(align, [row(head.map(paragraph), true), ...rows.map((cells) => row(head.map((_, i) => paragraph(textOf(cells[i] ?? '')))))])];
}

/** A part as it stands on paper. */
export function partNodes(part: ReportPart, given: { year: number; before: Snapshot | undefined; origin: string }): ContentNode[] {
  const earlier = given.before?.parts.find(({ id }) => id === part.id);
  const before = earlier && new Map(earlier.figures.map(({ id, value }) => [id, value]));
  return [
    heading(part.title),
    ...textNodes(part.text),
    ...figureTable(part, { ...given, before }),
    ...part.charts.filter(({ labels }) => labels.length > 0).map((chart): ContentNode => ({ type: 'chart', attrs: { svg: drawChart(chart), alt: describeChart(chart) }, content: [heading(chart.title, 3), paragraph(chart.description)] })),
    ...part.tables.flatMap(plainTable),
  ];
}
