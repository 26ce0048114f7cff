import { z } from 'zod';
import { addDays } from '#core/organisation';
import { attempt, file, page, redirect, view, type View } from '#platform/http';
import { calendarDayOf, formatDate, formatNumber } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { Alert, BarChart, Button, ButtonRow, EmptyState, ErrorSummary, Fieldset, Form, Link, PageHeader, Radios, Section, SelectField, Stack, Table, TextArea, TextField } from '#platform/ui';
import { SMALL } from '../audience.ts';
import { answerSurvey, getSurvey, readResult, startSurvey, type QuestionResult, type Survey, type SurveyResult } from '../surveys.ts';
import type { SurveyQuestion } from '../tables.ts';
import { AudienceField, CHANGE, ProjectField, aboutProject, readChoices, type Typed } from './fields.tsx';

const SURVEYS = `${CHANGE}/umfragen`;
const crumbs = (label: string) => [{ label: 'Veränderung', href: CHANGE }, { label }];
const ROWS = 5;
const kinds = { scale: 'Skala von 1 bis 5', choice: 'Auswahl', text: 'Freier Text' };

async function showNew(ctx: Ctx, { typed = {}, audiences = [], error }: { typed?: Typed; audiences?: string[]; error?: { id: string; text: string } } = {}): Promise<View> {
  const choices = await readChoices(ctx);
  const today = calendarDayOf(ctx.now);
  return view({
    title: 'Neue Umfrage', nav: CHANGE, crumbs: crumbs('Neue Umfrage'),
    body: (
      <Stack>
        {error && <ErrorSummary errors={[error]} />}
        <PageHeader title="Neue Umfrage" lead={`Anonym: Es gibt keine Zeile je Person. Ergebnisse stehen erst nach dem Ende und ab ${SMALL} Antworten.`} />
        <Form action={`${SURVEYS}/neu`}>
          <TextField name="title" label="Titel" value={typed['title']} error={error?.id === 'title' ? error.text : undefined} required />
          <TextArea name="intro" label="Wozu wir fragen" rows={2} value={typed['intro']} required={false} />
          {Array.from({ length: ROWS }, (_, at) => (
            <Fieldset key={at} legend={`Frage ${at + 1}`}>
              <TextField name={`frage-${at}`} label="Frage" value={typed[`frage-${at}`]} width="full" required={at === 0} />
              <SelectField name={`art-${at}`} label="Art" value={typed[`art-${at}`] ?? 'scale'} placeholder={false} options={Object.entries(kinds).map(([value, label]) => ({ value, label }))} />
              <TextField name={`auswahl-${at}`} label="Antworten der Auswahl" hint="Mit Komma getrennt" value={typed[`auswahl-${at}`]} required={false} />
            </Fieldset>
          ))}
          <Fieldset legend="Zeit" horizontal><TextField name="fromOn" label="Von" type="date" value={typed['fromOn'] ?? today} /><TextField name="untilOn" label="Bis" type="date" value={typed['untilOn'] ?? addDays(today, 14)} /></Fieldset>
          <ProjectField choices={choices} value={typed['projectId']} />
          <AudienceField choices={choices} value={audiences} error={error?.id === 'audiences-group' ? error.text : undefined} />
          <ButtonRow><Button variant="primary">Umfrage beginnen</Button><Button href={CHANGE}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

const many = z.record(z.string(), z.union([z.string().max(5000), z.array(z.string().max(200))]));
const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''));

function questionsIn(typed: Typed): SurveyQuestion[] {
  return Array.from({ length: ROWS }, (_, at): SurveyQuestion => {
    const kind = typed[`art-${at}`];
    const options = (typed[`auswahl-${at}`] ?? '').split(',').map((part) => part.trim()).filter(Boolean);
    return { key: `f${at + 1}`, text: (typed[`frage-${at}`] ?? '').trim(), kind: kind === 'choice' || kind === 'text' ? kind : 'scale', ...(kind === 'choice' ? { options } : {}) };
  }).filter(({ text }) => text);
}

export const newSurveyPage = page({ method: 'GET', path: `${SURVEYS}/neu`, site: 'office', access: 'may:change/edit', handle: (rq) => rq.read((ctx) => showNew(ctx)) });
export const newSurveyPost = page({
  method: 'POST', path: `${SURVEYS}/neu`, site: 'office', access: 'may:change/edit', body: many,
  handle: (rq) => {
    const given = rq.body['audiences'];
    const audiences = Array.isArray(given) ? given : given ? [given] : [];
    const typed: Typed = Object.fromEntries(Object.entries(rq.body).filter(([name]) => name !== 'audiences').map(([name, value]) => [name, one(value)]));
    return attempt(rq, {
      work: async (ctx) => startSurvey(ctx, { title: typed['title'] ?? '', intro: typed['intro'] ?? '', questions: questionsIn(typed), audiences, fromOn: typed['fromOn'] ?? '', untilOn: typed['untilOn'] ?? '', ...(await aboutProject(ctx, typed['projectId'] ?? '')) }),
      flash: 'Die Umfrage hat begonnen.', to: (id) => `${SURVEYS}/${id}`,
      again: (ctx, refused) => showNew(ctx, { typed, audiences, error: { id: ['change/audience-needed', 'change/unknown-group'].includes(refused.code) ? 'audiences-group' : 'title', text: refused.de } }),
    });
  },
});

async function show(ctx: Ctx, id: string, { typed = {}, error }: { typed?: Typed; error?: string } = {}): Promise<View> {
  const survey = await getSurvey(ctx, id);
  const result = await readResult(ctx, survey);
  return view({
    title: survey.title, nav: CHANGE, crumbs: crumbs(survey.title), ...(error ? { status: 422 } : {}),
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'f1', text: error }]} />}
        <PageHeader preline={survey.topic || undefined} title={survey.title} lead={survey.intro || undefined} meta={<span class="muted">{formatDate(survey.from_on)} bis {formatDate(survey.until_on)}</span>} />
        {survey.running && (survey.answered ? <Alert kind="success" title="Danke, Sie haben geantwortet."><p>Welche Antwort von Ihnen ist, weiß niemand.</p></Alert> : survey.asked ? <AnswerForm survey={survey} typed={typed} /> : <Alert kind="info" title="Diese Umfrage richtet sich an andere." />)}
        <Section title="Ergebnis" id="ergebnis">
          <Result survey={survey} result={result} />
        </Section>
      </Stack>
    ),
  });
}

