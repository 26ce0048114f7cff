import { z } from 'zod';
import { formatTime } from '#platform/i18n';
import { json, page, redirect, type Reply, type Route, type Rq, type Site } from '#platform/http';
import { checkPassword } from '../sign-in.ts';
import { completeSignIn } from '../complete-sign-in.ts';
import { beginPasskeySignIn, usePasskey } from '../passkeys.ts';
import { countTry, limits, networkOf, returnTry } from '../rate-limit.ts';
import { findAccount } from '../accounts.ts';
import { logoutThere } from '../logout-there.ts';
import { endSession, noSessionCookie, takeSessionProvider } from '../sessions.ts';
import { signInTexts } from '../sign-in-texts.ts';
import { PASSKEY_COOKIE, STEP_COOKIE, kindOf, pathsOf, safePath } from '../site-paths.ts';
import { issueTicket } from '../tickets.ts';
import { newTotpSecret } from '../totp.ts';
import { formField, looksLikeEmail, passwordField } from './form-fields.ts';
import { signInPage, type SignInState } from './sign-in-page.tsx';
import { signOutPage, signedOutPage } from './sign-out-page.tsx';

const credentials = z.object({ email: formField(), password: passwordField, weiter: formField(2000) });
type Credentials = z.output<typeof credentials>;

async function signIn(rq: Rq<unknown, unknown, Credentials>, site: Site): Promise<Reply> {
  const t = signInTexts(rq.locale);
  const { email, password, weiter } = rq.body;
  const next = safePath(weiter, '') || undefined;
  const refuse = (state: SignInState): Reply => signInPage(rq, site, { email, next, ...state });
  const errors = { ...(email.trim() ? (looksLikeEmail(email) ? {} : { email: t.emailWrong }) : { email: t.emailMissing }), ...(password ? {} : { password: t.passwordMissing }) };
  if (Object.keys(errors).length) return refuse({ errors });
  const outcome = await checkPassword(rq, { kind: kindOf(site), email, password });
  if (outcome.kind === 'closed') return refuse({ status: 429, errors: { form: t.closed(formatTime(outcome.until, rq.locale)) } });
  if (outcome.kind === 'wrong') return refuse({ errors: { form: t.wrong } });
  const accountId = outcome.account.id;
  if (outcome.next === 'none') return completeSignIn(rq, site, { accountId, proof: { method: 'password', secondFactor: false }, next });
  const enrolling = outcome.next === 'enrol';
  const ticket = await rq.transact((ctx) =>
    enrolling ? issueTicket(ctx, { purpose: 'enrolment', accountId, data: { secret: newTotpSecret({ ...ctx, accountId }), next: next ?? '' } }) : issueTicket(ctx, { purpose: 'sign-in-step', accountId, data: { next: next ?? '' } }),
  );
  const paths = pathsOf(site);
  return redirect(enrolling ? paths.enrol : paths.step, { cookies: [{ name: STEP_COOKIE, value: ticket, maxAgeSeconds: 1800 }] });
}

async function passkeyOptions(rq: Rq): Promise<Reply> {
  const network = networkOf(rq.ip);
  const begun = await rq.transact(async (ctx) => ((await countTry(ctx, limits.signInAddress, network)) ? undefined : beginPasskeySignIn(ctx, null)));
  if (!begun) return json({}, { status: 429 });
  return json(begun.options, { cookies: [{ name: PASSKEY_COOKIE, value: begun.ticket, maxAgeSeconds: 600 }] });
}

async function signInWithPasskey(rq: Rq<unknown, unknown, { antwort: string; weiter: string }>, site: Site): Promise<Reply> {
  const account = await rq.transact(async (ctx) => {
    const accountId = await usePasskey(ctx, { ticket: rq.cookies[PASSKEY_COOKIE], answer: rq.body.antwort });
    const found = accountId ? await findAccount(ctx, accountId) : undefined;
    const accepted = found?.status === 'active' && found.kind === kindOf(site) ? found : undefined;
    if (accepted) await returnTry(ctx, limits.signInAddress, networkOf(rq.ip));
    else ctx.emit({ type: 'auth/sign-in-failed', subject: `account:${accountId ?? 'unknown'}`, data: { kind: kindOf(site), method: 'passkey' } });
    return accepted;
  });
  const next = safePath(rq.body.weiter, '') || undefined;
  if (!account) return signInPage(rq, site, { next, errors: { form: signInTexts(rq.locale).passkeyFailed } });
  return completeSignIn(rq, site, { accountId: account.id, proof: { method: 'passkey', secondFactor: true }, next });
}

async function signOut(rq: Rq): Promise<Reply> {
  const { session } = rq;
  const opened = session && (await rq.transact(async (ctx) => {
    if (await endSession(ctx, session.accountId, session.id)) ctx.emit({ type: 'auth/signed-out', subject: `account:${session.accountId}` });
    return takeSessionProvider(ctx, session.id);
  }));
  const there = opened && (await logoutThere(rq.platform, opened));
  if (there) return signedOutPage(rq, there);
  const to = session?.kind === 'staff' ? pathsOf('office').signIn : '/';
  return redirect(to, { flash: signInTexts(rq.locale).signedOut, cookies: [noSessionCookie] });
}

/** Sign in with password or passkey, and sign out. */
export function signInRoutes(site: Site): Route[] {
  const paths = pathsOf(site);
  return [
    page({
      method: 'GET', path: paths.signIn, site, access: 'anyone', everyLanguage: true,
      query: z.object({ weiter: formField(2000), als: formField() }),
      handle: async (rq) => {
        const next = safePath(rq.query.weiter, '') || undefined;
        if (rq.actor.kind === kindOf(site)) return redirect(next ?? paths.home);
        return signInPage(rq, site, { next, email: rq.query.als });
      },
    }),
    page({ method: 'POST', path: paths.signIn, site, access: 'anyone', everyLanguage: true, body: credentials, handle: (rq) => signIn(rq, site) }),
    page({ method: 'POST', path: paths.passkeyOptions, site, access: 'anyone', handle: passkeyOptions }),
    page({ method: 'POST', path: paths.passkey, site, access: 'anyone', body: z.object({ antwort: formField(20_000), weiter: formField(2000) }), handle: (rq) => signInWithPasskey(rq, site) }),
    page({ method: 'GET', path: paths.signOut, site, access: 'anyone', handle: async (rq) => signOutPage(rq, site) }),
    page({ method: 'POST', path: paths.signOut, site, access: 'anyone', handle: signOut }),
  ];
}
