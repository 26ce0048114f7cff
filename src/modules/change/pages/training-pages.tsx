import { z } from 'zod';
import { attempt, page, redirect, text, view, type View } from '#platform/http';
import { formatDateTime, formatTime } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, ConfirmPage, DescriptionList, EmptyState, ErrorSummary, Fieldset, Form, PageHeader, Row, Section, Stack, TextArea, TextField } from '#platform/ui';
import { trainingCalendar } from '../training-calendar.ts';
import { cancelTraining, getTraining, listParticipants, listTrainings, offerTraining, register, unregister } from '../training.ts';
import { CHANGE, ProjectField, aboutProject, readChoices, type Typed } from './fields.tsx';
import { placesText, TrainingList } from './overview-page.tsx';

const TRAININGS = `${CHANGE}/schulungen`;
const crumbs = (label: string) => [{ label: 'Veränderung', href: CHANGE }, { label: 'Schulungen', href: TRAININGS }, { label }];

export const trainingsPage = page({
  method: 'GET', path: TRAININGS, site: 'office', access: 'staff',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const [coming, past] = [await listTrainings(ctx), await listTrainings(ctx, { past: true, limit: 20 })];
      return view({
        title: 'Schulungen', nav: CHANGE, crumbs: [{ label: 'Veränderung', href: CHANGE }, { label: 'Schulungen' }],
        body: (
          <Stack>
            <PageHeader title="Schulungen" lead="Kurz, am Arbeitsplatz, mehrmals angeboten." actions={<Row><Button href={`${TRAININGS}.ics`} icon="calendar">In den Kalender</Button>{may(ctx.actor, 'change/edit') && <Button variant="primary" href={`${TRAININGS}/neu`} icon="add">Schulung anbieten</Button>}</Row>} />
            {coming.length === 0 ? <EmptyState title="Zurzeit gibt es keinen Termin." icon="calendar">Wünschen Sie sich eine Schulung? Stellen Sie eine Frage.</EmptyState> : <TrainingList trainings={coming} />}
            {past.length > 0 && <Section title="Vorbei" id="vorbei"><TrainingList trainings={past} /></Section>}
          </Stack>
        ),
      });
    }),
});

async function showNew(ctx: Ctx, { typed = {}, error }: { typed?: Typed; error?: string } = {}): Promise<View> {
  const choices = await readChoices(ctx);
  return view({
    title: 'Schulung anbieten', nav: CHANGE, crumbs: crumbs('Neu'),
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'title', text: error }]} />}
        <PageHeader title="Schulung anbieten" />
        <Form action={`${TRAININGS}/neu`}>
          <TextField name="title" label="Titel" value={typed['title']} error={error} required />
          <TextArea name="text" label="Worum es geht" rows={3} value={typed['text']} required={false} />
          <Fieldset legend="Wann" horizontal><TextField name="on" label="Tag" type="date" value={typed['on']} required /><TextField name="from" label="Von" type="time" value={typed['from'] ?? '09:00'} required /><TextField name="until" label="Bis" type="time" value={typed['until'] ?? '10:30'} required /></Fieldset>
          <TextField name="place" label="Ort" value={typed['place']} hint="Raum oder Adresse der Videokonferenz" required />
          <TextField name="places" label="Plätze" inputmode="numeric" width={4} value={typed['places'] ?? '12'} required />
          <ProjectField choices={choices} value={typed['projectId']} />
          <ButtonRow><Button variant="primary">Anbieten</Button><Button href={TRAININGS}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

/** A time of the wall clock in Berlin as an instant: the offset is found by looking, so that summer time is right. */
function instantOf(on: string, time: string): Date {
  const guess = new Date(`${on}T${time}:00Z`);
  if (Number.isNaN(guess.getTime())) return guess;
  const shown = formatTime(guess, 'de').match(/(\d{2}):(\d{2})/);
  const minutes = shown ? Number(shown[1]) * 60 + Number(shown[2]) : 0;
  const wanted = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return new Date(guess.getTime() - (((minutes - wanted + 1440) % 1440) * 60_000));
}

const short = z.string().trim().max(200).default('');
export const newTrainingPage = page({ method: 'GET', path: `${TRAININGS}/neu`, site: 'office', access: 'may:change/edit', handle: (rq) => rq.read((ctx) => showNew(ctx)) });
export const newTrainingPost = page({
  method: 'POST', path: `${TRAININGS}/neu`, site: 'office', access: 'may:change/edit', body: z.object({ title: short, text: z.string().max(3000).default(''), on: short, from: short, until: short, place: short, places: short, projectId: z.union([z.uuid(), z.literal('')]).catch('').default('') }),
  handle: (rq) =>
    attempt(rq, {
      work: async (ctx) => offerTraining(ctx, { title: rq.body.title, text: rq.body.text, place: rq.body.place, places: /^\d+$/.test(rq.body.places) ? Number(rq.body.places) : 0, beginsAt: instantOf(rq.body.on, rq.body.from), endsAt: instantOf(rq.body.on, rq.body.until), ...(await aboutProject(ctx, rq.body.projectId)) }),
      flash: 'Die Schulung ist angeboten.', to: (id) => `${TRAININGS}/${id}`, again: (ctx, refused) => showNew(ctx, { typed: rq.body, error: refused.de }),
    }),
});

