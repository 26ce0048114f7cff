import { z } from 'zod';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { renderReview } from '#engines/forms';
import { file, page, redirect, view, type Reply, type Rq } from '#platform/http';
import { tr, type Locale } from '#platform/i18n';
import { Problem, notFound, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, ErrorSummary, Form, Link, PageHeader, Section, Stack, TextArea, TextField } from '#platform/ui';
import { declineSignature } from '../signing/decline.ts';
import { sign } from '../signing/sign.ts';
import { getInvitation, listSignatures, openInvitation, type Invitation, type Signature } from '../signing/signing.queries.ts';
import { countTries, triedTooOften } from '../tries.ts';
import { findFile } from './find-file.ts';
import { invitationCookie, openedInvitation } from './invitation-request.ts';
import { proofNeeded } from './proof.ts';
import { ProofAlert } from './proof-alert.tsx';
import { SignatureList } from './signature-list.tsx';
import { SigningForm, listedErrors, readSigned, signBody, type SignErrors } from './signing-form.tsx';
import { declarationOf } from './signing-page.tsx';
import { signingTexts } from './signing-texts.ts';

const linkParams = z.object({ id: z.uuid(), token: z.string().max(100) });
const params = z.object({ id: z.uuid() });
const route = { site: 'portal', access: 'anyone' } as const;

type Ask = { name: string; locale: Locale; path: string; error?: string; status?: number };

function askView({ name, locale, path, error, status = 200 }: Ask): Reply {
  const t = signingTexts(locale);
  return view({
    title: t.invitation,
    status,
    width: 'narrow',
    noIndex: true,
    body: (
      <Stack gap="large">
        {error && <ErrorSummary errors={[{ id: 'code', text: error }]} />}
        <PageHeader title={t.invitation} lead={t.invitationLead(name)} />
        <Form action={path}>
          <TextField name="code" id="code" label={t.code} hint={t.codeHint} value="" width={20} autocomplete="off" spellcheck={false} error={error} required />
          <ButtonRow>
            <Button variant="primary">{t.open}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

/** The mailed link asks for the code of the same mail: programs that open links for us see nothing. */
export const invitationPage = page({
  ...route,
  method: 'GET',
  path: '/unterschrift/:id/:token',
  params: linkParams,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { signing } = await getInvitation(ctx, rq.params);
      return askView({ name: await nameOf(ctx, signing.version_id, rq.locale), locale: rq.locale, path: rq.path });
    }),
});

const nameOf = async (ctx: Ctx, versionId: string, locale: Locale): Promise<string> => tr((await getServiceVersion(ctx, versionId)).settings.name, locale);

export const invitationPost = page({
  ...route,
  method: 'POST',
  path: '/unterschrift/:id/:token',
  params: linkParams,
  body: z.object({ code: z.string().max(200).default('') }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const t = signingTexts(rq.locale);
      const { signing } = await getInvitation(ctx, rq.params);
      const ask = { name: await nameOf(ctx, signing.version_id, rq.locale), locale: rq.locale, path: rq.path };
      const keys = [`sign:${rq.params.id}`, `sign-ip:${rq.ip}`];
      if (await triedTooOften(ctx, keys)) return askView({ ...ask, error: t.tooManyTries, status: 429 });
      const key = { ...rq.params, code: rq.body.code };
      const opened = await openInvitation(ctx, key).catch((error: unknown) => {
        if (error instanceof Problem) return undefined;
        throw error;
      });
      if (opened) return redirect(`/unterschrift/${rq.params.id}`, { cookies: [invitationCookie(key)] });
      await countTries(ctx, keys);
      return askView({ ...ask, error: t.wrongCode, status: 422 });
    }),
});

type Shown = Invitation & { notYours: boolean; service: CompiledService; signatures: Signature[]; locale: Locale };
type Mistakes = { errors?: SignErrors; typed?: string };

async function load(ctx: Ctx, rq: Pick<Rq, 'actor' | 'cookies' | 'locale'>, id: string): Promise<Shown> {
  const opened = await openedInvitation(ctx, rq, id);
  return { ...opened, service: await getServiceVersion(ctx, opened.signing.version_id), signatures: await listSignatures(ctx, opened.signing), locale: rq.locale };
}

/** Everything that is signed, how the others stand, and the signature. */
export const readAndSignPage = page({ ...route, method: 'GET', path: '/unterschrift/:id', params, handle: (rq) => rq.read(async (ctx) => signView(rq, await load(ctx, rq, rq.params.id))) });

function signView(rq: Pick<Rq, 'actor' | 'platform'>, shown: Shown, mistakes: Mistakes = {}): Reply {
  const { signature, signing, service, signatures, locale } = shown;
  const t = signingTexts(locale);
  const name = tr(service.settings.name, locale);
  const listed = listedErrors(mistakes.errors ?? {});
  return view({
    title: `${t.invitation} – ${name}`,
    status: listed.length > 0 ? 422 : 200,
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: name, href: `/leistungen/${service.slug}` }, { label: t.invitation }],
    body: (
      <Stack gap="large">
        {listed.length > 0 && <ErrorSummary errors={listed} />}
        <PageHeader title={signature.state === 'signed' ? t.doneTitle : t.invitation} preline={name} lead={signature.state === 'signed' ? (signing.state === 'complete' ? t.nothingMore : t.stillOpen) : t.invitationLead(name)} />
        <Section title={t.signaturesOf} id="stand">
          <SignatureList signatures={signatures} locale={locale} own={signature.id} />
        </Section>
        <Section title={t.readFirst} id="angaben">
          <Stack>
            {renderReview(service.form, signing.content, { locale, fileHref: (one) => `/unterschrift/${signature.id}/datei/${one.id}` })}
            <p class="kern-body kern-body--small muted">
              {t.fingerprint}: <code>{signing.content_hash}</code>
            </p>
          </Stack>
        </Section>
        {signature.state === 'invited' && signing.state === 'open' && <SignHere rq={rq} shown={shown} mistakes={mistakes} />}
      </Stack>
    ),
  });
}

