import type { VNode } from 'preact';
import { z } from 'zod';
import { bundleOf, changeDraft, checkDraft, findTrial, getDraft, listExamples, playExample, playTrial, saveTrial, type CheckedDraft, type Replayed, type Trial, type Walkthrough } from '#core/catalogue';
import { getPage, nextPage, parsePage, renderPage, validateAll, visiblePages, type CompiledForm, type FormData, type FormEnv } from '#engines/forms';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { calendarDayOf, tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Columns, DescriptionList, ErrorSummary, Form, Link, ProcessStrip, Section, SelectField, Stack, TextField } from '#platform/ui';
import { problem } from '../problems.ts';
import { draftParams, postedForm } from '../workshop/requests.ts';
import { LIST, tabHref } from '../workshop/tabs.ts';
import { FindingList, workshopView } from '../workshop/workshop-view.tsx';
import { exampleAnswers } from './example-answers.ts';
import { ExampleTable } from './example-table.tsx';
import { adaptExamples, adoptOutcome, recordExample } from './record-example.ts';
import { openPlaces, taskEnv, type OpenPlace } from './trial-state.ts';

type Service = NonNullable<CheckedDraft['service']>;
const here = (draftId: string): string => tabHref(draftId, 'probe');
const applicationEnv = (trial: Pick<Trial, 'submittedOn'>): FormEnv => ({ today: trial.submittedOn, locale: 'de', context: { account: null, applicant: null, case: null } });
type Again = { typed?: Parameters<typeof renderPage>[0]['typed']; errors?: Parameters<typeof renderPage>[0]['errors']; data?: FormData; problem?: string };

function show(rq: Rq, draftId: string, { seite = '', again = {} }: { seite?: string; again?: Again } = {}): Promise<Reply> {
  return workshopView(rq, {
    draftId,
    tab: 'probe',
    ...(again.errors || again.problem ? { status: 422 } : {}),
    body: async ({ draft, checked, editable }, ctx) => {
      const { service } = checked;
      if (!service) return <Stack><Alert kind="warning" title="Ausprobieren geht, sobald der Entwurf keine Fehler hat" /><FindingList checked={checked} draftId={draftId} /></Stack>;
      const trial = await findTrial(ctx, draftId);
      return (
        <Stack>
          <p>Hier spielen Sie die Leistung durch: als antragstellende Person, als Amt und als Uhr. Es entsteht kein Vorgang, kein Brief geht hinaus.</p>
          {again.problem && <Alert kind="warning" title="Das ging so nicht">{again.problem}</Alert>}
          {!trial && <Begin draftId={draftId} service={service} examples={listExamples(bundleOf(draft))} editable={editable} />}
          {trial && !trial.submitted && <FillIn draftId={draftId} service={service} trial={trial} seite={seite} again={again} />}
          {trial?.submitted && <Running draftId={draftId} service={service} trial={trial} again={again} />}
          {trial && (
            <Form action={here(draftId)}>
              <Button type="submit" name="was" value="stop">
                Von vorn beginnen
              </Button>
            </Form>
          )}
        </Stack>
      );
    },
  });
}

function Begin({ draftId, service, examples, editable }: { draftId: string; service: Service; examples: Walkthrough[]; editable: boolean }): VNode {
  return (
    <Stack>
      <Section title="Beginnen" id="beginnen">
        <Form action={here(draftId)}>
          <SelectField name="beispiel" label="Womit" options={[{ value: 'auto', label: 'mit erfundenen Angaben' }, { value: 'leer', label: 'mit leerem Formular' }, ...examples.map(({ name }, index) => ({ value: String(index), label: `wie im Beispiel „${name}“` }))]} value="auto" placeholder={false} />
          <ButtonRow>
            <Button type="submit" variant="primary" name="was" value="begin">
              Ausprobieren
            </Button>
          </ButtonRow>
        </Form>
      </Section>
      {examples.length > 0 && (
        <Section title="Aufgenommene Beispiele" id="beispiele">
          <ExampleTable action={here(draftId)} service={service} examples={examples} editable={editable} />
          {editable && (
            <Form action={here(draftId)}>
              <p>Die Beispiele laufen bei jeder Prüfung mit. Nach einer Änderung am Formular fehlen ihnen Antworten; die Maschine kann sie erfinden.</p>
              <ButtonRow>
                <Button type="submit" name="was" value="adapt">
                  Beispiele an das Formular anpassen
                </Button>
              </ButtonRow>
            </Form>
          )}
        </Section>
      )}
    </Stack>
  );
}

