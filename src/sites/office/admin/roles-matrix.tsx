import { page, view, type Reply, type Rq } from '#platform/http';
import type { Permission } from '#platform/module';
import { Button, Icon, Link, PageHeader, Prose, Stack, Table } from '#platform/ui';
import { listAssignments, listPermissions, listRoles, type Role } from '#core/organisation';
import { crumbsOf, ROLES } from './crumbs.ts';

export const reachWords: Record<Role['reach'], string> = { office: 'nur im Amt', tree: 'Amt und Unterämter', city: 'ganze Stadt' };
export const roleHref = (key: string): string => `/office/verwaltung/rollen/${key}`;

/** Permissions of roles whose module isn't installed: shown, because they would count again with it. */
export function unknownPermissions(roles: Role[], known: Permission[]): Permission[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...new Set(roles.flatMap(({ permissions }) => permissions))].filter((id) => !ids.has(id)).map((id) => ({ id, de: `${id} (Modul nicht eingerichtet)` }));
}

/** Twelve and more names don't fit beside each other: the eye gets the number of the list above, the ear the name. */
function Number({ role, number }: { role: Role; number: number }) {
  return (
    <abbr title={role.name}>
      <span aria-hidden="true">{number}</span>
      <span class="kern-sr-only">{role.name}</span>
    </abbr>
  );
}

async function show(rq: Rq): Promise<Reply> {
  const { roles, held } = await rq.read(async (ctx) => ({ roles: await listRoles(ctx), held: await listAssignments(ctx) }));
  const known = listPermissions(rq.platform).flatMap(({ permissions }) => permissions);
  const holders = (key: string): number => new Set(held.filter(({ roleKey }) => roleKey === key).map(({ accountId }) => accountId)).size;
  const numberOf = (role: Role): number => roles.indexOf(role) + 1;
  const body = (
    <Stack>
      <PageHeader title="Rollen" lead="Was jede Rolle darf. Eine Person hat eine Rolle immer in einem Amt." actions={<Button variant="primary" icon="add" href="/office/verwaltung/rollen/neu">Rolle anlegen</Button>} />
      <Table
        caption="Rollen"
        rows={roles}
        rowKey={({ key }) => key}
        columns={[
          { key: 'number', head: 'Nr.', numeric: true, narrow: true, cell: (role) => numberOf(role) },
          { key: 'name', head: 'Rolle', rowHead: true, cell: (role) => <Link href={roleHref(role.key)}>{role.name}</Link> },
          { key: 'summary', head: 'Wofür', cell: (role) => role.summary },
          { key: 'reach', head: 'Gilt', narrow: true, cell: (role) => reachWords[role.reach] },
          { key: 'count', head: 'Personen', numeric: true, narrow: true, cell: (role) => holders(role.key) },
        ]}
      />
      <Table
        caption="Welche Rolle (Nummer wie oben) was darf"
        stickyHead
        rows={[...known, ...unknownPermissions(roles, known)]}
        rowKey={({ id }) => id}
        columns={[
          { key: 'permission', head: 'Berechtigung', rowHead: true, cell: ({ de }) => de },
          ...roles.map((role) => ({ key: role.key, narrow: true, head: <Number role={role} number={numberOf(role)} />, cell: ({ id }: Permission) => (role.permissions.includes(id) ? <Icon name="check" label="ja" size="small" /> : <span class="kern-sr-only">nein</span>) })),
        ]}
      />
      <Prose>
        <p>Änderungen gelten ab dem nächsten Seitenaufruf der betroffenen Personen.</p>
      </Prose>
    </Stack>
  );
  return view({ title: 'Rollen', body, crumbs: crumbsOf(ROLES), width: 'full' });
}

/** Every role with every permission at a glance. */
export const rolesMatrix = page({ method: 'GET', path: '/office/verwaltung/rollen', site: 'office', access: 'may:admin/roles', handle: show });
