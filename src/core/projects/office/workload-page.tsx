import { page, redirect, view, type View } from '#platform/http';
import { Problem, may, type Ctx } from '#platform/module';
import { Badge, Button, Details, EmptyState, ErrorSummary, Form, Link, PageHeader, Section, Stack, Table, TextField } from '#platform/ui';
import { z } from 'zod';
import { setCapacity } from '../people/members.ts';
import { USUAL_DAYS, readWorkload, type Workload } from '../people/workload.ts';
import { PROJECTS } from './project-frame.tsx';
import { needWhole, type Typed } from './read-typed.ts';

const MONTHS = ['Jan.', 'Feb.', 'März', 'Apr.', 'Mai', 'Juni', 'Juli', 'Aug.', 'Sept.', 'Okt.', 'Nov.', 'Dez.'];
const monthName = (month: string): string => `${MONTHS[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;

/** /office/projekte/auslastung: who is booked how far over all projects, overbooked people first. */
export const workloadPage = page({ method: 'GET', path: `${PROJECTS}/auslastung`, site: 'office', access: 'may:steering/read', handle: (rq) => rq.read((ctx) => show(ctx)) });

async function show(ctx: Ctx, again?: { problem: Problem; typed: Typed }): Promise<View> {
  const people = await readWorkload(ctx);
  const over = people.filter(({ months }) => months.some((one) => one.over)).length;
  return view({
    title: 'Auslastung',
    width: 'full',
    nav: PROJECTS,
    status: again?.problem.status ?? 200,
    crumbs: [{ label: 'Projekte', href: PROJECTS }, { label: 'Auslastung' }],
    body: (
      <Stack>
        {again && <ErrorSummary errors={[{ text: again.problem.de }]} />}
        <PageHeader title="Auslastung" lead={people.length === 0 ? 'Noch ist niemand in Projekten eingeplant.' : over === 0 ? 'Niemand ist überbucht.' : over === 1 ? 'Eine Person ist überbucht.' : `${over} Personen sind überbucht.`} />
        <p class="muted">Tage im Monat über alle genehmigten und laufenden Projekte. Wenn nichts anderes vereinbart ist, hat eine Person {USUAL_DAYS} Tage im Monat für Projekte.</p>
        {people.length === 0 ? <EmptyState title="Noch niemand eingeplant" icon="people">Planen Sie Personen auf der Seite eines Projekts unter „Menschen“ ein.</EmptyState> : <WorkloadTable people={people} />}
        {may(ctx.actor, 'steering/edit') && <CapacityForm again={again} />}
      </Stack>
    ),
  });
}

function WorkloadTable({ people }: { people: Workload[] }) {
  const months = people[0]?.months.map(({ month }) => month) ?? [];
  return (
    <Table<Workload>
      compact stickyHead stack caption="Tage im Monat je Person" captionHidden rows={people} rowKey={({ accountId }) => accountId}
      columns={[
        { key: 'name', head: 'Person', rowHead: true, cell: ({ name }) => name },
        { key: 'capacity', head: 'Hat Tage', numeric: true, cell: ({ capacity }) => capacity },
        ...months.map((month, at) => ({ key: month, head: monthName(month), cell: (one: Workload) => <Month one={one.months[at]} /> })),
        { key: 'projects', head: 'Projekte', wideOnly: true, cell: ({ months: all }) => [...new Map(all.flatMap(({ projects }) => projects).map((project) => [project.id, project.title]))].map(([id, title], at) => <span key={id}>{at > 0 && <br />}<Link href={`${PROJECTS}/${id}/personen`}>{title}</Link></span>) },
      ]}
    />
  );
}

const Month = ({ one }: { one: Workload['months'][number] | undefined }) => (!one || one.days === 0 ? <span class="muted">0</span> : one.over ? <Badge state="late">{`${one.days} überbucht`}</Badge> : <>{one.days}</>);

function CapacityForm({ again }: { again: { typed: Typed } | undefined }) {
  return (
    <Section title="Andere Zahl vereinbaren" id="vereinbaren">
      <Details summary="Tage im Monat für eine Person" open={again !== undefined}>
        <Form action={`${PROJECTS}/auslastung`}>
          <TextField name="person" label="Person" hint="Name oder E-Mail-Adresse" value={again?.typed.person} width={20} />
          <TextField name="tage" label="Tage im Monat für Projekte" inputmode="numeric" width={2} value={again?.typed.tage} />
          <Button size="small">Speichern</Button>
        </Form>
      </Details>
    </Section>
  );
}

export const setWorkload = page({
  method: 'POST', path: `${PROJECTS}/auslastung`, site: 'office', access: 'may:steering/edit', body: z.record(z.string(), z.string().max(500)).default({}),
  handle: async (rq) => {
    try {
      await rq.transact((ctx) => setCapacity(ctx, { person: rq.body.person ?? '', daysPerMonth: needWhole(rq.body, 'tage', 'Tage im Monat') }));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      return rq.read((ctx) => show(ctx, { problem: error, typed: rq.body }));
    }
    return redirect(`${PROJECTS}/auslastung`, { flash: 'Gespeichert.' });
  },
});
