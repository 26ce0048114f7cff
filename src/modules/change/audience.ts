import { findEmployee, listAssignments, listEmployees, listOffices, listRoles } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { AudienceKind } from './tables.ts';

/** All staff, an office with those below it, or everybody with a role, wherever. */
export type Audience = { kind: AudienceKind; ref: string; label: string };

/** Below so many people a percentage or a result would tell about single ones. */
export const SMALL = 5;

/** What can be chosen, as values of a form: 'all', 'office:steueramt', 'role:leitung'. */
export async function listAudiences(ctx: Ctx): Promise<{ value: string; label: string }[]> {
  const [offices, roles] = [await listOffices(ctx), await listRoles(ctx)];
  return [{ value: 'all', label: 'Alle Beschäftigten' }, ...offices.map(({ key, name }) => ({ value: `office:${key}`, label: name })), ...roles.map(({ key, name }) => ({ value: `role:${key}`, label: `Alle mit der Aufgabe ${name}` }))];
}

/** @throws change/unknown-group, audience-needed 422 */
export async function audiencesOf(ctx: Ctx, values: string[]): Promise<Audience[]> {
  const known = new Map((await listAudiences(ctx)).map(({ value, label }) => [value, label]));
  const wanted = [...new Set(values)];
  if (wanted.length === 0) throw problem('change/audience-needed');
  return wanted.map((value) => {
    const label = known.get(value);
    if (!label) throw problem('change/unknown-group', { ref: value });
    const [kind = 'all', ref = ''] = value.split(':');
    return { kind: kind as AudienceKind, ref, label };
  });
}

/** How many belong to what today; read once for several groups, for whoever looks at shares. */
export type Membership = { size(audience: Pick<Audience, 'kind' | 'ref'>): number };

/** Which groups one person belongs to, as 'kind:ref': few rows, also in a city with thousands of staff. */
export async function groupsOfPerson(ctx: Ctx, accountId: string): Promise<Set<string>> {
  const employee = accountId ? await findEmployee(ctx, accountId) : undefined;
  if (!employee) return new Set();
  const parents = new Map((await listOffices(ctx)).map(({ id, key, parentId }) => [id, { key, parentId }]));
  const groups = new Set(['all:']);
  for (let at = parents.get(employee.officeId); at; at = at.parentId ? parents.get(at.parentId) : undefined) groups.add(`office:${at.key}`);
  for (const { roleKey } of await listAssignments(ctx, { accountIds: [accountId] })) groups.add(`role:${roleKey}`);
  return groups;
}

export const isIn = (groups: Set<string>, { kind, ref }: Pick<Audience, 'kind' | 'ref'>): boolean => groups.has(`${kind}:${ref}`);

export async function readMembership(ctx: Ctx): Promise<Membership> {
  const [employees, offices, assignments] = [await listEmployees(ctx), await listOffices(ctx), await listAssignments(ctx)];
  const parents = new Map(offices.map(({ id, parentId }) => [id, parentId]));
  const keys = new Map(offices.map(({ id, key }) => [id, key]));
  const within = (officeId: string): string[] => {
    const chain: string[] = [];
    for (let at: string | null | undefined = officeId; at; at = parents.get(at)) chain.push(keys.get(at) ?? '');
    return chain;
  };
  const byGroup = new Map<string, Set<string>>();
  const put = (group: string, accountId: string): void => void byGroup.set(group, (byGroup.get(group) ?? new Set()).add(accountId));
  for (const { accountId, officeId } of employees) {
    put('all:', accountId);
    for (const key of within(officeId)) put(`office:${key}`, accountId);
  }
  for (const { accountId, roleKey } of assignments) put(`role:${roleKey}`, accountId);
  return { size: ({ kind, ref }) => byGroup.get(`${kind}:${ref}`)?.size ?? 0 };
}

/**
 * Which groups may be shown: each with at least five, and not so many that the one hidden group could be reckoned from the whole.
 * Pure; the counts are those of groups that share nobody.
 */
export function showable(counts: number[], total: number): boolean[] {
  const shown = counts.map((count) => count >= SMALL);
  const rest = (): number => total - counts.reduce((sum, count, at) => sum + (shown[at] ? count : 0), 0);
  while (rest() > 0 && rest() < SMALL && shown.some(Boolean)) {
    const smallest = counts.map((count, at) => ({ count, at })).filter(({ at }) => shown[at]).sort((a, b) => a.count - b.count)[0];
    if (smallest) shown[smallest.at] = false;
  }
  return shown;
}
