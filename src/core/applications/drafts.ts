import { sql, type Selectable } from 'kysely';
import type { FormData, PrefilledFrom } from '#engines/forms';
import { newId } from '#platform/db';
import { getServiceVersion } from '#core/catalogue';
import { requireToAct, withinMandate, type Ctx, type JsonObject } from '#platform/module';
import { stopOf } from './answer-listeners.ts';
import { endSigning, forgetExpiredSignings } from './signing/end-signing.ts';
import type { ApplicationTables } from './tables.ts';
import { problem } from './problems.ts';
import { DRAFT_DAYS, type Visitor } from './visitor.ts';

export type Draft = Selectable<ApplicationTables['applications.draft']>;

/** Drafts of one service that a person may keep side by side (a second branch, a second dog). */
export const MOST_DRAFTS = 5;

const expiry = (ctx: Ctx): Date => new Date(ctx.now.getTime() + DRAFT_DAYS * 86_400_000);
const drafts = (ctx: Ctx) => ctx.db<ApplicationTables>().selectFrom('applications.draft').selectAll().where('tenant_id', '=', ctx.tenantId);

/**
 * Begins a draft, or finds the one begun before: nobody should end up with five of the same by pressing twice.
 * With `anew` a further one is begun on purpose.
 * @throws Problem 409 when the person already keeps as many as allowed.
 */
export async function startDraft(ctx: Ctx, start: { /** The id to take, when the caller must find it again. */ id?: string; slug: string; versionId: string; visitor: Visitor; prefill: FormData; /** Where its values came from. */ sources?: Record<string, PrefilledFrom>; anew?: boolean }): Promise<string> {
  requireToAct(ctx, start.slug);
  // a double click begins once: the second waits here and finds the first
  const owner = start.visitor.accountId ?? start.visitor.tokenHash ?? '';
  ctx.write(sql`select pg_advisory_xact_lock(hashtextextended(${`draft:${ctx.tenantId}:${owner}:${start.slug}`}, 0))`);
  const own = (await listDrafts(ctx, start.visitor)).filter((draft) => draft.slug === start.slug);
  const [latest] = own;
  if (latest && !start.anew) return latest.id;
  if (own.length >= MOST_DRAFTS) throw problem('applications/too-many-drafts', { count: MOST_DRAFTS });
  const id = start.id ?? newId();
  const row = {
    tenant_id: ctx.tenantId,
    id,
    slug: start.slug,
    version_id: start.versionId,
    account_id: start.visitor.accountId,
    token_hash: start.visitor.accountId ? null : start.visitor.tokenHash,
    link_hash: null,
    locale: ctx.locale,
    data: JSON.stringify(start.prefill),
    sources: JSON.stringify(start.sources ?? {}),
    pages_seen: [],
    revision: 1,
    created_at: ctx.now,
    updated_at: ctx.now,
    expires_at: expiry(ctx),
    submitted_at: null,
  };
  ctx.write(ctx.db<ApplicationTables>().insertInto('applications.draft').values(row));
  ctx.emit({ type: 'applications/started', subject: `draft:${id}`, data: { service: start.slug } });
  return id;
}

/** Open drafts of this account or browser, newest first; who may only read for an organisation sees what was sent, not what is begun. */
export async function listDrafts(ctx: Ctx, visitor: Visitor): Promise<Draft[]> {
  if ((!visitor.accountId && !visitor.tokenHash) || ctx.actor.mandate?.role === 'reader') return [];
  return drafts(ctx)
    .where(withinMandate(ctx, visitor.accountId ?? '', 'slug'))
    .where('submitted_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .where((eb) => eb.or([...(visitor.accountId ? [eb('account_id', '=', visitor.accountId)] : []), ...(visitor.tokenHash ? [eb('token_hash', '=', visitor.tokenHash)] : [])]))
    .orderBy('updated_at', 'desc')
    .limit(50)
    .execute();
}

/** A draft in an account is opened by that account only; without account by the browser that holds its secret. */
const owns = (draft: Draft, visitor: Visitor): boolean =>
  draft.account_id !== null ? draft.account_id === visitor.accountId : draft.token_hash !== null && draft.token_hash === visitor.tokenHash;

/**
 * The draft, if it belongs to this visitor; `lock` keeps it until the transaction ends.
 * @throws Problem 404 otherwise: whether it exists is nobody else's business; 403 when the organisation's mandate does not reach so far.
 */
export async function getDraft(ctx: Ctx, id: string, access: { visitor: Visitor; lock?: boolean }): Promise<Draft> {
  const query = drafts(ctx).where('id', '=', id);
  return requireDraft(ctx, await (access.lock ? query.forUpdate() : query).executeTakeFirst(), access.visitor);
}

/** @throws Problem as {@link getDraft} */
export function requireDraft(ctx: Ctx, draft: Draft | undefined, visitor: Visitor): Draft {
  const over = draft && !draft.submitted_at && draft.expires_at <= ctx.now;
  if (!draft || over || !owns(draft, visitor)) throw problem('applications/no-draft');
  requireToAct(ctx, draft.slug);
  return draft;
}

/** Locks drafts until the transaction ends, in the order of their ids: so two who want the same ones never wait for each other. Whose they are is not asked. */
export async function lockDrafts(ctx: Ctx, ids: string[]): Promise<Map<string, Draft>> {
  const found = await drafts(ctx).where(sql<boolean>`id = any(${ids}::uuid[])`).orderBy('id').forUpdate().execute();
  return new Map(found.map((draft) => [draft.id, draft]));
}

/** The visitor's draft with this id, undefined when there is none; locked until the transaction ends. */
export async function findDraft(ctx: Ctx, id: string, visitor: Visitor): Promise<Draft | undefined> {
  const draft = await drafts(ctx).where('id', '=', id).forUpdate().executeTakeFirst();
  return draft && owns(draft, visitor) ? draft : undefined;
}

/** The draft that is being signed, whoever asks: the signatures say whose it is. @throws Problem 404 when it is gone */
export async function lockSignedDraft(ctx: Ctx, id: string): Promise<Draft> {
  const draft = await drafts(ctx).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!draft) throw problem('applications/no-draft');
  return draft;
}

