import { createHash, randomBytes } from 'node:crypto';
import { cityOf } from '#core/organisation';
import { findAccount } from '#platform/auth';
import { newId } from '#platform/db';
import { formatDate, type Locale } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { Terms } from './change-mandate.ts';
import { findMembership, getOrganisation, requireAdministrator, type Organisation } from './organisation.ts';
import { problem } from './problems.ts';
import type { MandateTables } from './tables.ts';

const DAYS = 14;
const MOST_OPEN = 30;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
type Row = MandateTables['mandates.invitation'];
export type Invitation = Terms & { id: string; organisationId: string; email: string; expiresAt: Date };
const invitationOf = (row: Row): Invitation => ({ id: row.id, organisationId: row.organisation_id, email: row.email, role: row.role, services: row.services, validFrom: row.valid_from, validUntil: row.valid_until, expiresAt: row.expires_at });
const open = (ctx: Ctx) => ctx.db<MandateTables>().selectFrom('mandates.invitation').selectAll().where('tenant_id', '=', ctx.tenantId).where('expires_at', '>', ctx.now);

export async function listInvitations(ctx: Ctx, organisationId: string): Promise<Invitation[]> {
  return (await open(ctx).where('organisation_id', '=', organisationId).orderBy('invited_at').limit(MOST_OPEN).execute()).map(invitationOf);
}

/**
 * Mails an invitation; whether the address has an account here nobody learns. An earlier one to the same address is replaced.
 * @throws Problem 403, 404; 409 when too many are open
 */
export async function inviteMember(ctx: Ctx, organisationId: string, { email, terms }: { email: string; terms: Terms }): Promise<void> {
  await requireAdministrator(ctx, organisationId);
  const address = email.trim().toLowerCase();
  const db = ctx.db<MandateTables>();
  await db.deleteFrom('mandates.invitation').where('tenant_id', '=', ctx.tenantId).where('organisation_id', '=', organisationId).where('email', '=', address).execute();
  if ((await listInvitations(ctx, organisationId)).length >= MOST_OPEN) throw problem('mandates/too-many', { count: MOST_OPEN });
  const token = randomBytes(24).toString('base64url');
  const id = newId();
  const row = {
    tenant_id: ctx.tenantId, id, organisation_id: organisationId, token_hash: hashOf(token), email: address, role: terms.role, services: terms.services, valid_from: terms.validFrom,
    valid_until: terms.validUntil, invited_at: ctx.now, invited_by: ctx.actor.id, expires_at: new Date(ctx.now.getTime() + DAYS * 86_400_000),
  };
  await db.insertInto('mandates.invitation').values(row).execute();
  await mailInvitation(ctx, await getOrganisation(ctx, organisationId), { email: address, token, until: row.expires_at });
  ctx.emit({ type: 'mandates/invited', subject: `organisation:${organisationId}`, data: { invitation: id, ...terms } });
}

async function mailInvitation(ctx: Ctx, organisation: Organisation, to: { email: string; token: string; until: Date }): Promise<void> {
  const city = cityOf(ctx.platform).name;
  const link = `${ctx.platform.config.publicUrl}/konto/organisationen/einladung?code=${to.token}`;
  const until = (locale: Locale): string => formatDate(to.until, locale);
  const german = `Guten Tag,\n\n${ctx.actor.name} lädt Sie ein, im Portal der Stadt für „${organisation.name}“ zu handeln.\n\nÖffnen Sie diesen Link und melden Sie sich mit dieser E-Mail-Adresse an; haben Sie noch kein Konto, legen Sie dort eines an:\n${link}\n\nDer Link gilt bis ${until('de')}. Kennen Sie die Organisation nicht, müssen Sie nichts tun.\n\nIhre Stadt ${city}\n`;
  const english = `Good day,\n\n${ctx.actor.name} invites you to act for “${organisation.name}” in the city's portal.\n\nOpen this link and sign in with this e-mail address; if you have no account yet you can create one there:\n${link}\n\nThe link is valid until ${until('en')}. If you do not know the organisation you need not do anything.\n\nCity of ${city}\n`;
  const subject = ctx.locale === 'en' ? `Invitation: act for ${organisation.name}` : `Einladung: für ${organisation.name} handeln`;
  await sendMail(ctx, { to: to.email, subject, text: ctx.locale === 'en' ? english : german });
}

