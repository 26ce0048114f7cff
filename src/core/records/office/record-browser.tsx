import { listOffices } from '#core/organisation';
import { page, view } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { ANONYMOUS, may, type Ctx } from '#platform/module';
import { Badge, Button, Columns, EmptyState, Link, PageHeader, Pagination, SearchField, Section, Stack, Table, Time } from '#platform/ui';
import { z } from 'zod';
import { listCaseFiles, listFiles, type CaseFile, type RecordFile } from '../files/case-files.queries.ts';
import { listFilePlan, MOST_COUNTED, parentOf, type PlanPosition } from '../plan/file-plan.ts';

type Counted = PlanPosition & { files: number };
type Browse = { plan: Counted[]; position: Counted | undefined; files: RecordFile[]; caseFiles: CaseFile[]; next: string | undefined; offices: Map<string, string>; manages: boolean };

const query = z.object({ stelle: z.string().max(80).optional().catch(undefined), nach: z.uuid().optional().catch(undefined) });

/** /office/akten: the file plan as a tree, and what lies at the chosen position. */
export const browserPage = page({
  method: 'GET',
  path: '/office/akten',
  site: 'office',
  access: 'staff',
  query,
  handle: async (rq) => {
    const found = await rq.read((ctx) => browse(ctx, rq.query));
    return view({ title: found.position ? `${found.position.number} ${found.position.title}` : 'Akten', width: 'full', nav: '/office/akten', ...(found.position ? { crumbs: [{ label: 'Akten', href: '/office/akten' }, { label: found.position.number }] } : {}), body: <BrowserBody found={found} /> });
  },
});

async function browse(ctx: Ctx, { stelle, nach }: z.output<typeof query>): Promise<Browse> {
  const plan = await listFilePlan(ctx);
  const position = plan.find((one) => one.number === stelle);
  const files = position && !nach ? (await listFiles(ctx, { position: position.number })).rows : [];
  const list = await listCaseFiles(ctx, { ...(position ? { position: position.number } : {}), ...(nach ? { after: nach } : {}), limit: position ? 50 : 20 });
  const offices = new Map((await listOffices(ctx)).map((office) => [office.id, office.name]));
  return { plan, position, files, caseFiles: list.rows, next: list.next, offices, manages: may(ctx.actor, 'records/manage') || may(ctx.actor, 'cases/work') };
}

function BrowserBody({ found }: { found: Browse }) {
  const { position, next } = found;
  return (
    <Stack gap="small">
      <PageHeader
        title={position ? position.title : 'Akten'}
        {...(position ? { preline: `Stelle ${position.number}` } : { lead: 'Wählen Sie eine Stelle des Aktenplans, oder suchen Sie in allem, was Sie sehen dürfen.' })}
        actions={
          found.manages && (
            <Button href={`/office/akten/neu${position ? `?stelle=${position.number}` : ''}`} icon="add" size="small">
              Akte anlegen
            </Button>
          )
        }
      />
      <SearchField action="/office/akten/suche" label="Im Inhalt aller Akten suchen" keep={position ? { stelle: position.number } : {}} />
      <Columns layout="sidebar">
        <Stack>
          {found.files.length > 0 && <FileTable files={found.files} />}
          <CaseFileTable files={found.caseFiles} offices={found.offices} caption={position ? 'Vorgangsakten' : 'Zuletzt angelegt'} empty={position ? 'An dieser Stelle liegt keine Akte, die Sie sehen dürfen.' : 'Noch gibt es keine Akte, die Sie sehen dürfen.'} />
          {next && <Pagination noun="Akten" shown={found.caseFiles.length} next={next && `/office/akten?${new URLSearchParams({ ...(position ? { stelle: position.number } : {}), nach: next })}`} />}
        </Stack>
        <Section title="Aktenplan" id="aktenplan" level={2}>
          <PlanTree plan={found.plan} current={position?.number} />
        </Section>
      </Columns>
    </Stack>
  );
}

