import { newId } from '#platform/db';
import { findAccount, setActingFor } from '#platform/auth';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { may, notAllowed, type Ctx } from '#platform/module';
import { listAssignments } from './assignments.ts';
import { problem } from './problems.ts';
import type { OrganisationTables } from './tables.ts';

/** Vertretung: `substituteId` may act for `absentId` on the days from `startsOn` to `endsOn`, both included. */
export type Substitution = {
  id: string;
  absentId: string;
  substituteId: string;
  /** null: in every office of the absent person. */
  officeId: string | null;
  startsOn: string;
  endsOn: string;
  reason: string;
  arrangedBy: string | null;
};

export type SubstitutionFilter = { absentId?: string; substituteId?: string; /** today: in force; current: in force or still to come. */ at?: 'today' | 'current' };

export async function listSubstitutions(ctx: Ctx, filter: SubstitutionFilter = {}): Promise<Substitution[]> {
  const today = calendarDayOf(ctx.now);
  let query = ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.substitution')
    .select(['id', 'absent_id as absentId', 'substitute_id as substituteId', 'office_id as officeId', 'starts_on as startsOn', 'ends_on as endsOn', 'reason', 'arranged_by as arrangedBy'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('ended_at', 'is', null)
    .where('ends_on', '>=', today);
  if (filter.at === 'today') query = query.where('starts_on', '<=', today);
  if (filter.absentId) query = query.where('absent_id', '=', filter.absentId);
  if (filter.substituteId) query = query.where('substitute_id', '=', filter.substituteId);
  return query.orderBy('starts_on').orderBy('id').limit(500).execute();
}

export type NewSubstitution = { absentId: string; substituteId: string; officeId?: string | null; startsOn: string; endsOn: string; reason?: string };

/** One's own substitution, or one for somebody in an office where the actor may arrange it. */
async function requireMayArrange(ctx: Ctx, absentId: string): Promise<void> {
  if (ctx.actor.kind === 'system' || (ctx.actor.kind === 'staff' && ctx.actor.id === absentId)) return;
  const held = await listAssignments(ctx, { accountIds: [absentId] });
  if (!held.some(({ officeId }) => may(ctx.actor, 'admin/substitutes', officeId))) throw notAllowed();
}

/**
 * Arranges a substitution.
 * @throws organisation/substitution-self, -dates 400; organisation/no-such-person 404; platform/not-allowed 403
 */
export async function arrangeSubstitution(ctx: Ctx, wanted: NewSubstitution): Promise<string> {
  await requireMayArrange(ctx, wanted.absentId);
  if (wanted.absentId === wanted.substituteId) throw problem('organisation/substitution-self');
  if (wanted.endsOn < wanted.startsOn || wanted.endsOn < calendarDayOf(ctx.now)) throw problem('organisation/substitution-dates');
  for (const id of [wanted.absentId, wanted.substituteId]) {
    const account = await findAccount(ctx, id);
    if (account?.kind !== 'staff' || account.status !== 'active') throw problem('organisation/no-such-person');
  }
  const id = newId();
  await ctx
    .db<OrganisationTables>()
    .insertInto('organisation.substitution')
    .values({
      tenant_id: ctx.tenantId, id, absent_id: wanted.absentId, substitute_id: wanted.substituteId, office_id: wanted.officeId ?? null, starts_on: wanted.startsOn,
      ends_on: wanted.endsOn, reason: wanted.reason?.trim() ?? '', arranged_by: ctx.actor.id, arranged_at: ctx.now, ended_at: null,
    })
    .execute();
  await tellSubstitute(ctx, wanted);
  ctx.emit({ type: 'organisation/substitution-arranged', subject: `account:${wanted.absentId}`, data: { substitution: id, substitute: wanted.substituteId, from: wanted.startsOn, until: wanted.endsOn } });
  return id;
}

/** The substitute, and the absent person when somebody else arranged it, get a mail. */
async function tellSubstitute(ctx: Ctx, { absentId, substituteId, startsOn, endsOn }: NewSubstitution): Promise<void> {
  const [absent, substitute] = [await findAccount(ctx, absentId), await findAccount(ctx, substituteId)];
  if (!absent || !substitute) return;
  const sentence = `${substitute.name} vertritt ${absent.name} vom ${formatDate(startsOn)} bis ${formatDate(endsOn)}.`;
  const link = `${ctx.platform.config.publicUrl}/office/vertretung`;
  for (const one of ctx.actor.id === absentId ? [substitute] : [substitute, absent]) {
    if (one.email) await sendMail(ctx, { to: one.email, subject: `Vertretung für ${absent.name}`, text: `Guten Tag ${one.name},\n\n${sentence}\n\n${link}` });
  }
}

/** Ends a substitution now. @throws organisation/no-such-substitution 404, platform/not-allowed 403 */
export async function endSubstitution(ctx: Ctx, id: string): Promise<void> {
  const db = ctx.db<OrganisationTables>();
  const row = await db.selectFrom('organisation.substitution').select(['absent_id as absentId', 'substitute_id as substituteId']).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst();
  if (!row) throw problem('organisation/no-such-substitution');
  if (ctx.actor.id !== row.substituteId) await requireMayArrange(ctx, row.absentId);
  await db.updateTable('organisation.substitution').set({ ended_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'organisation/substitution-ended', subject: `account:${row.absentId}`, data: { substitution: id } });
}

/**
 * From now on this session acts for the absent person ('X for Y' in the audit log); null: for oneself again.
 * @throws organisation/not-substitute 403 when no substitution holds today
 */
export async function actFor(ctx: Ctx, session: { id: string; accountId: string }, absentId: string | null): Promise<void> {
  if (absentId) {
    const scopes = await listSubstitutions(ctx, { substituteId: session.accountId, absentId, at: 'today' });
    if (scopes.length === 0) throw problem('organisation/not-substitute');
  }
  await setActingFor(ctx, session.id, absentId);
  ctx.emit({ type: absentId ? 'organisation/acting-started' : 'organisation/acting-ended', subject: `account:${absentId ?? session.accountId}`, data: { substitute: session.accountId } });
}
