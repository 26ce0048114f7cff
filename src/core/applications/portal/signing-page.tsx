import { z } from 'zod';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { renderReview, signingRules } from '#engines/forms';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { tr, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Details, ErrorSummary, Form, Link, PageHeader, Section, Stack, TextField } from '#platform/ui';
import { getDraft, type Draft } from '../drafts.ts';
import { inviteAgain, withdrawInvitation } from '../signing/change-invitation.ts';
import { sign } from '../signing/sign.ts';
import { findSigning, listSignatures, type Signature, type Signing } from '../signing/signing.queries.ts';
import { findAccessCode } from '../submit-application.ts';
import { SignatureList, stateWords } from './signature-list.tsx';
import { SigningForm, listedErrors, readSigned, signBody, type SignErrors } from './signing-form.tsx';
import { signingTexts } from './signing-texts.ts';
import { texts } from './texts.ts';
import { orSignIn, orSignInKeeping, statusCookie, visitorOfRq } from './visitor-request.ts';

const BASE = '/antrag/entwurf/:id/unterschriften';
const params = z.object({ id: z.uuid() });
const signatureParams = params.extend({ signature: z.uuid() });
const route = { site: 'portal', access: 'anyone' } as const;

type Open = { draft: Draft; service: CompiledService; signing: Signing; signatures: Signature[]; locale: Locale };
type Mistakes = { sign?: SignErrors; typed?: string; email?: { id: string; typed: string; text: string } };

/** How the signatures stand, for the person who filled in: partial state, invitations, and the way to change something after all. */
export const signingPage = page({ ...route, method: 'GET', path: BASE, params, handle: (rq) => orSignIn(rq, () => rq.read((ctx) => show(ctx, rq, { id: rq.params.id }))) });

async function show(ctx: Ctx, rq: Pick<Rq, 'actor' | 'cookies' | 'locale'>, { id, ...mistakes }: Mistakes & { id: string }): Promise<Reply> {
  const draft = await getDraft(ctx, id, { visitor: visitorOfRq(rq) });
  if (draft.submitted_at) return toReceipt(ctx, rq, draft);
  const signing = await findSigning(ctx, draft.id);
  if (signing?.state !== 'open') return redirect(`/antrag/entwurf/${draft.id}/pruefen`);
  const service = await getServiceVersion(ctx, draft.version_id);
  return signingView({ draft, service, signing, signatures: await listSignatures(ctx, signing), locale: rq.locale }, mistakes);
}

/** Whoever has no account gets number and code here: nobody was in front of this browser when the last one signed. */
async function toReceipt(ctx: Ctx, rq: Pick<Rq, 'actor' | 'cookies'>, draft: Draft): Promise<Reply> {
  const code = draft.account_id ? undefined : await findAccessCode(ctx, draft.id);
  return redirect(`/antrag/eingang/${draft.id}`, code ? { cookies: [statusCookie(rq, { id: draft.id, code })] } : {});
}

function signingView(open: Open, { sign: signErrors = {}, typed, email }: Mistakes): Reply {
  const { draft, service, signing, signatures, locale } = open;
  const t = signingTexts(locale);
  const name = tr(service.settings.name, locale);
  const own = signatures.find(({ is_self: self }) => self);
  const here = `/antrag/entwurf/${draft.id}`;
  const errors = [...listedErrors(signErrors), ...(email ? [{ id: `email-${email.id}`, text: email.text }] : [])];
  return view({
    title: `${t.title} – ${name}`,
    status: errors.length > 0 ? 422 : 200,
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: name, href: `/leistungen/${service.slug}` }, { label: t.title }],
    body: (
      <Stack gap="large">
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <PageHeader title={t.title} preline={name} lead={`${t.counted(signatures.filter(({ state }) => state === 'signed').length, signatures.length)} ${t.lead}`} />
        <SignatureList signatures={signatures} locale={locale} own={own?.id} />
        {signing.signing_order === 'sequence' && <p class="kern-body">{t.inOrder}</p>}
        {own?.state === 'invited' && <SigningForm action={`${here}/unterschriften`} button={t.sign} declaration={declarationOf(service, locale)} locale={locale} errors={signErrors} typed={typed ?? own.name} />}
        <Invitations {...open} email={email} />
        <Section title={t.changeTitle} id="aendern">
          <Stack gap="small">
            <p class="kern-body">{t.changeText}</p>
            <Details summary={t.change} variant="panel">
              {renderReview(service.form, signing.content, { locale, changeHref: (pageId) => `${here}/seite/${pageId}`, fileHref: (one) => `${here}/datei/${one.id}` })}
            </Details>
            <p class="kern-body">
              <Link href={`${here}/loeschen`}>{texts(locale).deleteDraft}</Link>
            </p>
          </Stack>
        </Section>
      </Stack>
    ),
  });
}

