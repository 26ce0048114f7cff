import { z } from 'zod';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { ErrorSummary, PageHeader, Stack } from '#platform/ui';
import { addStaffMember, assignRole, inviteStaffMember, listOffices, listRoles } from '#core/organisation';
import { crumbsOf, PEOPLE } from './crumbs.ts';
import { attempt, summaryOf, textInput, type FieldErrors } from './form-input.ts';
import { checkPerson, PersonForm, personFields } from './person-form.tsx';

const body = z.object({ ...personFields, roleKey: textInput(60), einladen: textInput(5) });
type Input = z.output<typeof body>;
const path = '/office/verwaltung/personen/neu';

async function show(rq: Rq, input: Partial<Input>, errors: FieldErrors = {}): Promise<Reply> {
  const { offices, roles } = await rq.read(async (ctx) => ({ offices: await listOffices(ctx), roles: await listRoles(ctx) }));
  const content = (
    <Stack>
      <ErrorSummary errors={summaryOf(errors)} />
      <PageHeader title="Person anlegen" />
      <PersonForm action={path} input={input} offices={offices} errors={errors} roles={roles} {...(input.roleKey ? { roleKey: input.roleKey } : {})} />
    </Stack>
  );
  return view({ title: 'Person anlegen', body: content, crumbs: crumbsOf(PEOPLE, { label: 'Person anlegen' }), width: 'narrow', status: Object.keys(errors).length ? 422 : 200 });
}

async function add(rq: Rq<unknown, unknown, Input>): Promise<Reply> {
  const { roleKey, einladen, ...person } = rq.body;
  const errors = checkPerson(person);
  if (Object.keys(errors).length) return show(rq, rq.body, errors);
  let id = '';
  const refused = await attempt({ 'auth/email-taken': 'email', 'organisation/no-such-office': 'officeId', 'organisation/no-such-role': 'roleKey' }, () =>
    rq.transact(async (ctx) => {
      id = await addStaffMember(ctx, person);
      if (roleKey) await assignRole(ctx, { accountId: id, roleKey, officeId: person.officeId });
      if (einladen) await inviteStaffMember(ctx, id);
    }),
  );
  if (refused) return show(rq, rq.body, refused);
  return redirect(`/office/verwaltung/personen/${id}`, { flash: einladen ? `${person.name} ist angelegt. Die Einladung ist unterwegs.` : `${person.name} ist angelegt.` });
}

/** A new member of staff with office, first role and invitation, in one step. */
export const personNew: Route[] = [
  page({ method: 'GET', path, site: 'office', access: 'may:admin/people', handle: (rq) => show(rq, {}) }),
  page({ method: 'POST', path, site: 'office', access: 'may:admin/people', body, handle: add }),
];
