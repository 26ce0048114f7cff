import { z } from 'zod';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { firstOpenPage, listSigners, renderReview, signingRules, visiblePages, type Signer } from '#engines/forms';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { contentLocale, tr, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Checkbox, DescriptionList, ErrorSummary, Form, PageHeader, Radios, Section, Stack, StepProgress, ContentBlock, languageOf } from '#platform/ui';
import { lastNoticeChoice } from '../applications.queries.ts';
import { getDraft, type Draft } from '../drafts.ts';
import { formEnvOf } from '../form-env.ts';
import { findSigning } from '../signing/signing.queries.ts';
import { startSigning } from '../signing/start-signing.ts';
import { submitTogether } from '../submit-together.ts';
import { proofNeeded, type ProofNeeded } from './proof.ts';
import { ProofAlert } from './proof-alert.tsx';
import { SigningForm, listedErrors, readSigned, signBody, type SignErrors } from './signing-form.tsx';
import { declarationOf } from './signing-page.tsx';
import { signingTexts } from './signing-texts.ts';
import { texts } from './texts.ts';
import { orSignIn, orSignInKeeping, statusCookie, visitorOfRq } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });
type Errors = { notice?: string; correct?: string; sign?: SignErrors; typed?: string };
type Review = { draft: Draft; service: CompiledService; steps: number; locale: Locale; proof: ProofNeeded; hasAccount: boolean; notice: string | undefined; signers: Signer[]; /** An earlier round of signatures is void. */ wereVoid: boolean; errors: Errors };
type Asking = Pick<Rq, 'actor' | 'cookies' | 'locale' | 'platform'>;

/** Everything once more before it is sent (OZG § 9a: the whole declaration can be checked; warning against haste). */
export const reviewPage = page({
  method: 'GET',
  path: '/antrag/entwurf/:id/pruefen',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params,
  handle: (rq) =>
    orSignIn(rq, () =>
      rq.read(async (ctx) => {
        const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) });
        if (draft.submitted_at) return redirect(`/antrag/eingang/${draft.id}`);
        const service = await getServiceVersion(ctx, draft.version_id);
        if (service.form.signatures && (await findSigning(ctx, draft.id))?.state === 'open') return redirect(`/antrag/entwurf/${draft.id}/unterschriften`);
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
  const env = await formEnvOf(ctx);
  const signers = listSigners(service.form, draft.data, env);
  return {
    draft,
    service,
    steps: visiblePages(service.form, draft.data, env).length + 1,
    locale: rq.locale,
    proof: proofNeeded(rq, service.settings.trustLevel, `/antrag/entwurf/${draft.id}/pruefen`),
    hasAccount: accountId !== null,
    notice: earlier === undefined ? undefined : earlier ? 'elektronisch' : 'post',
    signers,
    wereVoid: signers.length > 0 && (await findSigning(ctx, draft.id))?.state === 'void',
    errors: {},
  };
}

function reviewView(review: Review): Reply {
  const { draft, service, locale, errors } = review;
  const t = texts(locale);
  const name = tr(service.settings.name, locale);
  const listed = [errors.notice && { id: 'zustellung', text: errors.notice }, errors.correct && { id: 'richtig', text: errors.correct }, ...listedErrors(errors.sign ?? {})].filter((one) => typeof one === 'object');
  return view({
    title: `${t.review} – ${name}`,
    status: listed.length ? 422 : 200,
    width: 'narrow',
    noIndex: true,
    about: { service: service.slug, step: 'review' },
    crumbs: [{ label: name, href: `/leistungen/${service.slug}`, lang: languageOf(service.settings.name, locale).lang }, { label: t.review }],
    body: (
      <Stack gap="large">
        <StepProgress current={review.steps} total={review.steps} title={t.review} locale={locale} />
        {listed.length > 0 && <ErrorSummary errors={listed} />}
        <PageHeader title={t.review} lead={t.reviewLead} />
        <ContentBlock locale={locale}>
          {renderReview(service.form, draft.data, {
            locale: contentLocale(locale),
            changeHref: (pageId) => `/antrag/entwurf/${draft.id}/seite/${pageId}`,
            fileHref: (one) => `/antrag/entwurf/${draft.id}/datei/${one.id}`,
          })}
        </ContentBlock>
        {review.proof.kind === 'none' ? review.signers.length > 0 ? <SignFirst {...review} /> : <SubmitForm {...review} /> : <ProofAlert proof={review.proof} locale={locale} />}
      </Stack>
    ),
  });
}

/** How the notice shall come; asked once, whether one person sends or several sign. */
function NoticeChoice({ locale, hasAccount, notice, errors }: Pick<Review, 'locale' | 'hasAccount' | 'notice' | 'errors'>) {
  const t = texts(locale);
  if (!hasAccount) {
    return (
      <Alert kind="info" title={t.postOnly}>
        <p class="kern-body">{t.postOnlyText}</p>
      </Alert>
    );
  }
  return (
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
  );
}

/** Warning against haste (OZG § 9a). */
function Haste({ locale }: { locale: Locale }) {
  const t = texts(locale);
  return (
    <Alert kind="warning" title={t.haste} level={2}>
      <p class="kern-body">{t.hasteText}</p>
    </Alert>
  );
}

/** Several must sign: who they are, and the signature of the person who fills in. */
function SignFirst(review: Review) {
  const { draft, service, locale, signers, errors, wereVoid } = review;
  const t = signingTexts(locale);
  const first = signers[0]?.self || signingRules(service.form, locale)?.order !== 'sequence';
  const missing = signers.filter(({ self, name, email }) => !name || (!self && !email));
  return (
    <Section title={t.who} id="unterschriften">
      <Stack>
        {wereVoid && (
          <Alert kind="warning" title={t.wereVoid}>
            <p class="kern-body">{t.wereVoidText}</p>
          </Alert>
        )}
        <p class="kern-body">{t.whoText}</p>
        <DescriptionList items={signers.map(({ label, name, email, self }) => ({ term: label, value: [name, self ? t.you : email].filter(Boolean).join(', ') || '–' }))} />
        {missing.length > 0 ? (
          <Alert kind="danger" title={t.unreachable(missing.map(({ label }) => label).join(', '))} />
        ) : (
          <SigningForm
            action={`/antrag/entwurf/${draft.id}/unterschreiben`}
            button={first ? t.signAndInvite : t.inviteFirst}
            declaration={declarationOf(service, locale)}
            locale={locale}
            typed={errors.typed ?? signers.find(({ self }) => self)?.name ?? ''}
            errors={errors.sign ?? {}}
            before={
              <>
                <NoticeChoice {...review} />
                <Haste locale={locale} />
              </>
            }
          />
        )}
      </Stack>
    </Section>
  );
}

function SubmitForm({ draft, locale, hasAccount, notice, errors }: Review) {
  const t = texts(locale);
  const here = `/antrag/entwurf/${draft.id}`;
  return (
    <Form action={`${here}/absenden`}>
      <NoticeChoice locale={locale} hasAccount={hasAccount} notice={notice} errors={errors} />
      <Haste locale={locale} />
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
  everyLanguage: true,
  params,
  body: z.object({ richtig: z.string().optional(), zustellung: z.string().optional() }),
  handle: (rq) =>
    orSignInKeeping(rq, async () => {
      const visitor = visitorOfRq(rq);
      const t = texts(rq.locale);
      const { richtig, zustellung } = rq.body;
      const errors: Errors = {
        ...(visitor.accountId && zustellung !== 'elektronisch' && zustellung !== 'post' ? { notice: t.noticeMissing } : {}),
        ...(richtig ? {} : { correct: t.correctMissing }),
      };
      const again = Object.keys(errors).length > 0 && (await showAgain(rq, zustellung, errors));
      if (again) return again;
      const who = { tenantId: rq.tenantId, actor: rq.actor, locale: contentLocale(rq.chosenLocale) };
      const outcome = await submitTogether(rq.platform, who, { draftId: rq.params.id, visitor, electronicNotice: zustellung === 'elektronisch' });
      if (outcome.kind === 'incomplete') return redirect(`/antrag/entwurf/${rq.params.id}/seite/${outcome.pageId}`, { flash: { kind: 'warning', text: t.incomplete } });
      const { applicationId, accessCode } = outcome.application;
      return redirect(`/antrag/eingang/${applicationId}`, visitor.accountId ? {} : { cookies: [statusCookie(rq, { id: applicationId, code: accessCode })] });
    }),
});

/** The review with what is missing; undefined when the draft has been sent already: then the receipt is the answer. */
const showAgain = (rq: Rq<{ id: string }>, notice: string | undefined, errors: Errors): Promise<Reply | undefined> =>
  rq.read(async (ctx) => {
    const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq) });
    return draft.submitted_at ? undefined : reviewView({ ...(await reviewOf(ctx, rq, draft)), notice, errors });
  });

