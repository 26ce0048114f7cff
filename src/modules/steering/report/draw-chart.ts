import { figureText, type ReportChart } from '#core/insights';

// For paper: black text, strong shapes, and lines that differ by dashes as well as by colour.
const WIDTH = 640;
const FONT = 'font-family="Source Sans 3" font-size="15"';
const inks = ['#00508f', '#a84600', '#2d6a2d', '#5b3a8e'];
const dashes = ['', '9 4', '2 4', '12 3 2 3'];
const safe = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const frame = (height: number, inner: string[]): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">${inner.join('')}</svg>`;
const words = (x: number, y: number, given: { text: string; anchor?: 'start' | 'middle' | 'end'; bold?: boolean }): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${FONT} fill="#1a1a1a" text-anchor="${given.anchor ?? 'start'}"${given.bold ? ' font-weight="600"' : ''}>${safe(given.text)}</text>`;

/** A chart of the report as a vector drawing for paper. */
export const drawChart = (chart: ReportChart): string => (chart.kind === 'bar' ? drawBars(chart) : drawLines(chart));

const ROW = 44;

function drawBars({ labels, series, unit }: ReportChart): string {
  const values = series[0]?.values ?? [];
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const bars = labels.map((label, i) => {
    const y = i * ROW;
    const value = values[i] ?? null;
    const width = (Math.max(0, value ?? 0) / most) * WIDTH;
    return words(0, y + 16, { text: label }) + words(WIDTH, y + 16, { text: figureText(value, unit), anchor: 'end', bold: true }) + `<rect x="0" y="${y + 23}" width="${WIDTH}" height="12" fill="#e6e9ec"/><rect x="0" y="${y + 23}" width="${width.toFixed(1)}" height="12" fill="${inks[0]}"/>`;
  });
  return frame(labels.length * ROW, bars);
}

/** A round number at or above the largest value. */
export function ceilingOf(most: number): number {
  if (most <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 2.5, 5, 10].find((step) => step * size >= most) ?? 10) * size;
}

const [TOP, BOTTOM, RIGHT] = [14, 210, 20];
const LETTER = 7.4;

function drawLines({ labels, series, unit }: ReportChart): string {
  const top = ceilingOf(Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const marks = [0, 0.5, 1].map((share) => ({ at: share * top, text: figureText(share * top, unit) }));
  const left = 14 + LETTER * Math.max(...marks.map(({ text }) => text.length));
  const x = (i: number): number => left + (labels.length > 1 ? (i * (WIDTH - left - RIGHT)) / (labels.length - 1) : WIDTH / 2);
  const y = (value: number): number => BOTTOM - (value / top) * (BOTTOM - TOP - 10);
  const grid = marks.map(({ at, text }) => `<line x1="${left - 8}" x2="${WIDTH}" y1="${y(at).toFixed(1)}" y2="${y(at).toFixed(1)}" stroke="#b9c0c6" stroke-width="0.8"/>${words(left - 12, y(at) + 5, { text, anchor: 'end' })}`);
  const every = Math.ceil(labels.length / 8);
  const names = labels.map((label, i) => ((labels.length - 1 - i) % every === 0 ? words(Math.min(x(i), WIDTH - 18), BOTTOM + 22, { text: label, anchor: 'middle' }) : ''));
  const lines = series.map(({ values }, n) => pathOf(values, x, y).map((points) => `<polyline points="${points}" fill="none" stroke="${inks[n % 4]}" stroke-width="2.5" stroke-dasharray="${dashes[n % 4]}"/>`).join(''));
  const dots = series.map(({ values }, n) => values.map((value, i) => (value === null ? '' : `<circle cx="${x(i).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3" fill="${inks[n % 4]}"/>`)).join(''));
  const legend = series.length < 2 ? [] : series.map(({ name }, n) => `<line x1="${n * 160}" x2="${n * 160 + 30}" y1="${BOTTOM + 44}" y2="${BOTTOM + 44}" stroke="${inks[n % 4]}" stroke-width="2.5" stroke-dasharray="${dashes[n % 4]}"/>${words(n * 160 + 36, BOTTOM + 49, { text: name })}`);
  return frame(BOTTOM + (series.length < 2 ? 30 : 56), [...grid, ...names, ...lines, ...dots, ...legend]);
}

/** Runs of neighbouring values; a gap ends one. */
function pathOf(values: (number | null)[], x: (i: number) => number, y: (value: number) => number): string[] {
  const runs: string[][] = [[]];
  values.forEach((value, i) => (value === null ? runs.push([]) : runs.at(-1)?.push(`${x(i).toFixed(1)},${y(value).toFixed(1)}`)));
  return runs.filter((run) => run.length > 1).map((run) => run.join(' '));
}

/** What the drawing shows, for people who do not see it. */
export function describeChart({ title, description, labels, series, unit }: ReportChart): string {
  const all = series.map(({ name, values }) => `${series.length > 1 ? `${name}: ` : ''}${labels.map((label, i) => `${label} ${figureText(values[i] ?? null, unit)}`).join(', ')}`);
  return `${title}. ${description}. ${all.join('; ')}.`;
}