function FileTable({ files }: { files: RecordFile[] }) {
  return (
    <Table<RecordFile>
      compact
      stack
      caption="Akten"
      rows={files}
      rowKey={(row) => row.id}
      columns={[
        { key: 'number', head: 'Aktenzeichen', narrow: true, rowHead: true, cell: (row) => <Link href={`/office/akten/${row.id}`}>{row.number}</Link> },
        { key: 'title', head: 'Titel', cell: (row) => row.title },
        { key: 'state', head: 'Stand', narrow: true, cell: (row) => <FileState file={row} /> },
      ]}
    />
  );
}

type CaseFileTableProps = { files: CaseFile[]; offices: Map<string, string>; caption: string; empty: string };

/** Case files as a list, the same everywhere. */
export function CaseFileTable({ files, offices, caption, empty }: CaseFileTableProps) {
  return (
    <Table<CaseFile>
      compact
      stack
      caption={caption}
      rows={files}
      rowKey={(row) => row.id}
      empty={empty}
      columns={[
        { key: 'number', head: 'Aktenzeichen', narrow: true, rowHead: true, cell: (row) => <Link href={`/office/vorgangsakten/${row.id}`}>{row.number}</Link> },
        { key: 'title', head: 'Titel', cell: (row) => <>{row.title} <span class="muted">{offices.get(row.officeId ?? '') ?? ''}</span></> },
        { key: 'person', head: 'Betrifft', cell: (row) => row.person },
        { key: 'opened', head: 'Angelegt', narrow: true, cell: (row) => <Time at={calendarDayOf(row.openedAt)} /> },
        { key: 'state', head: 'Stand', narrow: true, cell: (row) => <FileState file={row} /> },
      ]}
    />
  );
}

/** Who opened a file, after the time; an application without account has nobody to name. */
export const byWhom = (name: string): string => (!name ? '' : name === ANONYMOUS.name ? ', online ohne Konto' : ` von ${name}`);

/** Where a file stands, in words; hold and protection come first. */
export function FileState({ file }: { file: Pick<CaseFile, 'closedAt' | 'hold' | 'protection' | 'mergedInto'> }) {
  return (
    <>
      {file.hold && <Badge state="late">gesperrt</Badge>} {file.protection === 'protected' && <Badge state="soon">geschützt</Badge>}{' '}
      {file.mergedInto ? <Badge state="neutral">zusammengelegt</Badge> : file.closedAt ? <Badge state="neutral">zdA</Badge> : <Badge state="done">offen</Badge>}
    </>
  );
}

/** The tree opened along the way to the current position. */
function PlanTree({ plan, current }: { plan: Counted[]; current: string | undefined }) {
  if (plan.length === 0)
    return (
      <EmptyState title="Der Aktenplan ist noch leer.">
        <Link href="/office/aktenplan">Aktenplan anlegen oder einlesen</Link>
      </EmptyState>
    );
  return (
    <nav aria-label="Stellen des Aktenplans">
      <Branch plan={plan} parent={null} current={current} />
    </nav>
  );
}

type BranchProps = { plan: Counted[]; parent: string | null; current: string | undefined };

function Branch({ plan, parent, current }: BranchProps) {
  const here = plan.filter((one) => parentOf(one.number) === parent);
  if (here.length === 0) return null;
  return (
    <ul class="plan-tree">
      {here.map((one) => (
        <li key={one.number}>
          <Link href={`/office/akten?stelle=${one.number}`} current={one.number === current} size="small">
            {one.number} {one.title}
          </Link>
          {one.files > 0 && <span class="muted"> ({one.files > MOST_COUNTED ? `über ${MOST_COUNTED}` : one.files})</span>}
          {current && (current === one.number || current.startsWith(`${one.number}.`)) && <Branch plan={plan} parent={one.number} current={current} />}
        </li>
      ))}
    </ul>
  );
}
