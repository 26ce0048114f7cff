import { redirect, type Cookie, type Flash, type Reply, type Rq, type Site } from '#platform/http';
import { definePoint, type Ctx, type TrustLevel } from '#platform/module';
import { contentLocale } from '#platform/i18n';
import { actorOf, getAccount, type Account } from './accounts.ts';
import { linkIdentity } from './identities.ts';
import { mailSecurityChange } from './mails.ts';
import { problem } from './problems.ts';
import { createSession, endSession, type SessionProvider } from './sessions.ts';
import { LINK_COOKIE, OIDC_COOKIE, PARKED_COOKIE, PASSKEY_COOKIE, STEP_COOKIE, clear, pathsOf, safePath } from './site-paths.ts';
import { findTicket, redeemTicket } from './tickets.ts';
import type { SignInMethod } from './tables.ts';
import { signInTexts } from './sign-in-texts.ts';

export type Proof = { method: SignInMethod; secondFactor: boolean; trustLevel?: TrustLevel; provider?: SessionProvider };

/** A page that a citizen sees first after signing in, with `weiter` for where they wanted to go; not when they go on with what they did. */
export const signInDetour = definePoint<(ctx: Ctx, accountId: string) => Promise<string | undefined>>('auth/sign-in-detour');

/** Staff identity was proven when they were hired; what counts is how strongly they signed in. */
const trustOf = (account: Account, proof: Proof): TrustLevel => proof.trustLevel ?? (account.kind === 'staff' && proof.secondFactor ? 'substantial' : 'basic');

/**
 * The last step of every way in: a new session (an old one of this browser ends), a waiting connection with the sign-in provider,
 * and back to where the person wanted to go – or to the form that was parked when the session ran out.
 */
export async function openSession(rq: Rq, site: Site, { accountId, proof }: { accountId: string; proof: Proof }): Promise<{ cookies: Cookie[]; parked: string | undefined; linked: boolean; detour: string | undefined }> {
  const account = await rq.read((ctx) => getAccount(ctx, accountId));
  if (account.status !== 'active') throw problem('auth/step-expired');
  return rq.platform.transact({ tenantId: rq.tenantId, actor: actorOf(account), locale: contentLocale(rq.locale) }, async (ctx) => {
    const stays = rq.session?.accountId === accountId;
    const goesOn = stays ? rq.actor.actingFor?.id : undefined;
    if (rq.session) await endSession(ctx, rq.session.accountId, rq.session.id);
    const { cookie } = await createSession(ctx, accountId, { ...proof, trustLevel: trustOf(account, proof), userAgent: rq.userAgent, actingForId: goesOn });
    const waiting = account.kind === 'citizen' ? await redeemTicket(ctx, rq.cookies[LINK_COOKIE], 'oidc-link') : undefined;
    // only for the account that was meant: the next person at this screen must not get somebody else's identity
    const linked = waiting?.accountId === accountId ? await linkIdentity(ctx, accountId, { issuer: String(waiting.data.issuer), subject: String(waiting.data.subject) }) : false;
    if (linked) await mailSecurityChange(ctx, account, 'identityOn');
    const parkedToken = rq.cookies[PARKED_COOKIE];
    const parked = await findTicket(ctx, parkedToken, 'parked');
    const mine = parked && parked.data.site === site && (!parked.accountId || parked.accountId === accountId);
    return { cookies: [cookie, ...[STEP_COOKIE, PASSKEY_COOKIE, OIDC_COOKIE, LINK_COOKIE, PARKED_COOKIE].filter((name) => rq.cookies[name]).map(clear)], parked: mine ? parkedToken : undefined, linked, detour: stays || site === 'office' ? undefined : await detourOf(ctx, accountId) };
  });
}

async function detourOf(ctx: Ctx, accountId: string): Promise<string | undefined> {
  for (const wanted of ctx.platform.contributions(signInDetour)) {
    const path = await wanted(ctx, accountId);
    if (path) return path;
  }
  return undefined;
}

/** Opens the session and sends the browser on. */
export async function completeSignIn(rq: Rq, site: Site, signedIn: { accountId: string; proof: Proof; next?: string; flash?: Flash }): Promise<Reply> {
  const { cookies, parked, linked, detour } = await openSession(rq, site, signedIn);
  const paths = pathsOf(site);
  const wanted = parked ? `${paths.parked}?angaben=${parked}` : safePath(signedIn.next, paths.home);
  const to = detour ? `${detour}?weiter=${encodeURIComponent(wanted)}` : wanted;
  return redirect(to, { cookies, ...(signedIn.flash ? { flash: signedIn.flash } : linked ? { flash: signInTexts(rq.locale).linked } : {}) });
}
