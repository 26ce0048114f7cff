import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { getBody, membersOf, type Body } from './bodies.queries.ts';
import { requireKeeper } from './body-changes.ts';
import { problem } from './problems.ts';
import type { AgendaItemRow, AttendanceState, BodiesTables, MeetingRow, MeetingState } from './tables.ts';

/** A meeting of a body with its state; closed minutes never change. */
export type Meeting = { id: string; bodyId: string; number: number; title: string; heldOn: string; begins: string; place: string; state: MeetingState; closedByName: string | null; closedAt: Date | null; approvedOn: string | null };
export type AgendaItem = { id: string; number: number; title: string; presenter: string; href: string; minutes: string };

export const toMeeting = (row: MeetingRow): Meeting => ({ id: row.id, bodyId: row.body_id, number: row.number, title: row.title, heldOn: row.held_on, begins: row.begins, place: row.place, state: row.state, closedByName: row.closed_by_name, closedAt: row.closed_at, approvedOn: row.approved_on });
const toItem = (row: AgendaItemRow): AgendaItem => ({ id: row.id, number: row.number, title: row.title, presenter: row.presenter, href: row.href, minutes: row.minutes });

const MEETINGS_SHOWN = 60;

/** Meetings of a body, the latest first. */
export async function listMeetings(ctx: Ctx, bodyId: string): Promise<Meeting[]> {
  const rows = await ctx.db<BodiesTables>().selectFrom('bodies.meeting').selectAll().where('tenant_id', '=', ctx.tenantId).where('body_id', '=', bodyId).orderBy('number', 'desc').limit(MEETINGS_SHOWN).execute();
  return rows.map(toMeeting);
}

/** A meeting with its body, for whoever may see it. @throws bodies/no-meeting, no-body 404 */
export async function getMeeting(ctx: Ctx, id: string): Promise<{ meeting: Meeting; body: Body }> {
  const row = await ctx.db<BodiesTables>().selectFrom('bodies.meeting').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('bodies/no-meeting');
  return { meeting: toMeeting(row), body: await getBody(ctx, row.body_id) };
}

export async function listAgenda(ctx: Ctx, meetingId: string): Promise<AgendaItem[]> {
  const rows = await ctx.db<BodiesTables>().selectFrom('bodies.agenda_item').selectAll().where('tenant_id', '=', ctx.tenantId).where('meeting_id', '=', meetingId).orderBy('number').execute();
  return rows.map(toItem);
}

/** Who was there, by account id. */
export async function readAttendance(ctx: Ctx, meetingId: string): Promise<Map<string, AttendanceState>> {
  const rows = await ctx.db<BodiesTables>().selectFrom('bodies.attendance').select(['account_id', 'state']).where('tenant_id', '=', ctx.tenantId).where('meeting_id', '=', meetingId).execute();
  return new Map(rows.map(({ account_id, state }) => [account_id, state]));
}

/** Where the minutes of a meeting are read as a PDF. */
export const minutesHref = (meetingId: string): string => `/office/gremien/sitzungen/${meetingId}/niederschrift.pdf`;
/** Where a meeting is looked at. */
export const meetingHref = (meetingId: string): string => `/office/gremien/sitzungen/${meetingId}`;

export type NewMeeting = { bodyId: string; title?: string; heldOn?: string; begins?: string; place?: string; /** Running at once, as for a decision that is taken now. */ running?: boolean; agenda?: { title: string; presenter?: string; href?: string }[] };

/**
 * Plans a meeting (or opens one that begins now) with its agenda. All who belong to the body that day are on the list.
 * @throws bodies/not-yours 403, bodies/no-body 404
 */
export async function openMeeting(ctx: Ctx, given: NewMeeting): Promise<{ id: string; number: number }> {
  const body = await getBody(ctx, given.bodyId);
  await requireKeeper(ctx, body);
  const db = ctx.db<BodiesTables>();
  // the body's row is the line in which two who plan at once queue
  await db.selectFrom('bodies.body').select('id').where('tenant_id', '=', ctx.tenantId).where('id', '=', body.id).forUpdate().execute();
  const last = await db.selectFrom('bodies.meeting').select('number').where('tenant_id', '=', ctx.tenantId).where('body_id', '=', body.id).orderBy('number', 'desc').limit(1).executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  const id = newId();
  const heldOn = given.heldOn || calendarDayOf(ctx.now);
  await db.insertInto('bodies.meeting').values({ tenant_id: ctx.tenantId, id, body_id: body.id, number, title: given.title?.trim() || `${number}. Sitzung`, held_on: heldOn, begins: given.begins ?? '', place: given.place?.trim() ?? '', state: given.running ? 'running' : 'planned', closed_at: null, closed_by_name: null, approved_on: null }).execute();
  const members = new Set((await membersOf(ctx, body.id, { on: heldOn })).map(({ accountId }) => accountId));
  if (members.size > 0) await db.insertInto('bodies.attendance').values([...members].map((account_id) => ({ tenant_id: ctx.tenantId, meeting_id: id, account_id, state: 'present' as const }))).execute();
  for (const item of given.agenda ?? []) await addAgendaItem(ctx, { meetingId: id, ...item });
  ctx.emit({ type: 'bodies/meeting-opened', subject: `meeting:${id}`, data: { body: body.id, number } });
  return { id, number };
}

