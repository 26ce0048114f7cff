import type { View } from '#platform/http';
import { formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, Checkbox, Deadline, Details, EmptyState, Form, Section, SelectField, Stack, Table, TextArea, TextField, type BadgeState } from '#platform/ui';
import type { EntryRow, ProjectTables, RiskRow } from '../tables.ts';
import { PROJECTS, projectView, type Shown } from './project-frame.tsx';

const steps = [
  { value: '1', label: '1 – sehr gering' },
  { value: '2', label: '2 – gering' },
  { value: '3', label: '3 – mittel' },
  { value: '4', label: '4 – hoch' },
  { value: '5', label: '5 – sehr hoch' },
];
const riskLook = (score: number): BadgeState => (score >= 20 ? 'late' : score >= 12 ? 'soon' : 'neutral');

/** What may happen, what is in the way, what was decided. */
export async function showWatch(ctx: Ctx, shown: Shown): Promise<View> {
  const { row, editable } = shown;
  const db = ctx.db<ProjectTables>();
  const risks = await db.selectFrom('projects.risk').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).orderBy('id').limit(200).execute();
  const entries = await db.selectFrom('projects.entry').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).orderBy('noted_on', 'desc').orderBy('id', 'desc').limit(300).execute();
  const sorted = risks.toSorted((a, b) => a.state.localeCompare(b.state) * -1 || b.probability * b.impact - a.probability * a.impact);
  return projectView(shown, {
    tab: 'risiken',
    body: (
      <Stack>
        <Section title="Risiken" id="risiken">
          <RiskTable shown={shown} rows={sorted} />
          {editable && <NewRisk shown={shown} />}
        </Section>
        <Section title="Probleme" id="probleme">
          <IssueTable shown={shown} rows={entries.filter(({ kind }) => kind === 'issue')} />
          {editable && <NewIssue shown={shown} />}
        </Section>
        <Section title="Entscheidungen" id="entscheidungen">
          <DecisionList rows={entries.filter(({ kind }) => kind === 'decision')} />
          {editable && <NewDecision shown={shown} />}
        </Section>
      </Stack>
    ),
  });
}

function RiskTable({ shown, rows }: { shown: Shown; rows: RiskRow[] }) {
  const { editable } = shown;
  if (rows.length === 0) return <EmptyState title="Kein Risiko notiert">Fragen Sie in der Runde: Woran könnte es scheitern?</EmptyState>;
  return (
    <Table<RiskRow>
      compact stack caption="Risiken, das größte zuerst" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Risiko', rowHead: true, cell: ({ title }) => title },
        { key: 'score', head: 'Wahrscheinlich × Wirkung', narrow: true, cell: ({ probability, impact, state }) => (state === 'closed' ? <Badge state="done">erledigt</Badge> : <Badge state={riskLook(probability * impact)}>{`${probability} × ${impact} = ${probability * impact}`}</Badge>) },
        { key: 'measure', head: 'Maßnahme', cell: ({ measure }) => measure || '–' },
        { key: 'owner', head: 'Verantwortlich', cell: ({ owner_name: name }) => name || 'offen' },
        ...(editable ? [{ key: 'do', head: 'Ändern', cell: (risk: RiskRow) => <RiskForm shown={shown} risk={risk} /> }] : []),
      ]}
    />
  );
}

function RiskForm({ shown, risk }: { shown: Shown; risk: RiskRow }) {
  const id = risk.id.slice(-6);
  const form = `risiko-aendern:${risk.id}`;
  const typed = shown.typed(form);
  return (
    <Details summary="neu bewerten" open={shown.again?.form === form}>
      <Form action={`${PROJECTS}/${shown.row.id}/risiken/${risk.id}`}>
        <SelectField name="wahrscheinlich" id={`w-${id}`} label="Wahrscheinlichkeit" value={typed.wahrscheinlich ?? String(risk.probability)} options={steps} placeholder={false} />
        <SelectField name="wirkung" id={`a-${id}`} label="Auswirkung" value={typed.wirkung ?? String(risk.impact)} options={steps} placeholder={false} />
        <TextArea name="massnahme" id={`m-${id}`} label="Maßnahme" rows={2} required={false} value={typed.massnahme ?? risk.measure} />
        <Checkbox name="erledigt" id={`e-${id}`} label="Das Risiko ist erledigt" checked={risk.state === 'closed'} />
        <Button size="small">Speichern</Button>
      </Form>
    </Details>
  );
}

