import type { Selectable } from 'kysely';
import type { FormData } from '#engines/forms';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import type { ApplicationTables } from './tables.ts';
import { problem } from './problems.ts';
import { DRAFT_DAYS, hashToken, type Visitor } from './visitor.ts';

export type Draft = Selectable<ApplicationTables['applications.draft']>;

const expiry = (ctx: Ctx): Date => new Date(ctx.now.getTime() + DRAFT_DAYS * 86_400_000);

/** Begins a draft, or finds the one begun before: nobody should end up with five of the same. */
export async function startDraft(ctx: Ctx, start: { slug: string; versionId: string; visitor: Visitor; prefill: FormData; anew?: boolean }): Promise<string> {
  const existing = start.anew ? undefined : (await listDrafts(ctx, start.visitor)).find((draft) => draft.slug === start.slug);
  if (existing) return existing.id;
  const id = newId();
  await ctx
    .db<ApplicationTables>()
    .insertInto('applications.draft')
    .values({
      tenant_id: ctx.tenantId,
      id,
      slug: start.slug,
      version_id: start.versionId,
      account_id: start.visitor.accountId,
      token_hash: start.visitor.accountId ? null : start.visitor.tokenHash,
      link_hash: null,
      locale: ctx.locale,
      data: JSON.stringify(start.prefill),
      pages_seen: [],
      revision: 1,
      created_at: ctx.now,
      updated_at: ctx.now,
      expires_at: expiry(ctx),
      submitted_at: null,
    })
    .execute();
  ctx.emit({ type: 'applications/started', subject: `draft:${id}`, data: { service: start.slug } });
  return id;
}

/** Open drafts of this account or browser, newest first. */
export async function listDrafts(ctx: Ctx, visitor: Visitor): Promise<Draft[]> {
  if (!visitor.accountId && !visitor.tokenHash) return [];
  return ctx
    .db<ApplicationTables>()
    .selectFrom('applications.draft')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('submitted_at', 'is', null)
    .where((eb) => eb.or([...(visitor.accountId ? [eb('account_id', '=', visitor.accountId)] : []), ...(visitor.tokenHash ? [eb('token_hash', '=', visitor.tokenHash)] : [])]))
    .orderBy('updated_at', 'desc')
    .limit(50)
    .execute();
}

const owns = (draft: Draft, visitor: Visitor): boolean =>
  (visitor.accountId !== null && draft.account_id === visitor.accountId) || (visitor.tokenHash !== null && draft.token_hash === visitor.tokenHash);

/**
 * The draft, if it belongs to this visitor; `lock` keeps it until the transaction ends.
 * @throws Problem 404 otherwise: whether it exists is nobody else's business.
 */
export async function getDraft(ctx: Ctx, id: string, access: { visitor: Visitor; lock?: boolean }): Promise<Draft> {
  const query = ctx.db<ApplicationTables>().selectFrom('applications.draft').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id);
  const draft = await (access.lock ? query.forUpdate() : query).executeTakeFirst();
  if (!draft || !owns(draft, access.visitor)) throw problem('applications/no-draft');
  return draft;
}

/** Stores the answers of one page; whoever signed in meanwhile takes the draft into the account. */
export async function saveDraft(ctx: Ctx, draft: Draft, change: { data: FormData; page: string; visitor: Visitor }): Promise<void> {
  await ctx
    .db<ApplicationTables>()
    .updateTable('applications.draft')
    .set({
      data: JSON.stringify(change.data),
      pages_seen: [...new Set([...draft.pages_seen, change.page])],
      revision: draft.revision + 1,
      updated_at: ctx.now,
      expires_at: expiry(ctx),
      locale: ctx.locale,
      account_id: draft.account_id ?? change.visitor.accountId,
    })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', draft.id)
    .execute();
}

/** A link by mail opens the draft on any device; opening it hands the draft to that browser. */
export async function setDraftLink(ctx: Ctx, draftId: string, token: string): Promise<void> {
  await ctx.db<ApplicationTables>().updateTable('applications.draft').set({ link_hash: hashToken(token) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', draftId).execute();
  ctx.emit({ type: 'applications/link-sent', subject: `draft:${draftId}` });
}

/** @throws Problem 404 when the link is wrong or the draft is gone. */
export async function openDraftLink(ctx: Ctx, draftId: string, opening: { linkToken: string; visitor: Visitor }): Promise<void> {
  const { numUpdatedRows } = await ctx
    .db<ApplicationTables>()
    .updateTable('applications.draft')
    .set(opening.visitor.accountId ? { account_id: opening.visitor.accountId } : { token_hash: opening.visitor.tokenHash })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', draftId)
    .where('submitted_at', 'is', null)
    .where('link_hash', '=', hashToken(opening.linkToken))
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 0) throw problem('applications/no-draft');
  ctx.emit({ type: 'applications/link-opened', subject: `draft:${draftId}` });
}

export async function deleteDraft(ctx: Ctx, draft: Draft): Promise<void> {
  await ctx.db<ApplicationTables>().deleteFrom('applications.draft').where('tenant_id', '=', ctx.tenantId).where('id', '=', draft.id).execute();
  ctx.emit({ type: 'applications/draft-deleted', subject: `draft:${draft.id}`, data: { service: draft.slug } });
}

/** Deletes drafts whose time is over (OZG § 8a) and the content of those long submitted. */
export async function deleteExpiredDrafts(ctx: Ctx): Promise<number> {
  const gone = await ctx.db<ApplicationTables>().deleteFrom('applications.draft').where('tenant_id', '=', ctx.tenantId).where('expires_at', '<', ctx.now).executeTakeFirst();
  const count = Number(gone.numDeletedRows);
  if (count > 0) ctx.emit({ type: 'applications/drafts-expired', subject: 'drafts', data: { count } });
  return count;
}
