import { z } from 'zod';
import { file, page, rememberBriefly, view, type Reply, type Rq } from '#platform/http';
import { calendarDayOf, tr, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, EmptyState, Form, Link, PageHeader, Section, SelectField, Stack } from '#platform/ui';
import { listMonths, listServiceFigures, listSpans } from '../figures.queries.ts';
import { Course, MostApplied, ServiceTable, Spans, Tiles, csvOf, monthName, shownCount, type Shown } from './figures-parts.tsx';
import { OfficeService, PublicService, readService, serviceCsvOf } from './service-figures.tsx';
import { figuresTexts } from './texts.ts';

const MONTHS = 12;
const query = z.object({ monat: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/).optional().catch(undefined), leistung: z.string().max(80).optional().catch(undefined) });

async function readFigures(ctx: Ctx, { wanted, locale }: { wanted: string | undefined; locale: Locale }): Promise<Shown & { choices: string[] }> {
  const today = `${calendarDayOf(ctx.now).slice(0, 7)}-01`;
  const month = wanted ? `${wanted}-01` : today;
  const [months, services, spans, known] = [await listMonths(ctx, month, MONTHS), await listServiceFigures(ctx, month), await listSpans(ctx, month), await listMonths(ctx, today, 60)];
  return { month, months, services, spans, locale, choices: [...new Set([today, month, ...known.map((one) => one.month)])].toSorted().toReversed() };
}

function MonthChoice({ action, month, choices, locale, service }: { action: string; month: string; choices: string[]; locale: Locale; service?: string | undefined }) {
  const t = figuresTexts(locale);
  return (
    <Form action={action} method="get" inline>
      {service && <input type="hidden" name="leistung" value={service} />}
      <SelectField name="monat" label={t.month} value={month.slice(0, 7)} placeholder={false} options={choices.map((one) => ({ value: one.slice(0, 7), label: monthName(one, locale) }))} />
      <Button>{t.show}</Button>
    </Form>
  );
}

/** What everybody may know about the use of the portal. */
export const publicFigures = page({
  method: 'GET',
  path: '/zahlen',
  site: 'portal',
  access: 'anyone',
  query,
  handle: async (rq) => {
    const { locale } = rq;
    const wanted = rq.query.monat;
    const shown = await rememberBriefly(rq.platform, `figures/${rq.tenantId}/${locale}/${wanted}`, () => rq.read((ctx) => readFigures(ctx, { wanted, locale })));
    const t = figuresTexts(locale);
    if (rq.query.leistung) return publicService(rq, shown, rq.query.leistung);
    const here = shown.months.find((one) => one.month === shown.month);
    return view({
      title: t.title,
      description: t.lead,
      crumbs: [{ label: t.home, href: '/' }, { label: t.title }],
      body: (
        <Stack gap="large">
          <PageHeader title={t.title} lead={here ? t.finding(monthName(shown.month, locale), shownCount(here.submits, locale), shownCount(here.views, locale)) : t.lead} />
          <MonthChoice action="/zahlen" {...shown} />
          {here ? <Figures shown={shown} csv={`/zahlen.csv?monat=${shown.month.slice(0, 7)}`} href={(service) => `/zahlen?${new URLSearchParams({ monat: shown.month.slice(0, 7), leistung: service })}`} /> : <EmptyState title={t.none}>{t.noneText}</EmptyState>}
          <Section title={t.how}>
            <p class="kern-body">{t.howText}</p>
          </Section>
        </Stack>
      ),
    });
  },
});

