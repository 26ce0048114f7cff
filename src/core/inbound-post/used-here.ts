import type { Ctx } from '#platform/module';
import type { InboundPostTables } from './tables.ts';

/** Of these contents those that something in the post room names: what waits, piles as they came, files of a half-typed application. */
export async function usedHere(ctx: Ctx, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const table = ctx.db<InboundPostTables>().selectFrom('inbound_post.item').where('tenant_id', '=', ctx.tenantId);
  const rows = await table.select('hash').where('hash', 'in', hashes).where('state', 'in', ['new', 'split']).execute();
  const typing = await table.select('kept_files').where('state', '=', 'new').where('kept_files', '<>', {} as never).execute();
  const kept = typing.map((row) => JSON.stringify(row.kept_files)).join();
  return [...rows.map((row) => row.hash), ...hashes.filter((hash) => kept.includes(hash))];
}
