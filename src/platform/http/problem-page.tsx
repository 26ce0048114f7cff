import type { VNode } from 'preact';
import { defineTexts, type Locale } from '#platform/i18n';
import { Button, ButtonRow, PageHeader, Stack } from '#platform/ui';
import { view, type Site, type View } from './route.ts';

const texts = defineTexts({
  de: {
    403: 'Das geht leider nicht',
    404: 'Nicht gefunden',
    page: 'Seite nicht gefunden',
    409: 'Das hat sich inzwischen geändert',
    413: 'Das ist zu groß',
    500: 'Da ist etwas schiefgegangen',
    other: 'Das hat nicht geklappt',
    home: 'Zur Startseite',
    number: 'Nummer dieser Meldung',
    search: 'Alle Leistungen von A bis Z',
  },
  en: {
    403: 'This is not possible',
    404: 'Not found',
    page: 'Page not found',
    409: 'This has changed meanwhile',
    413: 'This is too large',
    500: 'Something went wrong',
    other: 'That did not work',
    home: 'Go to the start page',
    number: 'Reference of this message',
    search: 'All services from A to Z',
  },
});

/** Refusals that mean the address itself; every other 404 tells of a thing that is not there. */
const PAGES = new Set(['platform/not-found', 'http/not-found']);

/** A refusal as a page: what happened, what to do now, and a number for asking. */
export function problemView(problem: { status: number; sentence: string; requestId: string; locale: Locale; site: Site; code: string; title?: string | undefined }): View {
  const t = texts(problem.locale);
  const titles: Record<number, string> = { 403: t[403], 404: t[404], 409: t[409], 413: t[413], 500: t[500] };
  const title = problem.title ?? (PAGES.has(problem.code) ? t.page : titles[problem.status]) ?? t.other;
  const home = problem.site === 'office' ? '/office' : '/';
  const body: VNode = (
    <Stack gap="large">
      <PageHeader title={title} lead={problem.sentence} />
      <ButtonRow>
        <Button href={home}>{t.home}</Button>
        {problem.site === 'portal' && (
          <Button variant="tertiary" href="/leistungen">
            {t.search}
          </Button>
        )}
      </ButtonRow>
      {problem.status >= 500 && (
        <p class="kern-body kern-body--small">
          {t.number}: <code>{problem.requestId}</code>
        </p>
      )}
    </Stack>
  );
  return view({ title, status: problem.status, body, noIndex: true });
}
