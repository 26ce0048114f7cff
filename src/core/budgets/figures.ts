import { evidenceHref, keyFigures, monthsOf, reportNumbers, reportSections, yearOf, type EvidenceRows, type MonthValue, type Period, type ReportSection } from '#core/insights';
import { formatDate, formatMoney } from '#platform/i18n';
import type { Contribution, Ctx } from '#platform/module';
import { sql } from 'kysely';
import { listFundings } from './fundings/fundings.queries.ts';
import { addUp, readYearSums, type Money } from './money.ts';
import { fundingWords } from './words.ts';

async function spentByMonth(ctx: Ctx, { from, to }: Period): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`select to_char(booked_on, 'YYYY-MM-01') as month, sum(amount_cents)::bigint as value from budgets.booking where tenant_id = ${ctx.tenantId} and booked_on between ${from}::date and ${to}::date group by 1`.execute(ctx.db());
  return rows;
}

async function drawnByMonth(ctx: Ctx, { from, to }: Period): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`select to_char(received_on, 'YYYY-MM-01') as month, sum(amount_cents)::bigint as value from budgets.drawdown where tenant_id = ${ctx.tenantId} and received_on between ${from}::date and ${to}::date group by 1`.execute(ctx.db());
  return rows;
}

type Booked = { id: string; booked_on: string; text: string; source_ref: string; amount_cents: number; project_id: string | null };

async function bookedRows(ctx: Ctx, { from, to }: Period, { after, limit }: { after?: string | undefined; limit: number }): Promise<EvidenceRows> {
  const where = sql`tenant_id = ${ctx.tenantId} and booked_on between ${from}::date and ${to}::date`;
  const [on = '', id = ''] = (after ?? '').split(' ');
  const start = /^\d{4}-\d{2}-\d{2}$/.test(on) && /^[0-9a-f-]{36}$/.test(id) ? sql` and (booked_on, id) > (${on}::date, ${id}::uuid)` : sql``;
  const sums = await sql<{ n: number; cents: number }>`select count(*)::int as n, coalesce(sum(amount_cents), 0)::bigint as cents from budgets.booking where ${where}`.execute(ctx.db());
  const { rows } = await sql<Booked>`select id, booked_on, text, source_ref, amount_cents, project_id from budgets.booking where ${where}${start} order by booked_on, id limit ${limit + 1}`.execute(ctx.db());
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    total: sums.rows[0]?.n ?? 0,
    sum: formatMoney(sums.rows[0]?.cents ?? 0),
    head: ['Tag', 'Wofür', 'Beleg', 'Betrag'],
    rows: shown.map((row) => ({ ...(row.project_id ? { href: `/office/haushalt/projekte/${row.project_id}` } : {}), cells: [formatDate(row.booked_on), row.text, row.source_ref, formatMoney(row.amount_cents)] })),
    ...(rows.length > limit && last ? { next: `${last.booked_on} ${last.id}` } : {}),
  };
}

/** A figure of a budget year, the same in each of its months. */
const ofYear = (part: keyof Money) => async (ctx: Ctx, period: Period): Promise<MonthValue[]> => {
  const sums = Map.groupBy(await readYearSums(ctx), ({ year }) => year);
  return monthsOf(period).map((month) => {
    const rows = sums.get(Number(month.slice(0, 4)));
    return { month, value: rows ? addUp(ctx, rows)[part] : null };
  });
};

const area = 'money' as const;
const yearHref = ({ to }: Period): string => `/office/haushalt?jahr=${to.slice(0, 4)}`;
/** Nothing is kept: a counter booking changes a month that is over, and budgets are changed for past years too. */
const live = { area, unit: 'cents', keep: false } as const;

export const budgetFigures: Contribution[] = [
  keyFigures.of({ ...live, id: 'budgets/spent', label: 'Ausgaben der Digitalisierung', good: 'less', explain: 'Alles, was in der Zeit bezahlt und gebucht wurde; Gegenbuchungen sind abgezogen.', byMonth: spentByMonth, evidence: (period) => evidenceHref('budgets/spent', period), rows: bookedRows }),
  keyFigures.of({ ...live, id: 'budgets/plan', label: 'Haushaltsplan der Digitalisierung', good: 'less', over: 'end', explain: 'Was für das ganze Haushaltsjahr geplant ist, mit dem laufenden Betrieb.', byMonth: ofYear('planCents'), evidence: yearHref }),
  keyFigures.of({ ...live, id: 'budgets/forecast', label: 'Prognose der Ausgaben', good: 'less', over: 'end', explain: 'Was das ganze Haushaltsjahr voraussichtlich kostet.', byMonth: ofYear('forecastCents'), evidence: yearHref }),
  keyFigures.of({ ...live, id: 'budgets/drawn', label: 'Fördermittel eingegangen', good: 'more', explain: 'Mittelabrufe, die in der Zeit eingegangen sind.', byMonth: drawnByMonth, evidence: () => '/office/haushalt/foerderungen' }),
];

/** Money in the yearly report: plan, payments and forecast, grants and what they pay for. */
const section: ReportSection = {
  id: 'money',
  title: 'Geld und Förderung',
  order: 60,
  write: async (ctx, year) => {
    const period = yearOf(year);
    const figures = await reportNumbers(ctx, ['budgets/plan', 'budgets/spent', 'budgets/forecast', 'budgets/drawn'], period);
    if (figures.every(({ value }) => !value)) return undefined;
    const grants = (await listFundings(ctx)).filter((one) => (one.state === 'approved' || one.state === 'closed') && one.period_from <= period.to && one.period_until >= period.from);
    const spent = await readYearSums(ctx);
    const years = [year - 2, year - 1, year].filter((one) => spent.some((row) => row.year === one));
    return {
      paragraphs: [`Für das Jahr waren {{budgets/plan}} geplant, ausgegeben wurden {{budgets/spent}}. Aus Förderungen gingen {{budgets/drawn}} ein.`],
      figures,
      tables: grants.length === 0 ? [] : [{ caption: 'Förderungen', head: ['Programm', 'Stand', 'bewilligt', 'ausgegeben', 'eingegangen'], numeric: [2, 3, 4], rows: grants.map((one) => [{ text: one.programme, href: `/office/haushalt/foerderungen/${one.id}` }, fundingWords[one.state], formatMoney(one.amount_cents), formatMoney(one.usedCents), formatMoney(one.drawnCents)]), evidence: '/office/haushalt/foerderungen' }],
      charts: years.length < 2 ? [] : [{
        id: 'money-years', kind: 'bar', title: 'Ausgaben der Digitalisierung je Jahr', description: 'Bezahlt und gebucht, mit dem laufenden Betrieb', labels: years.map(String), unit: 'cents', evidence: yearHref(period),
        series: [{ name: 'Ausgaben', values: years.map((one) => addUp(ctx, spent.filter((row) => row.year === one)).spentCents) }],
      }],
    };
  },
};

export const budgetReport: Contribution = reportSections.of(section);
