import { listServices } from '#core/catalogue';
import { listGroupMembers, partsOf } from '#core/organisation';
import { accountNames } from '#platform/auth';
import type { Ctx } from '#platform/module';
import type { Reach } from '../access.ts';
import type { Colleague } from '../delegate-task.ts';
import { officeDirectory } from '../office-directory.ts';

/** Names behind the keys of a list: services, offices, colleagues. */
export type WorkNames = { services: Map<string, string>; offices: { id: string; key: string; name: string }[]; colleagues: Colleague[] };

export async function workNames(ctx: Ctx, reach: Reach): Promise<WorkNames> {
  const services = await listServices(ctx);
  const { byId } = await officeDirectory(ctx);
  const readable = [...byId.values()].filter((office) => reach.offices === 'all' || reach.offices.includes(office.id) || reach.groups.includes(office.key));
  return {
    services: new Map(services.map((service) => [service.slug, service.name])),
    offices: readable.map(({ id, key, name }) => ({ id, key, name })),
    colleagues: await listColleagues(ctx, reach.groups),
  };
}

/** Everybody who shares an office with this person, by name. */
export async function listColleagues(ctx: Ctx, groups: string[]): Promise<Colleague[]> {
  const ids = new Set<string>();
  for (const group of new Set(groups.map((one) => partsOf(one).office))) for (const id of await listGroupMembers(ctx, group)) ids.add(id);
  const names = await accountNames(ctx, [...ids]);
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'de'));
}
