import { z } from 'zod';
import { rememberBriefly } from '#core/catalogue';
import { file, page, view } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { notFound } from '#platform/module';
import { EmptyState, Link, LocaleProvider, PageHeader, Section, Stack } from '#platform/ui';
import { PartNumbers, ReportText } from './part-view.tsx';
import { publicHref } from './report.ts';
import { reportWords } from './report-words.ts';
import { reportFile } from './report-pdf.ts';
import { findPublished, findSnapshot, listPublishedYears } from './reports.queries.ts';

const params = z.object({ year: z.coerce.number().int().min(2000).max(2200) });
const PUBLIC = '/fortschrittsbericht';

/** Which years there are. */
export const publicReports = page({
  method: 'GET',
  path: PUBLIC,
  site: 'portal',
  access: 'anyone',
  handle: async (rq) => {
    const words = reportWords(rq.locale);
    const years = await rememberBriefly(rq.platform, `steering/reports/${rq.tenantId}`, () => rq.read(listPublishedYears));
    return view({
      title: words.title,
      description: words.lead,
      crumbs: [{ label: words.home, href: '/' }, { label: words.title }],
      body: (
        <Stack gap="large">
          <PageHeader title={words.title} lead={words.lead} />
          {years.length === 0 ? <EmptyState title={words.none}>{words.noneText}</EmptyState> : <ul class="kern-list">{years.map((year) => <li key={year}><Link href={publicHref(year)}>{`${words.title} ${year}`}</Link></li>)}</ul>}
        </Stack>
      ),
    });
  },
});

/** The report of a year for everybody: no sign-in, no JavaScript, every number with its evidence where the public may see it. */
export const publicReport = page({
  method: 'GET',
  path: `${PUBLIC}/:year`,
  site: 'portal',
  access: 'anyone',
  params,
  handle: async (rq) => {
    const { locale } = rq;
    const { year } = rq.params;
    const words = reportWords(locale);
    const shown = await rememberBriefly(rq.platform, `steering/report/${rq.tenantId}/${year}`, () => rq.read(async (ctx) => ({ report: await findPublished(ctx, year), before: await findSnapshot(ctx, year - 1), years: await listPublishedYears(ctx) })));
    if (!shown.report) throw notFound();
    const { snapshot, publishedAt, edition, reason } = shown.report;
    const others = shown.years.filter((one) => one !== year);
    return view({
      title: `${words.title} ${year}`,
      description: words.lead,
      crumbs: [{ label: words.home, href: '/' }, { label: words.title, href: PUBLIC }, { label: String(year) }],
      body: (
        <Stack gap="large">
          <PageHeader title={`${words.title} ${year}`} lead={words.lead} meta={`${words.asOn}: ${formatDate(snapshot.asOn, locale)}${edition > 1 ? ` · ${edition}. ${words.edition}` : ''} · ${words.published} ${formatDate(publishedAt, locale)}`} />
          {edition > 1 && <p class="kern-body">{words.because} {reason}</p>}
          <p class="kern-body">{words.proof} {words.germanOnly}</p>
          <p class="kern-body no-print"><Link href={`${publicHref(year)}/bericht.pdf`} icon="download" download>{words.pdf}</Link></p>
          <nav aria-label={words.contents} class="no-print">
            <ul class="kern-list">{snapshot.parts.map((part) => <li key={part.id}><a href={`#${part.id}`}>{part.title}</a></li>)}</ul>
          </nav>
          <LocaleProvider locale="de">
            <div lang="de" class="stack gap-large">
              {snapshot.parts.map((part) => (
                <Section key={part.id} id={part.id} title={part.title}>
                  <ReportText text={part.text} />
                  <PartNumbers part={part} year={year} before={shown.before} audience="public" locale="de" />
                </Section>
              ))}
            </div>
          </LocaleProvider>
          {others.length > 0 && (
            <Section title={words.others}>
              <ul class="kern-list">{others.map((one) => <li key={one}><Link href={publicHref(one)}>{`${words.title} ${one}`}</Link></li>)}</ul>
            </Section>
          )}
        </Stack>
      ),
    });
  },
});

export const publicReportPdf = page({
  method: 'GET',
  path: `${PUBLIC}/:year/bericht.pdf`,
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const report = await findPublished(ctx, rq.params.year);
      if (!report) throw notFound();
      return file({ bytes: await reportFile(ctx, report), name: `fortschrittsbericht-${rq.params.year}.pdf`, type: 'application/pdf', inline: true });
    }),
});
