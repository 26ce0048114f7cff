import { sql } from 'kysely';
import { listEntries } from '#core/catalogue';
import type { Ctx } from '#platform/module';
import { hideSmall, orHidden } from './small-counts.ts';
import type { FiguresTables } from './tables.ts';

/** A month; null: too few to be told. */
export type MonthFigures = { month: string; views: number | null; searches: number | null; starts: number | null; submits: number | null; decided: number | null; meanDays: number | null };
export type ServiceFigures = { service: string; name: string; views: number | null; starts: number | null; submits: number | null; decided: number | null; meanDays: number | null };
export type StepFigures = { step: string; seen: number | null };

const sums = sql<string>`coalesce(sum(amount) filter (where kind = 'view'), 0)::bigint as views, coalesce(sum(amount) filter (where kind = 'search'), 0)::bigint as searches,
  coalesce(sum(amount) filter (where kind = 'start'), 0)::bigint as starts, coalesce(sum(amount) filter (where kind = 'submit'), 0)::bigint as submits,
  coalesce(sum(amount) filter (where kind = 'decided'), 0)::bigint as decided, coalesce(sum(amount) filter (where kind = 'days'), 0)::bigint as days`;
type Sums = Record<'views' | 'searches' | 'starts' | 'submits' | 'decided' | 'days', number>;

const meanOf = ({ decided, days }: Sums): number | null => (orHidden(decided) ? Math.round((days / decided) * 10) / 10 : null);

/** The last months up to this one, oldest first; months without anything are missing. */
export async function listMonths(ctx: Ctx, upTo: string, count: number): Promise<MonthFigures[]> {
  const { rows } = await sql<Sums & { month: string }>`select month::text, ${sums} from figures.count
    where tenant_id = ${ctx.tenantId} and month <= ${upTo}::date and month > ${upTo}::date - make_interval(months => ${count}::int) group by month order by month`.execute(ctx.db<FiguresTables>());
  return rows.map((row) => ({ month: row.month, views: orHidden(row.views), searches: orHidden(row.searches), starts: orHidden(row.starts), submits: orHidden(row.submits), decided: orHidden(row.decided), meanDays: meanOf(row) }));
}

const MOST_SERVICES = 2000;

/** What happened with each online service in a month, the most applied for first. */
export async function listServiceFigures(ctx: Ctx, month: string): Promise<ServiceFigures[]> {
  const { rows } = await sql<Sums & { service: string }>`select service, ${sums} from figures.count
    where tenant_id = ${ctx.tenantId} and month = ${month}::date and service <> '' group by service order by 5 desc, 2 desc, service limit ${MOST_SERVICES}`.execute(ctx.db<FiguresTables>());
  const { hits } = await listEntries(ctx, { online: true, limit: MOST_SERVICES });
  const names = new Map(hits.map((hit) => [hit.slug, hit.name]));
  const online = rows.filter((row) => names.has(row.service));
  const shown = (key: 'views' | 'starts' | 'submits' | 'decided') => hideSmall(online.map((row) => row[key]));
  const [views, starts, submits, decided] = [shown('views'), shown('starts'), shown('submits'), shown('decided')];
  return online.map((row, i) => ({
    service: row.service,
    name: names.get(row.service) ?? row.service,
    views: views[i] ?? null,
    starts: starts[i] ?? null,
    submits: submits[i] ?? null,
    decided: decided[i] ?? null,
    meanDays: decided[i] ? meanOf(row) : null,
  }));
}

/** One service month by month, with the same counts hidden as in the table of each month: else what is hidden there could be read here. */
export async function listServiceMonths(ctx: Ctx, { service, upTo, count }: { service: string; upTo: string; count: number }): Promise<MonthFigures[]> {
  const { rows } = await sql<Sums & { month: string; service: string }>`select month::text, service, ${sums} from figures.count
    where tenant_id = ${ctx.tenantId} and month <= ${upTo}::date and month > ${upTo}::date - make_interval(months => ${count}::int) and service <> '' group by month, service order by month, service`.execute(ctx.db<FiguresTables>());
  return [...Map.groupBy(rows, (row) => row.month)].flatMap(([month, all]) => {
    const at = all.findIndex((row) => row.service === service);
    const own = all[at];
    const shown = (key: 'views' | 'starts' | 'submits' | 'decided') => hideSmall(all.map((row) => row[key]))[at] ?? null;
    return own ? [{ month, views: shown('views'), searches: null, starts: shown('starts'), submits: shown('submits'), decided: shown('decided'), meanDays: shown('decided') ? meanOf(own) : null }] : [];
  });
}

/** What is known about each question of a form: asked for the first time in an application, left empty, sent back with a mistake, and where abandoned drafts ended. */
export type QuestionFigures = { question: string; asked: number | null; empty: number | null; refused: number | null; stopped: number | null };

export async function listQuestionFigures(ctx: Ctx, month: string, service: string): Promise<QuestionFigures[]> {
  type Row = { step: string } & Record<'asked' | 'answered' | 'refused' | 'stopped', number>;
  const { rows } = await sql<Row>`select step, coalesce(sum(amount) filter (where kind = 'asked'), 0)::bigint as asked, coalesce(sum(amount) filter (where kind = 'answered'), 0)::bigint as answered,
      coalesce(sum(amount) filter (where kind = 'refused'), 0)::bigint as refused, coalesce(sum(amount) filter (where kind = 'stop'), 0)::bigint as stopped
    from figures.count where tenant_id = ${ctx.tenantId} and month = ${month}::date and service = ${service} and kind in ('asked', 'answered', 'refused', 'stop') group by step order by step`.execute(ctx.db<FiguresTables>());
  const column = (value: (row: Row) => number) => hideSmall(rows.map(value));
  // how many answered is not told: with how many were asked it would tell a small number that left it empty
  const [asked, empty, refused, stopped] = [column((row) => row.asked), column((row) => Math.max(0, row.asked - row.answered)), column((row) => row.refused), column((row) => row.stopped)];
  return rows.map((row, i) => ({ question: row.step, asked: asked[i] ?? null, empty: empty[i] ?? null, refused: refused[i] ?? null, stopped: stopped[i] ?? null }));
}

/** How many saw each page of a service's form in a month. */
export async function listSteps(ctx: Ctx, month: string, service: string): Promise<StepFigures[]> {
  const { rows } = await sql<{ step: string; amount: number }>`select step, amount from figures.count
    where tenant_id = ${ctx.tenantId} and month = ${month}::date and kind = 'step' and service = ${service} order by amount desc, step`.execute(ctx.db<FiguresTables>());
  const seen = hideSmall(rows.map((row) => row.amount));
  return rows.map((row, i) => ({ step: row.step, seen: seen[i] ?? null }));
}

/** Decisions of a month by the days they took. */
export async function listSpans(ctx: Ctx, month: string, service?: string): Promise<Map<string, number | null>> {
  const only = service ? sql<boolean>`service = ${service}` : sql<boolean>`true`;
  const { rows } = await sql<{ step: string; amount: number }>`select step, sum(amount)::bigint as amount from figures.count
    where tenant_id = ${ctx.tenantId} and month = ${month}::date and kind = 'decided' and ${only} group by step`.execute(ctx.db<FiguresTables>());
  const shown = hideSmall(rows.map((row) => row.amount));
  return new Map(rows.map((row, i) => [row.step, shown[i] ?? null]));
}
