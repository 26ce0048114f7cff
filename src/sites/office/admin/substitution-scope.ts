import { listServices } from '#core/catalogue';
import { describeGroups, groupsHeldBy, listAreas, listAssignments, listOffices, type Substitution, type SubstitutionScope } from '#core/organisation';
import { officesWith, type Ctx } from '#platform/module';

/** How far a substitution may reach, for a select field: '' is everything. */
export type ScopeChoice = { label: string; options: { value: string; label: string }[] };

const groupsOfPeople = async (ctx: Ctx, offices: 'all' | string[]): Promise<string[]> => {
  if (offices !== 'all' && offices.length === 0) return ctx.actor.id ? groupsHeldBy(ctx, ctx.actor.id) : [];
  const held = (await listAssignments(ctx)).filter(({ officeId }) => offices === 'all' || offices.includes(officeId));
  const areas = (await listAreas(ctx)).filter(({ officeId }) => offices === 'all' || offices.includes(officeId));
  return [...new Set([...held.flatMap(({ officeKey, roleKey }) => [officeKey, `${officeKey}/${roleKey}`]), ...areas.map(({ officeKey, key }) => `${officeKey}@${key}`)])];
};

/** Offices, groups and services to choose from: one's own, for heads those of their offices. */
export async function listScopeChoices(ctx: Ctx): Promise<ScopeChoice[]> {
  const groups = await groupsOfPeople(ctx, officesWith(ctx.actor, 'admin/substitutes'));
  const words = await describeGroups(ctx, groups);
  const keys = new Set(groups.map((group) => group.split(/[/@]/)[0]));
  const offices = (await listOffices(ctx)).filter(({ key }) => keys.has(key));
  const services = await listServices(ctx);
  const smaller = groups.filter((group) => /[/@]/.test(group)).toSorted((a, b) => (words.get(a) ?? '').localeCompare(words.get(b) ?? '', 'de'));
  return [
    { label: 'Ein Amt', options: offices.map(({ id, name }) => ({ value: `amt:${id}`, label: name })) },
    { label: 'Eine Gruppe', options: smaller.map((group) => ({ value: `gruppe:${group}`, label: words.get(group) ?? group })) },
    { label: 'Eine Leistung', options: services.map(({ slug, name }) => ({ value: `leistung:${slug}`, label: name })) },
  ].filter(({ options }) => options.length > 0);
}

/** What was chosen; undefined when it is none of the choices. */
export function readScope(value: string, choices: readonly ScopeChoice[]): SubstitutionScope | undefined {
  if (value === '') return { officeId: null, group: null, serviceSlug: null };
  if (!choices.some(({ options }) => options.some((option) => option.value === value))) return undefined;
  const [kind = '', ...rest] = value.split(':');
  const key = rest.join(':');
  return { officeId: kind === 'amt' ? key : null, group: kind === 'gruppe' ? key : null, serviceSlug: kind === 'leistung' ? key : null };
}

/** The reach of each substitution in words. */
export async function describeScopes(ctx: Ctx, substitutions: readonly Substitution[]): Promise<Map<string, string>> {
  const offices = new Map((await listOffices(ctx, { closed: true })).map(({ id, name }) => [id, name]));
  const groups = await describeGroups(ctx, substitutions.flatMap(({ group }) => group ?? []));
  const services = new Map((await listServices(ctx)).map(({ slug, name }) => [slug, name]));
  const words = ({ officeId, group, serviceSlug }: Substitution): string => {
    if (officeId) return offices.get(officeId) ?? 'ein Amt';
    if (group) return groups.get(group) ?? group;
    return serviceSlug ? (services.get(serviceSlug) ?? serviceSlug) : 'alles';
  };
  return new Map(substitutions.map((one) => [one.id, words(one)]));
}
