import { z } from 'zod';
import { page, redirect, view, type Reply } from '#platform/http';
import type { Locale } from '#platform/i18n';
import { Button, ButtonRow, ErrorSummary, Form, Link, PageHeader, Stack, TextField } from '#platform/ui';
import { lookUpApplication } from '../applications.queries.ts';
import { problem } from '../problems.ts';
import { texts } from './texts.ts';
import { statusCookie } from './visitor-request.ts';

/** The state of an application without account: number and code from the receipt. */
export const statusPage = page({
  method: 'GET',
  path: '/status',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  query: z.object({ nummer: z.string().max(60).optional() }),
  handle: async (rq) => askView({ locale: rq.locale, number: rq.query.nummer ?? '' }),
});

function askView({ locale, number, error, status = 200 }: { locale: Locale; number: string; error?: string; status?: number }): Reply {
  const t = texts(locale);
  return view({
    title: t.status,
    status,
    width: 'narrow',
    crumbs: [{ label: t.status }],
    body: (
      <Stack gap="large">
        {error && <ErrorSummary errors={[{ id: 'nummer', text: error }]} />}
        <PageHeader title={t.status} lead={t.statusLead} />
        <Form action="/status">
          <TextField name="nummer" id="nummer" label={t.number} hint={t.forExample('2026-HUND-000123')} value={number} error={error} width={20} spellcheck={false} autocomplete="off" required />
          <TextField name="code" label={t.code} hint={t.forExample('ABCD-EFGH-JKMN')} value="" width={20} autocomplete="off" spellcheck={false} required />
          <ButtonRow>
            <Button variant="primary">{t.look}</Button>
          </ButtonRow>
        </Form>
        <p class="kern-body">
          {t.haveAccount} <Link href="/konto">{t.toAccount}</Link>
        </p>
      </Stack>
    ),
  });
}

export const statusPost = page({
  method: 'POST',
  path: '/status',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  body: z.object({ nummer: z.string().max(200).default(''), code: z.string().max(200).default('') }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const found = await lookUpApplication(ctx, { number: rq.body.nummer, code: rq.body.code, ip: rq.ip });
      if (found.kind === 'found') return redirect(`/status/${found.application.id}`, { cookies: [statusCookie(rq, { id: found.application.id, code: found.application.access_code })] });
      const refusal = problem(found.kind === 'wrong' ? 'applications/wrong-code' : 'applications/too-many-tries');
      return askView({ locale: rq.locale, number: rq.body.nummer, error: rq.locale === 'en' ? refusal.en : refusal.de, status: found.kind === 'wrong' ? 422 : 429 });
    }),
});
