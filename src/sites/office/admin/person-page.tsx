import { z } from 'zod';
import type { AuditEvent } from '#platform/audit';
import { getAccount, type Account } from '#platform/auth';
import { calendarDayOf, formatDate, formatDateTime } from '#platform/i18n';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { notFound } from '#platform/module';
import { Badge, Button, DescriptionList, ErrorSummary, Form, Link, PageHeader, Row, Section, SelectField, Stack, Table, TextField } from '#platform/ui';
import { assignRole, changeStaffMember, findEmployee, listAssignments, listOffices, listRoles, type Assignment, type Employee, type Office, type Role } from '#core/organisation';
import { crumbsOf, PEOPLE } from './crumbs.ts';
import { attempt, idParams, summaryOf, textInput, type FieldErrors } from './form-input.ts';
import { History, recentEvents } from './history.tsx';
import { checkPerson, PersonForm, personFields, type PersonInput } from './person-form.tsx';

type Person = { account: Account; employee: Employee; assignments: Assignment[]; offices: Office[]; roles: Role[]; events: AuditEvent[] | undefined };

async function load(rq: Rq, id: string): Promise<Person> {
  return rq.read(async (ctx) => {
    const employee = await findEmployee(ctx, id);
    if (!employee) throw notFound();
    return {
      account: await getAccount(ctx, id), employee, assignments: await listAssignments(ctx, { accountIds: [id], all: true }),
      offices: await listOffices(ctx), roles: await listRoles(ctx), events: await recentEvents(ctx, `account:${id}`),
    };
  });
}

const until = ({ validUntil }: Assignment): string => (validUntil ? formatDate(validUntil) : 'auf Weiteres');

function Roles({ person, base, today, errors }: { person: Person; base: string; today: string; errors: FieldErrors }) {
  const isOver = ({ validUntil }: Assignment): boolean => Boolean(validUntil && validUntil < today);
  return (
    <Section title="Rollen" id="rollen">
      <Stack>
        <Table
          caption="Rollen dieser Person"
          captionHidden
          rows={person.assignments.toSorted((a, b) => Number(isOver(a)) - Number(isOver(b)))}
          rowKey={({ id }) => id}
          empty="Noch keine Rolle: Diese Person kann sich anmelden, sieht aber keine Vorgänge."
          columns={[
            { key: 'role', head: 'Rolle', rowHead: true, cell: (one) => one.roleName },
            { key: 'office', head: 'Amt', cell: (one) => one.officeName },
            { key: 'from', head: 'Von', narrow: true, cell: (one) => formatDate(one.validFrom) },
            { key: 'until', head: 'Bis', narrow: true, cell: until },
            { key: 'end', head: 'Beenden', headHidden: true, narrow: true, cell: (one) => (isOver(one) ? 'beendet' : <Link href={`${base}/rollen/${one.id}`} attributes={{ 'aria-label': `Rolle ${one.roleName} in ${one.officeName} beenden` }}>Beenden</Link>) },
          ]}
        />
        <Form action={`${base}/rollen`} label="Rolle geben" inline>
          <SelectField name="roleKey" label="Rolle" options={person.roles.map(({ key, name }) => ({ value: key, label: name }))} error={errors.roleKey} required />
          <SelectField name="roleOffice" label="Amt" value={person.employee.officeId} options={person.offices.map(({ id, name }) => ({ value: id, label: name }))} error={errors.roleOffice} required />
          <TextField name="validUntil" type="date" label="Bis (leer: auf Weiteres)" error={errors.validUntil} />
          <Button icon="add">Rolle geben</Button>
        </Form>
      </Stack>
    </Section>
  );
}

function SignIn({ account, base }: { account: Account; base: string }) {
  const factors = [account.hasTotp && 'Authenticator-App', account.hasPasskey && 'Passkey'].filter(Boolean).join(', ');
  return (
    <Section title="Anmeldung" id="anmeldung">
      <Stack>
        <DescriptionList
          items={[
            { term: 'Status', value: account.status === 'active' ? 'aktiv' : <Badge state="late">gesperrt</Badge> },
            { term: 'Zuletzt angemeldet', value: account.lastSignInAt ? formatDateTime(account.lastSignInAt) : 'noch nie' },
            { term: 'Passwort', value: account.hasPassword ? 'festgelegt' : 'noch nicht festgelegt' },
            { term: 'Zweiter Faktor', value: factors || 'keiner' },
          ]}
        />
        <Row>
          <form method="post" action={`${base}/einladen`}>
            <Button size="small" icon="mail">
              Link für Passwort schicken
            </Button>
          </form>
          {factors && (
            <Button size="small" icon="key" href={`${base}/zweiter-faktor`}>
              Zweiten Faktor zurücksetzen
            </Button>
          )}
          {account.status === 'active' ? (
            <Button size="small" icon="lock" href={`${base}/sperren`}>
              Sperren
            </Button>
          ) : (
            <form method="post" action={`${base}/entsperren`}>
              <Button size="small">Entsperren</Button>
            </form>
          )}
        </Row>
      </Stack>
    </Section>
  );
}

