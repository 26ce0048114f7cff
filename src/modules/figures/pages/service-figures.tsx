import { tr, type Text } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { findCurrentVersion } from '#core/catalogue';
import { BarChart, EmptyState, Section, Stack, Table } from '#platform/ui';
import { listQuestionFigures, listServiceMonths, listSpans, listSteps, type MonthFigures, type QuestionFigures, type StepFigures } from '../figures.queries.ts';
import { Course, ServiceMonths, Spans, csvLines, shownCount, type Shown } from './figures-parts.tsx';

const MONTHS = 12;
type NamedStep = StepFigures & { title: string };
export type NamedQuestion = QuestionFigures & { title: string; page: string };
export type OfService = { name: Text; months: MonthFigures[]; steps: NamedStep[]; questions: NamedQuestion[]; spans: Map<string, number | null> };

/** All that is known about one service in a month, pages and questions in the order of its form; those of earlier versions come last. @throws 404 when it is not online and nothing was counted */
export async function readService(ctx: Ctx, month: string, slug: string): Promise<OfService> {
  const service = (await findCurrentVersion(ctx, slug))?.service;
  const form = service?.form;
  const pages = form?.pages ?? [];
  const place = (step: string): number => (step === 'review' ? pages.length : ((at) => (at < 0 ? pages.length + 1 : at))(pages.findIndex(({ id }) => id === step)));
  const pageTitle = (step: string): string => (step === 'review' ? 'Prüfen und absenden' : (tr(pages.find(({ id }) => id === step)?.title, 'de') ?? step));
  const steps = (await listSteps(ctx, month, slug)).map((one) => ({ ...one, title: pageTitle(one.step) })).toSorted((a, b) => place(a.step) - place(b.step));
  const order = [...(form?.fields.keys() ?? []), 'review'];
  const rank = (question: string): number => ((at) => (at < 0 ? order.length : at))(order.indexOf(question));
  const questions = (await listQuestionFigures(ctx, month, slug))
    .map((one) => ({ ...one, title: one.question === 'review' ? 'Absenden' : (tr(form?.fields.get(one.question)?.definition.label, 'de') ?? one.question), page: one.question === 'review' ? pageTitle('review') : (tr(form?.fields.get(one.question)?.page.title, 'de') ?? 'frühere Fassung') }))
    .toSorted((a, b) => rank(a.question) - rank(b.question));
  const months = await listServiceMonths(ctx, { service: slug, upTo: month, count: MONTHS });
  if (!service && months.length === 0) throw notFound();
  return { name: service?.settings.name ?? slug, months, steps, questions, spans: await listSpans(ctx, month, slug) };
}

/** One service for everybody: what happened month by month. */
export function PublicService({ of, shown }: { of: OfService; shown: Shown }) {
  return (
    <Stack gap="large">
      <Course {...shown} months={of.months} />
      <ServiceMonths months={of.months} locale={shown.locale} />
      <Spans {...shown} spans={of.spans} />
    </Stack>
  );
}

/** Where people stop: the page after which most are missing, and the question with which they struggle, are the findings. */
export function OfficeService({ of, shown }: { of: OfService; shown: Shown }) {
  const known = of.steps.flatMap(({ title, seen }) => (seen === null ? [] : [{ label: title, value: seen }]));
  const losses = known.slice(1).map((one, i) => ({ label: known[i]?.label ?? '', lost: (known[i]?.value ?? 0) - one.value }));
  const worst = losses.toSorted((a, b) => b.lost - a.lost)[0];
  const finding = worst && worst.lost > 0 ? `Die meisten hören bei „${worst.label}“ auf` : 'Niemand hört mittendrin auf';
  return (
    <Stack gap="large">
      {known.length > 1 ? (
        <BarChart id="steps" title={finding} description="Wie viele Menschen jede Seite des Formulars gesehen haben" bars={known} groupName="Seite" valueName="Gesehen" level={2} />
      ) : (
        of.questions.length === 0 && <EmptyState title="Zu wenige Anträge">Wo Menschen aufhören, zeigen wir ab fünf auf jeder Seite.</EmptyState>
      )}
      <Questions questions={of.questions} />
      <PublicService of={of} shown={shown} />
    </Stack>
  );
}

const most = (questions: NamedQuestion[], key: 'refused' | 'stopped' | 'empty'): NamedQuestion | undefined => questions.filter((one) => (one[key] ?? 0) > 0).toSorted((a, b) => (b[key] ?? 0) - (a[key] ?? 0))[0];

function titleOf(questions: NamedQuestion[]): string {
  const [stopped, refused] = [most(questions, 'stopped'), most(questions, 'refused')];
  if (stopped) return `Abgebrochene Anträge enden am häufigsten bei „${stopped.title}“`;
  return refused ? `„${refused.title}“ wird am häufigsten falsch ausgefüllt` : 'Frage für Frage';
}

function Questions({ questions }: { questions: NamedQuestion[] }) {
  if (questions.length === 0) return null;
  const number = (key: 'asked' | 'empty' | 'refused' | 'stopped', head: string) => ({ key, head, numeric: true, cell: (row: NamedQuestion) => shownCount(row[key], 'de') });
  const refused = questions.flatMap(({ title, refused: count }) => (count ? [{ label: title, value: count }] : [])).toSorted((a, b) => b.value - a.value).slice(0, 10);
  return (
    <Section title={titleOf(questions)} id="fragen">
      <Stack>
        {refused.length > 1 && <BarChart id="refused" title="Hier hilft ein Hinweis oder ein Beispiel" description="Fragen, die mit einem Fehler zurückkamen" bars={refused} groupName="Frage" valueName="Mit Fehler" level={3} />}
        <Table
          caption="Frage für Frage"
          rows={questions}
          rowKey={(row) => row.question}
          compact
          stack
          columns={[{ key: 'question', head: 'Frage', rowHead: true, cell: (row) => row.title }, { key: 'page', head: 'Seite', cell: (row) => row.page }, number('asked', 'Gefragt'), number('empty', 'Leer gelassen'), number('refused', 'Mit Fehler'), number('stopped', 'Hier aufgehört')]}
        />
        <p class="muted">„Gefragt“ und „leer gelassen“ zählen je Antrag einmal, „mit Fehler“ jedes Mal. „Hier aufgehört“ ist die erste offene Frage eines Entwurfs, der nach 30 Tagen ohne Änderung gelöscht wurde. Gezählt wird die Frage, nie die Antwort; Zahlen unter 5 bleiben verborgen.</p>
      </Stack>
    </Section>
  );
}

/** Page by page and question by question, for a spreadsheet. */
export function serviceCsvOf(month: string, slug: string, { months, steps, questions }: OfService): string {
  return csvLines([
    ['Monat', 'Leistung', 'Art', 'Seite oder Frage', 'Seitenaufrufe', 'Begonnen', 'Gestellt', 'Entschieden', 'Tage bis zur Entscheidung', 'Gesehen oder gefragt', 'Leer gelassen', 'Mit Fehler', 'Hier aufgehört'],
    ...months.map((one) => [one.month.slice(0, 7), slug, 'Monat', '', one.views, one.starts, one.submits, one.decided, one.meanDays, null, null, null, null]),
    ...steps.map((one) => [month.slice(0, 7), slug, 'Seite', one.title, null, null, null, null, null, one.seen, null, null, null]),
    ...questions.map((one) => [month.slice(0, 7), slug, 'Frage', one.title, null, null, null, null, null, one.asked, one.empty, one.refused, one.stopped]),
  ]);
}
