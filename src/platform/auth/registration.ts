import type { Rq } from '#platform/http';
import type { Locale } from '#platform/i18n';
import { createAccount, findAccountByEmail, normalEmail } from './accounts.ts';
import { mailAccountExists, mailConfirmation } from './mails.ts';
import { hashPassword } from './passwords.ts';
import { countTry, limits, networkOf } from './rate-limit.ts';
import { pathsOf } from './site-paths.ts';
import { issueTicket, redeemTicket } from './tickets.ts';

export type Registration = { givenName: string; familyName: string; email: string; password: string; next: string; locale: Locale };
type Visitor = Pick<Rq, 'transact' | 'ip' | 'platform'>;

/**
 * Sends the confirmation link. Whether the address has an account already is told only to its mailbox:
 * same answer, same work on both ways. Nothing is created before the link was opened.
 * @returns until when this network must wait, undefined when the mail is on its way
 */
export async function requestRegistration(visitor: Visitor, wanted: Registration): Promise<Date | undefined> {
  const email = normalEmail(wanted.email);
  const passwordHash = await hashPassword(wanted.password);
  const name = `${wanted.givenName.trim()} ${wanted.familyName.trim()}`;
  const origin = visitor.platform.config.publicUrl;
  return visitor.transact(async (ctx) => {
    const closed = await countTry(ctx, limits.mailAddress, networkOf(visitor.ip));
    if (closed) return closed.closedUntil;
    if (await countTry(ctx, limits.mailAccount, `registration:${email}`)) return undefined;
    const present = await findAccountByEmail(ctx, 'citizen', email);
    const profile = { givenName: wanted.givenName.trim(), familyName: wanted.familyName.trim() };
    const token = await issueTicket(ctx, { purpose: 'registration', accountId: present?.id ?? null, data: { email, name, profile, passwordHash: present ? '' : passwordHash, locale: wanted.locale, next: wanted.next } });
    const paths = pathsOf('portal');
    if (present) await mailAccountExists(ctx, { email, name: present.name, locale: present.locale }, { signIn: origin + paths.signIn, forgot: origin + paths.forgot });
    else await mailConfirmation(ctx, { email, locale: wanted.locale }, `${origin}/registrieren/bestaetigen?code=${token}`);
    ctx.emit({ type: 'auth/registration-requested', subject: `account:${present?.id ?? 'new'}` });
    return undefined;
  });
}

export type ConfirmedRegistration = { kind: 'created'; accountId: string; next: string } | { kind: 'taken' } | { kind: 'old-link' };

/** Opens the link: the address is proven, the account is made. */
export async function confirmRegistration(visitor: Visitor, code: string): Promise<ConfirmedRegistration> {
  return visitor.transact(async (ctx): Promise<ConfirmedRegistration> => {
    const ticket = await redeemTicket(ctx, code, 'registration');
    if (!ticket || ticket.accountId) return { kind: 'old-link' };
    const data = ticket.data as { email: string; name: string; passwordHash: string; locale: Locale; next: string; profile: { givenName: string; familyName: string } };
    if (await findAccountByEmail(ctx, 'citizen', data.email)) return { kind: 'taken' };
    const accountId = await createAccount(ctx, { kind: 'citizen', email: data.email, name: data.name, passwordHash: data.passwordHash, locale: data.locale, profile: data.profile });
    return { kind: 'created', accountId, next: data.next };
  });
}
