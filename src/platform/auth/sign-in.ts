import type { Rq } from '#platform/http';
import type { Ctx } from '#platform/module';
import { findAccountByEmail, normalEmail, type Account } from './accounts.ts';
import { passwordFits } from './passwords.ts';
import { countTry, forgetTries, limits, networkOf, returnTry } from './rate-limit.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import { useTotp } from './totp.ts';
import type { AccountKind, AuthTables } from './tables.ts';

/** What a person must still do after the right password. */
export type NextStep = 'none' | 'second-factor' | 'enrol';
export type PasswordOutcome = { kind: 'closed'; until: Date } | { kind: 'wrong' } | { kind: 'right'; account: Account; next: NextStep };
type Visitor = Pick<Rq, 'transact' | 'ip'>;

/** The stored hash stays inside this folder. */
export async function passwordHashOf(ctx: Ctx, accountId: string): Promise<string | null> {
  const row = await ctx.db<AuthTables>().selectFrom('auth.account').select('password_hash').where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).executeTakeFirst();
  return row?.password_hash ?? null;
}

/**
 * Checks e-mail and password. Unknown, blocked and wrong are one outcome and take the same time;
 * the try is counted before the password is looked at.
 */
export async function checkPassword(visitor: Visitor, who: { kind: AccountKind; email: string; password: string }): Promise<PasswordOutcome> {
  const email = normalEmail(who.email);
  const network = networkOf(visitor.ip);
  const found = await visitor.transact(async (ctx) => {
    const closed = (await countTry(ctx, limits.signInAddress, network)) ?? (await countTry(ctx, limits.signInAccount, `${who.kind}:${email}`));
    // Written once per closed window: a flood must not flood the log.
    if (closed?.justClosed) ctx.emit({ type: 'auth/sign-in-closed', subject: 'account:unknown', data: { kind: who.kind } });
    const account = await findAccountByEmail(ctx, who.kind, email);
    return { closed, account, hash: await passwordHashOf(ctx, account?.id ?? '00000000-0000-0000-0000-000000000000') };
  });
  if (found.closed) return { kind: 'closed', until: found.closed.closedUntil };
  const fits = await passwordFits(found.hash, who.password);
  const { account } = found;
  return visitor.transact(async (ctx): Promise<PasswordOutcome> => {
    if (!fits || !account || account.status !== 'active') {
      ctx.emit({ type: 'auth/sign-in-failed', subject: `account:${account?.id ?? 'unknown'}`, data: { kind: who.kind } });
      return { kind: 'wrong' };
    }
    await forgetTries(ctx, limits.signInAccount, `${who.kind}:${email}`);
    await returnTry(ctx, limits.signInAddress, network);
    return { kind: 'right', account, next: nextStep(ctx, account) };
  });
}

/** A second factor that was set up is always asked for; staff must have one outside the demo. */
export function nextStep(ctx: Pick<Ctx, 'platform'>, account: Account): NextStep {
  if (account.hasTotp || account.hasPasskey) return 'second-factor';
  return mustHaveSecondFactor(ctx, account.kind) ? 'enrol' : 'none';
}

export const mustHaveSecondFactor = (ctx: Pick<Ctx, 'platform'>, kind: AccountKind): boolean => kind === 'staff' && ctx.platform.config.mode !== 'demo';

export type CodeOutcome = { kind: 'closed'; until: Date } | { kind: 'wrong' } | { kind: 'right' };

/** Checks a code of the authenticator app or a recovery code; few tries, counted per account. */
export async function checkCode(visitor: Visitor, accountId: string, code: string): Promise<CodeOutcome> {
  const closed = await visitor.transact(async (ctx) => {
    const over = await countTry(ctx, limits.code, accountId);
    if (over?.justClosed) ctx.emit({ type: 'auth/second-factor-closed', subject: `account:${accountId}` });
    return over;
  });
  if (closed) return { kind: 'closed', until: closed.closedUntil };
  return visitor.transact(async (ctx): Promise<CodeOutcome> => {
    const right = (await useTotp(ctx, accountId, code)) || (await useRecoveryCode(ctx, accountId, code));
    if (right) await forgetTries(ctx, limits.code, accountId);
    else ctx.emit({ type: 'auth/second-factor-failed', subject: `account:${accountId}` });
    return { kind: right ? 'right' : 'wrong' };
  });
}

/** For other ways in (a machine interface, a kiosk): the account when e-mail and password fit and no second factor is due. */
export async function verifyPassword(visitor: Visitor, who: { kind: AccountKind; email: string; password: string }): Promise<Account | undefined> {
  const outcome = await checkPassword(visitor, who);
  return outcome.kind === 'right' && outcome.next === 'none' ? outcome.account : undefined;
}
