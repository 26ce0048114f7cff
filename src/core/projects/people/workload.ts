import { addDays, addMonths } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { ProjectTables } from '../tables.ts';

export type Booking = { accountId: string; name: string; projectId: string; projectTitle: string; daysPerMonth: number; fromOn: string; untilOn: string };
export type Workload = { accountId: string; name: string; capacity: number; months: { month: string; days: number; projects: { id: string; title: string; days: number }[]; over: boolean }[] };

/** Days a month for projects when nothing else is agreed: a good third of the working time. */
export const USUAL_DAYS = 8;

/** Who is booked how far in each month, over all projects; whoever is overbooked comes first. Months are first days. */
export function workloadOf(bookings: Booking[], { months, capacity }: { months: string[]; capacity: Map<string, number> }): Workload[] {
  const people = [...Map.groupBy(bookings, ({ accountId }) => accountId)].map(([accountId, own]) => {
    const most = capacity.get(accountId) ?? USUAL_DAYS;
    const of = months.map((month) => {
      const last = addDays(addMonths(month, 1), -1);
      const projects = own.filter(({ fromOn, untilOn }) => fromOn <= last && untilOn >= month).map(({ projectId, projectTitle, daysPerMonth }) => ({ id: projectId, title: projectTitle, days: daysPerMonth }));
      const days = projects.reduce((sum, one) => sum + one.days, 0);
      return { month, days, projects, over: days > most };
    });
    return { accountId, name: own[0]?.name ?? '', capacity: most, months: of };
  });
  const overs = (one: Workload): number => one.months.filter(({ over }) => over).length;
  return people.sort((a, b) => overs(b) - overs(a) || a.name.localeCompare(b.name, 'de'));
}

/** The workload of the coming months, this one included; of everybody in approved and running projects, or of some people. */
export async function readWorkload(ctx: Ctx, { months = 6, accountIds }: { months?: number; accountIds?: string[] } = {}): Promise<Workload[]> {
  if (accountIds?.length === 0) return [];
  const first = `${calendarDayOf(ctx.now).slice(0, 7)}-01`;
  const db = ctx.db<ProjectTables>();
  let query = db
    .selectFrom('projects.member as m')
    .innerJoin('projects.project as p', (join) => join.onRef('p.tenant_id', '=', 'm.tenant_id').onRef('p.id', '=', 'm.project_id'))
    .select(['m.account_id as accountId', 'm.name', 'p.id as projectId', 'p.title as projectTitle', 'm.days_per_month as daysPerMonth', 'm.from_on as fromOn', 'm.until_on as untilOn'])
    .where('m.tenant_id', '=', ctx.tenantId)
    .where('p.state', 'in', ['approved', 'running'])
    .where('m.until_on', '>=', first);
  if (accountIds) query = query.where('m.account_id', 'in', accountIds);
  const bookings = await query.orderBy('m.name').orderBy('p.number').limit(5000).execute();
  const known = await db.selectFrom('projects.capacity').select(['account_id', 'days_per_month']).where('tenant_id', '=', ctx.tenantId).execute();
  return workloadOf(bookings, { months: Array.from({ length: months }, (_, at) => addMonths(first, at)), capacity: new Map(known.map((row) => [row.account_id, row.days_per_month])) });
}
