import { z } from 'zod';
import { findCurrentVersion, type CompiledService } from '#core/catalogue';
import { page, redirect, view, type Rq } from '#platform/http';
import { contentLocale, formatDateTime, tr, type Locale } from '#platform/i18n';
import { whyNotToAct, type Ctx, type Problem } from '#platform/module';
import { Alert, Button, ButtonRow, Checkbox, Form, Link, PageHeader, Prose, Row, Stack, languageOf, say } from '#platform/ui';
import { MOST_DRAFTS, listDrafts, startDraft, type Draft } from '../drafts.ts';
import { accountFacts } from '../account-facts.ts';
import { formEnvOf } from '../form-env.ts';
import { askRegisters, firstValues, offeredRegisters, type AskedRegisters, type RegisterOffer } from '../prefill-sources.ts';
import { problem } from '../problems.ts';
import { proofNeeded, type ProofNeeded } from './proof.ts';
import { ProofAlert } from './proof-alert.tsx';
import { texts } from './texts.ts';
import { ensureVisitor, visitorOfRq } from './visitor-request.ts';

const params = z.object({ slug: z.string().max(80) });

async function online(ctx: Ctx, slug: string): Promise<{ versionId: string; service: CompiledService }> {
  const found = await findCurrentVersion(ctx, slug);
  if (!found || !found.service.settings.online) throw problem('applications/not-online');
  return found;
}

/** What to have at hand, with or without account, or on with the draft begun before. */
export const startPage = page({
  method: 'GET',
  path: '/antrag/:slug',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { service } = await online(ctx, rq.params.slug);
      const drafts = (await listDrafts(ctx, visitorOfRq(rq))).filter((draft) => draft.slug === rq.params.slug);
      const t = texts(rq.locale);
      const name = tr(service.settings.name, rq.locale);
      const proof = proofNeeded(rq, service.settings.trustLevel, `/antrag/${service.slug}`);
      return view({
        title: t.apply(name),
        crumbs: [{ label: name, href: `/leistungen/${rq.params.slug}`, lang: languageOf(service.settings.name, rq.locale).lang }, { label: t.start }],
        width: 'narrow',
        description: `${t.startLead} ${t.saved}`,
        body: <StartBody service={service} drafts={drafts} actor={rq.actor} locale={rq.locale} proof={proof} registers={offeredRegisters(rq, service, await accountFacts(ctx))} />,
      });
    }),
});

type StartProps = { service: CompiledService; drafts: Draft[]; actor: Rq['actor']; locale: Locale; proof: ProofNeeded; /** Registers that could be asked for this person. */ registers: RegisterOffer[] };

function StartBody(props: StartProps) {
  const { service, drafts, locale, proof } = props;
  const t = texts(locale);
  const { settings } = service;
  return (
    <Stack gap="large">
      <PageHeader title={<Applying service={service} locale={locale} />} lead={t.startLead} />
      {drafts.length > 0 && <OwnDrafts drafts={drafts} locale={locale} />}
      <Prose>
        {settings.minutes && (
          <p>
            <strong>{t.time(settings.minutes)}.</strong> {t.saved}
          </p>
        )}
        {settings.haveReady.length > 0 && (
          <>
            <h2>{t.needed}</h2>
            <ul>
              {settings.haveReady.map((item, i) => (
                <li key={i}>{say(item, locale)}</li>
              ))}
            </ul>
          </>
        )}
      </Prose>
      {proof.kind === 'none' ? <StartForm {...props} /> : <ProofAlert proof={proof} locale={locale} />}
    </Stack>
  );
}

/** „Hund anmelden: online beantragen“, the name of the service marked where it is in another language than the rest. */
function Applying({ service, locale }: Pick<StartProps, 'service' | 'locale'>) {
  const [before, after] = texts(locale).apply('|').split('|');
  return (
    <>
      {before}
      {say(service.settings.name, locale)}
      {after}
    </>
  );
}

