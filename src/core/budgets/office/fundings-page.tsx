import { projectsById } from '#core/projects';
import { file, page, view, type View } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, notAllowed, type Ctx } from '#platform/module';
import { Badge, Button, Deadline, EmptyState, ErrorSummary, Link, PageHeader, Row, Section, Stack, Table } from '#platform/ui';
import { z } from 'zod';
import { maySeeMoney } from '../access.ts';
import { dutyCalendar } from '../fundings/duty-calendar.ts';
import { saveFunding } from '../fundings/fundings.ts';
import { listFundings, listOpenDuties, type FundingSums, type OpenDuty } from '../fundings/fundings.queries.ts';
import type { FundingRow } from '../tables.ts';
import { dutyWords, fundingWords } from '../words.ts';
import { act, type Again } from './again.ts';
import { BUDGET } from './city-page.tsx';
import { fundingFields, fundingForm } from './funding-form.tsx';
import { euros } from './money-table.tsx';
import type { Typed } from './read-typed.ts';

export const FUNDINGS = `${BUDGET}/foerderungen`;
export const fundingBadge = (state: FundingRow['state']) => <Badge state={state === 'approved' ? 'done' : state === 'applied' ? 'waiting' : 'neutral'}>{fundingWords[state]}</Badge>;

function requireSight(ctx: Ctx): void {
  if (!maySeeMoney(ctx)) throw notAllowed();
}

/** /office/haushalt/foerderungen: grants and the duties that come next. */
export const fundingList = page({
  method: 'GET', path: FUNDINGS, site: 'office', access: 'staff',
  handle: (rq) =>
    rq.read(async (ctx) => {
      requireSight(ctx);
      const rows = await listFundings(ctx);
      const duties = await listOpenDuties(ctx, { limit: 20 });
      const names = await projectsById(ctx, rows.flatMap((row) => row.project_id ?? []));
      const today = calendarDayOf(ctx.now);
      const late = duties.filter((one) => one.due_on < today).length;
      return view({
        title: 'Förderungen', width: 'full', nav: BUDGET,
        crumbs: [{ label: 'Haushalt', href: BUDGET }, { label: 'Förderungen' }],
        body: (
          <Stack>
            <PageHeader title="Förderungen" lead={late > 0 ? `${late === 1 ? 'Eine Pflicht ist' : `${late} Pflichten sind`} überfällig.` : 'Keine Pflicht ist überfällig.'} actions={<Row><Button size="small" icon="calendar" href={`${FUNDINGS}/fristen.ics`}>Fristen in den Kalender</Button>{may(ctx.actor, 'budgets/edit') && <Button variant="primary" size="small" icon="add" href={`${FUNDINGS}/neu`}>Förderung anlegen</Button>}</Row>} />
            {rows.length === 0 ? <EmptyState title="Noch keine Förderung">Tragen Sie eine Förderung schon beim Antrag ein. Dann warnt das Projekt vor einem zu frühen Beginn.</EmptyState> : <FundingTable rows={rows} names={new Map([...names].map(([id, one]) => [id, one.title]))} />}
            <Section title="Nächste Pflichten" id="pflichten"><DutyTable rows={duties} today={today} /></Section>
          </Stack>
        ),
      });
    }),
});

function FundingTable({ rows, names }: { rows: (FundingRow & FundingSums)[]; names: Map<string, string> }) {
  return (
    <Table<FundingRow & FundingSums>
      compact stack caption="Förderungen" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'name', head: 'Programm', rowHead: true, cell: (row) => <Link href={`${FUNDINGS}/${row.id}`}>{row.programme}</Link> },
        { key: 'state', head: 'Stand', narrow: true, cell: ({ state }) => fundingBadge(state) },
        { key: 'project', head: 'Projekt', cell: ({ project_id: id }) => (id ? <Link href={`/office/projekte/${id}`}>{names.get(id) ?? 'Projekt'}</Link> : '–') },
        { key: 'amount', head: 'Betrag', numeric: true, cell: (row) => `${euros(row.amount_cents)} (${row.rate_percent} %)` },
        { key: 'used', head: 'Ausgegeben', numeric: true, cell: ({ usedCents }) => euros(usedCents) },
        { key: 'drawn', head: 'Eingegangen', numeric: true, cell: ({ drawnCents }) => euros(drawnCents) },
        { key: 'period', head: 'Zeitraum', wideOnly: true, cell: (row) => `${formatDate(row.period_from)} bis ${formatDate(row.period_until)}` },
      ]}
    />
  );
}

const DutyTable = ({ rows, today }: { rows: OpenDuty[]; today: string }) =>
  rows.length === 0 ? <p class="muted">Keine offenen Pflichten.</p> : (
    <Table<OpenDuty>
      compact stack caption="Nächste Pflichten" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Pflicht', rowHead: true, cell: (row) => <Link href={`${FUNDINGS}/${row.funding_id}`}>{row.title}</Link> },
        { key: 'kind', head: 'Art', cell: ({ kind }) => dutyWords[kind] },
        { key: 'programme', head: 'Förderung', cell: ({ programme }) => programme },
        { key: 'due', head: 'Bis', narrow: true, cell: ({ due_on: due }) => <Deadline on={due} today={today} soonDays={30} /> },
      ]}
    />
  );

/** Open duties as a calendar, with an alarm two weeks before each. */
export const dutyIcs = page({
  method: 'GET', path: `${FUNDINGS}/fristen.ics`, site: 'office', access: 'staff',
  handle: (rq) =>
    rq.read(async (ctx) => {
      requireSight(ctx);
      return file({ name: 'foerderfristen.ics', type: 'text/calendar; charset=utf-8', bytes: Buffer.from(dutyCalendar(await listOpenDuties(ctx, { limit: 500 }), { now: ctx.now, publicUrl: ctx.platform.config.publicUrl })) });
    }),
});

async function showNew(ctx: Ctx, typed: Typed, again?: Again): Promise<View> {
  return view({
    title: 'Förderung anlegen', nav: BUDGET, status: again?.problem.status ?? 200,
    crumbs: [{ label: 'Haushalt', href: BUDGET }, { label: 'Förderungen', href: FUNDINGS }, { label: 'Neu' }],
    body: (
      <Stack>
        {again && <ErrorSummary errors={[{ text: again.problem.de }]} />}
        <PageHeader title="Förderung anlegen" />
        {await fundingForm(ctx, { action: `${FUNDINGS}/neu`, typed })}
      </Stack>
    ),
  });
}

export const newFunding = page({ method: 'GET', path: `${FUNDINGS}/neu`, site: 'office', access: 'may:budgets/edit', query: z.object({ projekt: z.string().max(40).default('') }), handle: (rq) => rq.read((ctx) => showNew(ctx, { projekt: rq.query.projekt })) });
export const saveNewFunding = page({
  method: 'POST', path: `${FUNDINGS}/neu`, site: 'office', access: 'may:budgets/edit', body: z.record(z.string(), z.string().max(20_000)).default({}),
  handle: (rq) => act(rq, { form: 'neu', work: (ctx, typed) => saveFunding(ctx, fundingFields(typed)), done: { to: (made) => `${FUNDINGS}/${(made as { id: string }).id}`, flash: 'Die Förderung ist angelegt.' }, show: (ctx, again) => showNew(ctx, again.typed, again) }),
});
