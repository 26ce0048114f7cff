import type { View } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Checkbox, Details, Form, ProcessStrip, Section, Stack, TextArea, TextField } from '#platform/ui';
import { phases } from '../gates/phases.ts';
import type { GateItemRow, GateReviewRow, ProjectTables } from '../tables.ts';
import { PROJECTS, projectView, type Shown } from './project-frame.tsx';

const outcomes: Record<GateReviewRow['outcome'], string> = { go: 'weiter, alles nachgewiesen', 'go-with-reason': 'weiter mit Begründung', stop: 'Abbruch' };

/** Where the project stands, what must be proved to go on, and how earlier gates went. */
export async function showGates(ctx: Ctx, shown: Shown): Promise<View> {
  const { row, editable } = shown;
  const db = ctx.db<ProjectTables>();
  const items = await db.selectFrom('projects.gate_item').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).orderBy('position').orderBy('id').limit(200).execute();
  const reviews = await db.selectFrom('projects.gate_review').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).orderBy('id').limit(100).execute();
  const at = phases.findIndex(({ key }) => key === row.phase);
  const now = items.filter(({ phase }) => phase === row.phase);
  const keeper = may(ctx.actor, 'steering/decide') || may(ctx.actor, 'steering/edit', row.office_id);
  const current = phases[at];
  const open = row.state === 'running' || row.state === 'approved';
  return projectView(shown, {
    tab: 'phasen',
    body: (
      <Stack>
        <ProcessStrip label="Phasen des Projekts" steps={phases.map(({ name }, index) => ({ title: name, state: index < at ? 'done' : index === at ? 'now' : 'then' }))} />
        {current?.gate && open && (
          <Section title={`Tor: ${current.gate}`} id="tor">
            <p>Am Ende der Phase „{current.name}“ muss das hier nachgewiesen sein:</p>
            <ul>{now.map((item) => <GateItem key={item.id} shown={shown} item={item} />)}</ul>
            {editable && <NewItem shown={shown} />}
            {keeper ? <GateForm shown={shown} missing={now.filter(({ met }) => !met)} /> : <p class="muted">Über das Tor entscheidet die Steuerung, nicht wer das Projekt leitet.</p>}
          </Section>
        )}
        {!open && row.state !== 'live' && row.state !== 'closed' && row.state !== 'stopped' && <p class="muted">Tore gibt es ab der Genehmigung.</p>}
        <Section title="Bisherige Tore" id="bisher">
          {reviews.length === 0 ? <p class="muted">Noch kein Tor.</p> : <ul>{reviews.map((one) => <Review key={one.id} one={one} />)}</ul>}
        </Section>
      </Stack>
    ),
  });
}

function Review({ one }: { one: GateReviewRow }) {
  return (
    <li>
      <strong>{phases.find(({ key }) => key === one.phase)?.gate}</strong>, {formatDate(one.held_on)}, {one.held_by_name}: {outcomes[one.outcome]}
      {one.reason && <p class="lines">{one.reason}</p>}
      {one.missing.length > 0 && <p class="muted">Es fehlte: {one.missing.join(', ')}</p>}
    </li>
  );
}

function GateItem({ shown, item }: { shown: Shown; item: GateItemRow }) {
  const id = item.id.slice(-6);
  const { row, editable } = shown;
  const form = `nachweis:${item.id}`;
  return (
    <li>
      {item.title} <Badge state={item.met ? 'done' : 'soon'}>{item.met ? 'nachgewiesen' : 'fehlt'}</Badge>
      {item.evidence && <span class="muted"> {item.evidence}</span>}
      {editable && (
        <Details summary={item.met ? 'ändern' : 'nachweisen'} open={shown.again?.form === form}>
          <Form action={`${PROJECTS}/${row.id}/nachweise/${item.id}`}>
            <TextField name="nachweis" id={`n-${id}`} label="Nachweis" hint="Dokument, Aktenzeichen, Protokoll" value={shown.typed(form).nachweis ?? item.evidence} maxlength={500} width="full" />
            <Checkbox name="erfuellt" id={`f-${id}`} label="Damit ist es nachgewiesen" checked />
            <Button size="small">Speichern</Button>
          </Form>
        </Details>
      )}
    </li>
  );
}

const NewItem = ({ shown }: { shown: Shown }) => (
  <Details summary="Weiteres nachweisen lassen" open={shown.again?.form === 'pruefpunkt'}>
    <Form action={`${PROJECTS}/${shown.row.id}/nachweise`}>
      <TextField name="titel" label="Was muss nachgewiesen sein?" value={shown.typed('pruefpunkt').titel} maxlength={300} width="full" />
      <Button size="small">Hinzufügen</Button>
    </Form>
  </Details>
);

function GateForm({ shown, missing }: { shown: Shown; missing: GateItemRow[] }) {
  return (
    <Form action={`${PROJECTS}/${shown.row.id}/tor`}>
      {missing.length > 0 && <Alert kind="warning" title={missing.length === 1 ? 'Ein Nachweis fehlt' : `${missing.length} Nachweise fehlen`}>Weiter geht es dann nur mit einer Begründung.</Alert>}
      <TextArea name="grund" label="Begründung" hint="Nötig, wenn etwas fehlt, und bei einem Abbruch" rows={2} required={false} value={shown.typed('tor').grund} />
      <ButtonRow>
        <Button variant="primary" name="ergebnis" value="go">Tor öffnen</Button>
        <Button name="ergebnis" value="stop">Projekt abbrechen</Button>
      </ButtonRow>
    </Form>
  );
}