async function show(rq: Rq<{ id: string }>, { errors = {}, input }: { errors?: FieldErrors; input?: PersonInput } = {}): Promise<Reply> {
  const person = await load(rq, rq.params.id);
  const { account, employee, offices } = person;
  const base = `/office/verwaltung/personen/${account.id}`;
  const today = calendarDayOf(rq.platform.clock());
  const body = (
    <Stack>
      <ErrorSummary errors={summaryOf(errors)} />
      <PageHeader title={account.name} lead={[employee.jobTitle, employee.officeName].filter(Boolean).join(', ')} meta={account.status === 'blocked' && <Badge state="late">gesperrt</Badge>} />
      <Roles person={person} base={base} today={today} errors={errors} />
      <Section title="Angaben" id="angaben">
        <PersonForm action={base} input={input ?? { ...employee, name: account.name, email: account.email ?? '' }} offices={offices} errors={errors} />
      </Section>
      <SignIn account={account} base={base} />
    </Stack>
  );
  return view({ title: account.name, body, crumbs: crumbsOf(PEOPLE, { label: account.name }), status: Object.keys(errors).length ? 422 : 200, ...(person.events ? { aside: <History events={person.events} /> } : {}) });
}

async function save(rq: Rq<{ id: string }, unknown, PersonInput>): Promise<Reply> {
  const errors = checkPerson(rq.body);
  if (Object.keys(errors).length) return show(rq, { errors, input: rq.body });
  const refused = await attempt({ 'auth/email-taken': 'email', 'organisation/no-such-office': 'officeId' }, () => rq.transact((ctx) => changeStaffMember(ctx, rq.params.id, rq.body)));
  return refused ? show(rq, { errors: refused, input: rq.body }) : redirect(`/office/verwaltung/personen/${rq.params.id}`, { flash: 'Die Angaben sind gespeichert.' });
}

const roleInput = z.object({ roleKey: textInput(60), roleOffice: textInput(40), validUntil: z.union([z.iso.date(), z.literal('')]).default('') });

async function giveRole(rq: Rq<{ id: string }, unknown, z.output<typeof roleInput>>): Promise<Reply> {
  const { roleKey, roleOffice, validUntil } = rq.body;
  const today = calendarDayOf(rq.platform.clock());
  const errors = {
    ...(roleKey ? {} : { roleKey: 'Wählen Sie eine Rolle.' }),
    ...(z.uuid().safeParse(roleOffice).success ? {} : { roleOffice: 'Wählen Sie das Amt.' }),
    ...(validUntil && validUntil < today ? { validUntil: 'Das Ende muss heute oder später sein.' } : {}),
  };
  if (Object.keys(errors).length) return show(rq, { errors });
  const refused = await attempt({ 'organisation/already-assigned': 'roleKey', 'organisation/no-such-role': 'roleKey', 'organisation/no-such-office': 'roleOffice' }, () =>
    rq.transact((ctx) => assignRole(ctx, { accountId: rq.params.id, roleKey, officeId: roleOffice, validUntil: validUntil || null })),
  );
  return refused ? show(rq, { errors: refused }) : redirect(`/office/verwaltung/personen/${rq.params.id}#rollen`, { flash: 'Die Rolle ist vergeben. Sie gilt ab sofort.' });
}

const common = { site: 'office', access: 'may:admin/people', params: idParams } as const;

/** One member of staff: who, where, which roles, how they sign in. */
export const personPage: Route[] = [
  page({ ...common, method: 'GET', path: '/office/verwaltung/personen/:id', handle: (rq) => show(rq) }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/personen/:id', body: z.object(personFields), handle: save }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/personen/:id/rollen', body: roleInput, handle: giveRole }),
];
