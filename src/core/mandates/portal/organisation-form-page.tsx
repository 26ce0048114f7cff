import { z } from 'zod';
import { parsePage, renderPage, type FormData, type FormEnv, type ParsedPage } from '#engines/forms';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Form, PageHeader, Stack } from '#platform/ui';
import { actFor } from '../act-for.ts';
import { changeOrganisation, foundOrganisation } from '../found-organisation.ts';
import { getOrganisation, requireAdministrator } from '../organisation.ts';
import { ORGANISATION_PAGE, answersOf, factsOf, organisationForm } from './organisation-form.ts';
import { texts } from './texts.ts';

const common = { site: 'portal', access: 'citizen' } as const;
const NEW = '/konto/organisationen/neu';
const body = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const params = z.object({ id: z.uuid() });
const envOf = (ctx: Ctx): FormEnv => ({ today: calendarDayOf(ctx.now), locale: ctx.locale });

type Shown = { action: string; title: string; lead: string; data: FormData; parsed?: ParsedPage };

function formView(ctx: Ctx, { action, title, lead, data, parsed }: Shown): Reply {
  const t = texts(ctx.locale);
  const errors = parsed?.errors ?? [];
  const drawn = renderPage({ form: organisationForm, pageId: ORGANISATION_PAGE, data: parsed?.values ?? data, env: envOf(ctx), errors, ...(parsed ? { typed: parsed.typed } : {}) });
  return view({
    title,
    status: errors.length ? 422 : 200,
    nav: 'account',
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: t.account, href: '/konto' }, { label: t.organisations, href: '/konto/organisationen' }, { label: title }],
    body: (
      <Stack gap="large">
        {drawn.summary.length > 0 && <ErrorSummary errors={drawn.summary} />}
        <PageHeader title={title} lead={lead} />
        <Form action={action} label={title}>
          {drawn.fields}
          <ButtonRow>
            <Button variant="primary">{t.save}</Button>
            <Button href="/konto/organisationen">{t.cancel}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

const founding = (rq: Pick<Rq, 'locale'>): Omit<Shown, 'data'> => ({ action: NEW, title: texts(rq.locale).found, lead: texts(rq.locale).foundLead });

export const foundPage = page({ ...common, method: 'GET', path: NEW, handle: (rq) => rq.read(async (ctx) => formView(ctx, { ...founding(rq), data: {} })) });

export const foundPost = page({
  ...common,
  method: 'POST',
  path: NEW,
  body,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const parsed = parsePage(organisationForm, { pageId: ORGANISATION_PAGE, body: rq.body, data: {}, env: envOf(ctx) });
      if (!parsed.complete) return formView(ctx, { ...founding(rq), data: {}, parsed });
      const facts = factsOf(parsed.values);
      const id = await foundOrganisation(ctx, facts);
      if (rq.session) await actFor(ctx, rq.session.id, id);
      return redirect(`/konto/organisationen/${id}`, { flash: texts(rq.locale).founded(facts.name) });
    }),
});

const changing = (rq: Rq<{ id: string }>): Omit<Shown, 'data'> => ({ action: `/konto/organisationen/${rq.params.id}/angaben`, title: texts(rq.locale).details, lead: texts(rq.locale).detailsHint });

export const detailsPage = page({
  ...common,
  method: 'GET',
  path: '/konto/organisationen/:id/angaben',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      await requireAdministrator(ctx, rq.params.id);
      return formView(ctx, { ...changing(rq), data: answersOf(await getOrganisation(ctx, rq.params.id)) });
    }),
});

export const detailsPost = page({
  ...common,
  method: 'POST',
  path: '/konto/organisationen/:id/angaben',
  params,
  body,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await requireAdministrator(ctx, rq.params.id);
      const parsed = parsePage(organisationForm, { pageId: ORGANISATION_PAGE, body: rq.body, data: {}, env: envOf(ctx) });
      if (!parsed.complete) return formView(ctx, { ...changing(rq), data: {}, parsed });
      await changeOrganisation(ctx, rq.params.id, factsOf(parsed.values));
      return redirect(`/konto/organisationen/${rq.params.id}`, { flash: texts(rq.locale).saved });
    }),
});
