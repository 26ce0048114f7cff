import { formatNumber } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import type { BadgeState } from '../content/badge.tsx';
import { Table } from '../content/table.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';

export type Bar = {
  label: string;
  value: number;
  /** Colour means one thing, here too. */
  state?: BadgeState;
};

export type BarChartProps = {
  /** Unique on the page. */
  id: string;
  /** The finding: "Wohngeld dauert doppelt so lang wie im Mai". */
  title: string;
  /** What is measured, of whom, when: "Tage vom Eingang bis zum Bescheid, Oktober 2026". */
  description: string;
  bars: Bar[];
  /** What a whole bar stands for, e.g. 100 per cent; default the largest value. */
  whole?: number;
  /** How a value is written; default a plain number. */
  format?: (value: number) => string;
  /** Heads of the table: what the bars are, what the value is. */
  groupName?: string;
  valueName?: string;
  level?: 2 | 3 | 4;
  locale?: Locale;
};

const rowHeight = 46;

/** Lying bars from zero: their labels have room for German words, and they read well on a phone. */
export function BarChart({ bars, level = 3, whole = 0, ...chart }: BarChartProps) {
  const locale = useLocale(chart.locale);
  const text = words(locale);
  const write = chart.format ?? ((value: number) => formatNumber(value, locale));
  const largest = Math.max(whole, ...bars.map((bar) => bar.value));
  const share = (value: number) => (largest > 0 ? Math.max(0, (value / largest) * 100) : 0);
  return (
    <ChartFrame
      {...chart}
      level={level}
      height={bars.length * rowHeight}
      drawing={bars.map((bar, position) => (
        <g key={bar.label}>
          <text class="chart__label" x="0" y={position * rowHeight + 15}>
            {bar.label}
          </text>
          <text class="chart__value" x="100%" y={position * rowHeight + 15} text-anchor="end">
            {write(bar.value)}
          </text>
          <rect class="chart__track" x="0" y={position * rowHeight + 22} width="100%" height="14" rx="2" />
          <rect
            class={`chart__bar chart__bar--${bar.state ?? 'plain'}`}
            x="0"
            y={position * rowHeight + 22}
            width={`${share(bar.value).toFixed(2)}%`}
            height="14"
            rx="2"
          />
        </g>
      ))}
      table={
        <Table
          caption={chart.title}
          captionHidden
          compact
          columns={[
            { key: 'label', head: chart.groupName ?? text.group, rowHead: true, cell: (bar: Bar) => bar.label },
            { key: 'value', head: chart.valueName ?? text.value, numeric: true, cell: (bar) => write(bar.value) },
          ]}
          rows={bars}
          rowKey={(bar) => bar.label}
          locale={locale}
        />
      }
    />
  );
}
