import { z } from 'zod';
import { page, redirect, type Reply, type Route, type Rq } from '#platform/http';
import { formatTime } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { changeAccount, createAccount, findAccountByEmail, getAccount, type Account } from '../accounts.ts';
import { completeSignIn } from '../complete-sign-in.ts';
import { findAccountByIdentity, linkIdentity } from '../identities.ts';
import { mailSecurityChange } from '../mails.ts';
import { beginOidc, finishOidc, type ProvenIdentity } from '../oidc.ts';
import { problem } from '../problems.ts';
import { countTry, limits, networkOf } from '../rate-limit.ts';
import { signInTexts } from '../sign-in-texts.ts';
import { LINK_COOKIE, OIDC_COOKIE, clear, pathsOf, safePath } from '../site-paths.ts';
import { issueTicket } from '../tickets.ts';
import { formField } from './form-fields.ts';
import { signInPage } from './sign-in-page.tsx';

const paths = pathsOf('portal');
const providerName = (rq: Rq): string => rq.platform.config.oidc?.name ?? '';

/** The provider is down or said no: clear words, and every other way on the same page. */
function notThisWay(rq: Rq, kind: 'unreachable' | 'refused', next: string | undefined): Reply {
  const t = signInTexts(rq.locale);
  const name = providerName(rq);
  const notice = kind === 'unreachable' ? { kind: 'warning' as const, title: t.providerDown(name), text: t.providerDownHow } : { kind: 'info' as const, title: t.providerRefused(name), text: t.providerRefusedHow };
  return signInPage(rq, 'portal', { next, notice, status: kind === 'unreachable' ? 503 : 200 });
}

async function begin(rq: Rq<unknown, { weiter: string; verbinden: string }>): Promise<Reply> {
  const next = safePath(rq.query.weiter, '');
  if (!rq.platform.config.oidc) return redirect(paths.signIn);
  const linkTo = rq.query.verbinden && rq.actor.kind === 'citizen' ? rq.actor.id : null;
  const closed = await rq.transact((ctx) => countTry(ctx, limits.providerAddress, networkOf(rq.ip)));
  if (closed) throw problem('auth/too-many-attempts', { until: formatTime(closed.closedUntil, rq.locale) });
  const begun = await beginOidc(rq.platform, rq.transact, { next, linkTo });
  if (!begun) return notThisWay(rq, 'unreachable', next || undefined);
  return redirect(begun.url, { cookies: [{ name: OIDC_COOKIE, value: begun.ticket, maxAgeSeconds: 900 }] });
}

type Found = { kind: 'account'; account: Account } | { kind: 'blocked' } | { kind: 'must-sign-in-first'; token: string };

/** The account behind a proven identity; made when there is none, but never taken over by an equal e-mail address. */
async function accountFor(ctx: Ctx, identity: ProvenIdentity, locale: Rq['locale']): Promise<Found> {
  const known = await findAccountByIdentity(ctx, identity);
  if (known) {
    if (known.status !== 'active') return { kind: 'blocked' };
    const fresher = Object.entries(identity.profile).some(([key, value]) => known.profile[key as keyof typeof known.profile] !== value);
    if (fresher) await changeAccount(ctx, known.id, { profile: identity.profile });
    return { kind: 'account', account: known };
  }
  const { issuer, subject } = identity;
  if (identity.email && (await findAccountByEmail(ctx, 'citizen', identity.email))) {
    return { kind: 'must-sign-in-first', token: await issueTicket(ctx, { purpose: 'oidc-link', data: { issuer, subject } }) };
  }
  const id = await createAccount(ctx, { kind: 'citizen', email: identity.email, name: identity.name || 'Nutzerkonto', profile: identity.profile, locale });
  await linkIdentity(ctx, id, identity);
  return { kind: 'account', account: await getAccount(ctx, id) };
}

/** Connects the identity with the account that is signed in. */
async function link(rq: Rq, accountId: string, identity: ProvenIdentity): Promise<Reply> {
  const t = signInTexts(rq.locale);
  const linked = await rq.transact(async (ctx) => {
    const done = await linkIdentity(ctx, accountId, identity);
    if (done) await mailSecurityChange(ctx, await getAccount(ctx, accountId), 'identityOn');
    return done;
  });
  const flash = linked ? t.linked(providerName(rq)) : { kind: 'warning' as const, text: t.linkedElsewhere };
  return redirect(paths.security, { flash, cookies: [clear(OIDC_COOKIE)] });
}

async function comeBack(rq: Rq): Promise<Reply> {
  if (!rq.platform.config.oidc) return redirect(paths.signIn);
  const outcome = await finishOidc(rq.platform, rq.transact, { ticket: rq.cookies[OIDC_COOKIE], url: rq.url });
  if (outcome.kind !== 'identity') {
    await rq.transact(async (ctx) => ctx.emit({ type: 'auth/sign-in-failed', subject: 'account:unknown', data: { method: 'oidc', outcome: outcome.kind } }));
    return notThisWay(rq, outcome.kind, undefined);
  }
  const { identity, data } = outcome;
  if (data.linkTo && data.linkTo === rq.actor.id) return link(rq, String(data.linkTo), identity);
  const t = signInTexts(rq.locale);
  const found = await rq.transact((ctx) => accountFor(ctx, identity, rq.locale));
  if (found.kind === 'blocked') return redirect(paths.signIn, { flash: { kind: 'warning', text: t.blocked } });
  if (found.kind === 'must-sign-in-first') {
    const cookies = [{ name: LINK_COOKIE, value: found.token, maxAgeSeconds: 1800 }, clear(OIDC_COOKIE)];
    return redirect(paths.signIn, { flash: { kind: 'info', text: t.linkFirst(providerName(rq)) }, cookies });
  }
  const proof = { method: 'oidc' as const, secondFactor: false, trustLevel: identity.trustLevel };
  return completeSignIn(rq, 'portal', { accountId: found.account.id, proof, next: String(data.next ?? '') });
}

/** Sign-in of citizens at an OpenID Connect provider (Bürgerkonto). Started by a link, because the CSP keeps forms at home. */
export const oidcRoutes: Route[] = [
  page({ method: 'GET', path: '/anmelden/extern', site: 'portal', access: 'anyone', query: z.object({ weiter: formField(2000), verbinden: formField(2) }), handle: begin }),
  page({ method: 'GET', path: '/anmelden/extern/rueckkehr', site: 'portal', access: 'anyone', handle: comeBack }),
];