/** The invitation behind a mailed link. @throws Problem 404 when it no longer works */
export async function getInvitation(ctx: Ctx, token: string): Promise<Invitation & { organisation: Organisation }> {
  const row = await open(ctx).where('token_hash', '=', hashOf(token)).executeTakeFirst();
  if (!row) throw problem('mandates/old-invitation');
  return { ...invitationOf(row), organisation: await getOrganisation(ctx, row.organisation_id) };
}

async function drop(ctx: Ctx, id: string): Promise<boolean> {
  const gone = await ctx.db<MandateTables>().deleteFrom('mandates.invitation').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).returning('id').executeTakeFirst();
  return gone !== undefined;
}

/** Is it for this person? A forwarded link must not let a stranger in. @throws Problem 403 */
async function requireInvited(ctx: Ctx, invitation: Invitation): Promise<string> {
  const account = ctx.actor.kind === 'citizen' && ctx.actor.id ? await findAccount(ctx, ctx.actor.id) : undefined;
  if (!account || account.email !== invitation.email) throw problem('mandates/other-address');
  return account.id;
}

/** Takes an invitation; it works once. Whoever belongs to the organisation already keeps what they have. @throws Problem 403, 404 */
export async function acceptInvitation(ctx: Ctx, token: string): Promise<string> {
  const invitation = await getInvitation(ctx, token);
  const accountId = await requireInvited(ctx, invitation);
  if (!(await drop(ctx, invitation.id))) throw problem('mandates/old-invitation');
  const { organisationId, role, services, validFrom, validUntil } = invitation;
  const before = await findMembership(ctx, accountId, organisationId);
  // nobody loses rights by taking an invitation twice; an administrator changes them on purpose
  if (!before) {
    const row = { tenant_id: ctx.tenantId, id: newId(), organisation_id: organisationId, account_id: accountId, role, services, valid_from: validFrom, valid_until: validUntil };
    await ctx.db<MandateTables>().insertInto('mandates.mandate').values({ ...row, granted_at: ctx.now, granted_by: null, ended_at: null, ended_by: null }).execute();
  }
  ctx.emit({ type: 'mandates/invitation-accepted', subject: `organisation:${organisationId}`, data: { invitation: invitation.id } });
  return organisationId;
}

/** The invited person does not want to. @throws Problem 403, 404 */
export async function declineInvitation(ctx: Ctx, token: string): Promise<void> {
  const invitation = await getInvitation(ctx, token);
  await requireInvited(ctx, invitation);
  await drop(ctx, invitation.id);
  ctx.emit({ type: 'mandates/invitation-declined', subject: `organisation:${invitation.organisationId}`, data: { invitation: invitation.id } });
}

/** An administrator takes an invitation back. @throws Problem 403, 404 */
export async function withdrawInvitation(ctx: Ctx, organisationId: string, invitationId: string): Promise<void> {
  await requireAdministrator(ctx, organisationId);
  const known = (await listInvitations(ctx, organisationId)).some((one) => one.id === invitationId);
  if (!known || !(await drop(ctx, invitationId))) throw problem('mandates/old-invitation');
  ctx.emit({ type: 'mandates/invitation-withdrawn', subject: `organisation:${organisationId}`, data: { invitation: invitationId } });
}

/** Every night: invitations that ran out are forgotten. */
export async function forgetInvitations(ctx: Ctx): Promise<void> {
  await ctx.db<MandateTables>().deleteFrom('mandates.invitation').where('tenant_id', '=', ctx.tenantId).where('expires_at', '<', ctx.now).execute();
}
