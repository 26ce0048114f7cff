import { SESSION_COOKIE, redirect, type Cookie, type Rq, type SignInAnswer, type Site } from '#platform/http';
import { findFormerAccount } from './sessions.ts';
import { signInTexts } from './sign-in-texts.ts';
import { PARKED_COOKIE, pathsOf, safePath } from './site-paths.ts';
import { issueTicket } from './tickets.ts';

/** Larger forms are not kept: they would be a way to fill the database without signing in. */
const KEEP_AT_MOST = 300_000;
const secret = /passwor|kennwort|^code$|^antwort$/i;

type Parked = { action: string; fields: [string, string][] };

/** Keeps what a POST carried until the person has signed in again; undefined when it is too large or nobody's. */
async function park(rq: Rq, site: Site, parked: Parked): Promise<Cookie | undefined> {
  const fields = parked.fields.filter(([name]) => !secret.test(name));
  if (JSON.stringify(fields).length > KEEP_AT_MOST) return undefined;
  const token = await rq.transact(async (ctx) => {
    // Only who really was signed in has something to lose; posts of strangers are not stored.
    const accountId = await findFormerAccount(ctx, rq.cookies[SESSION_COOKIE]);
    return accountId && issueTicket(ctx, { purpose: 'parked', accountId, data: { site, action: safePath(parked.action, pathsOf(site).home), fields } });
  });
  return token ? { name: PARKED_COOKIE, value: token, maxAgeSeconds: 3600 } : undefined;
}

/** Sends people who must sign in to the right page, says why, and brings them back afterwards. */
export const answerSignIn: SignInAnswer = async (rq, site, parked) => {
  const t = signInTexts(rq.locale);
  const paths = pathsOf(site);
  const hadSession = Boolean(rq.cookies[SESSION_COOKIE]) && rq.actor.kind === 'anonymous';
  if (!parked) {
    const text = hadSession ? t.expired : t.pleaseSignIn;
    return redirect(`${paths.signIn}?weiter=${encodeURIComponent(rq.url)}`, { flash: { kind: 'info', text } });
  }
  const cookie = hadSession ? await park(rq, site, parked) : undefined;
  const text = cookie ? t.expiredKept : hadSession ? t.expiredLost : t.pleaseSignIn;
  return redirect(paths.signIn, { flash: { kind: hadSession ? 'warning' : 'info', text }, ...(cookie ? { cookies: [cookie] } : {}) });
};
