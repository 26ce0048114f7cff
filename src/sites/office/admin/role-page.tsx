import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditEvent } from '#platform/audit';
import { accountNames } from '#platform/auth';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { Alert, Button, ButtonRow, CheckboxGroup, ErrorSummary, Form, Link, PageHeader, Prose, Radios, Section, Stack, TextField } from '#platform/ui';
import { changeRole, createRole, getRole, listAssignments, listPermissions, listRoles, type Assignment, type Role } from '#core/organisation';
import { crumbsOf, ROLES } from './crumbs.ts';
import { attempt, listInput, summaryOf, textInput, type FieldErrors } from './form-input.ts';
import { History, recentEvents } from './history.tsx';
import { reachWords, roleHref, unknownPermissions } from './roles-matrix.tsx';

const body = z.object({ key: textInput(40), name: textInput(100), summary: textInput(300), reach: z.enum(['office', 'tree', 'city']).default('office'), permissions: listInput, stand: textInput(60) });
type Input = z.output<typeof body>;
type Shown = { input: Input; isNew: boolean; errors?: FieldErrors; changed?: Role; holders?: { held: Assignment[]; names: Map<string, string> }; events?: AuditEvent[] | undefined };

/** What the form was made from; when it differs at saving, somebody else was quicker. */
const standOf = (role: Role): string => createHash('sha256').update(JSON.stringify([role.name, role.summary, role.reach, role.permissions.toSorted()])).digest('base64url').slice(0, 16);
const inputOf = (role: Role): Input => ({ ...role, stand: standOf(role) });

async function permissionGroups(rq: Rq): Promise<{ module: string; permissions: { id: string; de: string }[] }[]> {
  const groups = listPermissions(rq.platform);
  const unknown = unknownPermissions(await rq.read(listRoles), groups.flatMap(({ permissions }) => permissions));
  return unknown.length ? [...groups, { module: 'weitere', permissions: unknown }] : groups;
}

async function show(rq: Rq, { input, isNew, errors = {}, changed, holders, events }: Shown): Promise<Reply> {
  const title = isNew ? 'Rolle anlegen' : input.name;
  const groups = await permissionGroups(rq);
  const content = (
    <Stack>
      <ErrorSummary errors={summaryOf(errors)} />
      <PageHeader title={title} />
      {changed && (
        <Alert kind="warning" title="Diese Rolle wurde inzwischen von jemand anderem geändert" role="alert">
          Dort steht jetzt: {changed.name}, {reachWords[changed.reach]}, {changed.permissions.length} Berechtigungen. Unten stehen Ihre Eingaben. Noch einmal speichern ersetzt die fremde Änderung.
        </Alert>
      )}
      <Form action={isNew ? '/office/verwaltung/rollen/neu' : roleHref(input.key)} label={title}>
        <input type="hidden" name="stand" value={input.stand} />
        {isNew && <TextField name="key" label="Kürzel" hint="Kleine Buchstaben. So nennen Prozesse die Rolle; es bleibt für immer gleich." value={input.key} width={20} required error={errors.key} />}
        <TextField name="name" label="Name" value={input.name} required error={errors.name} />
        <TextField name="summary" label="Wofür" value={input.summary} required={false} />
        <Radios name="reach" label="Die Rolle gilt" value={input.reach} options={(['office', 'tree', 'city'] as const).map((value) => ({ value, label: reachWords[value] }))} />
        {groups.map(({ module, permissions }) => (
          <CheckboxGroup key={module} id={`permissions-${module}`} name="permissions" label={`Berechtigungen: ${module}`} value={input.permissions} options={permissions.map(({ id, de }) => ({ value: id, label: de }))} />
        ))}
        <ButtonRow>
          <Button variant="primary">Speichern</Button>
          <Button href="/office/verwaltung/rollen">Abbrechen</Button>
        </ButtonRow>
      </Form>
      {holders && <Holders {...holders} />}
    </Stack>
  );
  const status = changed ? 409 : Object.keys(errors).length ? 422 : 200;
  return view({ title, body: content, crumbs: crumbsOf(ROLES, { label: title }), status, ...(events ? { aside: <History events={events} /> } : {}) });
}

