import { notFound, type Ctx } from '#platform/module';
import { partyOf, type Party } from './party.ts';
import type { PartiesTables } from './tables.ts';

/** @throws Problem 404 when there is no such party. */
export async function getParty(ctx: Ctx, id: string): Promise<Party> {
  const [party] = await listParties(ctx, [id]);
  if (!party) throw notFound();
  return party;
}

/** The parties with these ids, in no particular order. */
export async function listParties(ctx: Ctx, ids: string[]): Promise<Party[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db<PartiesTables>().selectFrom('parties.party').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', 'in', ids).execute();
  return rows.map(partyOf);
}
