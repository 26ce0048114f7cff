import type { Rq } from '#platform/http';
import type { Ctx } from '#platform/module';
import { findAccountByEmail, getAccount, normalEmail, type Account } from './accounts.ts';
import { mailPasswordLink, mailSecurityChange } from './mails.ts';
import { hashPassword, weaknessOf, type PasswordWeakness } from './passwords.ts';
import { countTry, limits, networkOf } from './rate-limit.ts';
import { endOtherSessions } from './sessions.ts';
import { pathsOf, siteOf } from './site-paths.ts';
import { dropTickets, findTicket, issueTicket, redeemTicket } from './tickets.ts';
import type { AccountKind, AuthTables } from './tables.ts';

type Visitor = Pick<Rq, 'transact' | 'read' | 'ip'>;

async function mailLink(ctx: Ctx, account: Account, kind: 'reset' | 'invite'): Promise<string> {
  const token = await issueTicket(ctx, { purpose: 'password', accountId: account.id, ...(kind === 'invite' ? { minutes: 7 * 24 * 60 } : {}) });
  const link = `${ctx.platform.config.publicUrl}${pathsOf(siteOf(account.kind)).newPassword}?code=${token}`;
  if (account.email) await mailPasswordLink(ctx, { email: account.email, name: account.name, locale: account.locale }, { link, kind });
  return link;
}

/**
 * Mails a link for a new password when there is such an account; the answer is the same in any case.
 * @returns until when this network must wait, undefined otherwise
 */
export async function requestPasswordLink(visitor: Visitor, who: { kind: AccountKind; email: string }): Promise<Date | undefined> {
  const email = normalEmail(who.email);
  return visitor.transact(async (ctx) => {
    const closed = await countTry(ctx, limits.mailAddress, networkOf(visitor.ip));
    if (closed) return closed.closedUntil;
    const enough = await countTry(ctx, limits.mailAccount, `password:${who.kind}:${email}`);
    const account = await findAccountByEmail(ctx, who.kind, email);
    if (account?.status === 'active' && !enough) await mailLink(ctx, account, 'reset');
    // The same rows for an address nobody has, so that the time tells nothing.
    else await issueTicket(ctx, { purpose: 'password', accountId: null, minutes: 1 });
    ctx.emit({ type: 'auth/password-link-requested', subject: `account:${account?.id ?? 'unknown'}` });
    return undefined;
  });
}

/**
 * Invites somebody whose account was made by others: mails a link for the first password, valid for seven days.
 * @returns the link, for an installation that can't send mails yet
 */
export async function invite(ctx: Ctx, accountId: string): Promise<string> {
  const link = await mailLink(ctx, await getAccount(ctx, accountId), 'invite');
  ctx.emit({ type: 'auth/invited', subject: `account:${accountId}` });
  return link;
}

/** Stores a new password, ends the other sessions and tells the person. */
export async function setPassword(ctx: Ctx, account: Account, { passwordHash, keepSessionId }: { passwordHash: string; keepSessionId?: string | undefined }): Promise<void> {
  await ctx.db<AuthTables>().updateTable('auth.account').set({ password_hash: passwordHash, password_changed_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', account.id).execute();
  await endOtherSessions(ctx, account.id, keepSessionId);
  await dropTickets(ctx, account.id, 'password');
  await dropTickets(ctx, account.id, 'sign-in-step');
  await mailSecurityChange(ctx, account, 'passwordChanged');
  ctx.emit({ type: 'auth/password-changed', subject: `account:${account.id}` });
}

export type NewPasswordOutcome = { kind: 'set' } | { kind: 'weak'; weakness: PasswordWeakness } | { kind: 'old-link' };

/** Sets a new password with a mailed link; a weak one doesn't use the link up. The second factor stays. */
export async function choosePassword(visitor: Visitor, { code, password, kind }: { code: string; password: string; kind: AccountKind }): Promise<NewPasswordOutcome> {
  const account = await visitor.read((ctx) => accountOfLink(ctx, code, kind));
  if (!account) return { kind: 'old-link' };
  const weakness = weaknessOf(password, account);
  if (weakness) return { kind: 'weak', weakness };
  const passwordHash = await hashPassword(password);
  return visitor.transact(async (ctx): Promise<NewPasswordOutcome> => {
    if (!(await redeemTicket(ctx, code, 'password'))) return { kind: 'old-link' };
    await setPassword(ctx, account, { passwordHash });
    return { kind: 'set' };
  });
}

/** Whose link this is, undefined when it no longer works. */
export async function accountOfLink(ctx: Ctx, code: string, kind: AccountKind): Promise<Account | undefined> {
  const ticket = await findTicket(ctx, code, 'password');
  if (!ticket?.accountId) return undefined;
  const account = await getAccount(ctx, ticket.accountId);
  return account.kind === kind && account.status === 'active' ? account : undefined;
}
