import { z } from 'zod';
import { findCurrentVersion, type CompiledService } from '#core/catalogue';
import { prefillData } from '#engines/forms';
import { page, redirect, view } from '#platform/http';
import { formatDateTime, tr, type Locale } from '#platform/i18n';
import { trusts, type Actor, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Form, PageHeader, Prose, Stack } from '#platform/ui';
import { accountFacts } from '../account-facts.ts';
import { listDrafts, startDraft, type Draft } from '../drafts.ts';
import { problem } from '../problems.ts';
import { formEnv } from '../submit-application.ts';
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
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { service } = await online(ctx, rq.params.slug);
      const draft = (await listDrafts(ctx, visitorOfRq(rq))).find((d) => d.slug === rq.params.slug);
      const t = texts(rq.locale);
      const name = tr(service.settings.name, rq.locale);
      return view({
        title: t.apply(name),
        crumbs: [{ label: name, href: `/leistungen/${rq.params.slug}` }, { label: t.start }],
        noIndex: true,
        body: <StartBody service={service} draft={draft} actor={rq.actor} locale={rq.locale} />,
      });
    }),
});

type StartProps = { service: CompiledService; draft: Draft | undefined; actor: Actor; locale: Locale };
function StartBody({ service, draft, actor, locale }: StartProps) {
  const t = texts(locale);
  const { settings } = service;
  return (
    <Stack gap="large">
      <PageHeader title={t.apply(tr(settings.name, locale))} lead={t.startLead} />
      {draft && (
        <Alert kind="info" title={t.continueTitle} level={2}>
          <p>{t.continueText(formatDateTime(draft.updated_at, locale))}</p>
          <Button variant="primary" href={`/antrag/entwurf/${draft.id}`}>
            {t.continue}
          </Button>
        </Alert>
      )}
      <Prose>
        {settings.minutes && <p>{t.time(settings.minutes)}</p>}
        {settings.haveReady.length > 0 && (
          <>
            <h2>{t.needed}</h2>
            <ul>
              {settings.haveReady.map((item, i) => (
                <li key={i}>{tr(item, locale)}</li>
              ))}
            </ul>
          </>
        )}
        <p>{t.saved}</p>
      </Prose>
      <StartButtons service={service} draft={draft} actor={actor} locale={locale} />
    </Stack>
  );
}

function StartButtons({ service, draft, actor, locale }: StartProps) {
  const t = texts(locale);
  const here = `/antrag/${service.slug}`;
  const signIn = `/anmelden?weiter=${encodeURIComponent(here)}`;
  const enough = trusts(actor, service.settings.trustLevel);
  const label = draft ? t.anew : actor.kind === 'citizen' ? t.start : t.withoutAccount;
  return (
    <Form action={here}>
      {draft && <input type="hidden" name="anew" value="1" />}
      {actor.kind === 'citizen' ? <p class="kern-body">{t.signedIn(actor.name)}</p> : <p class="kern-body">{enough ? t.signInText : t.trustText}</p>}
      <ButtonRow>
        {enough && (
          <Button variant={draft ? 'secondary' : 'primary'} type="submit">
            {label}
          </Button>
        )}
        {(actor.kind !== 'citizen' || !enough) && (
          <Button variant={enough ? 'secondary' : 'primary'} href={signIn}>
            {t.signIn}
          </Button>
        )}
      </ButtonRow>
    </Form>
  );
}

export const startPost = page({
  method: 'POST',
  path: '/antrag/:slug',
  site: 'portal',
  access: 'anyone',
  params,
  body: z.object({ anew: z.string().optional() }),
  handle: async (rq) => {
    const { visitor, cookies } = ensureVisitor(rq);
    const id = await rq.transact(async (ctx) => {
      const { versionId, service } = await online(ctx, rq.params.slug);
      const env = formEnv(ctx, { account: await accountFacts(ctx) });
      const prefill = prefillData(service.form, {}, env).data;
      return startDraft(ctx, { slug: rq.params.slug, versionId, visitor, prefill, anew: rq.body.anew === '1' });
    });
    return redirect(`/antrag/entwurf/${id}`, { cookies });
  },
});
