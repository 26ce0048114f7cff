import { figureText, type ReportChart, type ReportNumber, type ReportTable } from '#core/insights';
import type { Locale } from '#platform/i18n';
import { BarChart, LineChart, Link, Stack, Table } from '#platform/ui';
import { anchorOf, type ReportPart, type Snapshot } from './report.ts';
import { blocksOf } from './report-text.ts';
import { reportWords } from './report-words.ts';

/** For whom a part is shown: the office follows every number to its proof, the public those it may see. */
export type PartViewProps = { part: ReportPart; year: number; before?: Snapshot | undefined; audience: 'office' | 'public'; locale?: Locale; level?: 2 | 3 };

/** Words of people; nothing in them is markup. */
export function ReportText({ text }: { text: string }) {
  return <>{blocksOf(text).map((block, i) => (block.kind === 'paragraph' ? <p key={i} class="kern-body">{block.text}</p> : <ul key={i} class="kern-list kern-list--bullet">{block.items.map((item) => <li key={item}>{item}</li>)}</ul>))}</>;
}

/** The numbers of a part: table, drawings, tables. */
export function PartNumbers(props: PartViewProps) {
  const { part, audience } = props;
  return (
    <Stack>
      {part.figures.length > 0 && <NumberTable {...props} />}
      {part.charts.filter(({ labels }) => labels.length > 0).map((chart) => <Chart key={chart.id} chart={chart} {...props} />)}
      {part.tables.filter(({ rows }) => rows.length > 0).map((table) => <PlainTable key={table.caption} table={table} audience={audience} />)}
    </Stack>
  );
}

const hrefOf = (figure: ReportNumber, audience: PartViewProps['audience']): string | undefined => (audience === 'office' ? figure.evidence : figure.publicEvidence);

function NumberTable({ part, year, before, audience, locale = 'de' }: PartViewProps) {
  const words = reportWords(locale);
  const earlier = before?.parts.find(({ id }) => id === part.id)?.figures;
  const old = (figure: ReportNumber): number | null | undefined => earlier?.find(({ id }) => id === figure.id)?.value;
  return (
    <Table
      caption={`${words.numbers}: ${part.title}`}
      captionHidden
      stack
      compact={audience === 'office'}
      rows={part.figures}
      rowKey={({ id }) => id}
      locale={locale}
      columns={[
        { key: 'label', head: words.figure, rowHead: true, cell: (figure) => <>{figure.label}{figure.note && <small class="muted"> ({figure.note})</small>}</> },
        { key: 'value', head: String(year), numeric: true, cell: (figure) => <Value figure={figure} href={hrefOf(figure, audience)} locale={locale} /> },
        ...(earlier ? [{ key: 'before', head: String(year - 1), numeric: true, cell: (figure: ReportNumber) => { const value = old(figure); return value === undefined ? '–' : figureText(value, figure.unit, locale); } }] : []),
      ]}
    />
  );
}

function Value({ figure, href, locale }: { figure: ReportNumber; href: string | undefined; locale: Locale }) {
  const text = figureText(figure.value, figure.unit, locale);
  if (!href) return <>{text}</>;
  return <a href={href} aria-label={`${text}: ${reportWords(locale).evidence}`}>{text}</a>;
}

function Chart({ chart, part, audience, level = 2, locale = 'de' }: PartViewProps & { chart: ReportChart }) {
  const format = (value: number): string => figureText(value, chart.unit, locale);
  const [id, deeper] = [`${anchorOf(part.id)}-${anchorOf(chart.id)}`, (level + 1) as 3 | 4];
  return (
    <div>
      {chart.kind === 'bar' ? (
        <BarChart id={id} title={chart.title} description={chart.description} bars={chart.labels.map((label, i) => ({ label, value: chart.series[0]?.values[i] ?? 0 }))} format={format} level={deeper} locale={locale} />
      ) : (
        <LineChart id={id} title={chart.title} description={chart.description} labels={chart.labels} series={chart.series} format={format} level={deeper} locale={locale} />
      )}
      {audience === 'office' && <p class="no-print"><Link href={chart.evidence} quiet>Nachweis: {chart.title}</Link></p>}
    </div>
  );
}

function PlainTable({ table, audience }: { table: ReportTable; audience: PartViewProps['audience'] }) {
  const cellOf = (cell: ReportTable['rows'][number][number] | undefined) => (cell === undefined ? '' : typeof cell === 'string' ? cell : audience === 'office' || !cell.href.startsWith('/office') ? <a href={cell.href}>{cell.text}</a> : cell.text);
  return (
    <Table
      caption={table.caption}
      stack
      rows={table.rows.map((cells, i) => ({ cells, i }))}
      rowKey={({ i }) => String(i)}
      columns={table.head.map((head, i) => ({ key: String(i), head, rowHead: i === 0, numeric: table.numeric?.includes(i) ?? false, cell: ({ cells }: { cells: ReportTable['rows'][number] }) => cellOf(cells[i]) }))}
    />
  );
}
