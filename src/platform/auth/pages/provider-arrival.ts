import { redirect, type Reply, type Rq } from '#platform/http';
import { isAtLeast, type Ctx } from '#platform/module';
import { changeAccount, createAccount, findAccountByEmail, getAccount, type Account } from '../accounts.ts';
import { completeSignIn, type Proof } from '../complete-sign-in.ts';
import { findAccountByIdentity, linkIdentity } from '../identities.ts';
import type { Provider } from '../providers.ts';
import type { Carried, ProvenIdentity } from '../proven-identity.ts';
import { signInTexts } from '../sign-in-texts.ts';
import { LINK_COOKIE, OIDC_COOKIE, clear, pathsOf, safePath } from '../site-paths.ts';
import { issueTicket } from '../tickets.ts';

const paths = pathsOf('portal');
export const CONNECT_PATH = `${paths.security}/verbinden`;

type Found = { kind: 'account'; account: Account } | { kind: 'blocked' } | { kind: 'must-sign-in-first'; token: string };
type Arrived = { provider: Provider; identity: ProvenIdentity; data: Carried };

export const proofOf = ({ provider, identity }: Pick<Arrived, 'provider' | 'identity'>): Proof => ({
  method: provider.kind, secondFactor: false, trustLevel: identity.trustLevel, provider: { key: provider.key, subject: String(identity.session.nameID ?? identity.subject), session: identity.session },
});

async function refresh(ctx: Ctx, account: Account, identity: ProvenIdentity): Promise<void> {
  const fresher = Object.entries(identity.profile).some(([key, value]) => account.profile[key as keyof typeof account.profile] !== value);
  if (fresher) await changeAccount(ctx, account.id, { profile: identity.profile });
}

/** The account behind a proven identity; made when there is none, but never taken over by an equal e-mail address. */
async function accountFor(ctx: Ctx, identity: ProvenIdentity): Promise<Found> {
  const known = await findAccountByIdentity(ctx, identity);
  if (known) {
    if (known.status !== 'active') return { kind: 'blocked' };
    await refresh(ctx, known, identity);
    return { kind: 'account', account: known };
  }
  const { issuer, subject } = identity;
  const sameAddress = identity.email ? await findAccountByEmail(ctx, 'citizen', identity.email) : undefined;
  if (sameAddress) return { kind: 'must-sign-in-first', token: await issueTicket(ctx, { purpose: 'oidc-link', accountId: sameAddress.id, data: { issuer, subject } }) };
  const id = await createAccount(ctx, { kind: 'citizen', email: identity.email, name: identity.name || 'Nutzerkonto', profile: identity.profile, locale: ctx.locale });
  await linkIdentity(ctx, id, identity);
  return { kind: 'account', account: await getAccount(ctx, id) };
}

/** Somebody comes back from a provider that has proven who they are. */
export async function arrive(rq: Rq, arrived: Arrived): Promise<Reply> {
  const { data } = arrived;
  if (data.for && data.for === rq.actor.id) return arriveSignedIn(rq, arrived, data.for);
  const t = signInTexts(rq.locale);
  const found = await rq.transact((ctx) => accountFor(ctx, arrived.identity));
  if (found.kind === 'blocked') return redirect(paths.signIn, { flash: { kind: 'warning', text: t.blocked } });
  if (found.kind === 'must-sign-in-first') {
    const cookies = [{ name: LINK_COOKIE, value: found.token, maxAgeSeconds: 1800 }, clear(OIDC_COOKIE)];
    return redirect(paths.signIn, { flash: { kind: 'info', text: t.linkFirst(arrived.provider.name) }, cookies });
  }
  return goOn(rq, arrived, found.account.id);
}

function goOn(rq: Rq, arrived: Arrived, accountId: string): Promise<Reply> {
  const { provider, identity, data } = arrived;
  const tooLow = data.level !== undefined && !isAtLeast(identity.trustLevel, data.level);
  return completeSignIn(rq, 'portal', { accountId, proof: proofOf(arrived), next: data.next, ...(tooLow ? { flash: { kind: 'warning' as const, text: signInTexts(rq.locale).levelTooLow(provider.name) } } : {}) });
}

/** The same person with a stronger proof, or a further way to sign in for the account: never a change to another account without a word. */
async function arriveSignedIn(rq: Rq, arrived: Arrived, accountId: string): Promise<Reply> {
  const { identity, provider, data } = arrived;
  const known = await rq.transact(async (ctx) => {
    const account = await findAccountByIdentity(ctx, identity);
    if (account?.id === accountId) await refresh(ctx, account, identity);
    return account;
  });
  if (known?.id === accountId) return goOn(rq, arrived, accountId);
  const cookies = [clear(OIDC_COOKIE)];
  const back = safePath(data.next, paths.security);
  if (known) return redirect(back, { flash: { kind: 'warning', text: signInTexts(rq.locale).otherAccount }, cookies });
  const { issuer, subject, name, profile, trustLevel, session } = identity;
  const token = await rq.transact((ctx) => issueTicket(ctx, { purpose: 'oidc-link', accountId, data: { issuer, subject, name, profile: { ...profile }, trustLevel, session, provider: provider.key, next: back, level: data.level } }));
  return redirect(CONNECT_PATH, { cookies: [...cookies, { name: LINK_COOKIE, value: token, maxAgeSeconds: 900 }] });
}
