import { getBody, membersOf } from '#core/bodies';
import { projectsById, stateWords, type Project } from '#core/projects';
import { findAccount } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { requirePermission, type Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import { problem } from '../problems.ts';
import type { SteeringTables, Suggestion } from '../tables.ts';
import { versionForRound, type ModelVersion } from './models.ts';
import { benefitsOf, costsOf, daysInYear } from './project-costs.ts';
import { suggestEfficiency, suggestLegal, type Benefits } from './suggest.ts';

const TO_DECIDE = ['applied', 'deferred', 'approved'];

export type NewRound = { title: string; bodyId: string; projectIds: string[]; year: number; dueOn: string };

/** Projects that are not for this round, told one by one. */
function requireScorable(projects: (Project | undefined)[]): Project[] {
  const found = projects.filter((project) => project !== undefined);
  if (found.length < 2) throw problem('steering/no-projects');
  for (const { title, state, mandatory } of found) {
    if (!TO_DECIDE.includes(state)) throw problem('steering/not-scorable', { title, state: stateWords[state] });
    if (mandatory) throw problem('steering/mandatory-apart', { title, basis: mandatory.basis });
  }
  return found;
}

/**
 * Opens a round: the members of the body of today score these projects, blind, with the newest weights; those and the projects' costs are frozen.
 * @throws steering/no-projects, not-scorable, mandatory-apart, no-members, due-passed 422
 */
export async function openRound(ctx: Ctx, given: NewRound): Promise<{ id: string; number: number }> {
  requirePermission(ctx, 'steering/edit');
  const today = calendarDayOf(ctx.now);
  if (given.dueOn < today) throw problem('steering/due-passed', { day: formatDate(given.dueOn) });
  const known = await projectsById(ctx, given.projectIds);
  const projects = requireScorable([...new Set(given.projectIds)].map((id) => known.get(id)));
  const body = await getBody(ctx, given.bodyId);
  // advisers speak, they have no vote
  const members = (await membersOf(ctx, body.id)).filter(({ role }) => role !== 'adviser');
  if (members.length === 0) throw problem('steering/no-members', { body: body.name });
  const version = await versionForRound(ctx);
  const [id, number] = [newId(), await nextNumber(ctx, 'steering/round')];
  const db = ctx.db<SteeringTables>();
  await db.insertInto('steering.round').values({ tenant_id: ctx.tenantId, id, number, title: given.title.trim() || `Bewertungsrunde ${number}`, body_id: body.id, body_name: body.name, model_id: version.id, year: given.year, state: 'scoring', due_on: given.dueOn, opened_at: ctx.now, opened_by_name: ctx.actor.name, meeting_id: null, minutes: '' }).execute();
  const people = new Map(members.map(({ accountId, name }) => [accountId, name]));
  await db.insertInto('steering.round_member').values([...people].map(([account_id, name]) => ({ tenant_id: ctx.tenantId, round_id: id, account_id, name }))).execute();
  const costs = await costsOf(ctx, projects);
  const benefits = await benefitsOf(ctx, projects, costs);
  await db.insertInto('steering.round_project').values(projects.map((project, position) => ({ tenant_id: ctx.tenantId, round_id: id, project_id: project.id, position, title: project.title, cost_cents: costs.get(project.id) ?? 0, days: daysInYear(project, given.year), suggestions: JSON.stringify(suggestionsFor(project, { version, benefits, today })), decision: null, reason: '' }))).execute();
  await askMembers(ctx, { id, title: given.title.trim() || `Bewertungsrunde ${number}`, dueOn: given.dueOn, members: [...people.keys()] });
  ctx.emit({ type: 'steering/round-opened', subject: `round:${id}`, data: { number, body: body.id, projects: projects.length, model: version.version } });
  return { id, number };
}

/** Tells everybody who scores, by mail. */
async function askMembers(ctx: Ctx, { id, title, dueOn, members }: { id: string; title: string; dueOn: string; members: string[] }): Promise<void> {
  for (const member of members) {
    const account = await findAccount(ctx, member);
    if (account?.email) await sendMail(ctx, { to: account.email, subject: `Bitte bewerten: ${title}`, text: `Guten Tag,\n\nbitte bewerten Sie die Vorhaben der Runde „${title}“ bis ${formatDate(dueOn)}. Bis alle abgegeben haben, sieht niemand Ihre Punkte:\n${ctx.platform.config.publicUrl}/office/portfolio/runden/${id}/bewerten\n` });
  }
}

function suggestionsFor(project: Project, { version, benefits, today }: { version: ModelVersion; benefits: Map<string, Benefits>; today: string }): Record<string, Suggestion> {
  return Object.fromEntries(
    version.model.criteria.flatMap(({ key, suggested }) => {
      const found = suggested === 'efficiency' ? suggestEfficiency(benefits.get(project.id) ?? null, version.model) : suggested === 'legal' ? suggestLegal(project.mandatory, today) : null;
      return found ? [[key, found]] : [];
    }),
  );
}
