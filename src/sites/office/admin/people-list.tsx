import { z } from 'zod';
import { formatDate } from '#platform/i18n';
import { page, view, type Reply, type Rq } from '#platform/http';
import { Badge, Button, EmptyState, Form, Link, PageHeader, Pagination, SelectField, Stack, Table, TextField } from '#platform/ui';
import { listOffices, type Office } from '#core/organisation';
import { crumbsOf, PEOPLE } from './crumbs.ts';
import { textInput } from './form-input.ts';
import { listPeople, type PeopleFilter, type PersonRow } from './people.queries.ts';

const query = z.object({ q: textInput(100), amt: z.union([z.uuid(), z.literal('')]).default(''), status: z.enum(['', 'active', 'blocked']).default(''), nach: textInput(300), ab: z.union([z.uuid(), z.literal('')]).default('') });
type Query = z.output<typeof query>;

function addressOf(filter: Query, after?: { name: string; id: string }): string {
  const kept = { q: filter.q, amt: filter.amt, status: filter.status, ...(after ? { nach: after.name, ab: after.id } : {}) };
  const search = new URLSearchParams(Object.entries(kept).filter(([, value]) => value)).toString();
  return `/office/verwaltung/personen${search ? `?${search}` : ''}`;
}

function Filter({ filter, offices }: { filter: Query; offices: Office[] }) {
  return (
    <Form method="get" action="/office/verwaltung/personen" label="Personen filtern" inline>
      <TextField name="q" type="search" label="Name oder E-Mail" value={filter.q} maxlength={100} width={20} />
      <SelectField name="amt" label="Amt" value={filter.amt} placeholder="Alle Ämter" options={offices.map(({ id, name }) => ({ value: id, label: name }))} />
      <SelectField name="status" label="Status" value={filter.status} placeholder="Alle" options={[{ value: 'active', label: 'aktiv' }, { value: 'blocked', label: 'gesperrt' }]} />
      <Button icon="filter">Filtern</Button>
    </Form>
  );
}

const secondFactor = ({ account }: PersonRow): string => [account.hasTotp && 'App', account.hasPasskey && 'Passkey'].filter(Boolean).join(', ') || '–';

function People({ rows }: { rows: PersonRow[] }) {
  return (
    <Table
      caption="Personen der Verwaltung"
      captionHidden
      stickyHead
      rows={rows}
      rowKey={({ account }) => account.id}
      columns={[
        { key: 'name', head: 'Name', rowHead: true, cell: ({ account }) => <Link href={`/office/verwaltung/personen/${account.id}`}>{account.name}</Link> },
        { key: 'office', head: 'Amt', cell: ({ employee }) => employee?.officeName ?? '–' },
        { key: 'title', head: 'Funktion', wideOnly: true, cell: ({ employee }) => employee?.jobTitle || '–' },
        { key: 'roles', head: 'Rollen', cell: ({ assignments, employee }) => assignments.map((one) => (one.officeId === employee?.officeId ? one.roleName : `${one.roleName} (${one.officeName})`)).join(', ') || '–' },
        { key: 'factor', head: '2. Faktor', narrow: true, wideOnly: true, cell: secondFactor },
        { key: 'seen', head: 'Zuletzt da', narrow: true, wideOnly: true, cell: ({ account }) => (account.lastSignInAt ? formatDate(account.lastSignInAt) : 'noch nie') },
        { key: 'status', head: 'Status', narrow: true, cell: ({ account }) => (account.status === 'active' ? 'aktiv' : <Badge state="late">gesperrt</Badge>) },
      ]}
      empty={
        <EmptyState title="Keine Person passt zu diesem Filter." icon="people" action={<Link href="/office/verwaltung/personen">Alle Personen zeigen</Link>}>
          Prüfen Sie die Schreibweise oder nehmen Sie einen Filter weg.
        </EmptyState>
      }
    />
  );
}

async function show(rq: Rq<unknown, Query>): Promise<Reply> {
  const { q, amt, status, nach, ab } = rq.query;
  const filter: PeopleFilter = { q, officeId: amt, status, after: nach && ab ? { name: nach, id: ab } : undefined };
  const { offices, found } = await rq.read(async (ctx) => ({ offices: await listOffices(ctx), found: await listPeople(ctx, filter) }));
  const body = (
    <Stack>
      <PageHeader title="Personen" actions={<Button variant="primary" icon="add" href="/office/verwaltung/personen/neu">Person anlegen</Button>} />
      <Filter filter={rq.query} offices={offices} />
      <People rows={found.rows} />
      <Pagination shown={found.rows.length} total={found.total} noun="Personen" next={found.next && addressOf(rq.query, found.next)} previous={filter.after && addressOf(rq.query)} />
    </Stack>
  );
  return view({ title: 'Personen', body, crumbs: crumbsOf(PEOPLE), width: 'full' });
}

/** Everyone in the administration, to be found by name, office and status. */
export const peopleList = page({ method: 'GET', path: '/office/verwaltung/personen', site: 'office', access: 'may:admin/people', query, handle: show });
