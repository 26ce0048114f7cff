import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { OrganisationTables } from './tables.ts';

export type AreaCover = { kind: 'letters'; from: string; to: string } | { kind: 'values'; values: string[] };
/** A part of an office's work by names or places (Zuständigkeitsbereich): 'A–K', 'Zone B'. */
export type Area = AreaCover & { id: string; officeId: string; officeKey: string; key: string; name: string; closedOn: string | null; /** Account ids of those it is given to. */ members: string[] };

type Row = { id: string; officeId: string; officeKey: string; key: string; name: string; kind: Area['kind']; covers: { from: string; to: string } | string[]; closedOn: string | null; members: string[] };

export type AreaFilter = { officeId?: string; officeKey?: string; accountId?: string; /** Also those that are no more. */ closed?: boolean };

/** Areas by office and key. */
export async function listAreas(ctx: Ctx, filter: AreaFilter = {}): Promise<Area[]> {
  const conditions = [sql`a.tenant_id = ${ctx.tenantId}`];
  if (filter.officeId) conditions.push(sql`a.office_id = ${filter.officeId}::uuid`);
  if (filter.officeKey) conditions.push(sql`o.key = ${filter.officeKey}`);
  if (!filter.closed) conditions.push(sql`a.closed_on is null`);
  if (filter.accountId) conditions.push(sql`exists (select from organisation.area_member m where m.tenant_id = a.tenant_id and m.area_id = a.id and m.account_id = ${filter.accountId}::uuid)`);
  const { rows } = await sql<Row>`select a.id, a.office_id as "officeId", o.key as "officeKey", a.key, a.name, a.kind, a.covers, a.closed_on as "closedOn",
      array(select m.account_id::text from organisation.area_member m where m.tenant_id = a.tenant_id and m.area_id = a.id) as members
    from organisation.area a join organisation.office o on o.tenant_id = a.tenant_id and o.id = a.office_id
    where ${sql.join(conditions, sql` and `)} order by o.position, a.key`.execute(ctx.db<OrganisationTables>());
  return rows.map(areaOf);
}

function areaOf({ kind, covers, ...row }: Row): Area {
  if (kind === 'letters') return { ...row, kind, ...(covers as { from: string; to: string }) };
  return { ...row, kind, values: covers as string[] };
}

/** Without marks, as in a directory (DIN 5007-1: ä = a). */
const fold = (text: string): string => text.trim().toUpperCase().replaceAll('ß', 'SS').normalize('NFD').replaceAll(/\p{M}/gu, '');

/** A family name stands in a directory under its first word that begins with a capital: 'von der Au' under A. */
const directoryName = (name: string): string => fold(/(?:^|\s)(\p{Lu}.*)$/u.exec(name.trim())?.[1] ?? name);

/** Does the area cover this name, postcode or district? */
export function covers(area: AreaCover, value: string): boolean {
  if (area.kind === 'values') return area.values.some((one) => fold(one) === fold(value));
  const name = directoryName(value);
  const [from, to] = [fold(area.from), fold(area.to)];
  return name.length > 0 && name.slice(0, from.length) >= from && name.slice(0, to.length) <= to;
}

/** The key of the office's area that covers a value; undefined when none does: then the whole office is responsible. */
export async function findAreaFor(ctx: Ctx, officeKey: string, value: string): Promise<string | undefined> {
  return (await listAreas(ctx, { officeKey })).find((area) => covers(area, value))?.key;
}