/** The meeting, when its minutes may still be written by this person. */
export async function openForWriting(ctx: Ctx, meetingId: string): Promise<{ meeting: Meeting; body: Body }> {
  const found = await getMeeting(ctx, meetingId);
  await requireKeeper(ctx, found.body);
  if (found.meeting.state === 'closed' || found.meeting.state === 'approved') throw problem('bodies/minutes-final');
  return found;
}

/** Adds a point at the end of the agenda. @returns its id */
export async function addAgendaItem(ctx: Ctx, given: { meetingId: string; title: string; presenter?: string; href?: string; minutes?: string }): Promise<string> {
  await openForWriting(ctx, given.meetingId);
  const items = await listAgenda(ctx, given.meetingId);
  const id = newId();
  // a link of ours or none: an address elsewhere in the minutes is not checked by anybody
  const href = given.href?.startsWith('/office/') ? given.href : '';
  await ctx.db<BodiesTables>().insertInto('bodies.agenda_item').values({ tenant_id: ctx.tenantId, id, meeting_id: given.meetingId, number: (items.at(-1)?.number ?? 0) + 1, title: given.title.trim(), presenter: given.presenter?.trim() ?? '', href, minutes: given.minutes?.trim() ?? '' }).execute();
  ctx.emit({ type: 'bodies/agenda-item-added', subject: `meeting:${given.meetingId}`, data: { item: id } });
  return id;
}

/** What was said at each point, and who was there. */
export async function writeMinutes(ctx: Ctx, given: { meetingId: string; minutes: Record<string, string>; attendance?: Record<string, AttendanceState> }): Promise<void> {
  const { meeting } = await openForWriting(ctx, given.meetingId);
  const db = ctx.db<BodiesTables>();
  for (const [id, minutes] of Object.entries(given.minutes)) await db.updateTable('bodies.agenda_item').set({ minutes: minutes.trim() }).where('tenant_id', '=', ctx.tenantId).where('meeting_id', '=', meeting.id).where('id', '=', id).execute();
  for (const [account, state] of Object.entries(given.attendance ?? {})) await db.updateTable('bodies.attendance').set({ state }).where('tenant_id', '=', ctx.tenantId).where('meeting_id', '=', meeting.id).where('account_id', '=', account).execute();
  if (meeting.state === 'planned') await setState(ctx, meeting.id, { state: 'running' });
  ctx.emit({ type: 'bodies/minutes-written', subject: `meeting:${meeting.id}` });
}

const setState = (ctx: Ctx, id: string, change: Partial<MeetingRow>): Promise<unknown> => ctx.db<BodiesTables>().updateTable('bodies.meeting').set(change).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();

/**
 * Makes the minutes final: from now on nothing in them changes.
 * @throws bodies/minutes-empty 422 while a point has no text and no resolution
 */
export async function closeMinutes(ctx: Ctx, meetingId: string): Promise<void> {
  const { meeting } = await openForWriting(ctx, meetingId);
  const items = await listAgenda(ctx, meetingId);
  const decided = new Set((await ctx.db<BodiesTables>().selectFrom('bodies.resolution').select('agenda_item_id').where('tenant_id', '=', ctx.tenantId).where('meeting_id', '=', meetingId).execute()).map((row) => row.agenda_item_id));
  const silent = items.filter(({ id, minutes }) => !minutes && !decided.has(id)).map(({ number }) => `TOP ${number}`);
  if (items.length === 0) throw problem('bodies/minutes-empty', { missing: 'eine Tagesordnung' });
  if (silent.length > 0) throw problem('bodies/minutes-empty', { missing: `Text oder Beschluss zu ${silent.join(', ')}` });
  await setState(ctx, meeting.id, { state: 'closed', closed_at: ctx.now, closed_by_name: ctx.actor.name });
  ctx.emit({ type: 'bodies/minutes-closed', subject: `meeting:${meeting.id}` });
}

/** A later meeting agreed to the minutes. @throws bodies/minutes-open 409 */
export async function approveMinutes(ctx: Ctx, meetingId: string): Promise<void> {
  const { meeting, body } = await getMeeting(ctx, meetingId);
  await requireKeeper(ctx, body);
  if (meeting.state !== 'closed') throw problem(meeting.state === 'approved' ? 'bodies/minutes-final' : 'bodies/minutes-open');
  await setState(ctx, meeting.id, { state: 'approved', approved_on: calendarDayOf(ctx.now) });
  ctx.emit({ type: 'bodies/minutes-approved', subject: `meeting:${meeting.id}` });
}
