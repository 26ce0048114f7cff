import { firstMonth, monthAfter, thisMonth } from '#core/insights';
import { getProject, type Project } from '#core/projects';
import { findAccount } from '#platform/auth';
import { sendMail } from '#platform/mail';
import { holderOf, may, type Ctx } from '#platform/module';
import { listLive, listReviews } from './effects.queries.ts';
import { problem } from './problems.ts';
import type { EffectTables, Used } from './tables.ts';

export type Mark = 6 | 12 | 24;
export const MARKS: Mark[] = [6, 12, 24];
export const EFFECT = '/office/steuerung/wirkung';
export const reviewHref = (projectId: string, at: Mark): string => `${EFFECT}/${projectId}/${at}`;

export const isDue = (ctx: Ctx, { liveOn }: Pick<Project, 'liveOn'>, at: Mark): boolean => liveOn !== null && monthAfter(firstMonth(liveOn), at) <= thisMonth(ctx);
export const mayReview = (ctx: Ctx, project: Project): boolean => may(ctx.actor, 'steering/edit', project.officeId) || (project.leadId !== null && holderOf(ctx.actor) === project.leadId);

/** Asks the leads of projects whose 6, 12 or 24 months are over, once each. @returns how many were asked */
export async function askLeads(ctx: Ctx): Promise<number> {
  const projects = await listLive(ctx);
  const reviews = await listReviews(ctx, projects.map(({ id }) => id));
  let asked = 0;
  for (const project of projects) {
    // only the latest mark: what was missed long ago is not asked three times over
    const at = MARKS.findLast((mark) => isDue(ctx, project, mark));
    if (!at || reviews.get(project.id)?.some((one) => one.at === at)) continue;
    await ctx.db<EffectTables>().insertInto('steering.effect_review').values({ tenant_id: ctx.tenantId, project_id: project.id, at, asked_at: ctx.now, used: null, minutes_saved: null, money_cents: null, remark: '', answered_by_name: null }).execute();
    const account = project.leadId ? await findAccount(ctx, project.leadId) : undefined;
    if (account?.email) await sendMail(ctx, { to: account.email, subject: `Drei Fragen zu „${project.title}“`, text: `Guten Tag,\n\n„${project.title}“ ist seit ${at} Monaten in Betrieb. Was hat es gebracht? Drei Fragen, zwei Minuten:\n${ctx.platform.config.publicUrl}${reviewHref(project.id, at)}\n\nDie Fallzahlen kennt das System schon.\n` });
    ctx.emit({ type: 'steering/effect-asked', subject: `project:${project.id}`, data: { at } });
    asked += 1;
  }
  return asked;
}

export type Answers = { projectId: string; at: Mark; used: string; minutesSaved: string; moneyEuros: string; remark: string };

/** @throws steering/review-not-due 409, review-not-yours 403, review-number, review-used 422 */
export async function answerReview(ctx: Ctx, given: Answers): Promise<void> {
  const { projectId, at } = given;
  const project = await getProject(ctx, projectId);
  if (!mayReview(ctx, project)) throw problem('steering/review-not-yours');
  if (!isDue(ctx, project, at)) throw problem('steering/review-not-due', { months: at });
  if (!['yes', 'partly', 'no'].includes(given.used)) throw problem('steering/review-used');
  const euros = readNumber(given.moneyEuros, 'Weggefallene Kosten');
  const row = { used: given.used as Used, minutes_saved: readNumber(given.minutesSaved, 'Minuten je Vorgang'), money_cents: euros === null ? null : Math.round(euros * 100), remark: given.remark.trim(), answered_at: ctx.now, answered_by_name: ctx.actor.name };
  await ctx.db<EffectTables>().insertInto('steering.effect_review').values({ tenant_id: ctx.tenantId, project_id: projectId, at, asked_at: ctx.now, ...row }).onConflict((conflict) => conflict.columns(['tenant_id', 'project_id', 'at']).doUpdateSet(row)).execute();
  ctx.emit({ type: 'steering/effect-answered', subject: `project:${projectId}`, data: { at, used: row.used, minutesSaved: row.minutes_saved, moneyCents: row.money_cents } });
}

/** A number as Germans write it; empty is "not measured", never 0. */
function readNumber(text: string, what: string): number | null {
  const plain = text.trim().replaceAll('.', '').replace(',', '.').replace('€', '').trim();
  if (plain === '') return null;
  const value = Number(plain);
  if (!Number.isFinite(value) || value < 0 || value > 1_000_000_000) throw problem('steering/review-number', { what: `${what}: ${text.trim()}` });
  return value;
}
