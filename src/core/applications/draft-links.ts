import type { Ctx } from '#platform/module';
import type { Draft } from './drafts.ts';
import { problem } from './problems.ts';
import type { ApplicationTables } from './tables.ts';
import { hashToken, newToken, type Visitor } from './visitor.ts';

/**
 * A link by mail opens the draft on any device; opening it hands the draft to that browser. A newer link makes the older one useless.
 * @returns the secret part of the link; only its hash is stored.
 */
export async function makeDraftLink(ctx: Ctx, draft: Draft): Promise<string> {
  const token = newToken();
  await ctx.db<ApplicationTables>().updateTable('applications.draft').set({ link_hash: hashToken(token) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', draft.id).execute();
  ctx.emit({ type: 'applications/link-sent', subject: `draft:${draft.id}` });
  return token;
}

/** @throws Problem 404 when the link is wrong, replaced or too old, or the draft has moved into an account. */
export async function openDraftLink(ctx: Ctx, draftId: string, opening: { linkToken: string; visitor: Visitor }): Promise<void> {
  const { accountId, tokenHash } = opening.visitor;
  const { numUpdatedRows } = await ctx
    .db<ApplicationTables>()
    .updateTable('applications.draft')
    .set(accountId ? { account_id: accountId, token_hash: null, link_hash: null } : { token_hash: tokenHash })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', draftId)
    .where('account_id', 'is', null)
    .where('submitted_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .where('link_hash', '=', hashToken(opening.linkToken))
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 0) throw problem('applications/no-draft');
  ctx.emit({ type: 'applications/link-opened', subject: `draft:${draftId}` });
}
