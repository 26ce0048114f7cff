import { createHash, randomBytes } from 'node:crypto';
import { addDays } from '#core/organisation';
import { newId } from '#platform/db';
import type { SessionResolver } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { ANONYMOUS, requirePermission, type Actor, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CasesTables } from '../tables.ts';

/** The account of a program outside: what it may fetch and until when (never the token itself). */
export type WorkerToken = { id: string; name: string; topics: string[]; hint: string; expiresOn: string; createdAt: Date; createdBy: string; lastUsedAt: Date | null; revokedAt: Date | null; revokedBy: string | null };

const PREFIX = 'skw_';
const TOPIC = /^[A-Za-z0-9][\w.:-]{0,99}\*?$|^\*$/;
const MOST_DAYS = 730;
const hash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** May a worker with these topics have this one? `print-*` means every topic that begins so. */
export const coversTopic = (topics: readonly string[], topic: string): boolean => topics.some((one) => (one.endsWith('*') ? topic.startsWith(one.slice(0, -1)) : one === topic));

/** Gives a program an account; the token is told this one time. @throws 403; cases/worker-name, cases/worker-topics, cases/worker-expiry 422 */
export async function createWorkerToken(ctx: Ctx, given: { name: string; topics: string[]; expiresOn: string }): Promise<{ id: string; token: string }> {
  requirePermission(ctx, 'admin/workers');
  const name = given.name.trim();
  const topics = [...new Set(given.topics.map((topic) => topic.trim()).filter(Boolean))];
  if (name.length < 3 || name.length > 100) throw problem('cases/worker-name');
  const wrong = topics.find((topic) => !TOPIC.test(topic));
  if (topics.length === 0 || topics.length > 50 || wrong !== undefined) throw problem('cases/worker-topics', { topic: wrong ?? '' });
  const today = calendarDayOf(ctx.now);
  if (!/^\d{4}-\d\d-\d\d$/.test(given.expiresOn) || given.expiresOn <= today || given.expiresOn > addDays(today, MOST_DAYS)) throw problem('cases/worker-expiry', { days: MOST_DAYS });
  const token = PREFIX + randomBytes(32).toString('base64url');
  const id = newId();
  await ctx
    .db<CasesTables>()
    .insertInto('cases.worker_token')
    .values({ tenant_id: ctx.tenantId, id, name, topics, token_hash: hash(token), token_hint: token.slice(0, 8), expires_on: given.expiresOn, created_at: ctx.now, created_by_name: ctx.actor.name, last_used_at: null, revoked_at: null, revoked_by_name: null })
    .execute();
  ctx.emit({ type: 'cases/worker-created', subject: `worker:${id}`, data: { name, topics, expiresOn: given.expiresOn } });
  return { id, token };
}

/** Takes a program's access away; from the next request on it is a stranger. @throws 403; cases/no-such-worker 404 */
export async function revokeWorkerToken(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'admin/workers');
  const revoked = await ctx
    .db<CasesTables>()
    .updateTable('cases.worker_token')
    .set({ revoked_at: ctx.now, revoked_by_name: ctx.actor.name })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  if (!revoked) throw problem('cases/no-such-worker');
  ctx.emit({ type: 'cases/worker-revoked', subject: `worker:${id}`, data: { name: revoked.name } });
}

/** All programs with an account, those in use first (at most 500). @throws 403 */
export async function listWorkerTokens(ctx: Ctx): Promise<WorkerToken[]> {
  requirePermission(ctx, 'admin/workers');
  return ctx
    .db<CasesTables>()
    .selectFrom('cases.worker_token')
    .select(['id', 'name', 'topics', 'token_hint as hint', 'expires_on as expiresOn', 'created_at as createdAt', 'created_by_name as createdBy', 'last_used_at as lastUsedAt', 'revoked_at as revokedAt', 'revoked_by_name as revokedBy'])
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('revoked_at', (order) => order.desc().nullsFirst())
    .orderBy('name')
    .limit(500)
    .execute();
}

/** The time of the last visit is written at most so often: a worker asks all the time. */
const SEEN_EVERY_MS = 60_000;

/** Who the bearer of a worker's token is; never cached, so that a revoked token is gone with the next request. */
export const resolveWorker: SessionResolver = async ({ platform, tenantId, token }) => {
  if (!token.startsWith(PREFIX)) return undefined;
  const who = { tenantId, actor: ANONYMOUS };
  const found = await platform.read(who, async (ctx) => {
    const row = await ctx.db<CasesTables>().selectFrom('cases.worker_token').select(['id', 'name', 'topics', 'expires_on', 'last_used_at', 'revoked_at']).where('tenant_id', '=', tenantId).where('token_hash', '=', hash(token)).executeTakeFirst();
    if (!row || row.revoked_at || row.expires_on < calendarDayOf(ctx.now)) return undefined;
    return { ...row, seen: row.last_used_at !== null && ctx.now.getTime() - row.last_used_at.getTime() < SEEN_EVERY_MS };
  });
  if (!found) return undefined;
  if (!found.seen) await platform.transact(who, (ctx) => ctx.db<CasesTables>().updateTable('cases.worker_token').set({ last_used_at: ctx.now }).where('tenant_id', '=', tenantId).where('id', '=', found.id).execute());
  const actor: Actor = { kind: 'machine', id: found.id, name: `${found.name} (Programm)`, grants: [], trustLevel: 'none' };
  return { actor, session: { id: found.id, accountId: found.id, kind: 'machine', data: { topics: found.topics } } };
};
