import { requirePermission, type Ctx } from '#platform/module';
import { deemedOnPost } from './delivery.ts';
import { problem } from './problems.ts';
import type { InboxTables } from './tables.ts';

/** The post room hands a letter to the post: from here the deemed day counts (VwVfG § 41 Abs. 2). @throws Problem 409 when it left already */
export async function markPosted(ctx: Ctx, messageId: string): Promise<void> {
  requirePermission(ctx, 'inbox/post');
  const deemedOn = deemedOnPost(ctx.now);
  const row = await ctx
    .db<InboxTables>()
    .updateTable('inbox.message')
    .set({ posted_at: ctx.now, provided_at: ctx.now, deemed_on: deemedOn })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', messageId)
    .where('delivery', '=', 'post')
    .where('posted_at', 'is', null)
    .returning('case_id')
    .executeTakeFirst();
  if (!row) throw problem('inbox/not-waiting');
  ctx.emit({ type: 'inbox/posted', subject: `message:${messageId}`, caseId: row.case_id, data: { deemedOn } });
}
