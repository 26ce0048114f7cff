import { z } from 'zod';
import { json, page, redirect, view, type Reply, type Route, type Rq, type Site } from '#platform/http';
import { ErrorSummary, PageHeader, Stack } from '#platform/ui';
import { signInNeeded } from '#platform/module';
import { getAccount } from '../accounts.ts';
import { mailSecurityChange } from '../mails.ts';
import { setPassword } from '../password-change.ts';
import { beginPasskeyRegistration, finishPasskeyRegistration } from '../passkeys.ts';
import { hashPassword, weaknessOf } from '../passwords.ts';
import { problem } from '../problems.ts';
import { issuerOf, providersOf } from '../providers.ts';
import { countRecoveryCodes, renewRecoveryCodes } from '../recovery-codes.ts';
import { confirmItIsYou, dropIdentity, dropPasskey, removeTotp, securityState } from '../security.ts';
import { securityTexts } from '../security-texts.ts';
import { createSession, endOtherSessions, endSession } from '../sessions.ts';
import { PASSKEY_COOKIE, STEP_COOKIE, clear, kindOf, pathsOf } from '../site-paths.ts';
import { findTicket, issueTicket, redeemTicket } from '../tickets.ts';
import { enableTotp, newTotpSecret, openTotpSecret } from '../totp.ts';
import { formField, passwordField } from './form-fields.ts';
import { recoveryCodesPage } from './recovery-codes-page.tsx';
import { securityPage, type SecurityError } from './security-page.tsx';
import { TotpSetup } from './totp-setup.tsx';

type Body<T> = Rq<unknown, unknown, T & { current: string }>;
const me = (rq: Rq): string => {
  if (!rq.session) throw signInNeeded();
  return rq.session.accountId;
};

async function show(rq: Rq, site: Site, error?: SecurityError): Promise<Reply> {
  const state = await rq.read((ctx) => securityState(ctx, me(rq)));
  return securityPage(rq, site, { state, ...(error ? { error } : {}) });
}

/** Runs a change after the person has proven again who they are; else shows the page with the reason. */
async function confirmed(rq: Body<unknown>, site: Site, { form, change }: { form: string; change: () => Promise<Reply> }): Promise<Reply> {
  if ((await confirmItIsYou(rq, rq.body.current)) === 'wrong') return show(rq, site, { form, field: 'current', text: securityTexts(rq.locale).currentWrong });
  return change();
}

const back = (rq: Rq, site: Site, flash: string): Reply => redirect(pathsOf(site).security, { flash });

async function changePassword(rq: Body<{ password: string }>, site: Site): Promise<Reply> {
  const t = securityTexts(rq.locale);
  const account = await rq.read((ctx) => getAccount(ctx, me(rq)));
  const weakness = weaknessOf(rq.body.password, account);
  if (weakness) return show(rq, site, { form: 'passwort', field: 'password', text: t[weakness] });
  return confirmed(rq, site, {
    form: 'passwort',
    change: async () => {
      const passwordHash = await hashPassword(rq.body.password);
      // A new token for this browser too: whoever copied the old one is out.
      const cookie = await rq.transact(async (ctx) => {
        await setPassword(ctx, account, { passwordHash });
        const session = await createSession(ctx, account.id, { method: 'password', secondFactor: rq.session?.data.secondFactor === true, trustLevel: rq.actor.trustLevel, userAgent: rq.userAgent, actingForId: rq.actor.actingFor?.id });
        return session.cookie;
      });
      return redirect(pathsOf(site).security, { flash: t.passwordChanged, cookies: [cookie] });
    },
  });
}

async function startApp(rq: Body<unknown>, site: Site): Promise<Reply> {
  const ticket = await rq.transact((ctx) => issueTicket(ctx, { purpose: 'enrolment', accountId: me(rq), data: { secret: newTotpSecret({ ...ctx, accountId: me(rq) }), site } }));
  return redirect(`${pathsOf(site).security}/app`, { cookies: [{ name: STEP_COOKIE, value: ticket, maxAgeSeconds: 1800 }] });
}

async function appPage(rq: Rq, site: Site, error?: string): Promise<Reply> {
  const t = securityTexts(rq.locale);
  const base = pathsOf(site).security;
  const ticket = await rq.read((ctx) => findTicket(ctx, rq.cookies[STEP_COOKIE], 'enrolment'));
  if (!ticket || ticket.accountId !== me(rq)) return redirect(base);
  const account = await rq.read((ctx) => getAccount(ctx, me(rq)));
  const body = (
    <Stack gap="large">
      <ErrorSummary errors={error ? [{ id: 'code', text: error }] : []} />
      <PageHeader title={t.appSetup} />
      <TotpSetup platform={rq.platform} locale={rq.locale} secret={openTotpSecret({ ...rq, accountId: account.id }, String(ticket.data.secret))} account={account} action={`${base}/app/bestaetigen`} cancel={base} error={error} />
    </Stack>
  );
  return view({ title: t.appSetup, body, status: error ? 422 : 200, width: 'narrow', noIndex: true });
}

