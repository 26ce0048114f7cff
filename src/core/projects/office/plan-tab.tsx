import type { View } from '#platform/http';
import { formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, Deadline, Details, EmptyState, Form, Link, Row, Section, SelectField, Stack, Table, TextField } from '#platform/ui';
import { dependenciesOf, milestonesOf, type Milestone } from '../plan/plan.queries.ts';
import { stateWords, type Project } from '../project.ts';
import { projectsById, readPortfolio } from '../projects.queries.ts';
import type { ProjectTables, WorkPackageRow } from '../tables.ts';
import { PROJECTS, projectView, type Shown } from './project-frame.tsx';

const packageWords: Record<WorkPackageRow['state'], string> = { open: 'offen', running: 'läuft', done: 'fertig' };

/** Milestones, what the project waits for and who waits for it, work packages. */
export async function showPlan(ctx: Ctx, shown: Shown): Promise<View> {
  const { row, editable } = shown;
  const db = ctx.db<ProjectTables>();
  const milestones = await milestonesOf(ctx, [row.id]);
  const packages = await db.selectFrom('projects.work_package').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).orderBy('starts_on').orderBy('id').limit(200).execute();
  const needs = await dependenciesOf(ctx, [row.id]);
  const waiting = await db.selectFrom('projects.dependency').select('project_id').where('tenant_id', '=', ctx.tenantId).where('needs_id', '=', row.id).execute();
  const known = await projectsById(ctx, [...needs.map(({ needsId }) => needsId), ...waiting.map(({ project_id: id }) => id)]);
  const others = editable ? (await readPortfolio(ctx)).filter(({ id }) => id !== row.id) : [];
  return projectView(shown, {
    tab: 'plan',
    body: (
      <Stack>
        <Section title="Meilensteine" id="meilensteine">
          <MilestoneTable shown={shown} rows={milestones} />
          {editable && <NewMilestone shown={shown} />}
        </Section>
        <Section title="Abhängigkeiten" id="abhaengigkeiten">
          <Dependencies shown={shown} needs={needs.flatMap(({ needsId }) => known.get(needsId) ?? [])} waiting={waiting.flatMap(({ project_id: id }) => known.get(id) ?? [])} />
          {editable && <NewDependency shown={shown} others={others} />}
        </Section>
        <Section title="Arbeitspakete" id="arbeitspakete">
          <PackageTable shown={shown} rows={packages} />
          {editable && <NewPackage shown={shown} />}
        </Section>
      </Stack>
    ),
  });
}

function MilestoneTable({ shown, rows }: { shown: Shown; rows: Milestone[] }) {
  const { editable, today } = shown;
  if (rows.length === 0) return <EmptyState title="Noch kein Meilenstein">Meilensteine sagen, woran man Fortschritt erkennt. Der nächste offene bestimmt die Ampel mit.</EmptyState>;
  return (
    <Table<Milestone>
      compact stack caption="Meilensteine" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Meilenstein', rowHead: true, cell: ({ title }) => title },
        { key: 'due', head: 'Fällig', narrow: true, cell: ({ dueOn, doneOn }) => (doneOn ? formatDate(dueOn) : <Deadline on={dueOn} today={today} soonDays={14} />) },
        { key: 'done', head: 'Erreicht', narrow: true, cell: ({ doneOn }) => (doneOn ? <Badge state="done">{formatDate(doneOn)}</Badge> : 'offen') },
        { key: 'evidence', head: 'Nachweis', cell: ({ evidence }) => evidence || '–' },
        ...(editable ? [{ key: 'do', head: 'Ändern', cell: (one: Milestone) => <MilestoneForm shown={shown} one={one} /> }] : []),
      ]}
    />
  );
}

function MilestoneForm({ shown, one }: { shown: Shown; one: Milestone }) {
  const id = one.id.slice(-6);
  const form = `meilenstein-aendern:${one.id}`;
  const typed = shown.typed(form);
  return (
    <Details summary={one.doneOn ? 'ändern' : 'erreicht oder verschieben'} open={shown.again?.form === form}>
      <Form action={`${PROJECTS}/${shown.row.id}/meilensteine/${one.id}`}>
        <TextField name="erreicht" id={`erreicht-${id}`} label="Erreicht am" type="date" required={false} value={typed.erreicht ?? one.doneOn ?? ''} />
        <TextField name="nachweis" id={`nachweis-${id}`} label="Nachweis" required={false} maxlength={500} value={typed.nachweis ?? one.evidence} />
        <TextField name="faellig" id={`faellig-${id}`} label="Fällig am" type="date" value={typed.faellig ?? one.dueOn} />
        <Row>
          <Button size="small">Speichern</Button>
          <Button size="small" variant="tertiary" name="entfernen" value="ja">Entfernen</Button>
        </Row>
      </Form>
    </Details>
  );
}

