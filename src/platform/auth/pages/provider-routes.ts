import { z } from 'zod';
import { page, redirect, text, type Reply, type Route, type Rq } from '#platform/http';
import { formatTime } from '#platform/i18n';
import { notFound } from '#platform/module';
import { readLogoutToken } from '../logout-token.ts';
import { beginOidc, finishOidc } from '../oidc.ts';
import { problem } from '../problems.ts';
import { findProvider, providersOf, type OidcProvider, type Provider, type SamlProvider } from '../providers.ts';
import type { Carried, ProviderOutcome } from '../proven-identity.ts';
import { countTry, limits, networkOf } from '../rate-limit.ts';
import { SAML_PATHS, beginSaml, finishSaml, readLogoutRequest, samlMetadata } from '../saml.ts';
import { endProviderSessions } from '../sessions.ts';
import { signInTexts } from '../sign-in-texts.ts';
import { OIDC_COOKIE, pathsOf, safePath } from '../site-paths.ts';
import { issueTicket, redeemTicket } from '../tickets.ts';
import { formField } from './form-fields.ts';
import { arrive } from './provider-arrival.ts';
import { signInPage } from './sign-in-page.tsx';

const paths = pathsOf('portal');
const LARGEST_ANSWER = 200_000;

/** The provider is down or said no: clear words, and every other way on the same page. */
function notThisWay(rq: Rq, kind: 'unreachable' | 'refused', { name, next }: { name: string; next?: string | undefined }): Reply {
  const t = signInTexts(rq.locale);
  const notice = kind === 'unreachable' ? { kind: 'warning' as const, title: t.providerDown(name), text: t.providerDownHow } : { kind: 'info' as const, title: t.providerRefused(name), text: t.providerRefusedHow };
  return signInPage(rq, 'portal', { next, notice, status: kind === 'unreachable' ? 503 : 200 });
}

/** @throws auth/too-many-attempts 429 */
async function countVisit(rq: Rq): Promise<void> {
  const closed = await rq.transact((ctx) => countTry(ctx, limits.providerAddress, networkOf(rq.ip)));
  if (closed) throw problem('auth/too-many-attempts', { until: formatTime(closed.closedUntil, rq.locale) });
}

const beginQuery = z.object({ weiter: formField(2000), verbinden: formField(2), anbieter: formField(40), niveau: z.enum(['basic', 'substantial', 'high']).optional().catch(undefined) });

async function begin(rq: Rq<unknown, z.output<typeof beginQuery>>): Promise<Reply> {
  const { weiter, anbieter, niveau, verbinden } = rq.query;
  const next = safePath(weiter, '');
  const provider = anbieter ? findProvider(rq.platform, anbieter) : providersOf(rq.platform)[0];
  if (!provider) return redirect(paths.signIn);
  await countVisit(rq);
  // whoever is signed in asks for a stronger proof or another way in: they stay the same account
  const signedIn = (niveau ?? verbinden) && rq.actor.kind === 'citizen' ? rq.actor.id : null;
  const data: Carried = { next, ...(niveau ? { level: niveau } : {}), ...(signedIn ? { for: signedIn } : {}) };
  const at = { platform: rq.platform, transact: rq.transact };
  const begun = provider.kind === 'oidc' ? await beginOidc({ ...at, provider }, data) : await beginSaml({ ...at, provider }, data);
  if (!begun) return notThisWay(rq, 'unreachable', { name: provider.name, next: next || undefined });
  return redirect(begun.url, { cookies: [{ name: OIDC_COOKIE, value: begun.ticket, maxAgeSeconds: 900 }] });
}

async function settle(rq: Rq, outcome: ProviderOutcome, provider: Provider | undefined): Promise<Reply> {
  if (outcome.kind === 'identity' && provider) return arrive(rq, { provider, identity: outcome.identity, data: outcome.data });
  await rq.transact(async (ctx) => ctx.emit({ type: 'auth/sign-in-failed', subject: 'account:unknown', data: { method: provider?.kind ?? 'unknown', outcome: outcome.kind } }));
  return notThisWay(rq, outcome.kind === 'unreachable' ? 'unreachable' : 'refused', { name: provider?.name ?? '' });
}

async function comeBackOidc(rq: Rq, provider: OidcProvider | undefined): Promise<Reply> {
  if (!provider) return redirect(paths.signIn);
  return settle(rq, await finishOidc({ platform: rq.platform, transact: rq.transact, provider }, { ticket: rq.cookies[OIDC_COOKIE], url: rq.url }), provider);
}