async function confirmApp(rq: Rq<unknown, unknown, { code: string }>, site: Site): Promise<Reply> {
  const token = rq.cookies[STEP_COOKIE];
  const ticket = await rq.read((ctx) => findTicket(ctx, token, 'enrolment'));
  if (!ticket || ticket.accountId !== me(rq)) return redirect(pathsOf(site).security);
  const codes = await rq.transact(async (ctx) => {
    if (!(await enableTotp(ctx, me(rq), { secret: String(ticket.data.secret), code: rq.body.code }))) return undefined;
    if (!(await redeemTicket(ctx, token, 'enrolment'))) throw problem('auth/step-expired');
    await mailSecurityChange(ctx, await getAccount(ctx, me(rq)), 'totpOn');
    return renewRecoveryCodes(ctx, me(rq));
  });
  if (!codes) return appPage(rq, site, securityTexts(rq.locale).codeWrong);
  return recoveryCodesPage(rq, { codes, next: pathsOf(site).security, cookies: [clear(STEP_COOKIE)] });
}

async function passkeyOptions(rq: Rq): Promise<Reply> {
  const { options, ticket } = await rq.transact(async (ctx) => beginPasskeyRegistration(ctx, await getAccount(ctx, me(rq))));
  return json(options, { cookies: [{ name: PASSKEY_COOKIE, value: ticket, maxAgeSeconds: 600 }] });
}

async function addPasskey(rq: Body<{ antwort: string; name: string }>, site: Site): Promise<Reply> {
  const { antwort, name } = rq.body;
  const codes = await rq.transact(async (ctx) => {
    await finishPasskeyRegistration(ctx, { accountId: me(rq), ticket: rq.cookies[PASSKEY_COOKIE], answer: antwort, name });
    await mailSecurityChange(ctx, await getAccount(ctx, me(rq)), 'passkeyOn');
    return (await countRecoveryCodes(ctx, me(rq))) === 0 ? renewRecoveryCodes(ctx, me(rq)) : undefined;
  });
  return codes ? recoveryCodesPage(rq, { codes, next: pathsOf(site).security }) : back(rq, site, securityTexts(rq.locale).passkeyAdded);
}

async function endOne(rq: Rq<unknown, unknown, { id: string }>, site: Site): Promise<Reply> {
  await rq.transact((ctx) => endSession(ctx, me(rq), rq.body.id));
  return back(rq, site, securityTexts(rq.locale).sessionEnded);
}

async function endOthers(rq: Rq, site: Site): Promise<Reply> {
  const count = await rq.transact((ctx) => endOtherSessions(ctx, me(rq), rq.session?.id));
  return back(rq, site, securityTexts(rq.locale).sessionsEnded(count));
}

const current = { current: passwordField };

/** The page 'Sicherheit': password, app, passkeys, recovery codes, provider, devices. */
export function securityRoutes(site: Site): Route[] {
  const base = pathsOf(site).security;
  const common = { site, access: kindOf(site) };
  const t = (rq: Rq): ReturnType<typeof securityTexts> => securityTexts(rq.locale);
  const change = (rq: Body<unknown>, form: string, fn: () => Promise<Reply>): Promise<Reply> => confirmed(rq, site, { form, change: fn });
  return [
    page({ ...common, method: 'GET', path: base, handle: (rq) => show(rq, site) }),
    page({ ...common, method: 'POST', path: `${base}/passwort`, body: z.object({ ...current, password: passwordField }), handle: (rq) => changePassword(rq, site) }),
    page({ ...common, method: 'POST', path: `${base}/app`, body: z.object(current), handle: (rq) => change(rq, 'app', () => startApp(rq, site)) }),
    page({ ...common, method: 'GET', path: `${base}/app`, handle: (rq) => appPage(rq, site) }),
    page({ ...common, method: 'POST', path: `${base}/app/bestaetigen`, body: z.object({ code: formField(60) }), handle: (rq) => confirmApp(rq, site) }),
    page({ ...common, method: 'POST', path: `${base}/app/entfernen`, body: z.object(current), handle: (rq) => change(rq, 'app', async () => {
      await rq.transact((ctx) => removeTotp(ctx, me(rq)));
      return back(rq, site, t(rq).appRemoved);
    }) }),
    page({ ...common, method: 'POST', path: `${base}/codes`, body: z.object(current), handle: (rq) => change(rq, 'codes', async () => recoveryCodesPage(rq, { codes: await rq.transact((ctx) => renewRecoveryCodes(ctx, me(rq))), next: base })) }),
    page({ ...common, method: 'POST', path: `${base}/passkeys/optionen`, handle: passkeyOptions }),
    page({ ...common, method: 'POST', path: `${base}/passkeys`, body: z.object({ ...current, antwort: formField(20_000), name: formField(80) }), handle: (rq) => change(rq, 'passkey', () => addPasskey(rq, site)) }),
    page({ ...common, method: 'POST', path: `${base}/passkeys/entfernen`, body: z.object({ ...current, id: formField(2000) }), handle: (rq) => change(rq, `passkey-${rq.body.id}`, async () => {
      await rq.transact((ctx) => dropPasskey(ctx, me(rq), rq.body.id));
      return back(rq, site, t(rq).passkeyRemoved);
    }) }),
    page({ ...common, method: 'POST', path: `${base}/trennen`, body: z.object({ ...current, issuer: formField() }), handle: (rq) => change(rq, `anbieter-${providersOf(rq.platform).find((one) => issuerOf(one) === rq.body.issuer)?.key ?? ''}`, async () => {
      await rq.transact((ctx) => dropIdentity(ctx, me(rq), rq.body.issuer));
      return back(rq, site, t(rq).providerUnlinked);
    }) }),
    page({ ...common, method: 'POST', path: `${base}/sitzungen/beenden`, body: z.object({ id: z.uuid() }), handle: (rq) => endOne(rq, site) }),
    page({ ...common, method: 'POST', path: `${base}/sitzungen/andere`, handle: (rq) => endOthers(rq, site) }),
  ];
}
