import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { InboundPostTables, WayRow } from './tables.ts';

/** What people see of a way in that nobody watches. */
export type WayIn = Pick<WayRow, 'way' | 'tried_at' | 'worked_at' | 'trouble' | 'trouble_since'>;

/** Notes that a way in was tried and what was wrong; an event only where that changes. */
export async function noteWay(platform: Platform, tenantId: number, { way, trouble }: { way: WayRow['way']; trouble: string | null }): Promise<void> {
  await platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
    const table = ctx.db<InboundPostTables>();
    const known = await table.selectFrom('inbound_post.way').selectAll().where('tenant_id', '=', tenantId).where('way', '=', way).executeTakeFirst();
    const row = { tried_at: ctx.now, worked_at: trouble ? (known?.worked_at ?? null) : ctx.now, trouble, trouble_since: trouble ? (known?.trouble_since ?? ctx.now) : null };
    await table.insertInto('inbound_post.way').values({ tenant_id: tenantId, way, ...row }).onConflict((conflict) => conflict.columns(['tenant_id', 'way']).doUpdateSet(row)).execute();
    if ((known?.trouble ?? null) !== trouble) ctx.emit({ type: trouble ? 'inbound-post/way-failed' : 'inbound-post/way-works', subject: `way:${way}` });
  });
  if (trouble) platform.log.warn({ way, trouble }, 'inbound post cannot be fetched');
}

export async function listWaysIn(ctx: Ctx): Promise<WayIn[]> {
  return ctx.db<InboundPostTables>().selectFrom('inbound_post.way').select(['way', 'tried_at', 'worked_at', 'trouble', 'trouble_since']).where('tenant_id', '=', ctx.tenantId).orderBy('way').execute();
}
