import type { Ctx } from '#platform/module';
import type { Address, Hours } from './city-schema.ts';
import { problem } from './problems.ts';
import type { OrganisationTables } from './tables.ts';

/** An office as others see it. */
export type Office = {
  id: string;
  key: string;
  name: string;
  parentId: string | null;
  summary: string;
  address: Address;
  room: string;
  phone: string;
  email: string;
  hours: Hours;
  /** Set when the office no longer exists; old cases still name it. */
  closedOn: string | null;
};

const select = (ctx: Ctx) =>
  ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.office')
    .select(['id', 'key', 'name', 'parent_id as parentId', 'summary', 'address', 'room', 'phone', 'email', 'hours', 'closed_on as closedOn'])
    .where('tenant_id', '=', ctx.tenantId);

/** All offices in the order of the plan of organisation; closed ones only when asked for. */
export async function listOffices(ctx: Ctx, { closed = false }: { closed?: boolean } = {}): Promise<Office[]> {
  const query = closed ? select(ctx) : select(ctx).where('closed_on', 'is', null);
  return query.orderBy('position').orderBy('name').execute();
}

/** @throws organisation/no-such-office 404 */
export async function getOffice(ctx: Ctx, id: string): Promise<Office> {
  const office = await select(ctx).where('id', '=', id).executeTakeFirst();
  if (!office) throw problem('organisation/no-such-office');
  return office;
}

/** The office with this key ('steueramt'), the name that services and processes use. */
export async function findOfficeByKey(ctx: Ctx, key: string): Promise<Office | undefined> {
  return select(ctx).where('key', '=', key).executeTakeFirst();
}