const scaleWords = ['1 – gar nicht', '2', '3', '4', '5 – völlig'];

function AnswerForm({ survey, typed }: { survey: Survey; typed: Typed }) {
  return (
    <Form action={`${SURVEYS}/${survey.id}`} label="Antworten">
      {survey.questions.map(({ key, text, kind, options = [] }) =>
        kind === 'text' ? <TextArea key={key} name={key} label={text} hint="Schreiben Sie nichts, woran man Sie erkennt." rows={3} value={typed[key]} required={false} /> : <Radios key={key} name={key} label={text} inline={kind === 'scale'} value={typed[key] ?? ''} options={kind === 'scale' ? scaleWords.map((label, at) => ({ value: String(at + 1), label })) : options.map((value) => ({ value, label: value }))} />,
      )}
      <ButtonRow><Button variant="primary">Anonym antworten</Button></ButtonRow>
      <p class="muted">Gespeichert werden nur Zählerstände, dazu ein Merkmal gegen doppelte Antworten, das mit dem Ende der Umfrage gelöscht wird.</p>
    </Form>
  );
}

function Result({ survey, result }: { survey: Survey; result: SurveyResult }) {
  if (!result.shown) return <EmptyState title={survey.running ? `Ergebnisse stehen hier nach dem ${formatDate(survey.until_on)}.` : `Es haben weniger als ${SMALL} geantwortet.`} icon="lock">{survey.running ? 'Vorher nicht: Aus zwei Zwischenständen ließe sich eine einzelne Antwort ablesen.' : 'Deshalb gibt es kein Ergebnis.'}</EmptyState>;
  return (
    <Stack>
      <p>{result.answers} Antworten. <Link href={`${SURVEYS}/${survey.id}/ergebnis.csv`} icon="download" download>Als Tabelle laden (CSV)</Link></p>
      {result.questions.map((question) => <QuestionResultPart key={question.key} question={question} />)}
      {result.groups.length > 1 && <GroupTable survey={survey} result={result} />}
    </Stack>
  );
}

