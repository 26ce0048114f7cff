import type { CompiledService } from '#core/catalogue';
import { getPage, previousPage, renderPage, visiblePages, type FieldError, type FileOffer, type FormEnv, type ParsedPage } from '#engines/forms';
import { view, type Reply } from '#platform/http';
import { contentLocale, formatTime, tr, type Locale } from '#platform/i18n';
import { Button, ButtonRow, Enhanced, ErrorSummary, Form, PageHeader, Stack, StepProgress, ContentBlock, inContentLanguage, languageOf, say } from '#platform/ui';
import type { Draft } from '../drafts.ts';
import { SigningAlert } from './signing-page.tsx';
import { sourceWords } from './source-words.ts';
import { texts } from './texts.ts';

/** A draft on the table: with its service and what its conditions may see. */
export type Opened = { draft: Draft; service: CompiledService; env: FormEnv; /** Others are signing these answers. */ signing: boolean };
type Showing = { pageId: string; locale: Locale; parsed?: ParsedPage; errors?: FieldError[]; fileOffer?: FileOffer | undefined };

/** One page of the form: where one is, what is wrong, the questions, and the ways on, back and out – all of which keep what was typed. */
export function showPage({ draft, service, env, signing }: Opened, { pageId, locale, parsed, errors = [], fileOffer }: Showing): Reply {
  const t = texts(locale);
  const { form } = service;
  const here = getPage(form, pageId);
  const pages = visiblePages(form, draft.data, env);
  const title = tr(here.title, locale);
  const name = tr(service.settings.name, locale);
  const path = `/antrag/entwurf/${draft.id}`;
  const drawn = renderPage({
    form, pageId, data: draft.data, env, errors,
    ...(parsed ? { typed: parsed.typed } : {}),
    ...(parsed?.action ? { focus: parsed.action.focus } : {}),
    fileHref: (one) => `${path}/datei/${one.id}`,
    ...(fileOffer ? { fileOffer } : {}),
    sources: draft.sources,
    sourceWords: (from) => sourceWords(from, locale),
  });
  const before = previousPage(form, { pageId, data: draft.data, env });
  const step = Math.max(1, pages.findIndex((p) => p.id === pageId) + 1);
  const saved = draft.revision > 1 ? t.savedAt(formatTime(draft.updated_at, locale)) : undefined;
  return view({
    title: `${title} – ${name}`,
    status: errors.length ? 422 : 200,
    width: 'narrow',
    noIndex: true,
    about: { service: service.slug, step: pageId },
    crumbs: [{ label: name, href: `/leistungen/${service.slug}`, lang: languageOf(service.settings.name, locale).lang }, { label: title, lang: inContentLanguage(locale).lang }],
    body: (
      <Stack gap="large">
        <StepProgress current={step} total={pages.length + 1} title={say(here.title, locale)} saved={saved} locale={locale} />
        {drawn.summary.length > 0 && <ErrorSummary errors={drawn.summary} written={contentLocale(locale)} />}
        {parsed && errors.length === 0 && parsed.revealed.length > 0 && <p class="kern-body" role="status">{t.revealed(parsed.revealed.length)}</p>}
        <PageHeader title={say(here.title, locale)} lead={here.lead ? say(here.lead, locale) : undefined} />
        {signing && <SigningAlert draftId={draft.id} locale={locale} />}
        <Form action={`${path}/seite/${pageId}`} files={drawn.hasFiles}>
          <ContentBlock locale={locale}>{drawn.hasFiles ? <Enhanced name="upload-files">{drawn.fields}</Enhanced> : drawn.fields}</ContentBlock>
          {pages.every((p) => draft.pages_seen.includes(p.id)) && <input type="hidden" name="_toReview" value="1" />}
          <ButtonRow>
            <Button variant="primary">{t.next}</Button>
            {before ? (
              <Button variant="secondary" name="_back" value={before.id}>
                {t.back}
              </Button>
            ) : (
              <Button variant="secondary" href={`/antrag/${service.slug}`}>
                {t.back}
              </Button>
            )}
            <Button variant="tertiary" name="_later" value="1">
              {t.later}
            </Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}
