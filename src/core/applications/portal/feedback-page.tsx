import { z } from 'zod';
import { findCurrentVersion, type CompiledService } from '#core/catalogue';
import { cityOf } from '#core/organisation';
import { parsePage, prefillData, renderPage, type FormData, type FormEnv, type ParsedPage } from '#engines/forms';
import { newId } from '#platform/db';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { defineTexts } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Card, CardGrid, DescriptionList, ErrorSummary, Form, PageHeader, Section, Stack, TextField } from '#platform/ui';
import { findDraft, saveDraft, startDraft } from '../drafts.ts';
import { formEnvOf } from '../form-env.ts';
import { problem } from '../problems.ts';
import { submitApplication, type Submitted } from '../submit-application.ts';
import { countTries, triedTooOften } from '../tries.ts';
import { ensureVisitor, statusCookie } from './visitor-request.ts';

/** The service whose one page this form is; a city without it shows how to reach somebody. */
const SLUG = 'feedback';

const words = defineTexts({
  de: {
    title: 'Rückmeldung geben',
    lead: 'Lob, Kritik, ein Fehler oder eine Barriere: Schreiben Sie uns. Ein Mensch liest es und antwortet, wenn Sie das möchten.',
    damage: 'Schaden in der Stadt?',
    damageText: 'Schlagloch, kaputte Laterne, wilder Müll: Melden Sie es direkt an die Stelle, die es behebt. Bei Gefahr rufen Sie 110 oder 112.',
    damageLink: 'Mangel melden',
    send: 'Absenden',
    trap: 'Bitte dieses Feld leer lassen',
    otherWays: 'Andere Wege',
    email: 'E-Mail',
    phone: 'Telefon',
    tooMany: 'Von hier kamen gerade viele Rückmeldungen',
    tooManyText: 'Bitte warten Sie eine Viertelstunde oder rufen Sie uns an. Ihre Nachricht steht noch im Feld.',
  },
  en: {
    title: 'Give feedback',
    lead: 'Praise, criticism, a mistake or a barrier: write to us. A person reads it and answers, if you wish.',
    damage: 'Damage in the city?',
    damageText: 'Pothole, broken lamp, dumped rubbish: report it directly to those who fix it. In danger call 110 or 112.',
    damageLink: 'Report a defect',
    send: 'Send',
    trap: 'Please leave this field empty',
    otherWays: 'Other ways',
    email: 'Email',
    phone: 'Phone',
    tooMany: 'There was a lot of feedback from here just now',
    tooManyText: 'Please wait a quarter of an hour or call us. Your message is still in the field.',
  },
  'de-leicht': {
    title: 'Uns etwas sagen',
    lead: 'Ist etwas gut oder schlecht? Schreiben Sie es uns. Ein Mensch liest es.',
    damageText: 'Ist auf der Straße etwas kaputt? Melden Sie es hier. Bei Gefahr rufen Sie 112 an.',
  },
});

type Found = { versionId: string; service: CompiledService; pageId: string };

async function findService(ctx: Ctx): Promise<Found | undefined> {
  const found = await findCurrentVersion(ctx, SLUG);
  const pageId = found?.service.form.pages[0]?.id;
  return found && pageId ? { ...found, pageId } : undefined;
}

/** Etwas melden: one page that reaches an office; `?seite=` is the page somebody came from. */
export const feedbackPage = page({
  method: 'GET',
  path: '/rueckmeldung',
  site: 'portal',
  access: 'anyone',
  query: z.object({ seite: z.string().max(300).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const found = await findService(ctx);
      const env = await formEnvOf(ctx);
      const seite = rq.query.seite?.startsWith('/') ? rq.query.seite : undefined;
      const data: FormData = found ? { ...prefillData(found.service.form, {}, env).data, ...(seite ? { topic: 'website', page: seite } : {}) } : {};
      return show(ctx, rq, { found, env, data, token: newId() });
    }),
});

type Shown = { found: Found | undefined; env: FormEnv; data: FormData; token: string; parsed?: ParsedPage; tooMany?: boolean };

