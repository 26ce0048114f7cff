import { sql } from 'kysely';
import { newId } from '#platform/db';
import { SESSION_COOKIE, type Cookie, type Session, type SessionResolver } from '#platform/http';
import { ANONYMOUS, type Actor, type Ctx, type JsonObject, type Platform, type TrustLevel } from '#platform/module';
import { getAccount } from './accounts.ts';
import { grantsOf, mandateOf } from './grants.ts';
import { hashToken, newToken } from './tickets.ts';
import type { AccountKind, AuthTables, SignInMethod } from './tables.ts';

const MINUTE = 60_000;
/** Signed out after so long without a request, and after so long in any case. */
const lifetime: Record<AccountKind, { idle: number; absolute: number }> = {
  citizen: { idle: 45 * MINUTE, absolute: 12 * 60 * MINUTE },
  staff: { idle: 90 * MINUTE, absolute: 12 * 60 * MINUTE },
};
/** "Last seen" is written at most so often: most requests only read. */
const SEEN_EVERY = MINUTE;

export type NewSession = { method?: SignInMethod; secondFactor?: boolean; trustLevel?: TrustLevel; userAgent?: string; /** The organisation for which the person goes on acting (signing in again). */ actingForId?: string | undefined; /** The sign-in provider, and what it needs to end its own session. */ provider?: SessionProvider | undefined };
export type SessionProvider = { key: string; subject: string; session: JsonObject };

/**
 * Signs an account in: a new random token of which only the SHA-256 is stored.
 * @returns the token and the cookie that carries it.
 */
