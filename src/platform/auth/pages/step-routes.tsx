import { z } from 'zod';
import { formatTime } from '#platform/i18n';
import { json, page, redirect, view, type Reply, type Route, type Rq, type Site } from '#platform/http';
import { Button, ButtonRow, Details, ErrorSummary, Form, PageHeader, Prose, Stack, TextField } from '#platform/ui';
import { getAccount, type Account } from '../accounts.ts';
import { completeSignIn, openSession } from '../complete-sign-in.ts';
import { mailSecurityChange } from '../mails.ts';
import { beginPasskeySignIn, usePasskey } from '../passkeys.ts';
import { problem } from '../problems.ts';
import { countTry, limits } from '../rate-limit.ts';
import { renewRecoveryCodes } from '../recovery-codes.ts';
import { checkCode } from '../sign-in.ts';
import { signInTexts } from '../sign-in-texts.ts';
import { PASSKEY_COOKIE, STEP_COOKIE, clear, pathsOf, safePath } from '../site-paths.ts';
import { findTicket, redeemTicket, type Ticket } from '../tickets.ts';
import { enableTotp, openTotpSecret } from '../totp.ts';
import { formField } from './form-fields.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { TotpSetup } from './totp-setup.tsx';
import { recoveryCodesPage } from './recovery-codes-page.tsx';

type Step = { ticket: Ticket; account: Account };

/** The step this browser is at; undefined when it took too long. */
async function findStep(rq: Rq, purpose: 'sign-in-step' | 'enrolment'): Promise<Step | undefined> {
  return rq.read(async (ctx) => {
    const ticket = await findTicket(ctx, rq.cookies[STEP_COOKIE], purpose);
    if (!ticket?.accountId) return undefined;
    return { ticket, account: await getAccount(ctx, ticket.accountId) };
  });
}

const tooLate = (rq: Rq, site: Site): Reply => redirect(pathsOf(site).signIn, { flash: { kind: 'warning', text: signInTexts(rq.locale).stepExpired }, cookies: [clear(STEP_COOKIE)] });

function stepPage(rq: Rq, site: Site, { step, error, status }: { step: Step; error?: string; status?: number }): Reply {
  const t = signInTexts(rq.locale);
  const paths = pathsOf(site);
  const body = (
    <Stack gap="large">
      <ErrorSummary errors={error ? [{ id: 'code', text: error }] : []} />
      <PageHeader title={t.step} lead={t.stepLead} />
      {step.account.hasPasskey && <PasskeyForm action={`${paths.step}/passkey`} optionsFrom={`${paths.step}/optionen`} ceremony="get" label={t.withPasskey} failed={t.passkeyFailed} primary={!step.account.hasTotp} />}
      <Form action={paths.step} label={t.step}>
        <TextField name="code" label={t.code} hint={step.account.hasTotp ? t.codeHint : t.recoveryOnlyHint} autocomplete="one-time-code" width={20} required error={error} spellcheck={false} />
        <ButtonRow>
          <Button variant="primary">{t.confirm}</Button>
          <Button href={paths.signIn} variant="tertiary">
            {t.cancel}
          </Button>
        </ButtonRow>
      </Form>
      <Details summary={t.lostFactor}>
        <Prose>
          <p>{site === 'office' ? t.lostFactorStaff : t.lostFactorCitizen}</p>
        </Prose>
      </Details>
    </Stack>
  );
  return view({ title: t.step, body, status: status ?? (error ? 422 : 200), width: 'narrow', noIndex: true, islands: true });
}

async function confirmCode(rq: Rq<unknown, unknown, { code: string }>, site: Site): Promise<Reply> {
  const t = signInTexts(rq.locale);
  const step = await findStep(rq, 'sign-in-step');
  if (!step) return tooLate(rq, site);
  const outcome = await checkCode(rq, step.account.id, rq.body.code);
  if (outcome.kind === 'closed') return stepPage(rq, site, { step, error: t.closed(formatTime(outcome.until, rq.locale)), status: 429 });
  if (outcome.kind === 'wrong') return stepPage(rq, site, { step, error: t.codeWrong });
  return finish(rq, site, step);
}

/** The ticket opens one session only, even when the button was pressed twice. */
async function finish(rq: Rq, site: Site, step: Step): Promise<Reply> {
  const redeemed = await rq.transact((ctx) => redeemTicket(ctx, rq.cookies[STEP_COOKIE], 'sign-in-step'));
  if (!redeemed) return tooLate(rq, site);
  return completeSignIn(rq, site, { accountId: step.account.id, proof: { method: 'password', secondFactor: true }, next: String(redeemed.data.next ?? '') });
}