async function show(ctx: Ctx, rq: Pick<Rq, 'locale' | 'platform'>, shown: Shown): Promise<Reply> {
  const { found, parsed, tooMany = false } = shown;
  const t = words(rq.locale);
  const { email, phone } = cityOf(rq.platform);
  const damage = await findCurrentVersion(ctx, 'defect-report');
  const drawn = found && renderPage({ form: found.service.form, pageId: found.pageId, data: shown.data, env: shown.env, errors: parsed?.errors ?? [], ...(parsed ? { typed: parsed.typed } : {}) });
  return view({
    title: t.title,
    status: tooMany ? 429 : parsed && parsed.errors.length > 0 ? 422 : 200,
    width: 'narrow',
    crumbs: [{ label: t.title }],
    body: (
      <Stack gap="large">
        {drawn && drawn.summary.length > 0 && <ErrorSummary errors={drawn.summary} />}
        <PageHeader title={t.title} lead={t.lead} />
        {tooMany && <Alert kind="warning" title={t.tooMany} role="alert">{t.tooManyText}</Alert>}
        {damage && (
          <CardGrid size="large">
            <Card title={t.damage} level={2} icon="flag" footer={<Button href="/antrag/defect-report">{t.damageLink}</Button>}>
              <p>{t.damageText}</p>
            </Card>
          </CardGrid>
        )}
        {drawn && (
          <Form action="/rueckmeldung">
            {drawn.fields}
            <input type="hidden" name="_token" value={shown.token} />
            <div class="kern-sr-only" aria-hidden="true">
              <TextField name="_homepage" label={t.trap} required={false} autocomplete="off" attributes={{ tabindex: "-1" }} />
            </div>
            <ButtonRow>
              <Button variant="primary">{t.send}</Button>
            </ButtonRow>
          </Form>
        )}
        <Section title={t.otherWays}>
          <DescriptionList
            items={[
              { term: t.email, value: <a class="kern-link" href={`mailto:${email}`}>{email}</a> },
              { term: t.phone, value: <a class="kern-link" href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a> },
            ]}
          />
        </Section>
      </Stack>
    ),
  });
}

const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Sent once: the token of the page is the id of the application, so that a double click finds the first. */
export const feedbackPost = page({
  method: 'POST',
  path: '/rueckmeldung',
  site: 'portal',
  access: 'anyone',
  body: posted,
  handle: async (rq): Promise<Reply> => {
    const { _token, _homepage, ...body } = rq.body;
    // a machine that fills every field is thanked and forgotten
    if (typeof _homepage === 'string' && _homepage) return redirect('/');
    const token = z.uuid().safeParse(_token).data ?? newId();
    const { visitor, cookies } = ensureVisitor(rq);
    return rq.transact(async (ctx) => {
      const found = await findService(ctx);
      if (!found) throw problem('applications/not-online');
      const env = await formEnvOf(ctx);
      const parsed = parsePage(found.service.form, { pageId: found.pageId, body, data: {}, env });
      if (!parsed.complete) return show(ctx, rq, { found, env, data: parsed.values, token, parsed });
      const before = await findDraft(ctx, token, visitor);
      if (!before) {
        const keys = [`feedback:${rq.ip}`];
        if (await triedTooOften(ctx, keys)) return show(ctx, rq, { found, env, data: parsed.values, token, parsed, tooMany: true });
        await countTries(ctx, keys);
        await startDraft(ctx, { id: token, slug: SLUG, versionId: found.versionId, visitor, prefill: parsed.values, anew: true });
        const draft = await findDraft(ctx, token, visitor);
        if (draft) saveDraft(ctx, draft, { data: parsed.values, page: found.pageId, visitor });
      }
      const outcome = await submitApplication(ctx, { draftId: token, visitor, electronicNotice: true });
      if (outcome.kind === 'incomplete') return show(ctx, rq, { found, env, data: parsed.values, token, parsed });
      return received(rq, outcome.application, { cookies, hasAccount: visitor.accountId !== null });
    });
  },
});

function received(rq: Rq, { applicationId, accessCode }: Submitted, { cookies, hasAccount }: { cookies: ReturnType<typeof ensureVisitor>['cookies']; hasAccount: boolean }): Reply {
  return redirect(`/antrag/eingang/${applicationId}`, { cookies: [...cookies, ...(hasAccount ? [] : [statusCookie(rq, { id: applicationId, code: accessCode })])] });
}
