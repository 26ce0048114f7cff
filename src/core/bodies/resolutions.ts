import { accountNames } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import { getBody, listBodies, reachOf, type Body } from './bodies.queries.ts';
import { problem } from './problems.ts';
import type { BodiesTables, ResolutionRow, ResolutionState } from './tables.ts';

/** What a body decided, with the task that follows from it. `overdue`: open, and its day has passed. */
export type Resolution = {
  id: string; number: string; bodyId: string; bodyName: string; meetingId: string | null; agendaItemId: string | null; title: string; text: string; projectId: string | null;
  votes: { yes: number; no: number; abstentions: number } | null; responsibleId: string | null; responsibleName: string; dueOn: string | null; decidedOn: string; state: ResolutionState; closedOn: string | null; result: string; overdue: boolean;
};
export type NewResolution = {
  bodyId: string; meetingId?: string; agendaItemId?: string; title: string; text: string; projectId?: string; dueOn?: string; responsibleId?: string; votes?: { yes: number; no: number; abstentions: number };
};

/** Keepers of the body, and whoever may decide about projects, as far as the body is not confidential. */
async function requireMayRecord(ctx: Ctx, body: Body): Promise<void> {
  if ((await reachOf(ctx, body)).write) return;
  if (body.confidential || !may(ctx.actor, 'steering/decide')) throw problem('bodies/not-yours');
}

/**
 * Writes down what a body decided; with a responsible person and a day it becomes a tracked task.
 * @throws bodies/not-yours 403, bodies/no-body 404, bodies/text-needed, due-too-early, votes-wrong 422, bodies/minutes-final 409
 */
export async function recordResolution(ctx: Ctx, given: NewResolution): Promise<{ id: string; number: string }> {
  const body = await getBody(ctx, given.bodyId);
  await requireMayRecord(ctx, body);
  if (!given.title.trim() || !given.text.trim()) throw problem('bodies/text-needed');
  const { votes } = given;
  if (votes && [votes.yes, votes.no, votes.abstentions].some((one) => !Number.isInteger(one) || one < 0)) throw problem('bodies/votes-wrong');
  const decidedOn = await dayOfMeeting(ctx, given);
  if (given.dueOn && given.dueOn < decidedOn) throw problem('bodies/due-too-early', { decided: formatDate(decidedOn) });
  const id = newId();
  const year = decidedOn.slice(0, 4);
  const number = `B-${year}-${String(await nextNumber(ctx, `bodies/resolution/${year}`)).padStart(3, '0')}`;
  await ctx.db<BodiesTables>().insertInto('bodies.resolution').values({
    tenant_id: ctx.tenantId, id, number, body_id: body.id, meeting_id: given.meetingId ?? null, agenda_item_id: given.agendaItemId ?? null, title: given.title.trim(), text: given.text.trim(), project_id: given.projectId ?? null,
    votes_for: votes?.yes ?? null, votes_against: votes?.no ?? null, abstentions: votes?.abstentions ?? null, responsible_id: given.responsibleId ?? null, due_on: given.dueOn || null, decided_on: decidedOn, state: 'open', closed_on: null, result: '', reminded_on: null,
  }).execute();
  ctx.emit({ type: 'bodies/resolution-recorded', subject: `resolution:${id}`, data: { body: body.id, number, ...(given.projectId ? { project: given.projectId } : {}) } });
  return { id, number };
}

async function dayOfMeeting(ctx: Ctx, { bodyId, meetingId }: NewResolution): Promise<string> {
  if (!meetingId) return calendarDayOf(ctx.now);
  const meeting = await ctx.db<BodiesTables>().selectFrom('bodies.meeting').select(['held_on', 'state']).where('tenant_id', '=', ctx.tenantId).where('id', '=', meetingId).where('body_id', '=', bodyId).executeTakeFirst();
  if (!meeting) throw problem('bodies/no-meeting');
  if (meeting.state === 'closed' || meeting.state === 'approved') throw problem('bodies/minutes-final');
  return meeting.held_on;
}

export type ResolutionFilter = { id?: string; bodyId?: string; meetingId?: string; projectId?: string; responsibleId?: string; state?: ResolutionState; overdue?: boolean; after?: { decidedOn: string; id: string }; limit?: number };