async function stepOptions(rq: Rq): Promise<Reply> {
  const step = await findStep(rq, 'sign-in-step');
  if (!step) return json({}, { status: 401 });
  const { options, ticket } = await rq.transact((ctx) => beginPasskeySignIn(ctx, step.account.id));
  return json(options, { cookies: [{ name: PASSKEY_COOKIE, value: ticket, maxAgeSeconds: 600 }] });
}

async function confirmPasskey(rq: Rq<unknown, unknown, { antwort: string }>, site: Site): Promise<Reply> {
  const step = await findStep(rq, 'sign-in-step');
  if (!step) return tooLate(rq, site);
  const accountId = await rq.transact(async (ctx) => {
    const used = await usePasskey(ctx, { ticket: rq.cookies[PASSKEY_COOKIE], answer: rq.body.antwort });
    if (!used) ctx.emit({ type: 'auth/second-factor-failed', subject: `account:${step.account.id}`, data: { method: 'passkey' } });
    return used;
  });
  if (accountId !== step.account.id) return stepPage(rq, site, { step, error: signInTexts(rq.locale).passkeyFailed });
  return finish(rq, site, step);
}

function enrolPage(rq: Rq, site: Site, { step, error, status }: { step: Step; error?: string; status?: number }): Reply {
  const t = signInTexts(rq.locale);
  const body = (
    <Stack gap="large">
      <ErrorSummary errors={error ? [{ id: 'code', text: error }] : []} />
      <PageHeader title={t.enrol} lead={t.enrolLead} />
      <TotpSetup platform={rq.platform} locale={rq.locale} secret={openTotpSecret({ ...rq, accountId: step.account.id }, String(step.ticket.data.secret))} account={step.account} action={pathsOf(site).enrol} error={error} />
    </Stack>
  );
  return view({ title: t.enrol, status: status ?? (error ? 422 : 200), width: 'narrow', noIndex: true, body });
}

async function enrol(rq: Rq<unknown, unknown, { code: string }>, site: Site): Promise<Reply> {
  const t = signInTexts(rq.locale);
  const step = await findStep(rq, 'enrolment');
  if (!step) return tooLate(rq, site);
  const closed = await rq.transact((ctx) => countTry(ctx, limits.code, step.account.id));
  if (closed) return enrolPage(rq, site, { step, error: t.closed(formatTime(closed.closedUntil, rq.locale)), status: 429 });
  const codes = await rq.transact(async (ctx) => {
    if (!(await enableTotp(ctx, step.account.id, { secret: String(step.ticket.data.secret), code: rq.body.code }))) return undefined;
    if (!(await redeemTicket(ctx, rq.cookies[STEP_COOKIE], 'enrolment'))) throw problem('auth/step-expired');
    await mailSecurityChange(ctx, step.account, 'totpOn');
    return renewRecoveryCodes(ctx, step.account.id);
  });
  if (!codes) return enrolPage(rq, site, { step, error: t.codeWrong });
  const { cookies } = await openSession(rq, site, { accountId: step.account.id, proof: { method: 'password', secondFactor: true } });
  return recoveryCodesPage(rq, { codes, next: safePath(String(step.ticket.data.next ?? ''), pathsOf(site).home), cookies });
}

/** The step between password and session: code, passkey, or setting up what is missing. */
export function stepRoutes(site: Site): Route[] {
  const paths = pathsOf(site);
  const base = { site, access: 'anyone' } as const;
  const code = z.object({ code: formField(60) });
  return [
    page({ ...base, method: 'GET', path: paths.step, handle: async (rq) => {
      const step = await findStep(rq, 'sign-in-step');
      return step ? stepPage(rq, site, { step }) : tooLate(rq, site);
    } }),
    page({ ...base, method: 'POST', path: paths.step, body: code, handle: (rq) => confirmCode(rq, site) }),
    page({ ...base, method: 'POST', path: `${paths.step}/optionen`, handle: stepOptions }),
    page({ ...base, method: 'POST', path: `${paths.step}/passkey`, body: z.object({ antwort: formField(20_000) }), handle: (rq) => confirmPasskey(rq, site) }),
    page({ ...base, method: 'GET', path: paths.enrol, handle: async (rq) => {
      const step = await findStep(rq, 'enrolment');
      return step ? enrolPage(rq, site, { step }) : tooLate(rq, site);
    } }),
    page({ ...base, method: 'POST', path: paths.enrol, body: code, handle: (rq) => enrol(rq, site) }),
  ];
}
