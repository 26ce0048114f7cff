import { requirePermission, type Ctx } from '#platform/module';
import { deemedOnPost } from './delivery.ts';
import { problem } from './problems.ts';
import type { InboxTables } from './tables.ts';

/**
 * The post room hands letters to the post: from here the deemed day counts (VwVfG § 41 Abs. 2). Those that have left already are
 * passed over. @returns how many left now. @throws Problem 409 when none of them was waiting
 */
export async function markPosted(ctx: Ctx, messageIds: string[]): Promise<number> {
  requirePermission(ctx, 'inbox/post');
  if (messageIds.length === 0) throw problem('inbox/none-chosen');
  const deemedOn = deemedOnPost(ctx.now);
  const posted = await ctx
    .db<InboxTables>()
    .updateTable('inbox.message')
    .set({ posted_at: ctx.now, provided_at: ctx.now, deemed_on: deemedOn })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', 'in', messageIds)
    .where('delivery', '=', 'post')
    .where('posted_at', 'is', null)
    .returning(['id', 'case_id'])
    .execute();
  if (posted.length === 0) throw problem('inbox/not-waiting');
  for (const { id, case_id } of posted) ctx.emit({ type: 'inbox/posted', subject: `message:${id}`, caseId: case_id, data: { deemedOn } });
  return posted.length;
}
