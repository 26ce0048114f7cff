import { z } from 'zod';
import { file, page, view } from '#platform/http';
import { calendarDayOf, tr, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { findCurrentVersion, rememberBriefly } from '#core/catalogue';
import { BarChart, Button, ButtonRow, EmptyState, Form, Link, PageHeader, Section, SelectField, Stack } from '#platform/ui';
import { listMonths, listServiceFigures, listSpans, listSteps, type StepFigures } from '../figures.queries.ts';
import { Course, MostApplied, ServiceTable, Spans, Tiles, csvOf, monthName, shownCount, type Shown } from './figures-parts.tsx';
import { figuresTexts } from './texts.ts';

const MONTHS = 12;
const query = z.object({ monat: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/).optional().catch(undefined) });

async function readFigures(ctx: Ctx, { wanted, locale }: { wanted: string | undefined; locale: Locale }): Promise<Shown & { choices: string[] }> {
  const today = `${calendarDayOf(ctx.now).slice(0, 7)}-01`;
  const month = wanted ? `${wanted}-01` : today;
  const [months, services, spans, known] = [await listMonths(ctx, month, MONTHS), await listServiceFigures(ctx, month), await listSpans(ctx, month), await listMonths(ctx, today, 60)];
  return { month, months, services, spans, locale, choices: [...new Set([today, month, ...known.map((one) => one.month)])].toSorted().toReversed() };
}

function MonthChoice({ action, month, choices, locale }: { action: string; month: string; choices: string[]; locale: Locale }) {
  const t = figuresTexts(locale);
  return (
    <Form action={action} method="get" inline>
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
    const here = shown.months.find((one) => one.month === shown.month);
    return view({
      title: t.title,
      description: t.lead,
      crumbs: [{ label: t.home, href: '/' }, { label: t.title }],
      body: (
        <Stack gap="large">
          <PageHeader title={t.title} lead={here ? t.finding(monthName(shown.month, locale), shownCount(here.submits, locale), shownCount(here.views, locale)) : t.lead} />
          <MonthChoice action="/zahlen" {...shown} />
          {here ? <Figures shown={shown} csv={`/zahlen.csv?monat=${shown.month.slice(0, 7)}`} href={(service) => `/leistungen/${service}`} /> : <EmptyState title={t.none}>{t.noneText}</EmptyState>}
          <Section title={t.how}>
            <p class="kern-body">{t.howText}</p>
          </Section>
        </Stack>
      ),
    });
  },
});

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

const officeQuery = query.extend({ leistung: z.string().max(80).optional().catch(undefined) });

/** The same for the office, and for each service where people stop. */
export const officeFigures = page({
  method: 'GET',
  path: '/office/zahlen',
  site: 'office',
  access: 'may:figures/read',
  query: officeQuery,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const shown = await readFigures(ctx, { wanted: rq.query.monat, locale: 'de' });
      const slug = rq.query.leistung;
      const address = (service?: string): string => `/office/zahlen?${new URLSearchParams({ monat: shown.month.slice(0, 7), ...(service ? { leistung: service } : {}) })}`;
      const name = shown.services.find((one) => one.service === slug)?.name ?? slug;
      const body = slug ? <ServiceCourse steps={await readSteps(ctx, shown.month, slug)} spans={{ ...shown, spans: await listSpans(ctx, shown.month, slug) }} /> : <Figures shown={shown} csv={`/zahlen.csv?monat=${shown.month.slice(0, 7)}`} href={address} />;
      return view({
        title: name ? `Zahlen: ${name}` : 'Zahlen zur Nutzung',
        ...(slug ? { crumbs: [{ label: 'Zahlen', href: address() }, { label: name ?? slug }] } : {}),
        body: (
          <Stack gap="large">
            <PageHeader title={name ?? 'Zahlen zur Nutzung'} lead={monthName(shown.month, 'de')} actions={slug ? <ButtonRow><Button href={`/leistungen/${slug}`}>Leistung ansehen</Button></ButtonRow> : undefined} />
            {!slug && <MonthChoice action="/office/zahlen" {...shown} />}
            {shown.months.length === 0 ? <EmptyState title="Noch keine Zahlen">Sie entstehen mit den ersten Aufrufen und Anträgen.</EmptyState> : body}
          </Stack>
        ),
      });
    }),
});

type NamedStep = StepFigures & { title: string };

/** Steps in the order of the form; those of earlier versions come last. */
async function readSteps(ctx: Ctx, month: string, slug: string): Promise<NamedStep[]> {
  const steps = await listSteps(ctx, month, slug);
  const pages = (await findCurrentVersion(ctx, slug))?.service.form.pages ?? [];
  const place = (step: string): number => (step === 'review' ? pages.length : ((at) => (at < 0 ? pages.length + 1 : at))(pages.findIndex(({ id }) => id === step)));
  const title = (step: string): string => (step === 'review' ? 'Prüfen und absenden' : tr(pages.find(({ id }) => id === step)?.title, 'de') ?? step);
  return steps.map((one) => ({ ...one, title: title(one.step) })).toSorted((a, b) => place(a.step) - place(b.step));
}

/** Where people stop: the page after which most are missing is the finding. */
function ServiceCourse({ steps, spans }: { steps: NamedStep[]; spans: Shown }) {
  const known = steps.flatMap(({ title, seen }) => (seen === null ? [] : [{ label: title, value: seen }]));
  const losses = known.slice(1).map((one, i) => ({ label: known[i]?.label ?? '', lost: (known[i]?.value ?? 0) - one.value }));
  const worst = losses.toSorted((a, b) => b.lost - a.lost)[0];
  const finding = worst && worst.lost > 0 ? `Die meisten hören bei „${worst.label}“ auf` : 'Niemand hört mittendrin auf';
  return (
    <Stack gap="large">
      {known.length > 1 ? (
        <BarChart id="steps" title={finding} description="Wie viele Menschen jede Seite des Formulars gesehen haben" bars={known} groupName="Seite" valueName="Gesehen" level={2} />
      ) : (
        <EmptyState title="Zu wenige Anträge">Wo Menschen aufhören, zeigen wir ab fünf auf jeder Seite.</EmptyState>
      )}
      <Spans {...spans} />
    </Stack>
  );
}
