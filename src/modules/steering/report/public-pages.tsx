import { z } from 'zod';
import { file, page, rememberBriefly, view } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { notFound } from '#platform/module';
import { EmptyState, LineChart, Link, LocaleProvider, PageHeader, Section, Stack, Table } from '#platform/ui';
import { figureText } from '#core/insights';
import { PartNumbers, ReportText } from './part-view.tsx';
import { anchorOf, publicHref, type Proof } from './report.ts';
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
          {years.length === 0 ? <EmptyState title={words.none}>{words.noneText}</EmptyState> : <ul class="kern-list kern-list--bullet">{years.map((year) => <li key={year}><Link href={publicHref(year)}>{`${words.title} ${year}`}</Link></li>)}</ul>}
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
            <ul class="kern-list kern-list--bullet">{snapshot.parts.map((part) => <li key={part.id}><a href={`#${anchorOf(part.id)}`}>{part.title}</a></li>)}</ul>
          </nav>
          <LocaleProvider locale="de">
            <div lang="de" class="stack gap-large">
              {snapshot.parts.map((part) => (
                <Section key={part.id} id={anchorOf(part.id)} title={part.title}>
                  <Stack>
                    <ReportText text={part.text} />
                    <PartNumbers part={part} year={year} before={shown.before} audience="public" locale="de" />
                  </Stack>
                </Section>
              ))}
            </div>
          </LocaleProvider>
          {others.length > 0 && (
            <Section title={words.others}>
              <ul class="kern-list kern-list--bullet">{others.map((one) => <li key={one}><Link href={publicHref(one)}>{`${words.title} ${one}`}</Link></li>)}</ul>
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

/** Fewer than these in a month could be somebody whom one knows. */
const LEAST = 5;

/** How a number of the report came about: its months, where they come from, and what is counted. Frozen with the report. */
export const publicProof = page({
  method: 'GET',
  path: `${PUBLIC}/:year/nachweis/:figure`,
  site: 'portal',
  access: 'anyone',
  params: params.extend({ figure: z.string().max(80) }),
  handle: async (rq) => {
    const { year, figure } = rq.params;
    const words = reportWords(rq.locale);
    const report = await rq.read((ctx) => findPublished(ctx, year));
    const proof = report?.snapshot.proofs.find(({ id }) => id === figure);
    if (!report || !proof) throw notFound();
    return view({
      title: `${proof.label} ${year}`,
      crumbs: [{ label: words.home, href: '/' }, { label: `${words.title} ${year}`, href: publicHref(year) }, { label: words.proofTitle }],
      body: (
        <LocaleProvider locale="de">
          <div lang="de" class="stack gap-large">
            <PageHeader preline={`Nachweis, Stand ${formatDate(report.snapshot.asOn)}`} title={`${proof.label} ${year}: ${figureText(proof.value, proof.unit)}`} lead={proof.explain} />
            <ProofMonths proof={proof} />
          </div>
        </LocaleProvider>
      ),
    });
  },
});

const joined = { sum: 'Der Wert des Jahres ist die Summe der Monate.', mean: 'Der Wert des Jahres ist das Mittel der Monate, gewichtet nach der Zahl der Fälle.', end: 'Der Wert des Jahres ist der am Ende.' } as const;

function ProofMonths({ proof }: { proof: Proof }) {
  const { unit, months, over } = proof;
  const write = (value: number | null): string => (unit === 'count' && over === 'sum' && value !== null && value > 0 && value < LEAST ? 'weniger als 5' : figureText(value, unit));
  const name = (month: string): string => new Intl.DateTimeFormat('de-DE', { month: 'long', timeZone: 'UTC' }).format(new Date(month));
  return (
    <>
      <p class="kern-body">{joined[over]}</p>
      {months.length > 1 && <LineChart id="proof" title={proof.label} description="Wert je Monat" labels={months.map(({ month }) => name(month).slice(0, 3))} series={[{ name: proof.label, values: months.map(({ value }) => value) }]} format={write} level={2} locale="de" />}
      <Table
        caption="Monat für Monat"
        stack
        rows={months}
        rowKey={({ month }) => month}
        columns={[
          { key: 'month', head: 'Monat', rowHead: true, cell: ({ month }) => name(month) },
          { key: 'value', head: proof.label, numeric: true, cell: ({ value }) => write(value) },
          ...(over === 'mean' ? [{ key: 'weight', head: 'Fälle', numeric: true, cell: ({ weight }: Proof['months'][number]) => figureText(weight, 'count') }] : []),
          { key: 'source', head: 'Quelle', cell: ({ carried, counted }) => [carried?.origin, (!carried || (over !== 'end' && counted.weight > 0 && counted.value)) && 'gezählt in Stadtkern'].filter(Boolean).join('; ') },
        ]}
      />
    </>
  );
}