const params = z.object({ id: z.uuid() });

async function show(ctx: Ctx, id: string): Promise<View> {
  const one = await getTraining(ctx, id);
  const over = one.begins_at <= ctx.now;
  const names = may(ctx.actor, 'change/edit') ? await listParticipants(ctx, id) : undefined;
  return view({
    title: one.title, nav: CHANGE, crumbs: crumbs(one.title),
    body: (
      <Stack>
        <PageHeader preline={one.topic || undefined} title={one.title} lead={one.text || undefined} meta={one.mine > 0 && !one.cancelled_on ? <Badge state={one.mine > one.places ? 'waiting' : 'done'}>{one.mine > one.places ? `Sie warten, Platz ${one.mine - one.places} der Warteliste` : 'Sie sind angemeldet'}</Badge> : undefined} />
        <DescriptionList items={[{ term: 'Wann', value: `${formatDateTime(one.begins_at, 'de')} bis ${formatTime(one.ends_at, 'de')}` }, { term: 'Wo', value: one.place }, { term: 'Plätze', value: placesText(one) }]} />
        {one.cancelled_on && <Alert kind="warning" title="Diese Schulung fällt aus" level={2}>Wer angemeldet war, hat eine E-Mail bekommen.</Alert>}
        {!over && !one.cancelled_on && (
          <Row>
            {one.mine > 0 ? <Form action={`${TRAININGS}/${id}/abmelden`} inline label="Abmelden"><Button>Platz zurückgeben</Button></Form> : <Form action={`${TRAININGS}/${id}/anmelden`} inline label="Anmelden"><Button variant="primary">{one.taken < one.places ? 'Anmelden' : 'Auf die Warteliste'}</Button></Form>}
            <Button href={`${TRAININGS}/${id}.ics`} icon="calendar">In den Kalender</Button>
            {names && <Button href={`${TRAININGS}/${id}/absagen`}>Absagen</Button>}
          </Row>
        )}
        {names && <Section title="Angemeldet" id="angemeldet">{names.length === 0 ? <p class="muted">Noch niemand.</p> : <ol>{names.map((name, at) => <li key={at}>{name}{at >= one.places && <span class="muted"> (Warteliste)</span>}</li>)}</ol>}</Section>}
      </Stack>
    ),
  });
}

export const trainingPage = page({ method: 'GET', path: `${TRAININGS}/:id`, site: 'office', access: 'staff', params, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.id)) });
export const registerPost = page({ method: 'POST', path: `${TRAININGS}/:id/anmelden`, site: 'office', access: 'staff', params, handle: (rq) => attempt(rq, { work: (ctx) => register(ctx, rq.params.id), flash: 'Sie stehen auf der Liste.', to: `${TRAININGS}/${rq.params.id}`, again: (ctx) => show(ctx, rq.params.id) }) });
export const unregisterPost = page({ method: 'POST', path: `${TRAININGS}/:id/abmelden`, site: 'office', access: 'staff', params, handle: async (rq) => {
  await rq.transact((ctx) => unregister(ctx, rq.params.id));
  return redirect(`${TRAININGS}/${rq.params.id}`, { flash: 'Ihr Platz ist wieder frei.' });
} });
export const cancelPage = page({
  method: 'GET', path: `${TRAININGS}/:id/absagen`, site: 'office', access: 'may:change/edit', params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const one = await getTraining(ctx, rq.params.id);
      const told = one.taken + one.waiting;
      return view({ title: 'Schulung absagen?', nav: CHANGE, crumbs: crumbs('Absagen'), body: <ConfirmPage title={`„${one.title}“ absagen?`} consequences={[told === 0 ? 'Es ist noch niemand angemeldet.' : told === 1 ? 'Eine angemeldete Person bekommt eine E-Mail.' : `${told} angemeldete Personen bekommen eine E-Mail.`, 'Der Termin bleibt in der Liste und in den Kalendern stehen, mit dem Hinweis, dass er ausfällt.']} undo="Das lässt sich nicht zurücknehmen. Sie können einen neuen Termin anbieten." confirm="Absagen" cancel={{ href: `${TRAININGS}/${one.id}`, label: 'Termin behalten' }} /> });
    }),
});
export const cancelPost = page({ method: 'POST', path: `${TRAININGS}/:id/absagen`, site: 'office', access: 'may:change/edit', params, handle: (rq) => attempt(rq, { work: (ctx) => cancelTraining(ctx, rq.params.id), flash: 'Die Schulung ist abgesagt.', to: `${TRAININGS}/${rq.params.id}`, again: (ctx) => show(ctx, rq.params.id) }) });
export const trainingIcs = page({ method: 'GET', path: `${TRAININGS}/:id.ics`, site: 'office', access: 'staff', params, handle: (rq) => rq.read(async (ctx) => text(trainingCalendar(ctx, [await getTraining(ctx, rq.params.id)]), 'text/calendar; charset=utf-8')) });
export const trainingsIcs = page({ method: 'GET', path: `${TRAININGS}.ics`, site: 'office', access: 'staff', handle: (rq) => rq.read(async (ctx) => text(trainingCalendar(ctx, await listTrainings(ctx)), 'text/calendar; charset=utf-8')) });