/** The person who fills in signs, and the others are invited. */
export const startSigningPost = page({
  method: 'POST',
  path: '/antrag/entwurf/:id/unterschreiben',
  site: 'portal',
  access: 'anyone',
  params,
  body: z.object({ ...signBody, zustellung: z.string().optional() }),
  handle: (rq) =>
    orSignInKeeping(rq, () =>
      rq.transact(async (ctx) => {
        const visitor = visitorOfRq(rq);
        const { zustellung } = rq.body;
        const draft = await getDraft(ctx, rq.params.id, { visitor, lock: true });
        const service = await getServiceVersion(ctx, draft.version_id);
        const { signed, errors: sign } = readSigned(rq.body, declarationOf(service, rq.locale), rq.locale);
        const notice = visitor.accountId && zustellung !== 'elektronisch' && zustellung !== 'post' ? texts(rq.locale).noticeMissing : undefined;
        const again = async (): Promise<Reply> => reviewView({ ...(await reviewOf(ctx, rq, draft)), notice: zustellung, errors: { sign, typed: rq.body.name, ...(notice ? { notice } : {}) } });
        if (!signed || notice) return again();
        const outcome = await startSigning(ctx, { draftId: draft.id, visitor, electronicNotice: zustellung === 'elektronisch', signed });
        if (outcome.kind === 'incomplete') return redirect(`/antrag/entwurf/${draft.id}/seite/${outcome.pageId}`, { flash: { kind: 'warning', text: texts(rq.locale).incomplete } });
        return outcome.kind === 'unreachable' ? again() : redirect(`/antrag/entwurf/${draft.id}/unterschriften`);
      }),
    ),
});
