import { findAccount } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { may, notAllowed, type Ctx } from '#platform/module';
import { listAssignments } from './assignments.ts';
import { addDays } from './calendar.ts';
import { groupsHeldBy } from './groups-held.ts';
import { problem } from './problems.ts';
import { listSubstitutions, overlaps, type Substitution, type SubstitutionScope } from './substitutions.ts';
import type { OrganisationTables } from './tables.ts';

export type NewSubstitution = { absentId: string; substituteId: string; startsOn: string; endsOn: string; reason?: string } & Partial<SubstitutionScope>;

const LONGEST_DAYS = 366;

/** One's own substitution, or one for somebody in an office where the actor may arrange it; never while acting for somebody else. */
async function requireMayArrange(ctx: Ctx, absentId: string): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  // a substitute who names a substitute would be a chain
  if (ctx.actor.kind !== 'staff' || ctx.actor.actingFor) throw notAllowed();
  if (ctx.actor.id === absentId) return;
  const held = await listAssignments(ctx, { accountIds: [absentId] });
  if (!held.some(({ officeId }) => may(ctx.actor, 'admin/substitutes', officeId))) throw notAllowed();
}

/**
 * Arranges a substitution, also long before it begins; it ends by itself after its last day.
 * @throws organisation/substitution-self, -dates, -too-long, one-scope 400; substitute-absent, substitution-exists, not-their-group 409;
 * no-such-person 404; platform/not-allowed 403
 */
export async function arrangeSubstitution(ctx: Ctx, wanted: NewSubstitution): Promise<string> {
  await requireMayArrange(ctx, wanted.absentId);
  requireSoundDays(ctx, wanted);
  const scope = scopeOf(wanted);
  for (const id of [wanted.absentId, wanted.substituteId]) {
    const account = await findAccount(ctx, id);
    if (account?.kind !== 'staff' || account.status !== 'active') throw problem('organisation/no-such-person');
  }
  if (scope.group && !(await groupsHeldBy(ctx, wanted.absentId)).includes(scope.group)) throw problem('organisation/not-their-group');
  await requireFree(ctx, wanted, scope);
  const id = newId();
  await ctx
    .db<OrganisationTables>()
    .insertInto('organisation.substitution')
    .values({
      tenant_id: ctx.tenantId, id, absent_id: wanted.absentId, substitute_id: wanted.substituteId, office_id: scope.officeId, group_key: scope.group, service_slug: scope.serviceSlug,
      starts_on: wanted.startsOn, ends_on: wanted.endsOn, reason: wanted.reason?.trim() ?? '', arranged_by: ctx.actor.id, arranged_at: ctx.now, ended_at: null,
    })
    .execute();
  await tellSubstitute(ctx, wanted);
  await tellThoseLeftAlone(ctx, wanted);
  ctx.emit({ type: 'organisation/substitution-arranged', subject: `account:${wanted.absentId}`, data: { substitution: id, substitute: wanted.substituteId, from: wanted.startsOn, until: wanted.endsOn, ...scope } });
  return id;
}

function requireSoundDays(ctx: Ctx, { absentId, substituteId, startsOn, endsOn }: NewSubstitution): void {
  if (absentId === substituteId) throw problem('organisation/substitution-self');
  if (endsOn < startsOn || endsOn < calendarDayOf(ctx.now)) throw problem('organisation/substitution-dates');
  const from = startsOn < calendarDayOf(ctx.now) ? calendarDayOf(ctx.now) : startsOn;
  if (endsOn > addDays(from, LONGEST_DAYS)) throw problem('organisation/substitution-too-long');
}

function scopeOf({ officeId = null, group = null, serviceSlug = null }: NewSubstitution): SubstitutionScope {
  if ([officeId, group, serviceSlug].filter(Boolean).length > 1) throw problem('organisation/one-scope');
  return { officeId, group, serviceSlug };
}

/** The substitute is there, and does not stand in for the same already. */
async function requireFree(ctx: Ctx, wanted: NewSubstitution, scope: SubstitutionScope): Promise<void> {
  const name = async (): Promise<string> => (await findAccount(ctx, wanted.substituteId))?.name ?? '';
  const away = (await listSubstitutions(ctx, { absentId: wanted.substituteId })).find((absence) => overlaps(absence, wanted));
  if (away) throw problem('organisation/substitute-absent', { name: await name(), from: formatDate(away.startsOn), until: formatDate(away.endsOn) });
  const same = (one: Substitution): boolean => one.officeId === scope.officeId && one.group === scope.group && one.serviceSlug === scope.serviceSlug;
  const already = (await listSubstitutions(ctx, { absentId: wanted.absentId, substituteId: wanted.substituteId })).find((one) => overlaps(one, wanted) && same(one));
  if (already) throw problem('organisation/substitution-exists', { name: await name(), from: formatDate(already.startsOn), until: formatDate(already.endsOn) });
}

async function mailTo(ctx: Ctx, accountId: string, { subject, sentence }: { subject: string; sentence: string }): Promise<void> {
  const account = await findAccount(ctx, accountId);
  if (account?.email) await sendMail(ctx, { to: account.email, subject, text: `Guten Tag ${account.name},\n\n${sentence}\n\n${ctx.platform.config.publicUrl}/office/vertretung` });
}

/** The substitute, and the absent person when somebody else arranged it, get a mail. */
async function tellSubstitute(ctx: Ctx, { absentId, substituteId, startsOn, endsOn }: NewSubstitution): Promise<void> {
  const [absent, substitute] = [await findAccount(ctx, absentId), await findAccount(ctx, substituteId)];
  if (!absent || !substitute) return;
  const sentence = `${substitute.name} vertritt ${absent.name} vom ${formatDate(startsOn)} bis ${formatDate(endsOn)}.`;
  for (const id of ctx.actor.id === absentId ? [substituteId] : [substituteId, absentId]) await mailTo(ctx, id, { subject: `Vertretung für ${absent.name}`, sentence });
}

/** Whom the now absent person was to stand in for in these days has to find somebody else: there is no chain. */
async function tellThoseLeftAlone(ctx: Ctx, { absentId, startsOn, endsOn }: NewSubstitution): Promise<void> {
  const name = (await findAccount(ctx, absentId))?.name ?? '';
  const left = (await listSubstitutions(ctx, { substituteId: absentId })).filter((one) => overlaps(one, { startsOn, endsOn }));
  for (const id of new Set(left.map((one) => one.absentId)))
    await mailTo(ctx, id, { subject: `Ihre Vertretung ${name} ist abwesend`, sentence: `${name} ist vom ${formatDate(startsOn)} bis ${formatDate(endsOn)} selbst abwesend und kann Sie in dieser Zeit nicht vertreten. Bitte richten Sie eine andere Vertretung ein.` });
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