function SignHere({ rq, shown, mistakes }: { rq: Pick<Rq, 'actor' | 'platform'>; shown: Shown; mistakes: Mistakes }) {
  const { signature, signing, service, locale, notYours } = shown;
  const t = signingTexts(locale);
  const here = `/unterschrift/${signature.id}`;
  const proof = proofNeeded(rq, signing.trust_level, here);
  if (notYours)
    return (
      <Alert kind="warning" title={t.notYours} level={2}>
        <p class="kern-body">{t.notYoursText}</p>
      </Alert>
    );
  if (proof.kind !== 'none') return <ProofAlert proof={proof} locale={locale} />;
  return (
    <Section title={t.yourSignature} id="unterschrift">
      <Stack>
        {rq.actor.kind !== 'citizen' && (
          <p class="kern-body">
            {t.withAccountText} <Link href={`/anmelden?weiter=${encodeURIComponent(here)}`}>{t.signIn}</Link>
          </p>
        )}
        <SigningForm action={here} button={t.sign} declaration={declarationOf(service, locale)} locale={locale} typed={mistakes.typed ?? ''} errors={mistakes.errors ?? {}} declineHref={`${here}/ablehnen`} />
      </Stack>
    </Section>
  );
}

export const signPost = page({
  ...route,
  method: 'POST',
  path: '/unterschrift/:id',
  params,
  body: z.object(signBody),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const shown = await load(ctx, rq, rq.params.id);
      const { signed, errors } = readSigned(rq.body, declarationOf(shown.service, rq.locale), rq.locale);
      if (!signed || shown.notYours) return signView(rq, shown, { errors, typed: rq.body.name });
      const submitted = await sign(ctx, { draftId: shown.signing.draft_id, signatureId: shown.signature.id }, signed);
      const t = signingTexts(rq.locale);
      return redirect(`/unterschrift/${rq.params.id}`, { flash: submitted ? t.allDone(submitted.number) : t.signedNow });
    }),
});

/** A file of what is signed, for the person who is asked to sign it. */
export const signedFile = page({
  ...route,
  method: 'GET',
  path: '/unterschrift/:id/datei/:hash',
  params: z.object({ id: z.uuid(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { signing } = await openedInvitation(ctx, rq, rq.params.id);
      const found = findFile(signing.content, rq.params.hash);
      if (!found) throw notFound();
      return file({ blob: found.id, name: found.name, type: found.type });
    }),
});

export const declinePage = page({
  ...route,
  method: 'GET',
  path: '/unterschrift/:id/ablehnen',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { signature } = await openedInvitation(ctx, rq, rq.params.id);
      const t = signingTexts(rq.locale);
      return view({
        title: t.declineTitle,
        width: 'narrow',
        noIndex: true,
        body: (
          <Stack gap="large">
            <PageHeader title={t.declineTitle} lead={t.declineText} />
            <Form action={`/unterschrift/${signature.id}/ablehnen`}>
              <TextArea name="grund" label={t.reason} hint={t.reasonHint} rows={3} maxlength={500} required={false} />
              <ButtonRow>
                <Button variant="danger">{t.declineButton}</Button>
                <Button href={`/unterschrift/${signature.id}`}>{signingTexts(rq.locale).readFirst}</Button>
              </ButtonRow>
            </Form>
          </Stack>
        ),
      });
    }),
});

export const declinePost = page({
  ...route,
  method: 'POST',
  path: '/unterschrift/:id/ablehnen',
  params,
  body: z.object({ grund: z.string().max(1000).default('') }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const { signing, signature } = await openedInvitation(ctx, rq, rq.params.id);
      await declineSignature(ctx, { draftId: signing.draft_id, signatureId: signature.id, reason: rq.body.grund.trim().slice(0, 500) });
      return redirect(`/unterschrift/${signature.id}`, { flash: signingTexts(rq.locale).declined });
    }),
});
