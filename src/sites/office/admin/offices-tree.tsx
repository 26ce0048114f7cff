import { page, view, type Reply, type Rq } from '#platform/http';
import { Button, Link, PageHeader, Stack, Table } from '#platform/ui';
import { accountNames } from '#platform/auth';
import { listAssignments, listEmployees, listOffices, type Office } from '#core/organisation';
import { crumbsOf, OFFICES } from './crumbs.ts';

export const officeHref = (id: string): string => `/office/verwaltung/aemter/${id}`;

/** The tree as a list: each office behind its parent, with its depth. */
export function inTreeOrder(offices: Office[]): { office: Office; depth: number }[] {
  const below = (parentId: string | null, depth: number): { office: Office; depth: number }[] =>
    offices.filter((office) => office.parentId === parentId).flatMap((office) => [{ office, depth }, ...below(office.id, depth + 1)]);
  return below(null, 0);
}

async function show(rq: Rq): Promise<Reply> {
  const { offices, employees, heads, names } = await rq.read(async (ctx) => {
    const leading = await listAssignments(ctx, { roleKey: 'leitung' });
    return { offices: await listOffices(ctx), employees: await listEmployees(ctx), heads: leading, names: await accountNames(ctx, leading.map(({ accountId }) => accountId)) };
  });
  const headOf = (id: string): string => heads.filter(({ officeId }) => officeId === id).map(({ accountId }) => names.get(accountId) ?? '').join(', ');
  const peopleIn = (id: string): number => employees.filter(({ officeId }) => officeId === id).length;
  const body = (
    <Stack>
      <PageHeader title="Ämter" actions={<Button variant="primary" icon="add" href="/office/verwaltung/aemter/neu">Amt anlegen</Button>} />
      <Table
        caption="Ämter nach dem Gliederungsplan"
        captionHidden
        stickyHead
        rows={inTreeOrder(offices)}
        rowKey={({ office }) => office.id}
        empty="Noch kein Amt. Legen Sie das erste an."
        columns={[
          { key: 'name', head: 'Amt', rowHead: true, cell: ({ office, depth }) => <>{depth > 0 && <span aria-hidden="true">{'\u2003'.repeat(depth - 1)}└ </span>}<Link href={officeHref(office.id)}>{office.name}</Link></> },
          { key: 'key', head: 'Kürzel', narrow: true, cell: ({ office }) => <code>{office.key}</code> },
          { key: 'parent', head: 'Gehört zu', wideOnly: true, cell: ({ office }) => offices.find(({ id }) => id === office.parentId)?.name ?? '–' },
          { key: 'head', head: 'Leitung', cell: ({ office }) => headOf(office.id) || '–' },
          { key: 'people', head: 'Personen', numeric: true, narrow: true, cell: ({ office }) => <Link href={`/office/verwaltung/personen?amt=${office.id}`} attributes={{ 'aria-label': `${peopleIn(office.id)} Personen im Amt ${office.name}` }}>{peopleIn(office.id)}</Link> },
          { key: 'phone', head: 'Telefon', narrow: true, wideOnly: true, cell: ({ office }) => office.phone || '–' },
        ]}
      />
    </Stack>
  );
  return view({ title: 'Ämter', body, crumbs: crumbsOf(OFFICES), width: 'full' });
}

/** The plan of organisation. */
export const officesTree = page({ method: 'GET', path: '/office/verwaltung/aemter', site: 'office', access: 'may:admin/offices', handle: show });
