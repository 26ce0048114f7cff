import { z } from 'zod';
import { formatTime } from '#platform/i18n';
import { page, redirect, view, type Reply, type Route, type Rq, type Site } from '#platform/http';
import { Alert, Button, ButtonRow, ErrorSummary, Form, Link, PageHeader, Stack, TextField } from '#platform/ui';
import { accountOfLink, choosePassword, requestPasswordLink } from '../password-change.ts';
import { securityTexts } from '../security-texts.ts';
import { kindOf, pathsOf } from '../site-paths.ts';
import { formField, looksLikeEmail, passwordField } from './form-fields.ts';

type Failed = { error?: string; email?: string; status?: number };

function forgotPage(rq: Rq, site: Site, { error, email, status }: Failed = {}): Reply {
  const t = securityTexts(rq.locale);
  const body = (
    <Stack gap="large">
      <ErrorSummary errors={error ? [{ id: 'email', text: error }] : []} />
      <PageHeader title={t.forgot} lead={t.forgotLead} />
      <Form action={pathsOf(site).forgot} label={t.forgot}>
        <TextField name="email" type="email" label={t.email} value={email} autocomplete="email" required error={error} spellcheck={false} />
        <ButtonRow>
          <Button variant="primary">{t.forgotSend}</Button>
          <Button variant="tertiary" href={pathsOf(site).signIn}>
            {t.cancel}
          </Button>
        </ButtonRow>
      </Form>
    </Stack>
  );
  return view({ title: t.forgot, body, status: status ?? (error ? 422 : 200), width: 'narrow', noIndex: true });
}

/** After a mail was (perhaps) sent: the same page whether the address is known or not. */
export function sentPage(rq: Rq, text: string): Reply {
  const t = securityTexts(rq.locale);
  const body = (
    <Stack gap="large">
      <PageHeader title={t.sent} lead={text} />
      <p class="kern-body">{t.sentNothing}</p>
      {rq.platform.config.mode === 'demo' && (
        <Alert kind="info" title={t.sentDemo}>
          <Link href="/demo/postfach">/demo/postfach</Link>
        </Alert>
      )}
    </Stack>
  );
  return view({ title: t.sent, body, width: 'narrow', noIndex: true });
}

/** A link that was used or is too old. */
export function oldLinkPage(rq: Rq, again: string): Reply {
  const t = securityTexts(rq.locale);
  const body = (
    <Stack gap="large">
      <PageHeader title={t.linkOld} lead={t.linkOldText} />
      <Button variant="primary" href={again}>
        {t.again}
      </Button>
    </Stack>
  );
  return view({ title: t.linkOld, body, status: 410, width: 'narrow', noIndex: true });
}

function choosePage(rq: Rq, site: Site, { code, error }: { code: string; error?: string }): Reply {
  const t = securityTexts(rq.locale);
  const body = (
    <Stack gap="large">
      <ErrorSummary errors={error ? [{ id: 'password', text: error }] : []} />
      <PageHeader title={t.chooseNew} />
      <Form action={pathsOf(site).newPassword} label={t.chooseNew}>
        <input type="hidden" name="code" value={code} />
        <TextField name="password" type="password" label={t.newPassword} hint={t.passwordHint} autocomplete="new-password" required error={error} />
        <ButtonRow>
          <Button variant="primary">{t.chooseSave}</Button>
        </ButtonRow>
      </Form>
    </Stack>
  );
  return view({ title: t.chooseNew, body, status: error ? 422 : 200, width: 'narrow', noIndex: true });
}

async function forgot(rq: Rq<unknown, unknown, { email: string }>, site: Site): Promise<Reply> {
  const t = securityTexts(rq.locale);
  const { email } = rq.body;
  if (!looksLikeEmail(email)) return forgotPage(rq, site, { email, error: t.emailWrong });
  const until = await requestPasswordLink(rq, { kind: kindOf(site), email });
  if (until) return forgotPage(rq, site, { email, error: t.tooMany(formatTime(until, rq.locale)), status: 429 });
  return redirect(`${pathsOf(site).forgot}/gesendet`);
}

async function choose(rq: Rq<unknown, unknown, { code: string; password: string }>, site: Site): Promise<Reply> {
  const t = securityTexts(rq.locale);
  const { code, password } = rq.body;
  const outcome = await choosePassword(rq, { code, password, kind: kindOf(site) });
  if (outcome.kind === 'old-link') return oldLinkPage(rq, pathsOf(site).forgot);
  if (outcome.kind === 'weak') return choosePage(rq, site, { code, error: t[outcome.weakness] });
  return redirect(pathsOf(site).signIn, { flash: t.chosen });
}

/** Forgotten password: ask, answer, choose. */
export function passwordRoutes(site: Site): Route[] {
  const paths = pathsOf(site);
  const base = { site, access: 'anyone' } as const;
  return [
    page({ ...base, method: 'GET', path: paths.forgot, handle: async (rq) => forgotPage(rq, site) }),
    page({ ...base, method: 'POST', path: paths.forgot, body: z.object({ email: formField() }), handle: (rq) => forgot(rq, site) }),
    page({ ...base, method: 'GET', path: `${paths.forgot}/gesendet`, handle: async (rq) => sentPage(rq, securityTexts(rq.locale).forgotSent) }),
    page({ ...base, method: 'GET', path: paths.newPassword, query: z.object({ code: formField(100) }), handle: async (rq) => {
      const account = await rq.read((ctx) => accountOfLink(ctx, rq.query.code, kindOf(site)));
      return account ? choosePage(rq, site, { code: rq.query.code }) : oldLinkPage(rq, paths.forgot);
    } }),
    page({ ...base, method: 'POST', path: paths.newPassword, body: z.object({ code: formField(100), password: passwordField }), handle: (rq) => choose(rq, site) }),
  ];
}