function Holders({ held, names }: { held: Assignment[]; names: Map<string, string> }) {
  return (
    <Section title={`Wer diese Rolle hat (${held.length})`} id="personen">
      <Prose>
        {held.length === 0 && <p>Niemand.</p>}
        <ul>
          {held.map((one) => (
            <li key={one.id}>
              <Link href={`/office/verwaltung/personen/${one.accountId}`}>{names.get(one.accountId) ?? one.accountId}</Link>, {one.officeName}
            </li>
          ))}
        </ul>
      </Prose>
    </Section>
  );
}

async function showRole(rq: Rq<{ key: string }>): Promise<Reply> {
  const { role, held, names, events } = await rq.read(async (ctx) => {
    const assignments = await listAssignments(ctx, { roleKey: rq.params.key });
    return { role: await getRole(ctx, rq.params.key), held: assignments, names: await accountNames(ctx, assignments.map(({ accountId }) => accountId)), events: await recentEvents(ctx, `role:${rq.params.key}`) };
  });
  return show(rq, { input: inputOf(role), isNew: false, holders: { held, names }, events });
}

const check = (input: Input, isNew: boolean): FieldErrors => ({
  ...(isNew && !/^[a-z][a-z0-9-]{1,38}$/.test(input.key) ? { key: 'Nehmen Sie kleine Buchstaben, Ziffern und Bindestriche.' } : {}),
  ...(input.name ? {} : { name: 'Geben Sie der Rolle einen Namen.' }),
});

async function save(rq: Rq<{ key: string }, unknown, Input>): Promise<Reply> {
  const { key } = rq.params;
  const input = { ...rq.body, key };
  const errors = check(input, false);
  if (Object.keys(errors).length) return show(rq, { input, isNew: false, errors });
  const now = await rq.read((ctx) => getRole(ctx, key));
  if (input.stand !== standOf(now)) return show(rq, { input: { ...input, stand: standOf(now) }, isNew: false, changed: now });
  const { name, summary, reach, permissions } = input;
  const refused = await attempt({ 'organisation/last-administrator': 'form' }, () => rq.transact((ctx) => changeRole(ctx, key, { name, summary, reach, permissions })));
  return refused ? show(rq, { input, isNew: false, errors: refused }) : redirect('/office/verwaltung/rollen', { flash: `Die Rolle „${name}“ ist gespeichert.` });
}

async function add(rq: Rq<unknown, unknown, Input>): Promise<Reply> {
  const { stand: _, ...role } = rq.body;
  const errors = check(rq.body, true);
  if (Object.keys(errors).length) return show(rq, { input: rq.body, isNew: true, errors });
  const refused = await attempt({ 'organisation/key-taken': 'key' }, () => rq.transact((ctx) => createRole(ctx, role)));
  return refused ? show(rq, { input: rq.body, isNew: true, errors: refused }) : redirect('/office/verwaltung/rollen', { flash: `Die Rolle „${role.name}“ ist angelegt.` });
}

const common = { site: 'office', access: 'may:admin/roles' } as const;
const params = z.object({ key: z.string().regex(/^[a-z][a-z0-9-]*$/) });

/** One role: name, reach, permissions, and who holds it. */
export const rolePage: Route[] = [
  page({ ...common, method: 'GET', path: '/office/verwaltung/rollen/neu', handle: (rq) => show(rq, { input: { key: '', name: '', summary: '', reach: 'office', permissions: [], stand: '' }, isNew: true }) }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/rollen/neu', body, handle: add }),
  page({ ...common, method: 'GET', path: '/office/verwaltung/rollen/:key', params, handle: showRole }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/rollen/:key', params, body, handle: save }),
];
