import type { View } from '#platform/http';
import { formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, Details, EmptyState, Form, Link, Section, Stack, Table, TextField } from '#platform/ui';
import { readWorkload, type Workload } from '../people/workload.ts';
import type { MemberRow, ProjectTables } from '../tables.ts';
import { PROJECTS, projectView, type Shown } from './project-frame.tsx';

/** Who works here, and whether they have the time over all their projects. */
export async function showPeople(ctx: Ctx, shown: Shown): Promise<View> {
  const { row, editable } = shown;
  const members = await ctx.db<ProjectTables>().selectFrom('projects.member').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).orderBy('name').limit(200).execute();
  const load = new Map((await readWorkload(ctx, { accountIds: [...new Set(members.map(({ account_id: id }) => id))] })).map((one) => [one.accountId, one]));
  return projectView(shown, {
    tab: 'personen',
    body: (
      <Stack>
        <Section title="Wer mitarbeitet" id="wer" actions={<Link href={`${PROJECTS}/auslastung`}>Auslastung aller</Link>}>
          {members.length === 0 ? <EmptyState title="Noch niemand eingeplant" icon="people">Planen Sie Personen mit Tagen im Monat ein; dann sehen Sie sofort, wer überbucht ist.</EmptyState> : (
            <Table<MemberRow>
              compact stack caption="Wer mitarbeitet" captionHidden rows={members} rowKey={({ id }) => id}
              columns={[
                { key: 'name', head: 'Person', rowHead: true, cell: ({ name }) => name },
                { key: 'duty', head: 'Aufgabe', cell: ({ duty }) => duty || '–' },
                { key: 'days', head: 'Tage im Monat', numeric: true, cell: ({ days_per_month: days }) => days },
                { key: 'time', head: 'Zeitraum', cell: ({ from_on: from, until_on: until }) => `${formatDate(from)} bis ${formatDate(until)}` },
                { key: 'load', head: 'Über alle Projekte', cell: ({ account_id: id }) => <LoadWords load={load.get(id)} /> },
                ...(editable ? [{ key: 'do', head: 'Entfernen', headHidden: true, cell: ({ id, name }: MemberRow) => <Form inline action={`${PROJECTS}/${row.id}/personen/${id}/entfernen`}><Button size="small" variant="tertiary">entfernen<span class="kern-sr-only">: {name}</span></Button></Form> }] : []),
              ]}
            />
          )}
          {editable && <NewMember shown={shown} />}
        </Section>
      </Stack>
    ),
  });
}

const LoadWords = ({ load }: { load: Workload | undefined }) => {
  const over = load?.months.filter((one) => one.over) ?? [];
  if (!load || over.length === 0) return <Badge state="done">hat Zeit</Badge>;
  const worst = over.toSorted((a, b) => b.days - a.days)[0];
  return <Badge state="late">{`überbucht: ${worst?.days ?? 0} von ${load.capacity} Tagen im ${worst?.month.slice(5, 7)}/${worst?.month.slice(0, 4)}`}</Badge>;
};

function NewMember({ shown }: { shown: Shown }) {
  const typed = shown.typed('person');
  return (
    <Details summary="Person einplanen" open={shown.again?.form === 'person'}>
      <Form action={`${PROJECTS}/${shown.row.id}/personen`}>
        <TextField name="person" label="Person" hint="Name oder E-Mail-Adresse" value={typed.person} width={20} />
        <TextField name="aufgabe" label="Aufgabe" required={false} value={typed.aufgabe} width={20} />
        <TextField name="tage" label="Tage im Monat" inputmode="numeric" width={2} value={typed.tage} />
        <TextField name="von" label="Von" type="date" value={typed.von ?? shown.row.starts_on ?? shown.today} />
        <TextField name="bis" label="Bis" type="date" value={typed.bis ?? shown.row.ends_on ?? ''} />
        <Button size="small">Einplanen</Button>
      </Form>
    </Details>
  );
}