/** The sentence everybody signs: the form's own, else the usual one. */
export const declarationOf = (service: CompiledService, locale: Locale): string => signingRules(service.form, locale)?.declaration ?? signingTexts(locale).declaration;

/** Resending, another address, taking back: one block per person who has not signed yet. */
function Invitations({ draft, signatures, locale, email }: Open & { email: Mistakes['email'] }) {
  const t = signingTexts(locale);
  const open = signatures.filter(({ is_self: self, state }) => !self && ['invited', 'withdrawn', 'declined'].includes(state));
  if (open.length === 0) return null;
  return (
    <Section title={t.changeAddress} id="einladungen">
      <Stack>
        <p class="kern-body">{t.reminders}</p>
        {open.map((one) => (
          <Details key={one.id} summary={`${one.name}: ${stateWords(one, locale)}`} open={email?.id === one.id || one.state !== 'invited'}>
            <Stack gap="small">
              <Form action={`/antrag/entwurf/${draft.id}/unterschriften/${one.id}/erneut`}>
                <TextField name="email" id={`email-${one.id}`} type="email" label={t.email} value={email?.id === one.id ? email.typed : (one.email ?? '')} error={email?.id === one.id ? email.text : undefined} spellcheck={false} required />
                <ButtonRow>
                  <Button>{t.sendAgain}</Button>
                </ButtonRow>
              </Form>
              {one.state === 'invited' && (
                <Form action={`/antrag/entwurf/${draft.id}/unterschriften/${one.id}/zurueckziehen`}>
                  <Button variant="tertiary">{t.withdraw}</Button>
                </Form>
              )}
            </Stack>
          </Details>
        ))}
      </Stack>
    </Section>
  );
}

/** The person who filled in signs when it is their turn. */
export const ownSignPost = page({
  ...route,
  method: 'POST',
  path: BASE,
  params,
  body: z.object(signBody),
  handle: (rq) =>
    orSignInKeeping(rq, () =>
      rq.transact(async (ctx) => {
        const draft = await getDraft(ctx, rq.params.id, { visitor: visitorOfRq(rq), lock: true });
        const service = await getServiceVersion(ctx, draft.version_id);
        const { signed, errors } = readSigned(rq.body, declarationOf(service, rq.locale), rq.locale);
        if (!signed) return show(ctx, rq, { id: draft.id, sign: errors, typed: rq.body.name });
        const signing = await findSigning(ctx, draft.id);
        const own = signing && (await listSignatures(ctx, signing)).find(({ is_self: self }) => self);
        if (own) await sign(ctx, { draftId: draft.id, signatureId: own.id }, signed);
        return redirect(`/antrag/entwurf/${draft.id}/unterschriften`, { flash: signingTexts(rq.locale).signedNow });
      }),
    ),
});

export const withdrawInvitationPost = page({
  ...route,
  method: 'POST',
  path: `${BASE}/:signature/zurueckziehen`,
  params: signatureParams,
  handle: (rq) =>
    orSignInKeeping(rq, async () => {
      await rq.transact((ctx) => withdrawInvitation(ctx, { draftId: rq.params.id, visitor: visitorOfRq(rq), signatureId: rq.params.signature }));
      return redirect(`/antrag/entwurf/${rq.params.id}/unterschriften`, { flash: signingTexts(rq.locale).withdrawnNow });
    }),
});

export const inviteAgainPost = page({
  ...route,
  method: 'POST',
  path: `${BASE}/:signature/erneut`,
  params: signatureParams,
  body: z.object({ email: z.string().max(500).default('') }),
  handle: (rq) =>
    orSignInKeeping(rq, () =>
      rq.transact(async (ctx) => {
        const t = signingTexts(rq.locale);
        const { id, signature } = rq.params;
        const email = rq.body.email.trim();
        const wrong = (text: string): Promise<Reply> => show(ctx, rq, { id, email: { id: signature, typed: email, text } });
        if (!z.email().max(254).safeParse(email).success) return wrong(t.emailWrong);
        const sent = await inviteAgain(ctx, { draftId: id, visitor: visitorOfRq(rq), signatureId: signature, email });
        return sent ? redirect(`/antrag/entwurf/${id}/unterschriften`, { flash: t.sentAgain }) : wrong(t.tooOften);
      }),
    ),
});

/** Shown on the pages of the form while others sign. */
export function SigningAlert({ draftId, locale }: { draftId: string; locale: Locale }) {
  const t = signingTexts(locale);
  return (
    <Alert kind="warning" title={t.changing}>
      <p class="kern-body">{t.changingText}</p>
      <p class="kern-body">
        <Link href={`/antrag/entwurf/${draftId}/unterschriften`}>{t.toSignatures}</Link>
      </p>
    </Alert>
  );
}