function NewRisk({ shown }: { shown: Shown }) {
  const typed = shown.typed('risiko');
  return (
    <Details summary="Risiko notieren" open={shown.again?.form === 'risiko'}>
      <Form action={`${PROJECTS}/${shown.row.id}/risiken`}>
        <TextField name="titel" id="risiko-titel" label="Was könnte passieren?" value={typed.titel} maxlength={300} width="full" />
        <SelectField name="wahrscheinlich" label="Wahrscheinlichkeit" value={typed.wahrscheinlich ?? '3'} options={steps} placeholder={false} />
        <SelectField name="wirkung" label="Auswirkung" value={typed.wirkung ?? '3'} options={steps} placeholder={false} />
        <TextArea name="massnahme" label="Was tun wir dagegen?" rows={2} required={false} value={typed.massnahme} />
        <TextField name="wer" id="risiko-wer" label="Verantwortlich" required={false} value={typed.wer} width={20} />
        <Button size="small">Notieren</Button>
      </Form>
    </Details>
  );
}

function IssueTable({ shown: { row, editable, today }, rows }: { shown: Shown; rows: EntryRow[] }) {
  if (rows.length === 0) return <p class="muted">Gerade ist nichts im Weg.</p>;
  return (
    <Table<EntryRow>
      compact stack caption="Probleme" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Problem', rowHead: true, cell: ({ title, text }) => <>{title}{text && <p class="muted lines">{text}</p>}</> },
        { key: 'state', head: 'Stand', cell: ({ closed_on: closed, blocking }) => (closed ? <Badge state="done">{`gelöst ${formatDate(closed)}`}</Badge> : <Badge state={blocking ? 'late' : 'soon'}>{blocking ? 'blockiert das Projekt' : 'offen'}</Badge>) },
        { key: 'due', head: 'Bis', narrow: true, cell: ({ due_on: due, closed_on: closed }) => (due && !closed ? <Deadline on={due} today={today} /> : '–') },
        { key: 'owner', head: 'Verantwortlich', cell: ({ owner_name: name }) => name || 'offen' },
        ...(editable ? [{ key: 'do', head: 'Lösen', headHidden: true, cell: ({ id, title, closed_on: closed }: EntryRow) => (closed ? '' : <Form inline action={`${PROJECTS}/${row.id}/probleme/${id}/geloest`}><Button size="small">gelöst<span class="kern-sr-only">: {title}</span></Button></Form>) }] : []),
      ]}
    />
  );
}

function NewIssue({ shown }: { shown: Shown }) {
  const typed = shown.typed('problem');
  return (
    <Details summary="Problem notieren" open={shown.again?.form === 'problem'}>
      <Form action={`${PROJECTS}/${shown.row.id}/probleme`}>
        <TextField name="titel" id="problem-titel" label="Was ist im Weg?" value={typed.titel} maxlength={300} width="full" />
        <TextArea name="text" id="problem-text" label="Näheres" rows={2} required={false} value={typed.text} />
        <TextField name="wer" id="problem-wer" label="Wer kümmert sich?" required={false} value={typed.wer} width={20} />
        <TextField name="bis" id="problem-bis" label="Bis" type="date" required={false} value={typed.bis} />
        <Checkbox name="blockiert" label="Ohne Lösung geht das Projekt nicht weiter (Ampel wird rot)" checked={typed.blockiert === 'ja'} />
        <Button size="small">Notieren</Button>
      </Form>
    </Details>
  );
}

const DecisionList = ({ rows }: { rows: EntryRow[] }) =>
  rows.length === 0 ? <p class="muted">Noch keine Entscheidung notiert.</p> : (
    <ul>
      {rows.map((one) => (
        <li key={one.id}>
          <strong>{one.title}</strong>, {formatDate(one.noted_on)}, {one.noted_by_name}
          {one.text && <p class="lines">{one.text}</p>}
        </li>
      ))}
    </ul>
  );

function NewDecision({ shown }: { shown: Shown }) {
  const typed = shown.typed('beschluss');
  return (
    <Details summary="Entscheidung notieren" open={shown.again?.form === 'beschluss'}>
      <Form action={`${PROJECTS}/${shown.row.id}/entscheidungen`}>
        <TextField name="titel" id="beschluss-titel" label="Was wurde entschieden?" value={typed.titel} maxlength={300} width="full" />
        <TextArea name="text" id="beschluss-text" label="Warum, und was folgt daraus?" rows={3} required={false} value={typed.text} />
        <Button size="small">Notieren</Button>
      </Form>
    </Details>
  );
}