function QuestionResultPart({ question }: { question: QuestionResult }) {
  const { key, text, kind, answers, counts, mean, texts } = question;
  if (kind === 'text') return <Section title={text} level={3}>{texts ? <ul>{texts.map((one, at) => <li key={at}>{one}</li>)}</ul> : <p class="muted">Weniger als {SMALL} haben etwas geschrieben: wird nicht gezeigt.</p>}</Section>;
  if (!counts) return <Section title={text} level={3}><p class="muted">Weniger als {SMALL} haben diese Frage beantwortet: wird nicht gezeigt.</p></Section>;
  return <BarChart id={`frage-${key}`} title={mean === null ? text : `${text} Im Mittel ${formatNumber(mean, 'de', { maximumFractionDigits: 1 })} von 5.`} description={`${answers} Antworten`} bars={counts.map(({ value, count }) => ({ label: kind === 'scale' ? (scaleWords[Number(value) - 1] ?? value) : value, value: count }))} groupName="Antwort" valueName="Anzahl" />;
}

const hidden = 'wird nicht gezeigt';
const shownMean = (mean: number | null): string => (mean === null ? hidden : formatNumber(mean, 'de', { maximumFractionDigits: 1 }));

function GroupTable({ survey, result }: { survey: Survey; result: SurveyResult }) {
  const scales = survey.questions.filter(({ kind }) => kind === 'scale');
  return <Table compact stack caption="Nach Gruppen; kleine Gruppen werden nicht gezeigt" rows={result.groups} rowKey={({ label }) => label} columns={[{ key: 'group', head: 'Gruppe', rowHead: true, cell: ({ label }) => label }, { key: 'answers', head: 'Antworten', numeric: true, cell: ({ answers }) => answers ?? hidden }, ...scales.map(({ key, text }, at) => ({ key, head: text, numeric: true, cell: ({ means }: SurveyResult['groups'][number]) => shownMean(means[at] ?? null) }))]} />;
}

const params = z.object({ id: z.uuid() });
export const surveyPage = page({ method: 'GET', path: `${SURVEYS}/:id`, site: 'office', access: 'staff', params, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.id)) });
export const surveyPost = page({
  method: 'POST', path: `${SURVEYS}/:id`, site: 'office', access: 'staff', params, body: many,
  handle: async (rq) => {
    const typed: Typed = Object.fromEntries(Object.entries(rq.body).map(([name, value]) => [name, one(value)]));
    try {
      await answerSurvey(rq.platform, { tenantId: rq.tenantId, surveyId: rq.params.id, accountId: rq.actor.id ?? '', answers: typed });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      const reason = error.de;
      return rq.read((ctx) => show(ctx, rq.params.id, { typed, error: reason }));
    }
    return redirect(`${SURVEYS}/${rq.params.id}`, { flash: 'Danke für Ihre Antwort.' });
  },
});

const cell = (value: string | number): string => `"${(/^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value)).replaceAll('"', '""')}"`;

/** The same result as on the page: what is hidden there is hidden here. */
export const surveyCsv = page({
  method: 'GET', path: `${SURVEYS}/:id/ergebnis.csv`, site: 'office', access: 'staff', params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const survey = await getSurvey(ctx, rq.params.id);
      const result = await readResult(ctx, survey);
      const rows = result.questions.flatMap((question) => (question.counts ? question.counts.map(({ value, count }) => [question.text, value, count]) : [[question.text, question.texts ? `${question.answers} freie Antworten` : hidden, '']]));
      return file({ bytes: Buffer.from(`\u{feff}${[['Frage', 'Antwort', 'Anzahl'], ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`), name: 'umfrage.csv', type: 'text/csv; charset=utf-8' });
    }),
});
