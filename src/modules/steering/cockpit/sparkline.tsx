import type { FigureMonth } from '#core/insights';

const [WIDTH, HEIGHT, PAD] = [100, 40, 4];

/** The course of a figure at a glance, from zero; its values stand in the table of the page. Decoration for whoever hears the page. */
export function Sparkline({ trend }: { trend: FigureMonth[] }) {
  const values = trend.map(({ value }) => value);
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  if (values.filter((value) => value !== null).length < 2 || most === 0) return null;
  const x = (i: number): number => (i * WIDTH) / Math.max(1, values.length - 1);
  const y = (value: number): number => HEIGHT - PAD - (value / most) * (HEIGHT - 2 * PAD);
  const runs: string[][] = [[]];
  values.forEach((value, i) => (value === null ? runs.push([]) : runs.at(-1)?.push(`${x(i).toFixed(1)},${y(value).toFixed(1)}`)));
  return (
    <svg class="chart__drawing" width="100%" height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <line class="chart__grid" x1="0" x2={WIDTH} y1={HEIGHT - PAD} y2={HEIGHT - PAD} />
      {runs.filter((run) => run.length > 1).map((run) => <polyline key={run[0]} class="chart__line chart__line--1" points={run.join(' ')} vector-effect="non-scaling-stroke" />)}
    </svg>
  );
}
