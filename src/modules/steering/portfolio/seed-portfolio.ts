import { z } from 'zod';
import { findBodyByKey, listMeetings, type Body } from '#core/bodies';
import { addDays, findSampleFile } from '#core/organisation';
import { projectIdsByKey, projectsById } from '#core/projects';
import { accountNames, findAccountByEmail } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { seeds, type Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import type { SteeringTables } from '../tables.ts';
import { versionForRound } from './models.ts';
import { benefitsOf, costsOf, daysInYear } from './project-costs.ts';
import { summarise, type Card } from './score-math.ts';
import { suggestEfficiency, suggestLegal } from './suggest.ts';

const day = z.iso.date();
const scored = z.object({ key: z.string(), decision: z.enum(['approved', 'rejected', 'deferred']).optional(), reason: z.string().default(''), points: z.record(z.string(), z.array(z.number().int().min(0).max(10))) });
const sampleRound = z.object({
  title: z.string(), body: z.string(), year: z.number(), openedOn: day, dueOn: day.optional(), dueInDays: z.number().optional(), closedOn: day.optional(), meetingOn: day.optional(), minutes: z.string().default(''),
  projects: z.array(scored), remarks: z.array(z.object({ by: z.string(), project: z.string(), on: day, text: z.string() })).default([]), handedIn: z.array(z.string()).default([]),
});
const portfolioFile = z.object({ frames: z.array(z.object({ year: z.number(), mandatoryEuros: z.number(), mandatoryDays: z.number(), chosenEuros: z.number(), chosenDays: z.number() })), rounds: z.array(sampleRound) });
type SampleRound = z.output<typeof sampleRound>;
type Known = { ids: Map<string, string>; people: Map<string, string>; names: Map<string, string> };
const at = (on: string, hour: string): Date => new Date(`${on}T${hour}:00Z`);

/** Frames and rounds of the sample city: one decided with minutes, one that is being scored. Only while there are none. */
export const portfolioSeed = seeds.of({
  name: 'steering/portfolio',
  run: async (ctx: Ctx) => {
    const file = findSampleFile(ctx.platform, 'portfolio.yaml', portfolioFile);
    const db = ctx.db<SteeringTables>();
    if (!file || (await db.selectFrom('steering.frame').select('year').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
    await db.insertInto('steering.frame').values(file.frames.map((one) => ({ tenant_id: ctx.tenantId, year: one.year, mandatory_cents: one.mandatoryEuros * 100, mandatory_days: one.mandatoryDays, chosen_cents: one.chosenEuros * 100, chosen_days: one.chosenDays, changed_at: ctx.now, changed_by_name: 'Aylin Demir' }))).execute();
    const known = await readKnown(ctx, file.rounds);
    for (const round of file.rounds) {
      const body = await findBodyByKey(ctx, round.body);
      if (body) await seedRound(ctx, { round, body, known });
    }
  },
});

async function readKnown(ctx: Ctx, rounds: SampleRound[]): Promise<Known> {
  const people = new Map<string, string>();
  for (const person of new Set([...rounds.flatMap(({ projects }) => projects.flatMap(({ points }) => Object.keys(points))), 'helena.brandt', 'aylin.demir'])) {
    const account = await findAccountByEmail(ctx, 'staff', `${person}@musterstadt.example`);
    if (account) people.set(person, account.id);
  }
  return { ids: await projectIdsByKey(ctx), people, names: await accountNames(ctx, [...people.values()]) };
}

type Round = { round: SampleRound; body: Body; known: Known };

async function seedRound(ctx: Ctx, { round, body, known }: Round): Promise<void> {
  const db = ctx.db<SteeringTables>();
  const version = await versionForRound(ctx);
  const [id, number] = [newId(), await nextNumber(ctx, 'steering/round')];
  const closed = round.closedOn !== undefined;
  const meeting = round.meetingOn ? (await listMeetings(ctx, body.id)).find(({ heldOn }) => heldOn === round.meetingOn) : undefined;
  const dueOn = round.dueOn ?? addDays(calendarDayOf(ctx.now), round.dueInDays ?? 14);
  await db.insertInto('steering.round').values({ tenant_id: ctx.tenantId, id, number, title: round.title, body_id: body.id, body_name: body.name, model_id: version.id, year: round.year, state: closed ? 'closed' : 'scoring', due_on: dueOn, opened_at: at(round.openedOn, '09:00'), opened_by_name: 'Aylin Demir', scored_at: closed ? at(dueOn, '15:00') : null, closed_at: round.closedOn ? at(round.closedOn, '10:30') : null, meeting_id: meeting?.id ?? null, minutes: round.minutes }).execute();
  const handedIn = (person: string): Date | null => (closed ? at(dueOn, '14:00') : round.handedIn.includes(person) ? at(round.openedOn, '13:20') : null);
  await db.insertInto('steering.round_member').values([...known.people].map(([person, account_id]) => ({ tenant_id: ctx.tenantId, round_id: id, account_id, name: known.names.get(account_id) ?? person, handed_in_at: handedIn(person) }))).execute();
  await seedProjects(ctx, { round, body, known }, { id, modelId: version.id });
  const remarks = round.remarks.map((one) => ({ tenant_id: ctx.tenantId, round_id: id, id: newId(), project_id: known.ids.get(one.project) ?? null, text: one.text, at: at(one.on, '11:00'), by_name: one.by }));
  if (remarks.length > 0) await db.insertInto('steering.round_remark').values(remarks).execute();
  ctx.emit({ type: closed ? 'steering/round-decided' : 'steering/round-opened', subject: `round:${id}`, data: { number, projects: round.projects.length } });
}

async function seedProjects(ctx: Ctx, { round, known }: Round, { id, modelId }: { id: string; modelId: string }): Promise<void> {
  const db = ctx.db<SteeringTables>();
  const { model } = await versionForRound(ctx);
  const keys = model.criteria.map(({ key }) => key);
  const rows = round.projects.flatMap((one) => (known.ids.has(one.key) ? [{ ...one, id: known.ids.get(one.key) ?? '' }] : []));
  const projects = await projectsById(ctx, rows.map((row) => row.id));
  const costs = await costsOf(ctx, [...projects.values()]);
  const benefits = await benefitsOf(ctx, [...projects.values()], costs);
  const suggestionsOf = (projectId: string): string => {
    const [efficiency, legal] = [suggestEfficiency(benefits.get(projectId) ?? null, model), suggestLegal(projects.get(projectId)?.mandatory ?? null, calendarDayOf(ctx.now))];
    return JSON.stringify({ ...(efficiency ? { efficiency } : {}), ...(legal ? { legal } : {}) });
  };
  await db.insertInto('steering.round_project').values(rows.map((row, position) => { const project = projects.get(row.id); return { tenant_id: ctx.tenantId, round_id: id, project_id: row.id, position, title: project?.title ?? row.key, cost_cents: costs.get(row.id) ?? 0, days: project ? daysInYear(project, round.year) : 0, suggestions: suggestionsOf(row.id), decision: row.decision ?? null, reason: row.reason }; })).execute();
  const cards = rows.flatMap((row) => Object.entries(row.points).flatMap(([person, given]): (Card & { projectId: string })[] => { const accountId = known.people.get(person); return accountId ? [{ accountId, projectId: row.id, points: Object.fromEntries(keys.map((key, i) => [key, given[i] ?? 0])), confidence: given[4] !== undefined && given[4] >= 7 ? 'high' : 'medium' }] : []; }));
  if (cards.length > 0) await db.insertInto('steering.score_card').values(cards.map(({ accountId, projectId, points, confidence }) => ({ tenant_id: ctx.tenantId, round_id: id, account_id: accountId, project_id: projectId, points: JSON.stringify(points), confidence, remark: '', changed_at: at(round.openedOn, '13:00') }))).execute();
  if (!round.closedOn) return;
  const closedAt = at(round.closedOn, '10:30');
  await db.insertInto('steering.score').values(rows.map((row) => { const { means, spreads, confidence } = summarise(cards.filter((card) => card.projectId === row.id), keys); return { tenant_id: ctx.tenantId, project_id: row.id, round_id: id, model_id: modelId, means: JSON.stringify(means), spreads: JSON.stringify(spreads), confidence, scored_at: closedAt }; })).execute();
}
