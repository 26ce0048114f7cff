import { Fragment, type VNode } from 'preact';
import { filterOf, listDueResubmissions, listWork, reachOf, workFigures, workHref, type Reach, type Resubmission, type WorkFigures, type WorkRow, type WorkView } from '#core/cases';
import { listWaitingSteps, WaitingTable, type WaitingStep } from '#core/circulation';
import { page, view } from '#platform/http';
import { renderDeskParts } from '#core/organisation';
import { calendarDayOf, formatLongDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, CardGrid, Columns, Deadline, EmptyState, Form, Link, PageHeader, Section, Stack, StatTile, Table } from '#platform/ui';
import { DeskHintList, readHints, type DeskHints } from './desk-hints.tsx';

type DueAgain = Resubmission & { number: string; title: string };
type Desk = { name: string; actingFor?: string; today: string; figures: WorkFigures; mine: WorkRow[]; overdue: WorkRow[]; free: WorkRow[]; waiting: WorkRow[]; again: DueAgain[]; hints: DeskHints; circulating: WaitingStep[]; parts: VNode[] };

const SHOWN = 8;

async function readDesk(ctx: Ctx): Promise<Desk> {
  const reach = await reachOf(ctx);
  const today = calendarDayOf(ctx.now);
  const first = async (view: WorkView): Promise<WorkRow[]> => (await listWork(ctx, { reach, filter: filterOf(queryOf(view)), page: { limit: SHOWN } })).rows;
  return {
    name: ctx.actor.name,
    ...(ctx.actor.actingFor ? { actingFor: ctx.actor.actingFor.name } : {}),
    today,
    figures: await workFigures(ctx, reach),
    mine: await first('meine'),
    overdue: await first('ueberfaellig'),
    free: await first('gruppe'),
    waiting: await listWaiting(ctx, reach),
    circulating: await listWaitingSteps(ctx, SHOWN),
    again: await listDueResubmissions(ctx, reach.persons, today),
    hints: await readHints(ctx),
    parts: await renderDeskParts(ctx),
  };
}

const queryOf = (ansicht: WorkView): Parameters<typeof filterOf>[0] => ({ ansicht }) as Parameters<typeof filterOf>[0];

/** Cases of this person's offices where somebody else has to act, the longest waiting first. */
async function listWaiting(ctx: Ctx, reach: Reach): Promise<WorkRow[]> {
  const filter = { ...filterOf(queryOf('alle')), status: 'waiting-applicant' as const, sort: 'eingang' as const, descending: false };
  return (await listWork(ctx, { reach, filter, page: { limit: SHOWN } })).rows;
}

/** /office: what is to be done today, and nothing else. */
export const deskPage = page({
  method: 'GET',
  path: '/office',
  site: 'office',
  access: 'staff',
  handle: async (rq) => {
    const desk = await rq.read(readDesk);
    return view({ title: 'Schreibtisch', width: 'full', nav: '/office', body: <DeskBody desk={desk} /> });
  },
});

function DeskBody({ desk }: { desk: Desk }) {
  const { figures } = desk;
  return (
    <Stack>
      <PageHeader title={`Guten Tag, ${desk.name}`} lead={`${formatLongDate(desk.today)}. ${sentence(desk)}`} />
      <CardGrid size="small">
        <StatTile label="Überfällig" value={figures.overdue} href={listHref('ueberfaellig')} />
        <StatTile label="Bis in drei Tagen fällig" value={figures.due} href={listHref('faellig')} />
        <StatTile label="Auf meiner Liste" value={figures.mine} href={listHref('meine')} />
        <StatTile label="Frei in meiner Gruppe" value={figures.group} href={listHref('gruppe')} />
        <StatTile label="Wiedervorlagen heute" value={desk.again.length} href="#wiedervorlagen" />
      </CardGrid>
      <DeskHintList hints={desk.hints} />
      {desk.parts.map((part, at) => <Fragment key={at}>{part}</Fragment>)}
      {desk.overdue.length > 0 && <Tasks title="Zuerst: überfällig" id="ueberfaellig" desk={desk} rows={desk.overdue} view="ueberfaellig" />}
      <Columns>
        <Tasks title="Meine Aufgaben" id="meine" desk={desk} rows={desk.mine} view="meine" empty="Auf Ihrer Liste liegt nichts. Rechts stehen freie Aufgaben Ihrer Gruppe." />
        <Tasks title="Frei in meiner Gruppe" id="gruppe" desk={desk} rows={desk.free} view="gruppe" empty="Ihre Gruppe hat keine freie Aufgabe." />
      </Columns>
      {desk.circulating.length > 0 && <WaitingTable steps={desk.circulating} today={desk.today} />}
      <Columns>
        <Again desk={desk} />
        <Waiting desk={desk} />
      </Columns>
    </Stack>
  );
}

