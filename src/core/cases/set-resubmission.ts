import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { requireCaseAccess } from './access.ts';
import { getCase } from './cases.queries.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';

export type Resubmission = { id: string; caseId: string; accountId: string; accountName: string; dueOn: string; reason: string; doneAt?: Date };

/** Brings the case back to the actor on a day (Wiedervorlage). @throws Problem 422 when the day is past or no day. */
export async function setResubmission(ctx: Ctx, given: { caseId: string; dueOn: string; reason: string }): Promise<string> {
  const found = await requireCaseAccess(ctx, await getCase(ctx, given.caseId));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given.dueOn) || Number.isNaN(Date.parse(given.dueOn)) || given.dueOn < calendarDayOf(ctx.now)) throw problem('cases/day-needed');
  const id = newId();
  const row = { tenant_id: ctx.tenantId, id, case_id: found.id, account_id: ctx.actor.id ?? id, account_name: ctx.actor.name, due_on: given.dueOn, reason: given.reason.trim().slice(0, 500), created_at: ctx.now, done_at: null };
  await ctx.db<CasesTables>().insertInto('cases.resubmission').values(row).execute();
  ctx.emit({ type: 'cases/resubmission-set', subject: `resubmission:${id}`, caseId: found.id, data: { dueOn: given.dueOn } });
  return id;
}

/** Ticks one's own resubmission off; a second time changes nothing. */
export async function endResubmission(ctx: Ctx, id: string): Promise<string | undefined> {
  const ended = await ctx
    .db<CasesTables>()
    .updateTable('cases.resubmission')
    .set({ done_at: ctx.now })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .where('account_id', 'in', [ctx.actor.id ?? id, ctx.actor.actingFor?.id ?? id])
    .where('done_at', 'is', null)
    .returning('case_id')
    .executeTakeFirst();
  if (ended) ctx.emit({ type: 'cases/resubmission-done', subject: `resubmission:${id}`, caseId: ended.case_id });
  return ended?.case_id;
}

const toResubmission = (row: CasesTables['cases.resubmission']): Resubmission => ({
  id: row.id, caseId: row.case_id, accountId: row.account_id, accountName: row.account_name, dueOn: row.due_on, reason: row.reason, ...(row.done_at ? { doneAt: row.done_at } : {}),
});

/** Open resubmissions of a case. */
export async function listCaseResubmissions(ctx: Ctx, caseId: string): Promise<Resubmission[]> {
  const rows = await ctx.db<CasesTables>().selectFrom('cases.resubmission').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).where('done_at', 'is', null).orderBy('due_on').execute();
  return rows.map(toResubmission);
}

/** What comes back to these persons up to and including a day, with number and title of the case. */
export async function listDueResubmissions(ctx: Ctx, persons: string[], until: string): Promise<(Resubmission & { number: string; title: string })[]> {
  if (persons.length === 0) return [];
  const rows = await ctx
    .db<CasesTables>()
    .selectFrom('cases.resubmission as r')
    .innerJoin('cases.case as c', (join) => join.onRef('c.tenant_id', '=', 'r.tenant_id').onRef('c.id', '=', 'r.case_id'))
    .selectAll('r')
    .select(['c.number', 'c.title'])
    .where('r.tenant_id', '=', ctx.tenantId)
    .where('r.account_id', 'in', persons)
    .where('r.done_at', 'is', null)
    .where('r.due_on', '<=', until)
    .orderBy('r.due_on')
    .limit(100)
    .execute();
  return rows.map((row) => ({ ...toResubmission(row), number: row.number, title: row.title }));
}