/** One service month by month, for everybody. */
async function publicService(rq: Pick<Rq, 'read' | 'platform' | 'tenantId' | 'locale'>, shown: Shown & { choices: string[] }, slug: string): Promise<Reply> {
  const { locale } = shown;
  const t = figuresTexts(locale);
  const of = await rememberBriefly(rq.platform, `figures/${rq.tenantId}/${locale}/${shown.month}/${slug}`, () => rq.read((ctx) => readService(ctx, shown.month, slug)));
  const name = tr(of.name, locale);
  return view({
    title: `${name} – ${t.title}`,
    description: t.lead,
    crumbs: [{ label: t.home, href: '/' }, { label: t.title, href: '/zahlen' }, { label: name }],
    body: (
      <Stack gap="large">
        <PageHeader title={name} preline={t.title} lead={monthName(shown.month, locale)} actions={<ButtonRow><Button href={`/leistungen/${slug}`}>{t.toService}</Button></ButtonRow>} />
        <MonthChoice action="/zahlen" {...shown} service={slug} />
        {of.months.length > 0 ? <PublicService of={of} shown={shown} /> : <EmptyState title={t.none}>{t.noneText}</EmptyState>}
        <p class="kern-body">
          <Link href="/zahlen">{t.back}</Link>
        </p>
      </Stack>
    ),
  });
}

function Figures({ shown, csv, href }: { shown: Shown; csv: string; href(service: string): string }) {
  return (
    <Stack gap="large">
      <Tiles {...shown} />
      <MostApplied {...shown} />
      <Course {...shown} />
      <Spans {...shown} />
      <ServiceTable {...shown} href={href} />
      <p class="kern-body">
        <Link href={csv} icon="download" download>
          {figuresTexts(shown.locale).csv}
        </Link>
      </p>
    </Stack>
  );
}

export const figuresCsv = page({
  method: 'GET',
  path: '/zahlen.csv',
  site: 'portal',
  access: 'anyone',
  query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const shown = await readFigures(ctx, { wanted: rq.query.monat, locale: 'de' });
      return file({ bytes: Buffer.from(csvOf(shown)), name: `zahlen-${shown.month.slice(0, 7)}.csv`, type: 'text/csv; charset=utf-8' });
    }),
});

/** The same for the office, and for each service where people stop, page by page and question by question. */
export const officeFigures = page({
  method: 'GET',
  path: '/office/zahlen',
  site: 'office',
  access: 'may:figures/read',
  query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const shown = await readFigures(ctx, { wanted: rq.query.monat, locale: 'de' });
      const slug = rq.query.leistung;
      const month = shown.month.slice(0, 7);
      const address = (service?: string): string => `/office/zahlen?${new URLSearchParams({ monat: month, ...(service ? { leistung: service } : {}) })}`;
      const of = slug ? await readService(ctx, shown.month, slug) : undefined;
      const name = of && tr(of.name, 'de');
      const body = of ? <OfficeService of={of} shown={shown} /> : <Figures shown={shown} csv={`/zahlen.csv?monat=${month}`} href={address} />;
      return view({
        title: name ? `Zahlen: ${name}` : 'Zahlen zur Nutzung',
        ...(name ? { crumbs: [{ label: 'Zahlen', href: address() }, { label: name }] } : {}),
        body: (
          <Stack gap="large">
            <PageHeader
              title={name ?? 'Zahlen zur Nutzung'}
              lead={monthName(shown.month, 'de')}
              actions={
                slug ? (
                  <ButtonRow>
                    <Button href={`/leistungen/${slug}`}>Leistung ansehen</Button>
                    <Button href={`/office/zahlen/leistung.csv?${new URLSearchParams({ monat: month, leistung: slug })}`}>Als Tabelle laden (CSV)</Button>
                  </ButtonRow>
                ) : undefined
              }
            />
            <MonthChoice action="/office/zahlen" {...shown} service={slug} />
            {shown.months.length === 0 ? <EmptyState title="Noch keine Zahlen">Sie entstehen mit den ersten Aufrufen und Anträgen.</EmptyState> : body}
          </Stack>
        ),
      });
    }),
});

export const serviceCsv = page({
  method: 'GET',
  path: '/office/zahlen/leistung.csv',
  site: 'office',
  access: 'may:figures/read',
  query: query.extend({ leistung: z.string().max(80) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { monat, leistung } = rq.query;
      const month = `${monat ?? calendarDayOf(ctx.now).slice(0, 7)}-01`;
      return file({ bytes: Buffer.from(serviceCsvOf(month, leistung, await readService(ctx, month, leistung))), name: `zahlen-${leistung}-${month.slice(0, 7)}.csv`, type: 'text/csv; charset=utf-8' });
    }),
});