const listHref = (view: WorkView): string => workHref(filterOf(queryOf(view)));

/** Says first what matters most. */
function sentence({ figures, again, actingFor, hints }: Desk): string {
  const acting = actingFor ? `Sie vertreten ${actingFor}. ` : '';
  if (figures.overdue > 0) return `${acting}${figures.overdue === 1 ? 'Eine Aufgabe ist überfällig.' : `${figures.overdue} Aufgaben sind überfällig.`}`;
  if (hints.notices.length > 0) return `${acting}${hints.notices.length === 1 ? 'Ein Hinweis wartet auf Sie.' : `${hints.notices.length} Hinweise warten auf Sie.`}`;
  if (figures.due > 0) return `${acting}${figures.due === 1 ? 'Eine Aufgabe wird' : `${figures.due} Aufgaben werden`} in den nächsten Tagen fällig.`;
  if (again.length > 0) return `${acting}Heute kommen ${again.length === 1 ? 'ein Vorgang' : `${again.length} Vorgänge`} zurück.`;
  return `${acting}Nichts drängt.`;
}

type TasksProps = { title: string; id: string; desk: Desk; rows: WorkRow[]; view: WorkView; empty?: string };

function Tasks({ title, id, desk, rows, view: list, empty }: TasksProps) {
  return (
    <Section title={title} id={id} actions={<Link href={listHref(list)}>Ganze Liste</Link>}>
      {rows.length === 0 ? (
        <EmptyState title={empty ?? 'Hier ist nichts.'} />
      ) : (
        <Table<WorkRow>
          compact
          caption={title}
          captionHidden
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            { key: 'task', head: 'Aufgabe', rowHead: true, cell: (row) => <Link href={`/office/vorgaenge/${row.caseId}?${new URLSearchParams({ aufgabe: row.id, liste: `ansicht=${list}` })}`}>{row.task}</Link> },
            { key: 'case', head: 'Vorgang', cell: (row) => `${row.title}, ${row.applicantName}` },
            { key: 'due', head: 'Frist', narrow: true, cell: (row) => (row.dueOn ? <Deadline on={row.dueOn} today={desk.today} /> : 'keine') },
          ]}
        />
      )}
    </Section>
  );
}

function Again({ desk }: { desk: Desk }) {
  return (
    <Section title="Wiedervorlagen" id="wiedervorlagen">
      {desk.again.length === 0 ? (
        <EmptyState title="Heute kommt kein Vorgang zurück." icon="calendar">
          Eine Wiedervorlage setzen Sie im Vorgang.
        </EmptyState>
      ) : (
        <Table<DueAgain>
          compact
          caption="Wiedervorlagen bis heute"
          captionHidden
          rows={desk.again}
          rowKey={(row) => row.id}
          columns={[
            { key: 'case', head: 'Vorgang', rowHead: true, cell: (row) => <Link href={`/office/vorgaenge/${row.caseId}`}>{`${row.number} ${row.title}`}</Link> },
            { key: 'reason', head: 'Warum', cell: (row) => row.reason },
            { key: 'due', head: 'Tag', narrow: true, cell: (row) => <Deadline on={row.dueOn} today={desk.today} /> },
            {
              key: 'done',
              head: 'Erledigen',
              headHidden: true,
              cell: (row) => (
                <Form action={`/office/vorgaenge/${row.caseId}/wiedervorlagen/${row.id}/erledigt`} inline label={`Wiedervorlage ${row.number}`}>
                  <input type="hidden" name="zurueck" value="/office" />
                  <Button size="small" variant="tertiary">
                    Erledigt
                  </Button>
                </Form>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function Waiting({ desk }: { desk: Desk }) {
  return (
    <Section title="Wartet auf andere" id="wartet" actions={<Link href="/office/arbeit?ansicht=alle&status=waiting-applicant">Ganze Liste</Link>}>
      {desk.waiting.length === 0 ? (
        <EmptyState title="Kein Vorgang wartet auf Unterlagen." icon="check" />
      ) : (
        <Table<WorkRow>
          compact
          caption="Vorgänge, die auf Antworten warten"
          captionHidden
          rows={desk.waiting}
          rowKey={(row) => row.id}
          columns={[
            { key: 'case', head: 'Vorgang', rowHead: true, cell: (row) => <Link href={`/office/vorgaenge/${row.caseId}?liste=${encodeURIComponent('ansicht=alle&status=waiting-applicant')}`}>{row.number}</Link> },
            { key: 'title', head: 'Worum es geht', cell: (row) => `${row.title}, ${row.applicantName}` },
            { key: 'due', head: 'Frist', narrow: true, cell: (row) => row.dueOn && <Deadline on={row.dueOn} today={desk.today} paused={row.paused ?? false} /> },
          ]}
        />
      )}
    </Section>
  );
}
