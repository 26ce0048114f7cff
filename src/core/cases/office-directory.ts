import { listAreas, listOffices, type Area, type Office } from '#core/organisation';
import type { Ctx, Platform } from '#platform/module';

type Directory = { at: number; byKey: Map<string, Office>; byId: Map<string, Office>; /** Open areas of responsibility by office key. */ areas: Map<string, Area[]> };
const directories = new WeakMap<Platform, Map<number, Directory>>();
/** Offices change a few times a year; every case and every list line asks for them. */
const FRESH_MS = 30_000;

/** All offices by key and by id, with their areas, read anew at most every half minute. */
export async function officeDirectory(ctx: Ctx): Promise<Directory> {
  let known = directories.get(ctx.platform);
  if (!known) directories.set(ctx.platform, (known = new Map()));
  const found = known.get(ctx.tenantId);
  if (found && performance.now() - found.at < FRESH_MS) return found;
  const offices = await listOffices(ctx, { closed: true });
  const made = { at: performance.now(), byKey: new Map(offices.map((o) => [o.key, o])), byId: new Map(offices.map((o) => [o.id, o])), areas: Map.groupBy(await listAreas(ctx), ({ officeKey }) => officeKey) };
  known.set(ctx.tenantId, made);
  return made;
}

/** The office with this key, also when it was founded a second ago. */
export async function findOfficeFor(ctx: Ctx, key: string): Promise<Office | undefined> {
  const found = (await officeDirectory(ctx)).byKey.get(key);
  if (found) return found;
  directories.get(ctx.platform)?.delete(ctx.tenantId);
  return (await officeDirectory(ctx)).byKey.get(key);
}