function FillIn({ draftId, service, trial, seite, again }: { draftId: string; service: Service; trial: Trial; seite: string; again: Again }): VNode {
  const { form } = service;
  const env = applicationEnv(trial);
  const data = again.data ?? (trial.application as FormData);
  const pages = visiblePages(form, data, env);
  const current = pages.find(({ id }) => id === seite) ?? pages[0];
  if (!current) return <p>Das Formular hat keine Seite.</p>;
  const rendered = renderPage({ form, pageId: current.id, data, env, ...(again.typed ? { typed: again.typed } : {}), ...(again.errors ? { errors: again.errors } : {}) });
  return (
    <Section title={`Antrag, Seite ${pages.indexOf(current) + 1} von ${pages.length}: ${tr(current.title, 'de')}`} id="antrag">
      {rendered.summary.length > 0 && <ErrorSummary errors={rendered.summary} />}
      <Form action={here(draftId)}>
        <input type="hidden" name="_seite" value={current.id} />
        {rendered.fields}
        <ButtonRow>
          <Button type="submit" variant="primary" name="_was" value="page">
            {pages.at(-1) === current ? 'Antrag absenden (Probe)' : 'Weiter'}
          </Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

function Running({ draftId, service, trial, again }: { draftId: string; service: Service; trial: Trial; again: Again }): VNode {
  const played = playTrial(service, trial);
  const { state, problems } = played;
  const names = (id: string): string => service.process.nodes.get(id)?.name || id;
  const seen = played.entered.filter((id, index, all) => all.indexOf(id) === index && service.process.nodes.get(id)?.kind !== 'process');
  const open = openPlaces(service, played);
  const waiting = new Set(state.tokens.map(({ node }) => node));
  return (
    <Columns layout="sidebar">
      <Stack>
        {problems.length > 0 && (
          <Alert kind="danger" title="Hier bleibt der Vorgang hängen">
            <ul>
              {problems.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </Alert>
        )}
        {open.map((place) => (
          <OpenPart key={`${place.kind}${place.id}`} draftId={draftId} service={service} played={played} place={place} again={again} />
        ))}
        {state.ended && (
          <Section title="Der Vorgang ist zu Ende" id="ende">
            <DescriptionList items={[{ term: 'Ergebnis', value: String(state.vars['outcome'] ?? 'keines') }, { term: 'Schreiben', value: played.letters.join(', ') || 'keine' }, { term: 'Nachrichten', value: played.messages.join(', ') || 'keine' }]} />
          </Section>
        )}
        <Section title="Als Beispiel aufnehmen" id="aufnehmen">
          <p>Ein Beispiel merkt sich Ihre Angaben und was herauskam. Jede Prüfung spielt es nach und meldet, wenn künftig etwas anderes herauskommt.</p>
          <Form action={here(draftId)} inline>
            <TextField name="name" label="Name des Beispiels" hint="Zum Beispiel: „Zwei Festmeter Hartholz, bewilligt“" />
            <Button type="submit" name="was" value="record">
              Aufnehmen
            </Button>
          </Form>
        </Section>
      </Stack>
      <Stack>
        <Section title="Was bisher geschah" id="verlauf">
          <ProcessStrip label="Schritte" steps={seen.map((id) => ({ title: names(id), state: waiting.has(id) ? 'now' : 'done' }))} />
        </Section>
        {played.letters.length > 0 && (
          <Section title="Geschriebene Schreiben" id="schreiben">
            <ul class="plain-list">
              {played.letters.map((letter, index) => (
                <li key={`${letter}${index}`}>
                  <Link href={`${LIST}/${draftId}/briefe?brief=${letter}`}>{letter}</Link>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section title="Angaben im Prozess" id="angaben">
          <DescriptionList items={Object.entries(state.vars).map(([name, value]) => ({ term: name, value: JSON.stringify(value) ?? '' }))} stacked />
        </Section>
      </Stack>
    </Columns>
  );
}

function OpenPart({ draftId, service, played, place, again }: { draftId: string; service: Service; played: Replayed; place: OpenPlace; again: Again }): VNode {
  const form = place.kind === 'task' && place.form ? service.taskForms[place.form] : undefined;
  if (place.kind !== 'task') {
    return (
      <Form action={here(draftId)} inline>
        <input type="hidden" name="id" value={place.id} />
        <Button type="submit" name="was" value={place.kind}>
          {place.kind === 'timer' ? `Zeit vergehen lassen: ${place.name}` : `Das geschieht: ${place.name}`}
        </Button>
      </Form>
    );
  }
  const formPage = form?.pages[0];
  const rendered = form && formPage ? renderPage({ form, pageId: formPage.id, data: again.data ?? exampleAnswers(form, taskEnv(service, played, place.id)), env: taskEnv(service, played, place.id), ...(again.typed ? { typed: again.typed } : {}), ...(again.errors ? { errors: again.errors } : {}) }) : undefined;
  return (
    <Section title={`Aufgabe: ${place.name}`} id={`aufgabe-${place.id}`}>
      {rendered && rendered.summary.length > 0 && <ErrorSummary errors={rendered.summary} />}
      <Form action={here(draftId)}>
        <input type="hidden" name="_aufgabe" value={place.id} />
        {rendered?.fields}
        <TextField name="_wer" label="Wer macht es" hint="Für das Vier-Augen-Prinzip: zwei Namen sind zwei Personen." value="anna" width={10} />
        <ButtonRow>
          <Button type="submit" variant="primary" name="_was" value="task">
            Erledigen
          </Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

type Body = Record<string, string | string[]>;
const text = (body: Body, name: string): string => [body[name] ?? ''].flat()[0] ?? '';

async function begin(ctx: Ctx, service: Service, { draftId, choice, examples }: { draftId: string; choice: string; examples: Walkthrough[] }): Promise<void> {
  const submittedOn = calendarDayOf(ctx.now);
  const example = examples[Number(choice)];
  const application = choice === 'leer' ? {} : example ? example.application : exampleAnswers(service.form, applicationEnv({ submittedOn }));
  await saveTrial(ctx, draftId, { application, submitted: false, submittedOn, steps: [] });
}

/** A recorded run again, up to where it still goes; it can be played on from there. */
async function replay(ctx: Ctx, service: Service, { draftId, example: { application, submittedOn, steps } }: { draftId: string; example: Walkthrough }): Promise<{ again?: Again }> {
  const problemsAfter = (count: number): string[] => playTrial(service, { application, submittedOn, steps: steps.slice(0, count) }).problems;
  const [problem] = problemsAfter(steps.length);
  let count = steps.length;
  while (count > 0 && problemsAfter(count).length > 0) count--;
  await saveTrial(ctx, draftId, { application, submitted: problemsAfter(0).length === 0, submittedOn, steps: steps.slice(0, count) });
  return problem ? { again: { problem: `So weit läuft das Beispiel noch. Dann: ${problem}` } } : {};
}

/** One page of the application. @returns the page to show again, or the next one */
async function fillPage(ctx: Ctx, service: Service, { draftId, trial, body }: { draftId: string; trial: Trial; body: Body }): Promise<{ next: string; again?: Again }> {
  const env = applicationEnv(trial);
  const pageId = getPage(service.form, text(body, '_seite')).id;
  const { _seite: _s, _was: _w, ...answers } = body;
  const parsed = parsePage(service.form, { pageId, body: answers, data: trial.application as FormData, env, files: {} });
  const application = { ...parsed.values };
  if (!parsed.complete) {
    await saveTrial(ctx, draftId, { ...trial, application });
    return { next: pageId, ...(parsed.errors.length > 0 ? { again: { typed: parsed.typed, errors: parsed.errors, data: parsed.values } } : {}) };
  }
  const next = nextPage(service.form, { pageId, data: parsed.values, env });
  const whole = !next && validateAll(service.form, parsed.values, env);
  const wrong = whole ? whole.pages.find(({ errors }) => errors.length > 0) : undefined;
  await saveTrial(ctx, draftId, { ...trial, application, submitted: !next && !wrong });
  return { next: wrong?.id ?? (typeof next === 'string' ? next : (next?.id ?? '')), ...(wrong ? { again: { errors: wrong.errors, data: parsed.values } } : {}) };
}

/** A task done by a person of the trial. */
function taskStep(service: Service, { trial, body }: { trial: Trial; body: Body }): { step?: Record<string, unknown>; again?: Again } {
  const taskId = text(body, '_aufgabe');
  const played = playTrial(service, trial);
  const place = openPlaces(service, played).find((one) => one.id === taskId && one.kind === 'task');
  if (!place) return { again: { problem: 'Diese Aufgabe ist nicht mehr offen.' } };
  const form: CompiledForm | undefined = place.form ? service.taskForms[place.form] : undefined;
  const formPage = form?.pages[0];
  const who = text(body, '_wer').trim() || 'anna';
  if (!form || !formPage) return { step: { task: taskId, as: who } };
  const { _aufgabe: _a, _was: _w, _wer: _x, ...answers } = body;
  const parsed = parsePage(form, { pageId: formPage.id, body: answers, data: {}, env: taskEnv(service, played, taskId), files: {} });
  if (!parsed.complete) return { again: { typed: parsed.typed, errors: parsed.errors, data: parsed.values } };
  return { step: { task: taskId, as: who, data: parsed.values } };
}

async function act(ctx: Ctx, draftId: string, body: Body): Promise<{ next?: string; again?: Again; flash?: string }> {
  const draft = await getDraft(ctx, draftId);
  const { service } = await checkDraft(ctx.platform, bundleOf(draft));
  if (!service) throw problem('designer/refused', { reason: 'Ausprobieren geht, sobald der Entwurf keine Fehler hat.' });
  const what = text(body, '_was') || text(body, 'was');
  const trial = await findTrial(ctx, draftId);
  const example = listExamples(bundleOf(draft))[Number(text(body, 'beispiel'))];
  if (what === 'replay' && example) return replay(ctx, service, { draftId, example });
  if (what === 'adopt' && example) return adopt(ctx, service, { draftId, example, index: Number(text(body, 'beispiel')) });
  if (what === 'begin') await begin(ctx, service, { draftId, choice: text(body, 'beispiel'), examples: listExamples(bundleOf(draft)) });
  else if (what === 'adapt') {
    await changeDraft(ctx, draftId, { note: 'Beispiele an das Formular angepasst', change: ({ files }) => ({ 'walkthroughs.yaml': adaptExamples(files['walkthroughs.yaml']?.content ?? '', service.form, calendarDayOf(ctx.now)) }) });
    return { flash: 'Die Beispiele haben jetzt auf jede Frage eine Antwort.' };
  } else if (what === 'stop') await saveTrial(ctx, draftId, undefined);
  else if (!trial) return {};
  else if (what === 'page') return fillPage(ctx, service, { draftId, trial, body });
  else if (what === 'record') return record(ctx, draftId, { trial, service, name: text(body, 'name') });
  else {
    const id = text(body, 'id');
    const made = what === 'task' ? taskStep(service, { trial, body }) : { step: what === 'timer' ? { timer: id } : { message: id } };
    if (!made.step) return 'again' in made && made.again ? { again: made.again } : {};
    const next = { ...trial, steps: [...trial.steps, made.step] };
    const [wrong] = playTrial(service, next).problems;
    if (wrong) return { again: { problem: wrong } };
    await saveTrial(ctx, draftId, next);
  }
  return {};
}

/** What comes out of an example today is the rule from now on, unless the machine gets stuck in it. */
async function adopt(ctx: Ctx, service: Service, { draftId, example, index }: { draftId: string; example: Walkthrough; index: number }): Promise<{ again?: Again; flash?: string }> {
  const played = playExample(service, { ...example, expect: { waiting: true } });
  const stuck = played.problems.find((one) => !/^Der Vorgang ist (nicht )?zu Ende/.test(one));
  if (stuck) return { again: { problem: `„${example.name}“ bleibt hängen: ${stuck}` } };
  await changeDraft(ctx, draftId, { note: `Ergebnis von „${example.name}“ übernommen`, change: ({ files }) => ({ 'walkthroughs.yaml': adoptOutcome(files['walkthroughs.yaml']?.content ?? '', index, played) }) });
  return { flash: `„${example.name}“ gilt jetzt so, wie es heute läuft.` };
}

async function record(ctx: Ctx, draftId: string, { trial, service, name }: { trial: Trial; service: Service; name: string }): Promise<{ flash: string }> {
  const played = playTrial(service, trial);
  const title = name.trim().slice(0, 200) || `Probe vom ${trial.submittedOn}`;
  await changeDraft(ctx, draftId, { note: `Beispiel „${title}“ aufgenommen`, change: (draft) => ({ 'walkthroughs.yaml': recordExample(draft.files['walkthroughs.yaml']?.content, { name: title, trial, played }) }) });
  return { flash: `Das Beispiel „${title}“ ist aufgenommen.` };
}

export const trialPage = page({ method: 'GET', path: `${LIST}/:draftId/probe`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query: z.object({ seite: z.string().max(60).default('') }), handle: (rq) => show(rq, rq.params.draftId, { seite: rq.query.seite }) });

export const trialPost = page({
  method: 'POST', path: `${LIST}/:draftId/probe`, site: 'office', access: 'may:catalogue/edit', params: draftParams, body: postedForm,
  handle: async (rq) => {
    const { draftId } = rq.params;
    const { next, again, flash } = await rq.transact((ctx) => act(ctx, draftId, rq.body));
    if (again) return show(rq, draftId, { ...(next ? { seite: next } : {}), again });
    return redirect(next ? `${here(draftId)}?seite=${next}` : here(draftId), flash ? { flash } : {});
  },
});