const oidcAt = (rq: Rq, key: string): OidcProvider | undefined => {
  const found = findProvider(rq.platform, key);
  return found?.kind === 'oidc' ? found : undefined;
};
const samlAt = (rq: Rq, key: string): SamlProvider => {
  const found = key ? findProvider(rq.platform, key) : providersOf(rq.platform).find((one) => one.kind === 'saml');
  if (found?.kind !== 'saml') throw notFound();
  return found;
};

/**
 * The provider's page posts the answer from its own site, so the browser sends no cookie along: it is put aside unread and looked at in
 * the next step, with the cookie that says which request this browser made.
 */
async function takeAnswer(rq: Rq<unknown, unknown, { SAMLResponse: string }>): Promise<Reply> {
  samlAt(rq, '');
  await countVisit(rq);
  const token = await rq.transact((ctx) => issueTicket(ctx, { purpose: 'saml-answer', data: { response: rq.body.SAMLResponse } }));
  return redirect(`${SAML_PATHS.comeBack}?antwort=${token}`);
}

async function comeBackSaml(rq: Rq<unknown, { antwort: string }>): Promise<Reply> {
  const answer = await rq.transact((ctx) => redeemTicket(ctx, rq.query.antwort, 'saml-answer'));
  const outcome = await finishSaml(rq.platform, rq.transact, { ticket: answer && rq.cookies[OIDC_COOKIE], response: String(answer?.data.response ?? '') });
  return settle(rq, outcome, outcome.provider);
}

async function logoutFromThere(rq: Rq<{ anbieter: string }, Record<string, string>>): Promise<Reply> {
  const provider = samlAt(rq, rq.params.anbieter);
  await countVisit(rq);
  const asked = await readLogoutRequest(rq.platform, provider, { fields: rq.query, original: rq.url.split('?')[1] ?? '' });
  if (!asked) return redirect('/abgemeldet');
  await rq.transact((ctx) => endProviderSessions(ctx, { provider: provider.key, subject: asked.subject }));
  return redirect(asked.answerUrl);
}

/** The provider itself says, without a browser, that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0). */
async function loggedOutThere(rq: Rq<unknown, unknown, { logout_token: string }>, provider: OidcProvider | undefined): Promise<Reply> {
  const ended = provider && (await readLogoutToken(rq.platform, provider, rq.body.logout_token));
  if (!ended) return text('invalid_request', 'text/plain', { status: 400, headers: { 'cache-control': 'no-store' } });
  await rq.transact((ctx) => endProviderSessions(ctx, ended));
  return text('', 'text/plain', { headers: { 'cache-control': 'no-store' } });
}
const logoutBody = z.object({ logout_token: formField(20_000) });

const portal = { site: 'portal', access: 'anyone' } as const;
/** Sign-in of citizens at an OpenID Connect or SAML provider. Started by a link, because the CSP keeps forms at home. */
export const providerRoutes: Route[] = [
  page({ ...portal, method: 'GET', path: '/anmelden/extern', query: beginQuery, handle: begin }),
  page({ ...portal, method: 'GET', path: '/anmelden/extern/rueckkehr', handle: (rq) => comeBackOidc(rq, oidcAt(rq, 'standard')) }),
  page({ ...portal, method: 'GET', path: '/anmelden/extern/:anbieter/rueckkehr', params: z.object({ anbieter: formField(40) }), handle: (rq) => comeBackOidc(rq, oidcAt(rq, rq.params.anbieter)) }),
  page({ ...portal, method: 'POST', path: '/anmelden/extern/abmelden', fromElsewhere: true, body: logoutBody, handle: (rq) => loggedOutThere(rq, oidcAt(rq, 'standard')) }),
  page({ ...portal, method: 'POST', path: '/anmelden/extern/:anbieter/abmelden', fromElsewhere: true, params: z.object({ anbieter: formField(40) }), body: logoutBody, handle: (rq) => loggedOutThere(rq, oidcAt(rq, rq.params.anbieter)) }),
  page({ ...portal, method: 'POST', path: SAML_PATHS.answer, fromElsewhere: true, body: z.object({ SAMLResponse: z.string().min(1).max(LARGEST_ANSWER) }), handle: takeAnswer }),
  page({ ...portal, method: 'GET', path: SAML_PATHS.comeBack, query: z.object({ antwort: formField(100) }), handle: comeBackSaml }),
  page({ ...portal, method: 'GET', path: SAML_PATHS.metadata, handle: async (rq) => text(await samlMetadata(rq.platform, samlAt(rq, '')), 'application/samlmetadata+xml') }),
  page({ ...portal, method: 'GET', path: `${SAML_PATHS.logout}/:anbieter`, params: z.object({ anbieter: formField(40) }), query: z.record(z.string(), z.string().max(20_000)), handle: logoutFromThere }),
];
