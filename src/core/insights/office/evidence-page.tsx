import { z } from 'zod';
import { page, view } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { EmptyState, LineChart, PageHeader, Pagination, Section, Stack, Table } from '#platform/ui';
import { EVIDENCE } from '../evidence-href.ts';
import { figureText } from '../figure-text.ts';
import { endOfMonth, lastMonths, type Period } from '../period.ts';
import type { EvidenceRows, KeyFigure } from '../points.ts';
import { getFigure, readFigure, readMonths, type FigureMonth } from '../read-figure.ts';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const query = z.object({ von: z.string().regex(MONTH).optional().catch(undefined), bis: z.string().regex(MONTH).optional().catch(undefined), nach: z.string().max(200).optional().catch(undefined) });
const PAGE = 50;

const monthName = (month: string): string => new Intl.DateTimeFormat('de-DE', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(month));
const shortName = (month: string): string => new Intl.DateTimeFormat('de-DE', { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(new Date(month));

function periodOf(ctx: Ctx, { von, bis }: z.output<typeof query>): Period {
  const year = lastMonths(ctx, 12);
  const [from, to] = [von ? `${von}-01` : year.from, bis ? endOfMonth(`${bis}-01`) : year.to];
  return from <= to ? { from, to } : { from: `${to.slice(0, 7)}-01`, to };
}

/** Where a number comes from: what is counted, its months with their sources, and the rows behind what was counted. */
export const evidencePage = page({
  method: 'GET',
  path: `${EVIDENCE}/:figure`,
  site: 'office',
  access: 'may:insights/read',
  params: z.object({ figure: z.string().max(80) }),
  query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const figure = getFigure(ctx, rq.params.figure);
      const period = periodOf(ctx, rq.query);
      const value = await readFigure(ctx, figure.id, period);
      const months = await readMonths(ctx, figure.id, period);
      const rows = await figure.rows?.(ctx, period, { after: rq.query.nach, limit: PAGE });
      return view({
        title: `Nachweis: ${figure.label}`,
        crumbs: [{ label: 'Steuerung', href: '/office/steuerung' }, { label: figure.label }],
        body: (
          <Stack gap="large">
            <PageHeader title={`${figure.label}: ${figureText(value, figure.unit)}`} preline="Nachweis" lead={figure.explain} meta={`${monthName(period.from)} bis ${monthName(period.to)}`} />
            <Months figure={figure} months={months} />
            {rows && <Rows figure={figure} rows={rows} here={rq.query} />}
          </Stack>
        ),
      });
    }),
});

const sourceWords = { stored: 'festgehalten', counted: 'gerade gezählt' } as const;

function Months({ figure, months }: { figure: KeyFigure; months: FigureMonth[] }) {
  const write = (value: number): string => figureText(value, figure.unit);
  const outside = months.some(({ carried }) => carried !== null);
  const column = (key: string, head: string, cell: (month: FigureMonth) => string) => ({ key, head, numeric: true, cell });
  return (
    <Section title="Monat für Monat">
      {months.length > 1 && <LineChart id="months" title={figure.label} description="Wert je Monat; der laufende ist noch nicht zu Ende" labels={months.map(({ month }) => shortName(month))} series={[{ name: figure.label, values: months.map(({ value }) => value) }]} format={write} groupName="Monat" />}
      <Table
        caption="Monate und woher ihr Wert kommt"
        compact
        stack
        rows={months.toReversed()}
        rowKey={({ month }) => month}
        columns={[
          { key: 'month', head: 'Monat', rowHead: true, cell: ({ month }) => monthName(month) },
          column('value', figure.label, ({ value }) => figureText(value, figure.unit)),
          ...(figure.over === 'mean' ? [column('weight', 'aus', ({ weight }) => formatNumber(weight))] : []),
          ...(outside ? [column('counted', 'davon hier gezählt', ({ counted, carried }) => (figure.over === 'end' && carried ? '–' : figureText(counted.value, figure.unit))), column('carried', 'davon übernommen', ({ carried }) => (carried ? figureText(carried.value, figure.unit) : '–'))] : []),
          { key: 'source', head: 'Quelle', cell: ({ source, carried }) => (carried ? `${carried.origin}${figure.over === 'end' ? '' : `; ${sourceWords[source]}`}` : sourceWords[source]) },
        ]}
      />
    </Section>
  );
}

function Rows({ figure, rows, here }: { figure: KeyFigure; rows: EvidenceRows; here: z.output<typeof query> }) {
  const address = (after: string): string => `${EVIDENCE}/${encodeURIComponent(figure.id)}?${new URLSearchParams({ ...(here.von ? { von: here.von } : {}), ...(here.bis ? { bis: here.bis } : {}), nach: after })}`;
  return (
    <Section title={`Was hier gezählt wurde: ${rows.sum ?? formatNumber(rows.total)}`}>
      {rows.rows.length === 0 ? (
        <EmptyState title="Nichts in dieser Zeit">Was anderswo gezählt und übernommen wurde, hat hier keine einzelnen Einträge.</EmptyState>
      ) : (
        <Table
          caption={figure.label}
          captionHidden
          stack
          rows={rows.rows.map((row, i) => ({ ...row, i }))}
          rowKey={({ i }) => String(i)}
          columns={rows.head.map((head, column) => ({ key: String(column), head, rowHead: column === 0, cell: (row: EvidenceRows['rows'][number]) => (column === 0 && row.href ? <a href={row.href}>{row.cells[0]}</a> : (row.cells[column] ?? '')) }))}
        />
      )}
      <Pagination shown={rows.rows.length} total={rows.total} {...(rows.next ? { next: address(rows.next) } : {})} />
    </Section>
  );
}
