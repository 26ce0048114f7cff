import { z } from 'zod';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { firstOpenPage, renderReview, visiblePages } from '#engines/forms';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { tr, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Checkbox, ErrorSummary, Form, PageHeader, Radios, Stack, StepProgress } from '#platform/ui';
import { lastNoticeChoice } from '../applications.queries.ts';
import { getDraft, type Draft } from '../drafts.ts';
import { formEnvOf } from '../form-env.ts';
import { submitApplication } from '../submit-application.ts';
import { proofNeeded, type ProofNeeded } from './proof.ts';
import { ProofAlert } from './proof-alert.tsx';
import { texts } from './texts.ts';
import { orSignIn, orSignInKeeping, statusCookie, visitorOfRq } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });
type Errors = { notice?: string; correct?: string };
type Review = { draft: Draft; service: CompiledService; steps: number; locale: Locale; proof: ProofNeeded; hasAccount: boolean; notice: string | undefined; errors: Errors };
type Asking = Pick<Rq, 'actor' | 'cookies' | 'locale' | 'platform'>;

/** Everything once more before it is sent (OZG § 9a: the whole declaration can be checked; warning against haste). */
export const reviewPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/pruefen',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    orSignIn(rq, () =>
      rq.read(async (ctx) => {
        const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) });
        if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
        const service = await getServiceVersion(ctx, draft.version_id);
        const open = firstOpenPage(service.form, draft.data, await formEnvOf(ctx));
        if (open) return redirect(`/antrag/entwurf/${draft.id}/seite/${open.id}`, { flash: { kind: 'warning', text: texts(rq.locale).incomplete } });
        return reviewView(await reviewOf(ctx, rq, draft));
      }),
    ),
});

async function reviewOf(ctx: Ctx, rq: Asking, draft: Draft): Promise<Review> {
  const service = await getServiceVersion(ctx, draft.version_id);
  const { accountId } = visitorOfRq(rq);
  const earlier = accountId ? await lastNoticeChoice(ctx, accountId) : undefined;
  return {
    draft,
    service,
    steps: visiblePages(service.form, draft.data, await formEnvOf(ctx)).length + 1,
    locale: rq.locale,
    proof: proofNeeded(rq, service.settings.trustLevel, `/antrag/entwurf/${draft.id}/pruefen`),
    hasAccount: accountId !== null,
    notice: earlier === undefined ? undefined : earlier ? 'elektronisch' : 'post',
    errors: {},
  };
}

function reviewView(review: Review): Reply {
  const { draft, service, locale, errors } = review;
  const t = texts(locale);
  const name = tr(service.settings.name, locale);
  const listed = [errors.notice && { id: 'zustellung', text: errors.notice }, errors.correct && { id: 'richtig', text: errors.correct }].filter((one) => typeof one === 'object');
  return view({
    title: `${t.review} – ${name}`,
    status: listed.length ? 422 : 200,
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: name, href: `/leistungen/${service.slug}` }, { label: t.review }],
    body: (
      <Stack gap="large">
        <StepProgress current={review.steps} total={review.steps} title={t.review} locale={locale} />
        {listed.length > 0 && <ErrorSummary errors={listed} />}
        <PageHeader title={t.review} lead={t.reviewLead} />
        {renderReview(service.form, draft.data, {
          locale,
          changeHref: (pageId) => `/antrag/entwurf/${draft.id}/seite/${pageId}`,
          fileHref: (one) => `/antrag/entwurf/${draft.id}/datei/${one.id}`,
        })}
        {review.proof.kind === 'none' ? <SubmitForm {...review} /> : <ProofAlert proof={review.proof} locale={locale} />}
      </Stack>
    ),
  });
}

function SubmitForm({ draft, locale, hasAccount, notice, errors }: Review) {
  const t = texts(locale);
  const here = `/antrag/entwurf/${draft.id}`;
  return (
    <Form action={`${here}/absenden`}>
      {hasAccount ? (
        <Radios
          name="zustellung"
          id="zustellung"
          label={t.notice}
          hint={t.noticeHint}
          options={[
            { value: 'elektronisch', label: t.noticeElectronic, hint: t.noticeElectronicHint },
            { value: 'post', label: t.noticePost },
          ]}
          value={notice}
          required
          error={errors.notice}
        />
      ) : (
        <Alert kind="info" title={t.postOnly}>
          <p class="kern-body">{t.postOnlyText}</p>
        </Alert>
      )}
      <Alert kind="warning" title={t.haste} level={2}>
        <p class="kern-body">{t.hasteText}</p>
      </Alert>
      <Checkbox name="richtig" id="richtig" label={t.correct} checked={false} required error={errors.correct} />
      <ButtonRow>
        <Button variant="primary">{t.submit}</Button>
        <Button variant="tertiary" href={`${here}/spaeter`}>
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
  body: z.object({ richtig: z.string().optional(), zustellung: z.string().optional() }),
  handle: (rq) =>
    orSignInKeeping(rq, () =>
      rq.transact(async (ctx) => {
        const visitor = visitorOfRq(rq);
        const t = texts(rq.locale);
        const { richtig, zustellung } = rq.body;
        const errors: Errors = {
          ...(visitor.accountId && zustellung !== 'elektronisch' && zustellung !== 'post' ? { notice: t.noticeMissing } : {}),
          ...(richtig ? {} : { correct: t.correctMissing }),
        };
        const draft = await getDraft(ctx, rq.params.id, { visitor, lock: true });
        if (!draft.submitted_at && Object.keys(errors).length > 0) return reviewView({ ...(await reviewOf(ctx, rq, draft)), notice: zustellung, errors });
        const outcome = await submitApplication(ctx, { draftId: draft.id, visitor, electronicNotice: zustellung === 'elektronisch' });
        if (outcome.kind === 'incomplete') return redirect(`/antrag/entwurf/${draft.id}/seite/${outcome.pageId}`, { flash: { kind: 'warning', text: t.incomplete } });
        const { applicationId, accessCode } = outcome.application;
        return redirect(`/antrag/eingang/${applicationId}`, visitor.accountId ? {} : { cookies: [statusCookie(rq, { id: applicationId, code: accessCode })] });
      }),
    ),
});