/** Whose a draft is, for telling its owner from those who are invited to sign it. @throws Problem 404 when it is gone */
export async function getDraftOwner(ctx: Ctx, id: string): Promise<Visitor> {
  const draft = await drafts(ctx).where('id', '=', id).executeTakeFirst();
  if (!draft) throw problem('applications/no-draft');
  return { accountId: draft.account_id, tokenHash: draft.token_hash };
}

/** Stores the answers of one page; whoever signed in meanwhile takes the draft into the account. */
export function saveDraft(ctx: Ctx, draft: Draft, change: { data: FormData; page: string; visitor: Visitor }): void {
  const adopting = draft.account_id === null && change.visitor.accountId !== null;
  const values = {
    data: JSON.stringify(change.data),
    pages_seen: [...new Set([...draft.pages_seen, change.page])],
    revision: draft.revision + 1,
    updated_at: ctx.now,
    expires_at: expiry(ctx),
    locale: ctx.locale,
    // from then on only the account opens it, no longer this browser or a mailed link
    ...(adopting ? { account_id: change.visitor.accountId, token_hash: null, link_hash: null } : {}),
  };
  ctx.write(ctx.db<ApplicationTables>().updateTable('applications.draft').set(values).where('tenant_id', '=', ctx.tenantId).where('id', '=', draft.id));
  if (adopting) ctx.emit({ type: 'applications/draft-adopted', subject: `draft:${draft.id}` });
}

/** Keeps a draft for another thirty days, because somebody did something about it. */
export async function extendDraft(ctx: Ctx, draftId: string): Promise<void> {
  await ctx.db<ApplicationTables>().updateTable('applications.draft').set({ expires_at: expiry(ctx) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', draftId).execute();
}

export async function deleteDraft(ctx: Ctx, draft: Draft): Promise<void> {
  await endSigning(ctx, draft.id, 'deleted');
  await ctx.db<ApplicationTables>().deleteFrom('applications.draft').where('tenant_id', '=', ctx.tenantId).where('id', '=', draft.id).execute();
  ctx.emit({ type: 'applications/draft-deleted', subject: `draft:${draft.id}`, data: { service: draft.slug } });
}

const AT_ONCE = 200;

/** Where drafts that are over stopped, by service and question; how often, not whose. */
async function countStops(ctx: Ctx): Promise<JsonObject> {
  const stops: Record<string, Record<string, number>> = {};
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const over = await drafts(ctx).where('submitted_at', 'is', null).where('expires_at', '<', ctx.now).where('id', '>', after).orderBy('id').limit(AT_ONCE).execute();
    for (const draft of over) {
      const stop = stopOf(ctx, draft, await getServiceVersion(ctx, draft.version_id));
      const service = (stops[draft.slug] ??= {});
      service[stop] = (service[stop] ?? 0) + 1;
    }
    const last = over.at(-1);
    if (!last || over.length < AT_ONCE) return stops;
    after = last.id;
  }
}

/** Deletes drafts whose time is over (OZG § 8a) and the content of those long submitted. */
export async function deleteExpiredDrafts(ctx: Ctx): Promise<number> {
  await forgetExpiredSignings(ctx);
  const stops = await countStops(ctx);
  const gone = await ctx.db<ApplicationTables>().deleteFrom('applications.draft').where('tenant_id', '=', ctx.tenantId).where('expires_at', '<', ctx.now).executeTakeFirst();
  const count = Number(gone.numDeletedRows);
  if (count > 0) ctx.emit({ type: 'applications/drafts-expired', subject: 'drafts', data: { count, stops } });
  return count;
}

/** Of these contents those that stand in a draft or are on their way into one: they must not go with a record or a kept paper. */
export async function listDraftedHashes(ctx: Ctx, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<{ hash: string }>`select named.hash from (
      select m[1] as hash from applications.draft d cross join regexp_matches(d.data::text, '[0-9a-f]{64}', 'g') as m where d.tenant_id = ${ctx.tenantId} and d.submitted_at is null
      union select u.hash from applications.upload u where u.tenant_id = ${ctx.tenantId} and u.hash is not null) as named
    where named.hash = any(${hashes}::text[])`.execute(ctx.db());
  return rows.map((row) => row.hash);
}
