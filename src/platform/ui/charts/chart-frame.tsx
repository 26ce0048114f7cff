import type { ComponentChildren } from 'preact';
import type { Locale } from '#platform/i18n';
import { Details } from '../content/details.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';

type ChartFrameProps = {
  id: string;
  title: string;
  description: string;
  /** Height of the drawing in pixels; its width is the room there is. */
  height: number;
  drawing: ComponentChildren;
  legend?: ComponentChildren;
  table: ComponentChildren;
  level: 2 | 3 | 4;
  locale?: Locale | undefined;
};

/** A chart says its finding, draws it, and gives the figures as a table for everyone who can't or won't read drawings. */
export function ChartFrame(chart: ChartFrameProps) {
  const locale = useLocale(chart.locale);
  const Title = `h${chart.level}` as const;
  return (
    <figure class="chart">
      <figcaption class="chart__caption">
        <Title class="kern-heading-small chart__title">{chart.title}</Title>
        <p class="chart__description">{chart.description}</p>
      </figcaption>
      {chart.legend}
      <svg
        class="chart__drawing"
        width="100%"
        height={chart.height}
        role="img"
        aria-labelledby={`${chart.id}-title ${chart.id}-desc`}
      >
        <title id={`${chart.id}-title`}>{chart.title}</title>
        <desc id={`${chart.id}-desc`}>{chart.description}</desc>
        {chart.drawing}
      </svg>
      <Details summary={words(locale).figures}>{chart.table}</Details>
    </figure>
  );
}
