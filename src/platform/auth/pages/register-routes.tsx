import { z } from 'zod';
import { formatTime } from '#platform/i18n';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { Button, ButtonRow, ErrorSummary, Form, Link, PageHeader, Stack, TextField } from '#platform/ui';
import { completeSignIn } from '../complete-sign-in.ts';
import { weaknessOf } from '../passwords.ts';
import { confirmRegistration, requestRegistration } from '../registration.ts';
import { securityTexts } from '../security-texts.ts';
import { pathsOf, safePath } from '../site-paths.ts';
import { formField, looksLikeEmail, passwordField } from './form-fields.ts';
import { oldLinkPage, sentPage } from './password-routes.tsx';

const fields = z.object({ givenName: formField(100), familyName: formField(100), email: formField(), password: passwordField, weiter: formField(2000) });
type Fields = z.output<typeof fields>;
type Errors = Partial<Record<'givenName' | 'familyName' | 'email' | 'password', string>>;
const order = ['givenName', 'familyName', 'email', 'password'] as const;

function registerPage(rq: Rq, values: Partial<Fields>, { errors = {}, status }: { errors?: Errors; status?: number } = {}): Reply {
  const t = securityTexts(rq.locale);
  const listed = order.flatMap((id) => (errors[id] ? [{ id, text: errors[id] }] : []));
  const body = (
    <Stack gap="large">
      <ErrorSummary errors={listed} />
      <PageHeader title={t.register} lead={t.registerLead} />
      <Form action="/registrieren" label={t.register}>
        {values.weiter && <input type="hidden" name="weiter" value={values.weiter} />}
        <TextField name="givenName" label={t.givenName} value={values.givenName} autocomplete="given-name" required error={errors.givenName} />
        <TextField name="familyName" label={t.familyName} value={values.familyName} autocomplete="family-name" required error={errors.familyName} />
        <TextField name="email" type="email" label={t.email} hint={t.emailHint} value={values.email} autocomplete="email" required error={errors.email} spellcheck={false} />
        <TextField name="password" type="password" label={t.newPassword} hint={t.passwordHint} autocomplete="new-password" required error={errors.password} />
        <ButtonRow>
          <Button variant="primary">{t.register}</Button>
        </ButtonRow>
        <p class="kern-body">
          {t.haveAccount} <Link href="/anmelden">{t.signIn}</Link>
        </p>
      </Form>
    </Stack>
  );
  return view({ title: t.register, body, status: status ?? (listed.length ? 422 : 200), width: 'narrow', noIndex: true });
}

function check(rq: Rq, values: Fields): Errors {
  const t = securityTexts(rq.locale);
  const weakness = weaknessOf(values.password, { email: values.email, name: `${values.givenName} ${values.familyName}` });
  return {
    ...(values.givenName.trim() ? {} : { givenName: t.givenNameMissing }),
    ...(values.familyName.trim() ? {} : { familyName: t.familyNameMissing }),
    ...(looksLikeEmail(values.email) ? {} : { email: t.emailWrong }),
    ...(weakness ? { password: t[weakness] } : {}),
  };
}

async function register(rq: Rq<unknown, unknown, Fields>): Promise<Reply> {
  const errors = check(rq, rq.body);
  if (Object.keys(errors).length) return registerPage(rq, rq.body, { errors });
  const { weiter, ...person } = rq.body;
  const until = await requestRegistration(rq, { ...person, next: safePath(weiter, ''), locale: rq.locale });
  if (until) return registerPage(rq, rq.body, { errors: { email: securityTexts(rq.locale).tooMany(formatTime(until, rq.locale)) }, status: 429 });
  return redirect('/registrieren/gesendet');
}

function confirmPage(rq: Rq, code: string): Reply {
  const t = securityTexts(rq.locale);
  const body = (
    <Form action="/registrieren/bestaetigen" label={t.confirmEmail}>
      <PageHeader title={t.confirmEmail} lead={t.confirmLead} />
      <input type="hidden" name="code" value={code} />
      <ButtonRow>
        <Button variant="primary">{t.confirmButton}</Button>
      </ButtonRow>
    </Form>
  );
  return view({ title: t.confirmEmail, body, width: 'narrow', noIndex: true });
}

async function confirm(rq: Rq<unknown, unknown, { code: string }>): Promise<Reply> {
  const t = securityTexts(rq.locale);
  const outcome = await confirmRegistration(rq, rq.body.code);
  if (outcome.kind === 'old-link') return oldLinkPage(rq, '/registrieren');
  if (outcome.kind === 'taken') return redirect(pathsOf('portal').signIn, { flash: { kind: 'info', text: t.taken } });
  const reply = await completeSignIn(rq, 'portal', { accountId: outcome.accountId, proof: { method: 'registration', secondFactor: false }, next: outcome.next });
  return reply.kind === 'redirect' ? { ...reply, flash: { kind: 'success', text: t.welcome } } : reply;
}

const code = z.object({ code: formField(100) });
const base = { site: 'portal', access: 'anyone' } as const;

/** A new citizen's account. The mailed link shows a button: mail scanners that open links must not confirm anything. */
export const registerRoutes: Route[] = [
  page({ ...base, method: 'GET', path: '/registrieren', query: z.object({ weiter: formField(2000) }), handle: async (rq) => registerPage(rq, { weiter: safePath(rq.query.weiter, '') }) }),
  page({ ...base, method: 'POST', path: '/registrieren', body: fields, handle: register }),
  page({ ...base, method: 'GET', path: '/registrieren/gesendet', handle: async (rq) => sentPage(rq, securityTexts(rq.locale).sentText) }),
  page({ ...base, method: 'GET', path: '/registrieren/bestaetigen', query: code, handle: async (rq) => confirmPage(rq, rq.query.code) }),
  page({ ...base, method: 'POST', path: '/registrieren/bestaetigen', body: code, handle: confirm }),
];
