import { z } from 'zod';
import { getProject, type ProjectPanel } from '#core/projects';
import { attempt, page, view, type View } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Button, ButtonRow, Details, EmptyState, ErrorSummary, Form, Link, PageHeader, Row, Section, SelectField, Stack, Table, TextField, Time } from '#platform/ui';
import { listAudiences } from '../audience.ts';
import { listNews } from '../news.ts';
import { dropAffected, listAffected, listQuestions, nameAffected } from '../questions.ts';
import { listSurveys } from '../surveys.ts';
import type { AffectedRow } from '../tables.ts';
import { listTrainings } from '../training.ts';
import { CHANGE, type Typed } from './fields.tsx';
import { SurveyTable, TrainingList } from './overview-page.tsx';

/** Everything that staff hear and say about one project; its name is no secret, the rest of the project stays where it is. */
async function show(ctx: Ctx, id: string, { typed = {}, error }: { typed?: Typed; error?: string } = {}): Promise<View> {
  const [affected, news, surveys, trainings, questions] = [await listAffected(ctx, id), await listNews(ctx, { projectId: id, limit: 20 }), await listSurveys(ctx, { projectId: id }), await listTrainings(ctx, { projectId: id }), await listQuestions(ctx, { projectId: id })];
  const edits = may(ctx.actor, 'change/edit');
  const named = affected[0]?.topic ?? news[0]?.topic ?? surveys[0]?.topic ?? trainings[0]?.topic ?? questions[0]?.topic;
  const title = named || (await getProject(ctx, id)).title;
  return view({
    title, width: 'full', nav: CHANGE, crumbs: [{ label: 'Veränderung', href: CHANGE }, { label: title }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'impact', text: error }]} />}
        <PageHeader preline="Was sich ändert" title={title} actions={edits ? <Row><Button href={`${CHANGE}/neuigkeiten/neu?projekt=${id}`} icon="add">Nachricht</Button></Row> : undefined} />
        <Section title="Wen es betrifft" id="betroffen">
          {affected.length === 0 ? <EmptyState title="Noch niemand eingetragen" icon="people" /> : <Affected rows={affected} edits={edits} />}
          {edits && <AffectedForm id={id} typed={typed} error={error} audiences={await listAudiences(ctx)} />}
        </Section>
        <Section title="Nachrichten" id="nachrichten">{news.length === 0 ? <EmptyState title="Noch keine Nachricht" icon="message" /> : <ul>{news.map((one) => <li key={one.id}><Link href={`${CHANGE}/neuigkeiten/${one.id}`}>{one.title}</Link> <span class="muted"><Time at={one.published_at} /></span></li>)}</ul>}</Section>
        <Section title="Schulungen" id="schulungen">{trainings.length === 0 ? <EmptyState title="Zurzeit kein Termin" icon="calendar" /> : <TrainingList trainings={trainings} />}</Section>
        {surveys.length > 0 && <Section title="Umfragen" id="umfragen"><SurveyTable surveys={surveys} /></Section>}
        <Section title="Fragen" id="fragen" actions={<Link href={`${CHANGE}/fragen?projekt=${id}`}>Fragen stellen und lesen</Link>}><p>{questions.length === 0 ? 'Noch keine Frage.' : `${questions.length} Fragen, ${questions.filter(({ answered_on }) => answered_on).length} beantwortet.`}</p></Section>
      </Stack>
    ),
  });
}

const Affected = ({ rows, edits }: { rows: AffectedRow[]; edits: boolean }) => (
  <Table<AffectedRow> compact stack caption="Wen es betrifft" captionHidden rows={rows} rowKey={({ id }) => id} columns={[{ key: 'who', head: 'Wen', rowHead: true, cell: ({ label }) => label }, { key: 'what', head: 'Was sich ändert', cell: ({ impact }) => impact }, { key: 'from', head: 'Ab', narrow: true, cell: ({ from_on }) => (from_on ? formatDate(from_on) : 'offen') }, ...(edits ? [{ key: 'drop', head: 'Entfernen', headHidden: true, cell: (one: AffectedRow) => <Form action={`${CHANGE}/projekte/${one.project_id}/betroffen/${one.id}`} inline label={`Entfernen: ${one.label}`}><Button size="small" variant="tertiary" attributes={{ 'aria-label': `Entfernen: ${one.label}` }}>Entfernen</Button></Form> }] : [])]} />
);

function AffectedForm({ id, typed, error, audiences }: { id: string; typed: Typed; error: string | undefined; audiences: { value: string; label: string }[] }) {
  return (
    <Details summary="Gruppe eintragen" open={error !== undefined}>
      <Form action={`${CHANGE}/projekte/${id}/betroffen`} label="Gruppe eintragen">
        <SelectField name="audience" label="Wen" value={typed['audience'] ?? ''} placeholder="Bitte wählen" options={audiences} />
        <TextField name="impact" label="Was sich für diese Gruppe ändert" value={typed['impact']} error={error} width="full" required />
        <TextField name="fromOn" label="Ab" type="date" value={typed['fromOn']} required={false} />
        <ButtonRow><Button>Eintragen</Button></ButtonRow>
      </Form>
    </Details>
  );
}

const params = z.object({ id: z.uuid() });
const path = `${CHANGE}/projekte/:id`;
export const projectChangePage = page({ method: 'GET', path, site: 'office', access: 'staff', params, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.id)) });
export const affectedPost = page({
  method: 'POST', path: `${path}/betroffen`, site: 'office', access: 'may:change/edit', params, body: z.object({ audience: z.string().max(100).default(''), impact: z.string().max(500).default(''), fromOn: z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/).default('') }),
  handle: (rq) => attempt(rq, { work: (ctx) => nameAffected(ctx, { projectId: rq.params.id, ...rq.body }), flash: 'Eingetragen.', to: `${CHANGE}/projekte/${rq.params.id}`, again: (ctx, refused) => show(ctx, rq.params.id, { typed: rq.body, error: refused.de }) }),
});
export const affectedDropPost = page({ method: 'POST', path: `${path}/betroffen/:entry`, site: 'office', access: 'may:change/edit', params: params.extend({ entry: z.uuid() }), handle: (rq) => attempt(rq, { work: (ctx) => dropAffected(ctx, { projectId: rq.params.id, id: rq.params.entry }), flash: 'Entfernt.', to: `${CHANGE}/projekte/${rq.params.id}`, again: (ctx) => show(ctx, rq.params.id) }) });

/** On the page of a project: whom it affects, and the way to what they hear and say. */
export const changePanel: ProjectPanel = {
  id: 'veraenderung', title: 'Veränderung', order: 70,
  render: async (ctx, project) => {
    const affected = await listAffected(ctx, project.id);
    if (affected.length === 0 && !may(ctx.actor, 'change/edit')) return undefined;
    return (
      <>
        {affected.length === 0 ? <p class="muted">Noch ist nicht eingetragen, wen das Projekt betrifft.</p> : <ul>{affected.map((one) => <li key={one.id}><strong>{one.label}:</strong> {one.impact}{one.from_on && ` (ab ${formatDate(one.from_on)})`}</li>)}</ul>}
        <p><Link href={`${CHANGE}/projekte/${project.id}`}>Nachrichten, Schulungen, Umfragen und Fragen</Link></p>
      </>
    );
  },
};
