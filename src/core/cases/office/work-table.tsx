import { calendarDayOf, formatDate } from '#platform/i18n';
import { Badge, Deadline, Link, Table, Time, type BadgeState, type TableColumn } from '#platform/ui';
import { statusWords, type CaseStatus } from '../case.ts';
import { workHref, workParams, type WorkFilter, type WorkSort } from '../work-filter.ts';
import type { WorkRow } from '../work-list.queries.ts';
import { EmptyWork, viewWords } from './empty-work.tsx';
import type { Work } from './read-work.ts';

const statusStates: Record<CaseStatus, BadgeState> = { open: 'soon', 'waiting-applicant': 'waiting', 'waiting-payment': 'waiting', decided: 'done', closed: 'done', withdrawn: 'neutral' };

/** The status of a case as word and colour: amber waits for us, blue for others, green is done. */
export function StatusBadge({ status }: { status: CaseStatus }) {
  return <Badge state={statusStates[status]}>{statusWords[status]}</Badge>;
}

/** The lines of a list; the first link of a line leads to the case and remembers the list for "nächster Vorgang". */
export function WorkTable({ work }: { work: Work }) {
  const { filter, list } = work;
  const byCase = filter.view === 'alle';
  return (
    <Table<WorkRow>
      compact
      stickyHead
      caption={`Liste: ${viewWords[filter.view]}`}
      captionHidden
      rows={list.rows}
      rowKey={(row) => row.id}
      columns={byCase ? caseColumns(work) : taskColumns(work)}
      sort={{ by: filter.sort, direction: filter.descending ? 'descending' : 'ascending', href: (by, direction) => workHref({ ...filter, sort: by as WorkSort, descending: direction === 'descending' }) }}
      {...(byCase ? {} : { select: { name: 'aufgabe', value: (row: WorkRow) => row.id, label: (row: WorkRow) => `${row.number} auswählen` } })}
      empty={<EmptyWork filter={filter} />}
    />
  );
}

/** The case page, with the task and the list it came from. */
export function caseHref(row: Pick<WorkRow, 'id' | 'caseId' | 'task'>, filter: WorkFilter): string {
  const params = new URLSearchParams();
  if (row.task) params.set('aufgabe', row.id);
  const list = workParams(filter).toString();
  params.set('liste', list || 'ansicht=meine');
  return `/office/vorgaenge/${row.caseId}?${params}`;
}

/** The deadline; one that is in danger says so before it breaks. */
function Due({ row, today }: { row: WorkRow; today: string }) {
  if (!row.dueOn) return <>keine</>;
  if (row.escalated && row.dueOn >= today) return <Badge state="soon">{`bald überfällig, ${formatDate(row.dueOn)}`}</Badge>;
  return <Deadline on={row.dueOn} today={today} paused={row.paused ?? false} />;
}

type Column = TableColumn<WorkRow>;
const common = (work: Work): Record<'number' | 'title' | 'applicant' | 'submitted' | 'due', Column> => ({
  number: { key: 'nummer', head: 'Vorgang', sortable: true, rowHead: true, narrow: true, cell: (row) => <Link href={caseHref(row, work.filter)}>{row.number}</Link> },
  title: { key: 'title', head: 'Worum es geht', cell: (row) => row.title },
  applicant: { key: 'name', head: 'Wer', sortable: true, narrow: true, cell: (row) => row.applicantName },
  submitted: { key: 'eingang', head: 'Eingang', sortable: true, narrow: true, wideOnly: true, cell: (row) => <Time at={dayOf(row.submittedAt)} /> },
  due: { key: 'frist', head: 'Frist', sortable: true, narrow: true, cell: (row) => <Due row={row} today={work.today} /> },
});

const dayOf = calendarDayOf;

function taskColumns(work: Work): Column[] {
  const { number, title, applicant, submitted, due } = common(work);
  return [number, { key: 'task', head: 'Aufgabe', narrow: true, cell: (row) => row.task }, title, applicant, submitted, due, { key: 'with', head: 'Bei', narrow: true, cell: (row) => row.with ?? 'frei' }];
}

function caseColumns(work: Work): Column[] {
  const { number, title, applicant, submitted, due } = common(work);
  const ended = (row: WorkRow): boolean => row.status === 'closed' || row.status === 'withdrawn' || row.status === 'decided';
  return [
    number,
    title,
    applicant,
    { key: 'status', head: 'Status', narrow: true, cell: (row) => row.status && <StatusBadge status={row.status} /> },
    submitted,
    { ...due, cell: (row) => (ended(row) ? '' : due.cell(row)) },
    { key: 'with', head: 'Verantwortlich', wideOnly: true, cell: (row) => row.with ?? '' },
  ];
}
