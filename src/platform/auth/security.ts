import type { Rq } from '#platform/http';
import { formatTime } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { getAccount, type Account } from './accounts.ts';
import { listIdentities, unlinkIdentity } from './identities.ts';
import { mailSecurityChange } from './mails.ts';
import { listPasskeys, removePasskey, type Passkey } from './passkeys.ts';
import { passwordFits } from './passwords.ts';
import { problem } from './problems.ts';
import { countTry, forgetTries, limits } from './rate-limit.ts';
import { countRecoveryCodes, dropRecoveryCodes } from './recovery-codes.ts';
import { endOtherSessions, listSessions, type SessionInfo } from './sessions.ts';
import { mustHaveSecondFactor, passwordHashOf } from './sign-in.ts';
import { disableTotp } from './totp.ts';
import type { AuthTables } from './tables.ts';

/** Everything the page 'Sicherheit' shows. */
export type SecurityState = {
  account: Account;
  passwordChangedAt: Date | null;
  passkeys: Passkey[];
  recoveryCodes: number;
  sessions: SessionInfo[];
  identities: { issuer: string }[];
};

export async function securityState(ctx: Ctx, accountId: string): Promise<SecurityState> {
  const account = await getAccount(ctx, accountId);
  const row = await ctx.db<AuthTables>().selectFrom('auth.account').select('password_changed_at as at').where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).executeTakeFirst();
  return {
    account,
    passwordChangedAt: row?.at ?? null,
    passkeys: await listPasskeys(ctx, accountId),
    recoveryCodes: await countRecoveryCodes(ctx, accountId),
    sessions: await listSessions(ctx, account),
    identities: await listIdentities(ctx, accountId),
  };
}

/** A session this young proves the person as well as a password would. */
const FRESH_MS = 15 * 60_000;

/**
 * Before the ways to sign in are changed: the password again, or (without one) a fresh session,
 * so that an unattended screen gives nobody the account.
 * @returns 'wrong' when the password doesn't fit, 'right' otherwise
 * @throws auth/too-many-attempts 429, auth/sign-in-again 403
 */
export async function confirmItIsYou(rq: Rq, current: string): Promise<'right' | 'wrong'> {
  const { session } = rq;
  if (!session) throw problem('auth/sign-in-again');
  const hash = await rq.read((ctx) => passwordHashOf(ctx, session.accountId));
  if (!hash) {
    const createdAt = session.data.createdAt as Date;
    if (rq.platform.clock().getTime() - createdAt.getTime() > FRESH_MS) throw problem('auth/sign-in-again');
    return 'right';
  }
  const closed = await rq.transact((ctx) => countTry(ctx, limits.confirm, session.accountId));
  if (closed) throw problem('auth/too-many-attempts', { until: formatTime(closed.closedUntil, rq.locale) });
  if (!(await passwordFits(hash, current))) {
    await rq.transact(async (ctx) => ctx.emit({ type: 'auth/confirmation-failed', subject: `account:${session.accountId}` }));
    return 'wrong';
  }
  await rq.transact((ctx) => forgetTries(ctx, limits.confirm, session.accountId));
  return 'right';
}

/** What would still open the account if this factor were gone. @throws auth/last-sign-in, auth/second-factor-needed 409 */
async function requireOtherWay(ctx: Ctx, account: Account, left: { totp: boolean; passkeys: number }): Promise<void> {
  // two ways taken away at once must not both find the other still there
  await ctx.db<AuthTables>().selectFrom('auth.account').select('id').where('tenant_id', '=', ctx.tenantId).where('id', '=', account.id).forUpdate().execute();
  // without an address nobody can type it beside the password
  const ways = Number(account.hasPassword && account.email !== null) + left.passkeys + (await listIdentities(ctx, account.id)).length;
  if (ways === 0) throw problem('auth/last-sign-in');
  if (mustHaveSecondFactor(ctx, account.kind) && !left.totp && left.passkeys === 0) throw problem('auth/second-factor-needed');
  if (!left.totp && left.passkeys === 0) await dropRecoveryCodes(ctx, account.id);
}

/** Removes the authenticator app. @throws auth/second-factor-needed 409 */
export async function removeTotp(ctx: Ctx, accountId: string): Promise<void> {
  const account = await getAccount(ctx, accountId);
  await requireOtherWay(ctx, account, { totp: false, passkeys: (await listPasskeys(ctx, accountId)).length });
  await disableTotp(ctx, accountId);
  await mailSecurityChange(ctx, account, 'totpOff');
}

/** Removes one passkey. @throws auth/last-sign-in, auth/second-factor-needed 409 */
export async function dropPasskey(ctx: Ctx, accountId: string, passkeyId: string): Promise<void> {
  const account = await getAccount(ctx, accountId);
  if (!(await removePasskey(ctx, accountId, passkeyId))) return;
  await requireOtherWay(ctx, account, { totp: account.hasTotp, passkeys: (await listPasskeys(ctx, accountId)).length });
  await mailSecurityChange(ctx, account, 'passkeyOff');
}

/** Cuts the connection with the sign-in provider. @throws auth/last-sign-in 409 */
export async function dropIdentity(ctx: Ctx, accountId: string, issuer: string): Promise<void> {
  const account = await getAccount(ctx, accountId);
  if (!(await unlinkIdentity(ctx, accountId, issuer))) return;
  await requireOtherWay(ctx, account, { totp: account.hasTotp, passkeys: (await listPasskeys(ctx, accountId)).length });
  await mailSecurityChange(ctx, account, 'identityOff');
}

/**
 * For the help desk, after it has made sure who is asking: takes every second factor away and signs the person out everywhere.
 * The caller has checked the permission.
 */
export async function resetSecondFactors(ctx: Ctx, accountId: string): Promise<void> {
  const account = await getAccount(ctx, accountId);
  const db = ctx.db<AuthTables>();
  await db.updateTable('auth.account').set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: 0 }).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).execute();
  await db.deleteFrom('auth.passkey').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).execute();
  await dropRecoveryCodes(ctx, accountId);
  await endOtherSessions(ctx, accountId, undefined);
  await mailSecurityChange(ctx, account, 'factorsReset');
  ctx.emit({ type: 'auth/second-factor-reset', subject: `account:${accountId}` });
}
