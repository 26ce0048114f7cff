import { findAccount, grantSource } from '#platform/auth';
import { ANONYMOUS, Problem, type Actor, type Ctx, type Platform } from '#platform/module';
import { createHash, randomBytes } from 'node:crypto';
import { requireFileWork } from '../access/may-work.ts';
import { findReadable } from '../access/read-document.ts';
import { checkOut, endEditKeys } from '../documents/check-out.ts';
import type { CaseDocument } from '../documents/document.ts';
import type { RecordsTables } from '../tables.ts';

/** A working day; whoever writes longer takes the document anew. */
const HOURS = 10;
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export type EditKey = { key: string; expiresAt: Date };

/** Takes a document for editing and makes the key under which a word processor opens it; an older key of the document ends. @throws as checkOut */
export async function makeEditKey(ctx: Ctx, documentId: string): Promise<EditKey> {
  await checkOut(ctx, documentId);
  await endEditKeys(ctx, documentId);
  const key = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + HOURS * 3_600_000);
  await ctx.db<RecordsTables>().insertInto('records.edit_key').values({ tenant_id: ctx.tenantId, key_hash: hashOf(key), document_id: documentId, account_id: ctx.actor.id ?? '', acting_for: ctx.actor.actingFor?.id ?? null, made_at: ctx.now, expires_at: expiresAt, lock_token: null, locked_until: null }).execute();
  ctx.emit({ type: 'records/edit-key-made', subject: `document:${documentId}`, data: { until: expiresAt.toISOString() } });
  return { key, expiresAt };
}

/** Keys that have run out. */
export async function removeOldEditKeys(ctx: Ctx): Promise<void> {
  await ctx.db<RecordsTables>().deleteFrom('records.edit_key').where('tenant_id', '=', ctx.tenantId).where('expires_at', '<', ctx.now).execute();
}

export type OpenedKey = { keyHash: string; tenantId: number; actor: Actor; documentId: string };

/** Who holds this key, with the rights that person has now; undefined when it has run out or the account is closed. */
export async function findKeyHolder(platform: Platform, tenantId: number, key: string): Promise<OpenedKey | undefined> {
  return platform.read({ tenantId, actor: ANONYMOUS }, async (ctx) => {
    const row = await ctx.db<RecordsTables>().selectFrom('records.edit_key').selectAll().where('tenant_id', '=', tenantId).where('key_hash', '=', hashOf(key)).where('expires_at', '>', ctx.now).executeTakeFirst();
    const account = row && (await findAccount(ctx, row.account_id));
    if (!row || account?.kind !== 'staff' || account.status !== 'active') return undefined;
    const rights = await Promise.all(platform.contributions(grantSource).map((source) => source(ctx, { accountId: account.id, actingForId: row.acting_for })));
    const actingFor = rights.find((one) => one.actingFor)?.actingFor;
    if (row.acting_for && !actingFor) return undefined;
    const actor: Actor = { kind: 'staff', id: account.id, name: account.name, trustLevel: 'basic', grants: rights.flatMap((one) => one.grants), ...(actingFor ? { actingFor } : {}) };
    return { keyHash: row.key_hash, tenantId, actor, documentId: row.document_id };
  });
}

/** What the key opens: one document, as long as it is checked out by its holder and the holder may work with it. */
export async function findKeptDocument(ctx: Ctx, documentId: string): Promise<CaseDocument | undefined> {
  try {
    const document = await findReadable(ctx, documentId);
    await requireFileWork(ctx, document.fileId);
    return document.lockedBy?.id === ctx.actor.id ? document : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

export type DavLock = { token: string; until: Date; /** Name of whoever holds the key. */ owner: string };

/** What a program has locked under this key; a lock that has run out is none. */
export async function findLock(ctx: Ctx, keyHash: string): Promise<DavLock | undefined> {
  const row = await ctx.db<RecordsTables>().selectFrom('records.edit_key').select(['lock_token', 'locked_until']).where('tenant_id', '=', ctx.tenantId).where('key_hash', '=', keyHash).forUpdate().executeTakeFirst();
  return row?.lock_token && row.locked_until && row.locked_until > ctx.now ? { token: row.lock_token, until: row.locked_until, owner: ctx.actor.name } : undefined;
}

export async function setLock(ctx: Ctx, keyHash: string, lock: Omit<DavLock, 'owner'> | undefined): Promise<void> {
  await ctx.db<RecordsTables>().updateTable('records.edit_key').set({ lock_token: lock?.token ?? null, locked_until: lock?.until ?? null }).where('tenant_id', '=', ctx.tenantId).where('key_hash', '=', keyHash).execute();
}