/** The way on with what was begun comes before everything else. */
function OwnDrafts({ drafts, locale }: { drafts: Draft[]; locale: Locale }) {
  const t = texts(locale);
  return (
    <Alert kind="info" title={t.continueTitle} level={2}>
      <Stack gap="small">
        {drafts.map((draft, position) => (
          <Row key={draft.id}>
            <Button variant={position === 0 ? 'primary' : 'secondary'} href={`/antrag/entwurf/${draft.id}`}>
              {t.continue}
            </Button>
            <span class="muted">{t.continueText(formatDateTime(draft.updated_at, locale))}</span>
            <Link href={`/antrag/entwurf/${draft.id}/loeschen`}>{t.deleteDraft}</Link>
          </Row>
        ))}
      </Stack>
    </Alert>
  );
}

function StartForm({ service, drafts, actor, locale, registers }: StartProps) {
  const t = texts(locale);
  const here = `/antrag/${service.slug}`;
  const signedIn = actor.kind === 'citizen';
  const refused = whyNotToAct(actor, service.slug);
  if (refused) return <MandateAlert refused={refused} locale={locale} />;
  if (drafts.length >= MOST_DRAFTS) return <Alert kind="info" title={t.manyDrafts(drafts.length)} />;
  return (
    <Form action={here}>
      {drafts.length > 0 && <input type="hidden" name="anew" value="1" />}
      <p class="kern-body">{signedIn ? (actor.actingFor ? t.signedInFor(actor.name, actor.actingFor.name) : t.signedIn(actor.name)) : t.signInText}</p>
      {registers.map((offer) => (
        <Checkbox
          key={offer.name}
          name="register"
          id={`register-${offer.name}`}
          value={offer.name}
          checked={false}
          label={t.askRegister(offer.label)}
          hint={`${tr(service.form.definition.registers?.find(({ name }) => name === offer.name)?.purpose, locale)} ${t.registerLaw(offer.legalBasis)}`}
        />
      ))}
      <ButtonRow>
        <Button variant={drafts.length > 0 ? 'secondary' : 'primary'}>{drafts.length > 0 ? t.anew : signedIn ? t.start : t.withoutAccount}</Button>
        {!signedIn && (
          <Button variant="secondary" href={`/anmelden?weiter=${encodeURIComponent(here)}`}>
            {t.signIn}
          </Button>
        )}
      </ButtonRow>
      {!signedIn && (
        <p class="kern-body kern-body--small">
          {t.noAccount} <Link href={`/registrieren?weiter=${encodeURIComponent(here)}`}>{t.register}</Link>
        </p>
      )}
    </Form>
  );
}

export const startPost = page({
  method: 'POST',
  path: '/antrag/:slug',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params,
  body: z.object({ anew: z.string().optional(), register: z.union([z.string(), z.array(z.string())]).optional() }),
  handle: async (rq) => {
    const { visitor, cookies } = ensureVisitor(rq);
    const { slug } = rq.params;
    const asked = await askAgreed(rq, [rq.body.register ?? []].flat());
    const id = await rq.transact(async (ctx) => {
      const { versionId, service } = await online(ctx, slug);
      const { data, sources } = await firstValues(ctx, service, { env: await formEnvOf(ctx), register: asked.answers });
      return startDraft(ctx, { slug, versionId, visitor, prefill: data, sources, anew: rq.body.anew === '1' });
    });
    const flash = asked.silent.length > 0 ? { kind: 'info' as const, text: texts(rq.locale).registerSilent(asked.silent.join(', ')) } : undefined;
    return redirect(`/antrag/entwurf/${id}`, { cookies, ...(flash ? { flash } : {}) });
  },
});

/** Asks the registers that were ticked, outside of the transaction: other people's machines take their time. */
async function askAgreed(rq: Rq<{ slug: string }>, agreed: string[]): Promise<AskedRegisters> {
  if (agreed.length === 0) return { answers: {}, silent: [] };
  const offers = await rq.read(async (ctx) => offeredRegisters(rq, (await online(ctx, rq.params.slug)).service, await accountFacts(ctx)));
  return askRegisters(rq.platform, { tenantId: rq.tenantId, actor: rq.actor, locale: contentLocale(rq.locale) }, offers.filter(({ name }) => agreed.includes(name)));
}

/** The mandate does not reach so far; known before anything is begun. */
function MandateAlert({ refused, locale }: { refused: Problem; locale: Locale }) {
  return (
    <Alert kind="warning" title={locale === 'en' ? refused.en : refused.de} level={2}>
      <Link href="/konto/handeln">{texts(locale).otherHolder}</Link>
    </Alert>
  );
}
