import { z } from 'zod';
import { findSampleFile } from '#core/organisation';
import { projectIdsByKey } from '#core/projects';
import { findAccountByEmail } from '#platform/auth';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import type { AgendaItemRow, AttendanceRow, BodiesTables, MeetingRow, MemberRow, ResolutionRow } from './tables.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const resolution = z.strictObject({ title: z.string(), text: z.string(), responsible: z.string().optional(), due: day.optional(), project: z.string().optional(), votes: z.tuple([z.number(), z.number(), z.number()]).optional(), done: day.optional(), dropped: day.optional(), result: z.string().default('') });
const meeting = z.strictObject({
  on: day, begins: z.string().default('10:00'), place: z.string().default('Sitzungssaal 1'), state: z.enum(['planned', 'running', 'closed', 'approved']).default('approved'), excused: z.array(z.string()).default([]),
  agenda: z.array(z.strictObject({ title: z.string(), presenter: z.string().default(''), minutes: z.string().default(''), resolutions: z.array(resolution).default([]) })),
});
const bodiesFile = z.strictObject({
  bodies: z.array(z.strictObject({
    key: z.string(), name: z.string(), kind: z.enum(['steering-committee', 'steering-team', 'working-group', 'staff-council', 'other']), purpose: z.string(), rhythm: z.string().default(''), project: z.string().optional(), from: day,
    members: z.array(z.strictObject({ person: z.string(), role: z.enum(['chair', 'deputy', 'member', 'adviser', 'minutes']).default('member'), from: day.optional(), until: day.optional() })),
    meetings: z.array(meeting).default([]),
  })),
});
type File = z.output<typeof bodiesFile>['bodies'][number];
type Rows = { members: MemberRow[]; meetings: MeetingRow[]; attendance: AttendanceRow[]; items: AgendaItemRow[]; resolutions: ResolutionRow[] };
type Known = { people: Map<string, string>; projects: Map<string, string> };

/** The bodies of the sample city with their meetings and resolutions, only while there are none. */
export async function seedBodies(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'bodies.yaml', bodiesFile);
  const db = ctx.db<BodiesTables>();
  if (!file || (await db.selectFrom('bodies.body').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
  const known: Known = { people: await accountsOf(ctx, file.bodies), projects: await projectIdsByKey(ctx) };
  for (const body of file.bodies) {
    const id = newId();
    await db.insertInto('bodies.body').values({ tenant_id: ctx.tenantId, id, key: body.key, name: body.name, kind: body.kind, purpose: body.purpose, rhythm: body.rhythm, project_id: known.projects.get(body.project ?? '') ?? null, confidential: body.kind === 'staff-council', closed_on: null }).execute();
    const rows = await rowsOf(ctx, { id, body, known });
    if (rows.members.length > 0) await db.insertInto('bodies.member').values(rows.members).execute();
    if (rows.meetings.length > 0) await db.insertInto('bodies.meeting').values(rows.meetings).execute();
    if (rows.attendance.length > 0) await db.insertInto('bodies.attendance').values(rows.attendance).execute();
    if (rows.items.length > 0) await db.insertInto('bodies.agenda_item').values(rows.items).execute();
    if (rows.resolutions.length > 0) await db.insertInto('bodies.resolution').values(rows.resolutions).execute();
    ctx.emit({ type: 'bodies/created', subject: `body:${id}`, data: { key: body.key, meetings: rows.meetings.length } });
  }
}

async function accountsOf(ctx: Ctx, bodies: File[]): Promise<Map<string, string>> {
  const named = bodies.flatMap(({ members, meetings }) => [...members.map(({ person }) => person), ...meetings.flatMap(({ agenda }) => agenda.flatMap(({ resolutions }) => resolutions.flatMap(({ responsible }) => (responsible ? [responsible] : []))))]);
  const found = new Map<string, string>();
  for (const person of new Set(named)) {
    const account = await findAccountByEmail(ctx, 'staff', `${person}@musterstadt.example`);
    if (account) found.set(person, account.id);
  }
  return found;
}

async function rowsOf(ctx: Ctx, { id, body, known }: { id: string; body: File; known: Known }): Promise<Rows> {
  const rows: Rows = { members: [], meetings: [], attendance: [], items: [], resolutions: [] };
  const tenant_id = ctx.tenantId;
  for (const one of body.members) {
    const account_id = known.people.get(one.person);
    if (account_id) rows.members.push({ tenant_id, id: newId(), body_id: id, account_id, role: one.role, from_on: one.from ?? body.from, until_on: one.until ?? null });
  }
  for (const [at, one] of body.meetings.entries()) {
    const meetingId = newId();
    const final = one.state === 'closed' || one.state === 'approved';
    rows.meetings.push({ tenant_id, id: meetingId, body_id: id, number: at + 1, title: `${at + 1}. Sitzung`, held_on: one.on, begins: one.begins, place: one.place, state: one.state, closed_at: final ? new Date(`${one.on}T15:00:00Z`) : null, closed_by_name: final ? 'Aylin Demir' : null, approved_on: one.state === 'approved' ? (body.meetings[at + 1]?.on ?? one.on) : null });
    const there = new Set(rows.members.filter(({ from_on, until_on }) => from_on <= one.on && (until_on === null || until_on >= one.on)).map(({ account_id }) => account_id));
    const excused = new Set(one.excused.map((person) => known.people.get(person)));
    for (const account_id of there) rows.attendance.push({ tenant_id, meeting_id: meetingId, account_id, state: excused.has(account_id) ? 'excused' : 'present' });
    for (const [position, item] of one.agenda.entries()) {
      const itemId = newId();
      rows.items.push({ tenant_id, id: itemId, meeting_id: meetingId, number: position + 1, title: item.title, presenter: item.presenter, href: '', minutes: item.minutes });
      for (const decided of item.resolutions) rows.resolutions.push(await resolutionRow(ctx, { decided, known, place: { body_id: id, meeting_id: meetingId, agenda_item_id: itemId, decided_on: one.on } }));
    }
  }
  return rows;
}

type Place = Pick<ResolutionRow, 'body_id' | 'meeting_id' | 'agenda_item_id' | 'decided_on'>;

async function resolutionRow(ctx: Ctx, { decided, known, place }: { decided: z.output<typeof resolution>; known: Known; place: Place }): Promise<ResolutionRow> {
  const year = place.decided_on.slice(0, 4);
  const number = `B-${year}-${String(await nextNumber(ctx, `bodies/resolution/${year}`)).padStart(3, '0')}`;
  return {
    ...place, tenant_id: ctx.tenantId, id: newId(), number, title: decided.title, text: decided.text, project_id: known.projects.get(decided.project ?? '') ?? null,
    votes_for: decided.votes?.[0] ?? null, votes_against: decided.votes?.[1] ?? null, abstentions: decided.votes?.[2] ?? null, responsible_id: known.people.get(decided.responsible ?? '') ?? null, due_on: decided.due ?? null,
    state: decided.done ? 'done' : decided.dropped ? 'dropped' : 'open', closed_on: decided.done ?? decided.dropped ?? null, result: decided.result, reminded_on: null,
  };
}
