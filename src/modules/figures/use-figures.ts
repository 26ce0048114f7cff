import { sql } from 'kysely';
import { evidenceHref, keyFigures, type MonthValue, type Period } from '#core/insights';
import type { Contribution, Ctx } from '#platform/module';
import type { FiguresTables, Kind } from './tables.ts';

async function sumByMonth(ctx: Ctx, kind: Kind, { from, to }: Period): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`select month::text, sum(amount)::float8 as value from figures.count
    where tenant_id = ${ctx.tenantId} and month between ${from}::date and ${to}::date and kind = ${kind} group by month order by month`.execute(ctx.db<FiguresTables>());
  return rows;
}

/** How the portal is used, for cockpit and report. */
export const useFigures: Contribution[] = [
  keyFigures.of({
    id: 'figures/views',
    area: 'services',
    label: 'Seitenaufrufe',
    unit: 'count',
    good: 'more',
    explain: 'Seiten, die Menschen im Portal geöffnet haben; jede Seite zählt je Browser einmal in einer halben Stunde, Programme zählen nicht.',
    byMonth: (ctx, period) => sumByMonth(ctx, 'view', period),
    evidence: (period) => evidenceHref('figures/views', period),
    open: true,
  }),
  keyFigures.of({
    id: 'figures/finished',
    area: 'services',
    label: 'Begonnene Anträge, die abgeschickt werden',
    unit: 'percent',
    good: 'more',
    over: 'mean',
    explain: 'Abgeschickte Anträge geteilt durch begonnene, je Monat nach Zahl der begonnenen gewichtet; höchstens 100 %.',
    byMonth: async (ctx, period) => {
      const [starts, submits] = [await sumByMonth(ctx, 'start', period), new Map((await sumByMonth(ctx, 'submit', period)).map(({ month, value }) => [month, value]))];
      return starts.map(({ month, value }) => ({ month, value: Math.min(100, (100 * (submits.get(month) ?? 0)) / (value ?? 1)), weight: value ?? 0 }));
    },
    evidence: (period) => evidenceHref('figures/finished', period),
    open: true,
  }),
];