/** Resolutions that this person may see (those of readable bodies, and one's own tasks), the latest first (overdue ones: the longest overdue first); the next page begins `after` the last. */
export async function listResolutions(ctx: Ctx, filter: ResolutionFilter = {}): Promise<Resolution[]> {
  const readable = (await listBodies(ctx, { closed: true })).filter(({ reach }) => reach.read).map(({ id }) => id);
  const bodies = await namesOfBodies(ctx);
  const today = calendarDayOf(ctx.now);
  let query = ctx.db<BodiesTables>().selectFrom('bodies.resolution').selectAll().where('tenant_id', '=', ctx.tenantId)
    .where((eb) => eb.or([eb('body_id', 'in', readable.length > 0 ? readable : [NOBODY]), eb('responsible_id', '=', ctx.actor.id ?? NOBODY)]));
  const exact = { id: filter.id, body_id: filter.bodyId, meeting_id: filter.meetingId, project_id: filter.projectId, responsible_id: filter.responsibleId, state: filter.overdue ? 'open' : filter.state } as const;
  for (const [column, value] of Object.entries(exact)) if (value) query = query.where(column as keyof typeof exact, '=', value);
  if (filter.overdue) query = query.where('due_on', '<', today).orderBy('due_on').orderBy('id');
  else query = query.orderBy('decided_on', 'desc').orderBy('id', 'desc');
  const { after } = filter;
  if (after) query = query.where((eb) => eb.or([eb('decided_on', '<', after.decidedOn), eb.and([eb('decided_on', '=', after.decidedOn), eb('id', '<', after.id)])]));
  const rows = await query.limit(filter.limit ?? 100).execute();
  const names = await accountNames(ctx, rows.flatMap(({ responsible_id }) => (responsible_id ? [responsible_id] : [])));
  return rows.map((row) => toResolution(row, { today, bodyName: bodies.get(row.body_id) ?? '', responsibleName: row.responsible_id ? (names.get(row.responsible_id) ?? 'Konto gelöscht') : '' }));
}

/** One resolution, for whoever may see it. @throws bodies/no-resolution 404 */
export async function getResolution(ctx: Ctx, id: string): Promise<Resolution> {
  const [found] = await listResolutions(ctx, { id });
  if (!found) throw problem('bodies/no-resolution');
  return found;
}

/** May this person say what has become of it? Whoever is responsible, and the keepers of the body. */
export async function mayClose(ctx: Ctx, { bodyId, responsibleId }: Pick<Resolution, 'bodyId' | 'responsibleId'>): Promise<boolean> {
  return responsibleId === ctx.actor.id || (await listBodies(ctx, { closed: true })).some(({ id, reach }) => id === bodyId && reach.write);
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

async function namesOfBodies(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.db<BodiesTables>().selectFrom('bodies.body').select(['id', 'name']).where('tenant_id', '=', ctx.tenantId).limit(500).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function toResolution(row: ResolutionRow, { today, ...names }: { today: string; bodyName: string; responsibleName: string }): Resolution {
  return {
    ...names, id: row.id, number: row.number, bodyId: row.body_id, meetingId: row.meeting_id, agendaItemId: row.agenda_item_id, title: row.title, text: row.text, projectId: row.project_id,
    votes: row.votes_for === null ? null : { yes: row.votes_for, no: row.votes_against ?? 0, abstentions: row.abstentions ?? 0 },
    responsibleId: row.responsible_id, dueOn: row.due_on, decidedOn: row.decided_on, state: row.state, closedOn: row.closed_on, result: row.result, overdue: row.state === 'open' && row.due_on !== null && row.due_on < today,
  };
}

/**
 * Says what has become of a resolution: done, or dropped. The responsible person and the body's keepers may.
 * @throws bodies/not-yours 403, bodies/already-closed 409, bodies/result-needed 422
 */
export async function closeResolution(ctx: Ctx, given: { id: string; state: 'done' | 'dropped'; result: string }): Promise<void> {
  const db = ctx.db<BodiesTables>();
  const row = await db.selectFrom('bodies.resolution').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', given.id).forUpdate().executeTakeFirst();
  if (!row) throw problem('bodies/no-resolution');
  if (!(await mayClose(ctx, { bodyId: row.body_id, responsibleId: row.responsible_id }))) throw problem('bodies/not-yours');
  if (row.state !== 'open') throw problem('bodies/already-closed');
  if (!given.result.trim()) throw problem('bodies/result-needed');
  await db.updateTable('bodies.resolution').set({ state: given.state, result: given.result.trim(), closed_on: calendarDayOf(ctx.now) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  ctx.emit({ type: given.state === 'done' ? 'bodies/resolution-done' : 'bodies/resolution-dropped', subject: `resolution:${row.id}`, data: { body: row.body_id } });
}
