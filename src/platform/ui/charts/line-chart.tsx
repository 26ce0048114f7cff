import { formatNumber } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import { Table } from '../content/table.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { scaleTo } from './scale.ts';

export type LineSeries = {
  name: string;
  /** One value per label; null is a gap. */
  values: (number | null)[];
};

export type LineChartProps = {
  /** Unique on the page. */
  id: string;
  /** The finding in words. */
  title: string;
  description: string;
  /** What stands below the axis, one per value: "Mai", "Juni". */
  labels: string[];
  /** Up to four; each has its own colour and its own dashes. */
  series: LineSeries[];
  format?: (value: number) => string;
  groupName?: string;
  level?: 2 | 3 | 4;
  locale?: Locale;
};

const top = 20;
const bottom = 220;
const height = 250;

type Place = { x: (position: number) => number; y: (value: number) => number };

/** Runs of neighbouring values; a gap ends one and begins the next. */
function runsOf(values: (number | null)[], place: Place): string[] {
  const runs: string[][] = [[]];
  values.forEach((value, position) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${place.x(position).toFixed(2)},${place.y(value).toFixed(1)}`);
  });
  return runs.filter((run) => run.length > 1).map((run) => run.join(' '));
}

function Axis({ labels, marks, place, write }: { labels: string[]; marks: number[]; place: Place; write: (value: number) => string }) {
  // More labels than a phone has room for become illegible: every second, third … is left out.
  const every = Math.ceil(labels.length / 6);
  return (
    <>
      {marks.map((mark) => (
        <g key={mark}>
          <line class="chart__grid" x1="0" x2="100%" y1={place.y(mark)} y2={place.y(mark)} />
          <text class="chart__mark" x="0" y={place.y(mark) - 4}>
            {write(mark)}
          </text>
        </g>
      ))}
      {labels.map(
        (label, position) =>
          (labels.length - 1 - position) % every === 0 && (
            <text key={label} class="chart__mark" x={`${place.x(position)}%`} y={height - 10} text-anchor="middle">
              {label}
            </text>
          ),
      )}
    </>
  );
}

function Legend({ series }: { series: LineSeries[] }) {
  if (series.length < 2) return null;
  return (
    <ul class="chart__legend">
      {series.map((one, position) => (
        <li key={one.name}>
          <svg width="32" height="12" aria-hidden="true" focusable="false">
            <line class={`chart__line chart__line--${position + 1}`} x1="0" x2="32" y1="6" y2="6" />
          </svg>
          {one.name}
        </li>
      ))}
    </ul>
  );
}

function Figures({ chart, write, locale }: { chart: LineChartProps; write: (value: number) => string; locale: Locale }) {
  const rows = chart.labels.map((label, position) => ({ label, position }));
  return (
    <Table
      caption={chart.title}
      captionHidden
      compact
      columns={[
        { key: 'label', head: chart.groupName ?? words(locale).group, rowHead: true, cell: (row) => row.label },
        ...chart.series.map((one) => ({
          key: one.name,
          head: one.name,
          numeric: true,
          cell: (row: { position: number }) => {
            const value = one.values[row.position];
            return value === null || value === undefined ? '–' : write(value);
          },
        })),
      ]}
      rows={rows}
      rowKey={(row) => String(row.position)}
      locale={locale}
    />
  );
}

/** How figures move over time; the axis begins at zero. */
export function LineChart(chart: LineChartProps) {
  const { labels, series, level = 3 } = chart;
  const locale = useLocale(chart.locale);
  const write = chart.format ?? ((value: number) => formatNumber(value, locale));
  const scale = scaleTo(Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0))));
  const place: Place = {
    x: (position) => 10 + (labels.length > 1 ? (position * 86) / (labels.length - 1) : 43),
    y: (value) => bottom - (value / scale.top) * (bottom - top),
  };
  return (
    <ChartFrame
      id={chart.id}
      title={chart.title}
      description={chart.description}
      level={level}
      height={height}
      locale={locale}
      legend={<Legend series={series} />}
      table={<Figures chart={chart} write={write} locale={locale} />}
      drawing={
        <>
          <Axis labels={labels} marks={scale.marks} place={place} write={write} />
          {/* The lines live in a box that is stretched to the width there is; text and dots are placed in per cent and keep their shape. */}
          <svg x="0" y="0" width="100%" height={height} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" overflow="visible">
            {series.map((one, index) =>
              runsOf(one.values, place).map((points) => (
                <polyline key={points} class={`chart__line chart__line--${index + 1}`} points={points} vector-effect="non-scaling-stroke" />
              )),
            )}
          </svg>
          {series.map((one, index) =>
            one.values.map(
              (value, position) =>
                value !== null && (
                  <circle
                    key={`${one.name}-${position}`}
                    class={`chart__dot chart__dot--${index + 1}`}
                    cx={`${place.x(position).toFixed(2)}%`}
                    cy={place.y(value).toFixed(1)}
                    r="3.5"
                  />
                ),
            ),
          )}
        </>
      }
    />
  );
}
