import { z } from 'zod';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { isAtLeast, type JsonObject, type TrustLevel } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Form, PageHeader, Stack, TextField } from '#platform/ui';
import { changeAccount, getAccount, type Account } from '../accounts.ts';
import { completeSignIn } from '../complete-sign-in.ts';
import { findProvider, type Provider } from '../providers.ts';
import type { ProvenIdentity } from '../proven-identity.ts';
import { confirmItIsYou } from '../security.ts';
import { securityTexts } from '../security-texts.ts';
import { signInTexts } from '../sign-in-texts.ts';
import { LINK_COOKIE, clear, pathsOf } from '../site-paths.ts';
import { findTicket } from '../tickets.ts';
import type { Profile } from '../tables.ts';
import { passwordField } from './form-fields.ts';
import { CONNECT_PATH, proofOf } from './provider-arrival.ts';

type Waiting = { provider: Provider; identity: ProvenIdentity; next: string; level: TrustLevel | undefined; account: Account };

/** What the provider has proven a moment ago, for this account and this browser. */
async function findWaiting(rq: Rq): Promise<Waiting | undefined> {
  return rq.read(async (ctx) => {
    const ticket = await findTicket(ctx, rq.cookies[LINK_COOKIE], 'oidc-link');
    const provider = ticket?.data.provider ? findProvider(rq.platform, String(ticket.data.provider)) : undefined;
    if (!ticket || !provider || ticket.accountId !== rq.session?.accountId) return undefined;
    const { issuer, subject, name, profile, trustLevel, session, next, level } = ticket.data;
    const identity = { issuer: String(issuer), subject: String(subject), name: String(name), email: null, trustLevel: trustLevel as TrustLevel, profile: profile as Profile, session: session as JsonObject };
    return { provider, identity, next: String(next), level: level as TrustLevel | undefined, account: await getAccount(ctx, ticket.accountId) };
  });
}

const gone = (rq: Rq): Reply => redirect(pathsOf('portal').security, { flash: { kind: 'info', text: signInTexts(rq.locale).connectGone }, cookies: [clear(LINK_COOKIE)] });

function connectView(rq: Rq, { provider, identity, account, next }: Waiting, error?: string): Reply {
  const t = signInTexts(rq.locale);
  const title = t.connect(provider.name);
  return view({
    title,
    status: error ? 422 : 200,
    width: 'narrow',
    noIndex: true,
    body: (
      <Stack gap="large">
        <ErrorSummary errors={error ? [{ id: 'current', text: error }] : []} />
        <PageHeader title={title} lead={t.connectLead(provider.name, identity.name)} />
        <p class="kern-body">{t.connectAccount(account.name, account.email ?? '–')}</p>
        <Form action={CONNECT_PATH} label={title}>
          {account.hasPassword && <TextField name="current" type="password" label={securityTexts(rq.locale).current} autocomplete="current-password" width={20} required error={error} />}
          <ButtonRow>
            <Button variant="primary">{t.connectButton}</Button>
            <Button href={next}>{t.connectLater}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

/** Both are proven: the provider's account a moment ago, the one here by the password (or, without one, by a fresh session). */
async function connect(rq: Rq<unknown, unknown, { current: string }>): Promise<Reply> {
  const waiting = await findWaiting(rq);
  if (!waiting) return gone(rq);
  if ((await confirmItIsYou(rq, rq.body.current)) === 'wrong') return connectView(rq, waiting, securityTexts(rq.locale).currentWrong);
  const { identity, level, next, account, provider } = waiting;
  await rq.transact((ctx) => changeAccount(ctx, account.id, { profile: identity.profile }));
  const tooLow = level !== undefined && !isAtLeast(identity.trustLevel, level);
  // the waiting connection is made together with the new session
  return completeSignIn(rq, 'portal', { accountId: account.id, proof: proofOf(waiting), next, ...(tooLow ? { flash: { kind: 'warning' as const, text: signInTexts(rq.locale).levelTooLow(provider.name) } } : {}) });
}

export const connectRoutes: Route[] = [
  page({
    method: 'GET', path: CONNECT_PATH, site: 'portal', access: 'citizen',
    handle: async (rq) => {
      const waiting = await findWaiting(rq);
      return waiting ? connectView(rq, waiting) : gone(rq);
    },
  }),
  page({ method: 'POST', path: CONNECT_PATH, site: 'portal', access: 'citizen', body: z.object({ current: passwordField.optional().transform((value) => value ?? '') }), handle: connect }),
];