export async function createSession(ctx: Ctx, accountId: string, options: NewSession = {}): Promise<{ sessionId: string; token: string; cookie: Cookie }> {
  const account = await getAccount(ctx, accountId);
  const token = newToken();
  const sessionId = newId();
  const db = ctx.db<AuthTables>();
  await db
    .insertInto('auth.session')
    .values({
      tenant_id: ctx.tenantId, id: sessionId, token_hash: hashToken(token), account_id: accountId, method: options.method ?? 'system',
      second_factor: options.secondFactor ?? false, trust_level: options.trustLevel ?? 'basic', acting_for_id: options.actingForId ?? null, user_agent: (options.userAgent ?? '').slice(0, 300),
      created_at: ctx.now, last_seen_at: ctx.now, expires_at: new Date(ctx.now.getTime() + lifetime[account.kind].absolute), ended_at: null,
      provider: options.provider?.key ?? null, provider_subject: options.provider?.subject ?? null, provider_session: options.provider ? JSON.stringify(options.provider.session) : null,
    })
    .execute();
  await db.updateTable('auth.account').set({ last_sign_in_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).execute();
  ctx.emit({ type: 'auth/signed-in', subject: `account:${accountId}`, data: { method: options.method ?? 'system', secondFactor: options.secondFactor ?? false } });
  return { sessionId, token, cookie: { name: SESSION_COOKIE, value: token } };
}

/** The cookie that takes a session away from the browser. */
export const noSessionCookie: Cookie = { name: SESSION_COOKIE, value: '', maxAgeSeconds: 0 };

type Row = {
  id: string; accountId: string; method: SignInMethod; secondFactor: boolean; trustLevel: TrustLevel; actingForId: string | null;
  createdAt: Date; lastSeenAt: Date; expiresAt: Date; endedAt: Date | null; kind: AccountKind; name: string; status: 'active' | 'blocked';
};

/** Asked with every request of a signed-in person: plain text is compiled faster than a built query. */
async function selectByToken(ctx: Ctx, token: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select s.id, s.account_id as "accountId", s.method, s.second_factor as "secondFactor", s.trust_level as "trustLevel", s.acting_for_id as "actingForId",
      s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", s.ended_at as "endedAt", a.kind, a.name, a.status
    from auth.session s join auth.account a on a.tenant_id = s.tenant_id and a.id = s.account_id
    where s.tenant_id = ${ctx.tenantId} and s.token_hash = ${hashToken(token)}`.execute(ctx.db());
  return rows[0];
}

function isOpen(row: Row, now: Date): boolean {
  const idleUntil = row.lastSeenAt.getTime() + lifetime[row.kind].idle;
  return row.status === 'active' && !row.endedAt && now < row.expiresAt && now.getTime() < idleUntil;
}

/** Who the bearer of this token is; never cached, so that a revoked session is gone with the next request. */
export const resolveSession: SessionResolver = async ({ platform, tenantId, token }) => {
  if (!/^[\w-]{43}$/.test(token)) return undefined;
  const found = await platform.read({ tenantId, actor: ANONYMOUS }, async (ctx) => {
    const row = await selectByToken(ctx, token);
    if (!row || !isOpen(row, ctx.now)) return undefined;
    const rights: Pick<Actor, 'grants' | 'actingFor' | 'mandate'> = await (row.kind === 'staff' ? grantsOf : mandateOf)(ctx, row);
    const actor: Actor = { kind: row.kind, id: row.accountId, name: row.name, trustLevel: row.trustLevel, ...rights };
    const session: Session = { id: row.id, accountId: row.accountId, kind: row.kind, data: { method: row.method, secondFactor: row.secondFactor, createdAt: row.createdAt, mandateEnded: row.kind === 'citizen' && row.actingForId !== null && !rights.actingFor } };
    return { actor, session, seen: ctx.now.getTime() - row.lastSeenAt.getTime() < SEEN_EVERY };
  });
  if (found && !found.seen) await markSeen(platform, tenantId, found.session.id);
  return found && { actor: found.actor, session: found.session };
};

async function markSeen(platform: Platform, tenantId: number, sessionId: string): Promise<void> {
  await platform.transact({ tenantId, actor: ANONYMOUS }, (ctx) =>
    ctx.db<AuthTables>().updateTable('auth.session').set({ last_seen_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', sessionId).execute(),
  );
}

/** Whose session this token was, even when it has run out: a parked form goes back only to the same person. */
export async function findFormerAccount(ctx: Ctx, token: string | undefined): Promise<string | undefined> {
  return token ? (await selectByToken(ctx, token))?.accountId : undefined;
}

/** One signed-in browser, for the page 'Sicherheit'. */
export type SessionInfo = { id: string; method: SignInMethod; userAgent: string; createdAt: Date; lastSeenAt: Date };

/** The open sessions of an account, newest first. */
export async function listSessions(ctx: Ctx, account: { id: string; kind: AccountKind }): Promise<SessionInfo[]> {
  return ctx
    .db<AuthTables>()
    .selectFrom('auth.session')
    .select(['id', 'method', 'user_agent as userAgent', 'created_at as createdAt', 'last_seen_at as lastSeenAt'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', account.id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .where('last_seen_at', '>', new Date(ctx.now.getTime() - lifetime[account.kind].idle))
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
}

/** Ends one session of this account; false when it isn't theirs or was over already. */
export async function endSession(ctx: Ctx, accountId: string, sessionId: string): Promise<boolean> {
  const ended = await ctx
    .db<AuthTables>()
    .updateTable('auth.session')
    .set({ ended_at: ctx.now })
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', accountId)
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (ended) ctx.emit({ type: 'auth/session-ended', subject: `account:${accountId}`, data: { session: sessionId } });
  return Boolean(ended);
}

/** Ends all sessions of this account but one; returns how many. */
export async function endOtherSessions(ctx: Ctx, accountId: string, keepSessionId: string | undefined): Promise<number> {
  let query = ctx.db<AuthTables>().updateTable('auth.session').set({ ended_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('ended_at', 'is', null);
  if (keepSessionId) query = query.where('id', '<>', keepSessionId);
  const ended = await query.returning('id').execute();
  if (ended.length) ctx.emit({ type: 'auth/sessions-ended', subject: `account:${accountId}`, data: { count: ended.length } });
  return ended.length;
}

/**
 * Sets for whom this session acts (Vertretung, Vollmacht), null for oneself. Whether it holds is asked again with every request.
 */
export async function setActingFor(ctx: Ctx, sessionId: string, absentId: string | null): Promise<void> {
  await ctx.db<AuthTables>().updateTable('auth.session').set({ acting_for_id: absentId }).where('tenant_id', '=', ctx.tenantId).where('id', '=', sessionId).execute();
}

/** Through which provider a session was opened; what it said is forgotten with this question, because it is asked when the session ends. */
export async function takeSessionProvider(ctx: Ctx, sessionId: string): Promise<SessionProvider | undefined> {
  const db = ctx.db<AuthTables>();
  const row = await db.selectFrom('auth.session').select(['provider', 'provider_subject', 'provider_session']).where('tenant_id', '=', ctx.tenantId).where('id', '=', sessionId).executeTakeFirst();
  if (!row?.provider) return undefined;
  await db.updateTable('auth.session').set({ provider_session: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', sessionId).execute();
  return { key: row.provider, subject: row.provider_subject ?? '', session: (row.provider_session as JsonObject | null) ?? {} };
}

/** Whose sessions a provider has ended: of a person, or one session of theirs, begun before it said so. */
export type EndedThere = { provider: string; subject?: string | undefined; sid?: string | undefined; before?: Date };

/** Ends the sessions that a person has through a provider, because the provider ended its own; returns how many. */
export async function endProviderSessions(ctx: Ctx, { provider, subject, sid, before }: EndedThere): Promise<number> {
  let query = ctx.db<AuthTables>().updateTable('auth.session').set({ ended_at: ctx.now, provider_session: null }).where('tenant_id', '=', ctx.tenantId).where('provider', '=', provider).where('ended_at', 'is', null);
  if (subject !== undefined) query = query.where('provider_subject', '=', subject);
  if (sid !== undefined) query = query.where(sql<boolean>`provider_session->>'sid' = ${sid}`);
  if (before) query = query.where('created_at', '<=', before);
  if (subject === undefined && sid === undefined) return 0;
  const ended = await query.returning('account_id').execute();
  for (const id of new Set(ended.map((one) => one.account_id))) ctx.emit({ type: 'auth/sessions-ended', subject: `account:${id}`, data: { count: ended.length, provider } });
  return ended.length;
}
