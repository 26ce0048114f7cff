import { groupsOf } from '#core/organisation';
import { may, officesWith, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import type { Case } from './case.ts';
import { problem } from './problems.ts';
import type { CasesTables, TaskRow } from './tables.ts';

/** What a member of staff may see and do, read once per request. */
export type Reach = {
  accountId: string;
  /** The person and the one they stand in for. */
  persons: string[];
  /** Candidate groups, with those of the absent person. */
  groups: string[];
  /** Offices whose cases may be read. */
  offices: 'all' | string[];
};

export async function reachOf(ctx: Ctx): Promise<Reach> {
  const { actor } = ctx;
  if (actor.kind !== 'staff' || !actor.id) return { accountId: '', persons: [], groups: [], offices: officesWith(actor, 'cases/read') };
  return { accountId: actor.id, persons: [actor.id, ...(actor.actingFor ? [actor.actingFor.id] : [])], groups: await groupsOf(ctx, actor.id), offices: officesWith(actor, 'cases/read') };
}

/** A case is seen by those who may read cases of its office, who are responsible, or who have or had a task in it. */
export async function maySeeCase(ctx: Ctx, found: Pick<Case, 'id' | 'officeId' | 'responsible'>): Promise<boolean> {
  return ctx.actor.kind === 'system' || may(ctx.actor, 'cases/read', found.officeId) || takesPart(ctx, found);
}

/** Responsible for the case, or has or had a task in it. */
export async function takesPart(ctx: Ctx, found: Pick<Case, 'id' | 'responsible'>): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'staff' || !actor.id) return false;
  if (found.responsible && [actor.id, actor.actingFor?.id].includes(found.responsible.id)) return true;
  const reach = await reachOf(ctx);
  const task = await ctx
    .db<CasesTables>()
    .selectFrom('cases.task')
    .select('id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', found.id)
    .where(sql<boolean>`(assignee_id = any(${reach.persons}::uuid[]) or completed_by = ${reach.accountId}::uuid or (state = 'open' and groups && ${reach.groups}::text[]))`)
    .limit(1)
    .executeTakeFirst();
  return task !== undefined;
}

/** @throws Problem 404 – that a case exists is nobody else's business. */
export async function requireCaseAccess(ctx: Ctx, found: Case): Promise<Case> {
  if (!(await maySeeCase(ctx, found))) throw problem('cases/no-such-case');
  return found;
}

/**
 * May this person take the task: it is theirs, it is meant for a role they hold, it is meant for an office in which they may work on
 * cases, or they head that office.
 */
export function mayTake(ctx: Ctx, reach: Reach, task: Pick<TaskRow, 'groups' | 'assignee_id' | 'office_id'>): boolean {
  if (task.assignee_id && reach.persons.includes(task.assignee_id)) return true;
  if (task.groups.length === 0) return may(ctx.actor, 'cases/work', task.office_id);
  const works = may(ctx.actor, 'cases/work', task.office_id);
  return task.groups.some((group) => reach.groups.includes(group) && (works || group.includes('/'))) || may(ctx.actor, 'cases/supervise', task.office_id);
}
