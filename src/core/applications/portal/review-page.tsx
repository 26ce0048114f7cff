import { z } from 'zod';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { firstOpenPage, renderReview, visiblePages } from '#engines/forms';
import { page, redirect, view, type Reply } from '#platform/http';
import { tr, type Locale } from '#platform/i18n';
import { trusts } from '#platform/module';
import { Alert, Button, ButtonRow, Checkbox, ErrorSummary, Form, PageHeader, Stack, StepProgress } from '#platform/ui';
import { getDraft, type Draft } from '../drafts.ts';
import { formEnv, submitApplication } from '../submit-application.ts';
import { texts } from './texts.ts';
import { statusCookie, visitorOfRq } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });

/** Everything once more before it is sent (OZG § 9a: the whole declaration can be checked; warning against haste). */
export const reviewPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/pruefen',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) });
      if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
      const service = await getServiceVersion(ctx, draft.version_id);
      const env = formEnv(ctx);
      const open = firstOpenPage(service.form, draft.data, env);
      if (open) return redirect(`/antrag/entwurf/${draft.id}/seite/${open.id}`, { flash: { kind: 'warning', text: texts(rq.locale).incomplete } });
      const steps = visiblePages(service.form, draft.data, env).length + 1;
      const mustSignIn = !trusts(rq.actor, service.settings.trustLevel);
      return reviewView({ draft, service, steps, mustSignIn, locale: rq.locale, confirmed: true });
    }),
});

type Review = { draft: Draft; service: CompiledService; steps: number; mustSignIn: boolean; locale: Locale; confirmed: boolean };

function reviewView(review: Review): Reply {
  const { draft, service, locale, confirmed } = review;
  const t = texts(locale);
  const name = tr(service.settings.name, locale);
  return view({
    title: `${t.review} – ${name}`,
    status: confirmed ? 200 : 422,
    noIndex: true,
    crumbs: [{ label: name, href: `/leistungen/${service.slug}` }, { label: t.review }],
    body: (
      <Stack gap="large">
        <StepProgress current={review.steps} total={review.steps} title={t.review} locale={locale} />
        {!confirmed && <ErrorSummary errors={[{ id: 'richtig', text: t.correctMissing }]} />}
        <PageHeader title={t.review} lead={t.reviewLead} />
        {renderReview(service.form, draft.data, {
          locale,
          changeHref: (pageId) => `/antrag/entwurf/${draft.id}/seite/${pageId}`,
          fileHref: (one) => `/antrag/entwurf/${draft.id}/datei/${one.id}`,
        })}
        <SubmitForm {...review} />
      </Stack>
    ),
  });
}

function SubmitForm({ draft, mustSignIn, locale, confirmed }: Review) {
  const t = texts(locale);
  const here = `/antrag/entwurf/${draft.id}`;
  if (mustSignIn) {
    return (
      <Alert kind="warning" title={t.trustText}>
        <Button variant="primary" href={`/anmelden?weiter=${encodeURIComponent(`${here}/pruefen`)}`}>
          {t.signIn}
        </Button>
      </Alert>
    );
  }
  return (
    <Form action={`${here}/absenden`}>
      <Alert kind="warning" title={t.haste} level={2}>
        <p>{t.hasteText}</p>
      </Alert>
      <Checkbox name="elektronisch" label={t.notice} hint={t.noticeHint} checked />
      <Checkbox name="richtig" id="richtig" label={t.correct} checked={false} required error={confirmed ? undefined : t.correctMissing} />
      <ButtonRow>
        <Button variant="primary" type="submit">
          {t.submit}
        </Button>
        <Button variant="secondary" href={`${here}/spaeter`}>
          {t.later}
        </Button>
      </ButtonRow>
    </Form>
  );
}

/** Sends the application, exactly once however often it is asked. */
export const submitPost = page({
  method: 'POST',
  path: '/antrag/entwurf/:id/absenden',
  site: 'portal',
  access: 'anyone',
  params,
  body: z.object({ richtig: z.string().optional(), elektronisch: z.string().optional() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const visitor = visitorOfRq(rq);
      if (!rq.body.richtig) {
        const draft = await getDraft(ctx, rq.params.id, { visitor });
        if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
        const service = await getServiceVersion(ctx, draft.version_id);
        const steps = visiblePages(service.form, draft.data, formEnv(ctx)).length + 1;
        return reviewView({ draft, service, steps, mustSignIn: false, locale: rq.locale, confirmed: false });
      }
      const outcome = await submitApplication(ctx, { draftId: rq.params.id, visitor, electronicNotice: Boolean(rq.body.elektronisch) });
      if (outcome.kind === 'incomplete') return redirect(`/antrag/entwurf/${rq.params.id}/seite/${outcome.pageId}`, { flash: { kind: 'warning', text: texts(rq.locale).incomplete } });
      const { applicationId, accessCode } = outcome.application;
      return redirect(`/antrag/eingang/${applicationId}`, { cookies: [statusCookie(applicationId, accessCode)] });
    }),
});
