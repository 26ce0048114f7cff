import { changeAccount, getAccount, invite, listAccounts, resetSecondFactors, setAccountStatus, type Account } from '#platform/auth';
import { requirePermission, type Ctx } from '#platform/module';
import { listOffices } from './offices.ts';
import { addStaffMember, assignRole, changeEmployee, findEmployee, requireAnAdministrator, type EmployeeChange } from './people.ts';
import { problem } from './problems.ts';
import { listRoles } from './roles.ts';

/** The account of a member of staff whom the actor may administer. */
async function requireMayAdminister(ctx: Ctx, accountId: string): Promise<Account> {
  const employee = await findEmployee(ctx, accountId);
  if (!employee) throw problem('organisation/no-such-person');
  requirePermission(ctx, 'admin/people', employee.officeId);
  return getAccount(ctx, accountId);
}

/** What weakens or locks an account is done by somebody else: a stolen session must not help itself. */
function requireNotYourself(ctx: Ctx, accountId: string): void {
  if (ctx.actor.id === accountId) throw problem('organisation/not-yourself');
}

/** Changes name, address and place of a member of staff. @throws auth/email-taken 409 */
export async function changeStaffMember(ctx: Ctx, accountId: string, change: EmployeeChange & { name: string; email: string }): Promise<void> {
  await requireMayAdminister(ctx, accountId);
  const { name, email, ...place } = change;
  await changeAccount(ctx, accountId, { name, email });
  await changeEmployee(ctx, accountId, place);
}

/** Blocks the account: signed out at once, no way in. @throws organisation/not-yourself, last-administrator 409 */
export async function blockStaffMember(ctx: Ctx, accountId: string): Promise<void> {
  await requireMayAdminister(ctx, accountId);
  requireNotYourself(ctx, accountId);
  await requireAnAdministrator(ctx, accountId);
  await setAccountStatus(ctx, accountId, 'blocked');
}

export async function unblockStaffMember(ctx: Ctx, accountId: string): Promise<void> {
  await requireMayAdminister(ctx, accountId);
  await setAccountStatus(ctx, accountId, 'active');
}

/** Takes a lost second factor away; the caller has made sure on the phone or in person who is asking. @throws organisation/not-yourself 409 */
export async function resetStaffFactors(ctx: Ctx, accountId: string): Promise<void> {
  await requireMayAdminister(ctx, accountId);
  requireNotYourself(ctx, accountId);
  await resetSecondFactors(ctx, accountId);
}

/** Mails the link for a first or new password, and returns it. */
export async function inviteStaffMember(ctx: Ctx, accountId: string): Promise<string> {
  await requireMayAdminister(ctx, accountId);
  return invite(ctx, accountId);
}

/**
 * The first person of a new installation: holds every role that may give roles, and brings in all others.
 * For the command line (actor: the machine); `link` sets the password and is valid for seven days.
 * @throws organisation/no-such-office 404 while offices.yaml was not read; auth/email-taken 409
 */
export async function addAdministrator(ctx: Ctx, person: { name: string; email: string }): Promise<{ accountId: string; link: string }> {
  const [office] = await listOffices(ctx);
  if (!office) throw problem('organisation/no-such-office');
  const accountId = await addStaffMember(ctx, { ...person, officeId: office.id, jobTitle: 'Systembetreuung' });
  const roles = (await listRoles(ctx)).filter(({ reach, permissions }) => reach === 'city' && permissions.includes('admin/people'));
  for (const { key } of roles) await assignRole(ctx, { accountId, roleKey: key, officeId: office.id });
  return { accountId, link: await invite(ctx, accountId) };
}

/**
 * The person meant by what was typed: 'petra.sommer@…', 'Petra Sommer <petra.sommer@…>', or a name that only one has.
 * A list when several fit, empty when none does.
 */
export async function findStaffByText(ctx: Ctx, typed: string): Promise<Account[]> {
  const email = /[^\s<>]+@[^\s<>]+/.exec(typed)?.[0];
  const q = (email ?? typed).trim();
  if (!q) return [];
  const found = await listAccounts(ctx, { kind: 'staff', status: 'active', q, limit: 10 });
  const exact = found.filter((one) => one.email === q.toLowerCase() || one.name.toLowerCase() === q.toLowerCase());
  return exact.length === 1 ? exact : found;
}
