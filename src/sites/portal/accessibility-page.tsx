import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cityOf } from '#core/organisation';
import { file, page, view } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { notFound, type Platform } from '#platform/module';
import { Button, ButtonRow, PageHeader, Prose, Stack } from '#platform/ui';
import { accessibilityAudit } from './accessibility-audit.ts';
import { accessibilityTexts } from './accessibility-texts.ts';

/** The city's own film in sign language, when it has one. */
function filmOf(platform: Platform): string | undefined {
  const name = cityOf(platform).footer.signLanguageFilm;
  const path = name ? join(platform.config.cityDir, name) : '';
  return path && existsSync(path) ? path : undefined;
}

/** Statement on accessibility (BITV 2.0 § 7, (EU) 2018/1523), made from the last audit. */
export const accessibilityPage = page({
  method: 'GET',
  path: '/barrierefreiheit',
  site: 'portal',
  access: 'anyone',
  handle: async (rq) => {
    const t = accessibilityTexts(rq.locale);
    const { footer } = cityOf(rq.platform);
    const audit = accessibilityAudit.portal;
    const film = filmOf(rq.platform);
    return view({
      title: t.title,
      description: t.aim,
      crumbs: [{ label: t.home, href: '/' }, { label: t.title }],
      width: 'narrow',
      body: (
        <Stack gap="large">
          <PageHeader title={t.title} lead={t.aim} />
          {film && (
            <figure class="film">
              <video controls preload="none" src="/gebaerdensprache.mp4" aria-label={t.film} />
              <figcaption>{t.film}</figcaption>
            </figure>
          )}
          <Prose>
            <h2>{t.state}</h2>
            <p>{audit ? (audit.findings.length === 0 ? t.full : t.partly(audit.findings.length)) : t.unknown}</p>
            {audit && <p>{t.audit(formatDate(audit.on, rq.locale), audit.kinds)}</p>}
            <h2>{t.gaps}</h2>
            <ul>
              {[...t.gapList, ...(film ? [] : [t.noFilm])].map((gap) => (
                <li key={gap}>{gap}</li>
              ))}
            </ul>
            <h2>{t.report}</h2>
            <p>{t.reportText}</p>
          </Prose>
          <ButtonRow>
            <Button variant="primary" href={`/rueckmeldung?${new URLSearchParams({ seite: '/barrierefreiheit' })}`}>
              {t.reportButton}
            </Button>
          </ButtonRow>
          <Prose>
            <p>
              <a href={`mailto:${footer.accessibilityEmail}`}>{footer.accessibilityEmail}</a>
            </p>
            {footer.accessibilityBody && (
              <>
                <h2>{t.body}</h2>
                <p>
                  {t.bodyText} <a href={footer.accessibilityBody.url}>{footer.accessibilityBody.name}</a>
                </p>
              </>
            )}
          </Prose>
        </Stack>
      ),
    });
  },
});

export const signLanguageFilm = page({
  method: 'GET',
  path: '/gebaerdensprache.mp4',
  site: 'portal',
  access: 'anyone',
  handle: async (rq) => {
    const film = filmOf(rq.platform);
    if (!film) throw notFound();
    return file({ name: 'gebaerdensprache.mp4', type: 'video/mp4', inline: true, bytes: readFileSync(film) });
  },
});
