import { formatNumber, type Locale } from '#platform/i18n';
import { BarChart, LineChart, Stack, StatTile, Columns, Table } from '#platform/ui';
import { SPANS } from '../counting/count-events.ts';
import type { MonthFigures, ServiceFigures } from '../figures.queries.ts';
import { figuresTexts } from './texts.ts';

/** What a page about one month shows. */
export type Shown = { month: string; months: MonthFigures[]; services: ServiceFigures[]; spans: Map<string, number | null>; locale: Locale };

export const monthName = (month: string, locale: Locale): string => new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'de-DE', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(month));

export const shownCount = (value: number | null, locale: Locale): string => (value === null ? figuresTexts(locale).few : formatNumber(value, locale));

export function Tiles({ months, month, locale }: Shown) {
  const t = figuresTexts(locale);
  const here = months.find((one) => one.month === month);
  const tile = (key: 'views' | 'searches' | 'starts' | 'submits' | 'decided' | 'meanDays') => <StatTile key={key} label={t[key]} value={key === 'meanDays' && here?.meanDays === null ? '–' : shownCount(here?.[key] ?? (here ? null : 0), locale)} />;
  return <Columns layout="thirds">{(['views', 'searches', 'starts', 'submits', 'decided', 'meanDays'] as const).map(tile)}</Columns>;
}

export function Course({ months, locale }: Shown) {
  const t = figuresTexts(locale);
  if (months.length < 2) return null;
  const short = (month: string): string => new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'de-DE', { month: 'short', timeZone: 'UTC' }).format(new Date(month));
  const chart = (key: 'views' | 'submits') => {
    const best = months.filter((one) => one[key]).toSorted((x, y) => (y[key] ?? 0) - (x[key] ?? 0))[0];
    return best && <LineChart id={`course-${key}`} title={t.mostIn(t[key], monthName(best.month, locale))} description={`${t[key]} ${t.course}. ${t.perMonth}`} labels={months.map((one) => short(one.month))} series={[{ name: t[key], values: months.map((one) => one[key]) }]} groupName={t.month} level={2} locale={locale} />;
  };
  return (
    <Stack gap="large">
      {chart('views')}
      {chart('submits')}
    </Stack>
  );
}

/** One service month by month: the table says what the lines show. */
export function ServiceMonths({ months, locale }: Pick<Shown, 'months' | 'locale'>) {
  const t = figuresTexts(locale);
  const number = (key: 'views' | 'starts' | 'submits' | 'decided') => ({ key, head: t[key], numeric: true, cell: (row: MonthFigures) => shownCount(row[key], locale) });
  return (
    <Table
      caption={t.byMonth}
      rows={months.toReversed()}
      rowKey={(row) => row.month}
      stack
      columns={[{ key: 'month', head: t.month, rowHead: true, cell: (row) => monthName(row.month, locale) }, number('views'), number('starts'), number('submits'), number('decided'), { key: 'days', head: t.meanDays, numeric: true, cell: (row) => (row.meanDays === null ? '–' : formatNumber(row.meanDays, locale)) }]}
    />
  );
}

const MOST_BARS = 10;

export function MostApplied({ services, month, locale }: Shown) {
  const t = figuresTexts(locale);
  const bars = services.flatMap(({ name, submits }) => (submits ? [{ label: name, value: submits }] : [])).slice(0, MOST_BARS);
  const [first] = bars;
  if (!first) return null;
  return <BarChart id="most" title={t.applied(first.label)} description={t.appliedText(monthName(month, locale))} bars={bars} groupName={t.service} valueName={t.submits} level={2} locale={locale} />;
}

export function Spans({ spans, month, locale }: Shown) {
  const t = figuresTexts(locale);
  const bars = SPANS.flatMap((most, i) => {
    const value = spans.get(String(most));
    const from = i === 0 ? '0' : String((SPANS[i - 1] ?? 0) + 1);
    return value ? [{ label: most === Number.POSITIVE_INFINITY ? t.moreDays(from) : t.days(from, String(most)), value }] : [];
  });
  if (bars.length === 0) return null;
  return <BarChart id="spans" title={t.spans} description={t.spansText(monthName(month, locale))} bars={bars} groupName={t.meanDays} valueName={t.count} level={2} locale={locale} />;
}

type ServiceTableProps = Shown & { href(service: string): string; most?: number };

export function ServiceTable({ services, locale, href, most = 200 }: ServiceTableProps) {
  const t = figuresTexts(locale);
  const number = (key: 'views' | 'starts' | 'submits' | 'decided') => ({ key, head: t[key], numeric: true, cell: (row: ServiceFigures) => shownCount(row[key], locale) });
  return (
    <Table
      caption={t.services}
      rows={services.slice(0, most)}
      rowKey={(row) => row.service}
      stack
      columns={[
        { key: 'service', head: t.service, rowHead: true, cell: (row) => <a href={href(row.service)}>{row.name}</a> },
        number('views'),
        number('starts'),
        number('submits'),
        number('decided'),
        { key: 'days', head: t.meanDays, numeric: true, cell: (row) => (row.meanDays === null ? '–' : formatNumber(row.meanDays, locale)) },
      ]}
    />
  );
}

/** Everything of a month as a table for other programs; hidden counts stay empty. */
export function csvOf({ month, months, services }: Pick<Shown, 'month' | 'months' | 'services'>): string {
  return csvLines([
    ['Monat', 'Leistung', 'Seitenaufrufe', 'Suchen', 'Begonnen', 'Gestellt', 'Entschieden', 'Tage bis zur Entscheidung'],
    ...months.map((one) => [one.month.slice(0, 7), '(alle)', one.views, one.searches, one.starts, one.submits, one.decided, one.meanDays]),
    ...services.map((one) => [month.slice(0, 7), one.service, one.views, null, one.starts, one.submits, one.decided, one.meanDays]),
  ]);
}

/** Lines for a spreadsheet; what is hidden stays empty, and no cell is read as a formula. */
export function csvLines(lines: (string | number | null)[][]): string {
  const cell = (value: number | string | null): string => (value === null ? '' : /^[=+\-@\t]|[;"\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  return `\uFEFF${lines.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`;
}