function NewMilestone({ shown }: { shown: Shown }) {
  const typed = shown.typed('meilenstein');
  return (
    <Details summary="Meilenstein hinzufügen" open={shown.again?.form === 'meilenstein'}>
      <Form action={`${PROJECTS}/${shown.row.id}/meilensteine`}>
        <TextField name="titel" label="Meilenstein" value={typed.titel} maxlength={300} />
        <TextField name="faellig" label="Fällig am" type="date" value={typed.faellig} />
        <Button size="small">Hinzufügen</Button>
      </Form>
    </Details>
  );
}

function Dependencies({ shown: { row, editable }, needs, waiting }: { shown: Shown; needs: Project[]; waiting: Project[] }) {
  return (
    <>
      {needs.length === 0 ? <p class="muted">Das Projekt wartet auf kein anderes.</p> : (
        <>
          <p>Wartet auf:</p>
          <ul>
            {needs.map((one) => (
              <li key={one.id}>
                <Link href={`${PROJECTS}/${one.id}`}>{one.number} {one.title}</Link> ({stateWords[one.state]}{one.endsOn ? `, bis ${formatDate(one.endsOn)}` : ''})
                {row.starts_on && one.endsOn && one.endsOn > row.starts_on && one.state !== 'live' && one.state !== 'closed' && <> <Badge state="soon">endet nach unserem Beginn</Badge></>}
                {editable && <Form inline action={`${PROJECTS}/${row.id}/abhaengigkeiten/${one.id}/loesen`}><Button size="small" variant="tertiary">lösen<span class="kern-sr-only">: {one.title}</span></Button></Form>}
              </li>
            ))}
          </ul>
        </>
      )}
      {waiting.length > 0 && <p>Darauf warten: {waiting.map((one, at) => <>{at > 0 && ', '}<Link href={`${PROJECTS}/${one.id}`}>{one.number} {one.title}</Link></>)}</p>}
    </>
  );
}

function NewDependency({ shown, others }: { shown: Shown; others: Project[] }) {
  return (
    <Details summary="Abhängigkeit hinzufügen" open={shown.again?.form === 'abhaengigkeit'}>
      <Form action={`${PROJECTS}/${shown.row.id}/abhaengigkeiten`}>
        <SelectField name="braucht" label="Wartet auf" value={shown.typed('abhaengigkeit').braucht ?? ''} placeholder="Bitte wählen" options={others.map(({ id, number, title }) => ({ value: id, label: `${number} ${title}` }))} />
        <Button size="small">Hinzufügen</Button>
      </Form>
    </Details>
  );
}

function PackageTable({ shown: { row, editable }, rows }: { shown: Shown; rows: WorkPackageRow[] }) {
  if (rows.length === 0) return <EmptyState title="Noch kein Arbeitspaket">Zerlegen Sie die Arbeit in Stücke, für die je eine Person einsteht.</EmptyState>;
  return (
    <Table<WorkPackageRow>
      compact stack caption="Arbeitspakete" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Arbeitspaket', rowHead: true, cell: ({ title }) => title },
        { key: 'owner', head: 'Verantwortlich', cell: ({ owner_name: name }) => name || 'offen' },
        { key: 'time', head: 'Zeitraum', cell: ({ starts_on: from, ends_on: until }) => `${from ? formatDate(from) : '…'} bis ${until ? formatDate(until) : '…'}` },
        { key: 'days', head: 'Tage', numeric: true, cell: ({ effort_days: days }) => days ?? '–' },
        { key: 'state', head: 'Stand', cell: ({ state }) => <Badge state={state === 'done' ? 'done' : 'neutral'}>{packageWords[state]}</Badge> },
        ...(editable ? [{ key: 'do', head: 'Weiter', cell: ({ id, state, title }: WorkPackageRow) => (
          <Form inline action={`${PROJECTS}/${row.id}/arbeitspakete/${id}`}>
            {(['running', 'done', 'open'] as const).filter((one) => one !== state).slice(0, 1).map((one) => <Button key={one} size="small" name="stand" value={one}>{one === 'running' ? 'beginnen' : one === 'done' ? 'fertig' : 'wieder öffnen'}<span class="kern-sr-only">: {title}</span></Button>)}
            <Button size="small" variant="tertiary" name="stand" value="removed">entfernen<span class="kern-sr-only">: {title}</span></Button>
          </Form>
        ) }] : []),
      ]}
    />
  );
}

function NewPackage({ shown }: { shown: Shown }) {
  const typed = shown.typed('paket');
  return (
    <Details summary="Arbeitspaket hinzufügen" open={shown.again?.form === 'paket'}>
      <Form action={`${PROJECTS}/${shown.row.id}/arbeitspakete`}>
        <TextField name="titel" id="paket-titel" label="Arbeitspaket" value={typed.titel} maxlength={300} />
        <TextField name="wer" label="Verantwortlich" hint="Name oder E-Mail-Adresse" required={false} value={typed.wer} width={20} />
        <TextField name="von" label="Von" type="date" required={false} value={typed.von} />
        <TextField name="bis" label="Bis" type="date" required={false} value={typed.bis} />
        <TextField name="tage" label="Aufwand in Tagen" inputmode="numeric" width={4} required={false} value={typed.tage} />
        <Button size="small">Hinzufügen</Button>
      </Form>
    </Details>
  );
}
