import { groupsHeldBy, listLentScopes, type LentScope } from '#core/organisation';
import { may, officesWith, type Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';
import type { Case } from './case.ts';
import { problem } from './problems.ts';
import type { CasesTables, TaskRow } from './tables.ts';

/** What a member of staff may see and do, read once per request. */
export type Reach = {
  accountId: string;
  /** Whose work it is: one's own, or that of the person one stands in for; never both, so that 'X for Y' is always true. */
  persons: string[];
  /** Candidate groups, one's own or those of the absent person. */
  groups: string[];
  /** Offices whose cases may be read. */
  offices: 'all' | string[];
  /** Set while acting for somebody: how far the substitutions reach. */
  lent?: LentScope[];
};

export async function reachOf(ctx: Ctx): Promise<Reach> {
  const { actor } = ctx;
  const offices = officesWith(actor, 'cases/read');
  if (actor.kind !== 'staff' || !actor.id) return { accountId: '', persons: [], groups: [], offices };
  if (!actor.actingFor) return { accountId: actor.id, persons: [actor.id], groups: await groupsHeldBy(ctx, actor.id), offices };
  const lent = await listLentScopes(ctx, { substituteId: actor.id, absentId: actor.actingFor.id });
  return { accountId: actor.id, persons: [actor.actingFor.id], groups: [...new Set(lent.flatMap(({ groups }) => groups))], offices, lent };
}

type Sql = RawBuilder<unknown>;
const any = (conditions: Sql[]): Sql => (conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`);

/** One comparison per place, because array overlap cannot use an index under row-level security. */
const inGroups = (groups: readonly string[]): Sql => sql`(groups[1] = any(${groups}::text[]) or groups[2] = any(${groups}::text[]) or groups[3] = any(${groups}::text[]))`;

/** Tasks that lie with this person (with the absent one, as far as the substitution reaches), for a condition on cases.task. */
export function isMineSql({ persons, lent }: Reach): Sql {
  const theirs = sql`assignee_id = any(${persons}::uuid[])`;
  if (!lent) return theirs;
  const within = ({ officeId, group, serviceSlug, groups }: LentScope): Sql => (officeId ? sql`office_id = ${officeId}::uuid` : group ? inGroups(groups) : serviceSlug ? sql`service_slug = ${serviceSlug}` : sql`true`);
  return sql`(${theirs} and ${any(lent.map(within))})`;
}

/** Tasks of one's groups, for a condition on cases.task. */
export function inGroupsSql({ groups, lent }: Reach): Sql {
  if (!lent) return inGroups(groups);
  return any(lent.map((scope) => (scope.serviceSlug ? sql`(service_slug = ${scope.serviceSlug} and ${inGroups(scope.groups)})` : inGroups(scope.groups))));
}

/** Cases and tasks that may be read because of the office, for a condition on cases.case or cases.task. */
export function isReadableSql({ offices, lent }: Reach): Sql {
  if (offices === 'all') return sql`true`;
  const byService = (lent ?? []).flatMap(({ serviceSlug, grants }) => (serviceSlug ? [sql`(service_slug = ${serviceSlug} and ${officeIn(grants.filter(({ permission }) => permission === 'cases/read'))})`] : []));
  return any([sql`office_id = any(${offices}::uuid[])`, ...byService]);
}

const officeIn = (grants: LentScope['grants']): Sql => (grants.some(({ officeId }) => officeId === null) ? sql`true` : sql`office_id = any(${grants.map(({ officeId }) => officeId)}::uuid[])`);

type Place = { officeId: string; serviceSlug: string };

/** A permission in an office, or lent for one service only. */
export function mayIn(ctx: Ctx, reach: Reach, wanted: { permission: string } & Place): boolean {
  if (may(ctx.actor, wanted.permission, wanted.officeId)) return true;
  const lent = (reach.lent ?? []).filter(({ serviceSlug }) => serviceSlug === wanted.serviceSlug);
  return lent.some(({ grants }) => grants.some((grant) => grant.permission === wanted.permission && (grant.officeId === null || grant.officeId === wanted.officeId)));
}

/** A case is seen by those who may read cases of its office, who are responsible, or who have or had a task in it. */
export async function maySeeCase(ctx: Ctx, found: Pick<Case, 'id' | 'officeId' | 'responsible' | 'serviceSlug'>): Promise<boolean> {
  if (ctx.actor.kind === 'system' || may(ctx.actor, 'cases/read', found.officeId)) return true;
  return mayIn(ctx, await reachOf(ctx), { permission: 'cases/read', ...found }) || takesPart(ctx, found);
}

/** Responsible for the case, or has or had a task in it. */
export async function takesPart(ctx: Ctx, found: Pick<Case, 'id' | 'responsible'>): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'staff' || !actor.id) return false;
  const reach = await reachOf(ctx);
  if (found.responsible && reach.persons.includes(found.responsible.id) && !isNarrow(reach)) return true;
  const task = await ctx
    .db<CasesTables>()
    .selectFrom('cases.task')
    .select('id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', found.id)
    .where(sql<boolean>`(${isMineSql(reach)} or completed_by = ${reach.accountId}::uuid or (state = 'open' and ${inGroupsSql(reach)}))`)
    .limit(1)
    .executeTakeFirst();
  return task !== undefined;
}

/** A substitution that lends a part only does not open every case the absent person is responsible for. */
const isNarrow = ({ lent }: Reach): boolean => lent !== undefined && lent.every(({ officeId, group, serviceSlug }) => officeId || group || serviceSlug);

/** @throws Problem 404 – that a case exists is nobody else's business. */
export async function requireCaseAccess(ctx: Ctx, found: Case): Promise<Case> {
  if (!(await maySeeCase(ctx, found))) throw problem('cases/no-such-case');
  return found;
}

type Takeable = Pick<TaskRow, 'groups' | 'assignee_id' | 'office_id' | 'service_slug'>;

const reaches = ({ officeId, group, serviceSlug, groups }: LentScope, task: Takeable): boolean =>
  (!officeId || task.office_id === officeId) && (!group || task.groups.some((one) => groups.includes(one))) && (!serviceSlug || task.service_slug === serviceSlug);

/** Does the task lie with this person (or the absent one, as far as the substitution reaches)? */
export const isMine = (reach: Reach, task: Takeable): boolean =>
  task.assignee_id !== null && reach.persons.includes(task.assignee_id) && (!reach.lent || reach.lent.some((scope) => reaches(scope, task)));

/**
 * May this person take the task: it is theirs, it is meant for a role they hold, it is meant for an office in which they may work on
 * cases, or they head that office. Who stands in may take what the absent person may, within the scope of the substitution.
 */
export function mayTake(ctx: Ctx, reach: Reach, task: Takeable): boolean {
  if (isMine(reach, task)) return true;
  const place = { officeId: task.office_id, serviceSlug: task.service_slug };
  const works = mayIn(ctx, reach, { permission: 'cases/work', ...place });
  if (task.groups.length === 0) return works;
  const groups = reach.lent ? reach.lent.filter((scope) => reaches(scope, task)).flatMap((scope) => scope.groups) : reach.groups;
  return task.groups.some((group) => groups.includes(group) && (works || group.includes('/'))) || mayIn(ctx, reach, { permission: 'cases/supervise', ...place });
}
