import { newId } from '#platform/db';
import { calendarDayOf, formatMoney } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { stateWords } from '../idea.ts';
import { lockIdea } from '../ideas.queries.ts';
import { problem } from '../problems.ts';
import { tellAuthor } from './talk.ts';
import type { AwardRow, AwardRuleRow, IdeasTables } from '../tables.ts';

export type AwardRule = Pick<AwardRuleRow, 'version' | 'share_percent' | 'flat_cents' | 'cap_cents'>;

/** What an idea earns by a rule, with the sum in words. A saving that cannot be calculated (null) earns the flat sum; nothing goes above the cap. */
export function awardFor(rule: AwardRule, savingCents: number | null): { amountCents: number; explanation: string } {
  const by = `Regel ${rule.version}`;
  if (savingCents === null) return { amountCents: rule.flat_cents, explanation: `${by}: nicht berechenbar, fester Betrag ${formatMoney(rule.flat_cents)}` };
  // whole cents, rounded half up without ever passing through a fraction
  const share = Number((BigInt(Math.max(0, savingCents)) * BigInt(rule.share_percent) + 50n) / 100n);
  const amountCents = Math.min(share, rule.cap_cents);
  const capped = amountCents < share ? `, begrenzt auf ${formatMoney(rule.cap_cents)}` : '';
  return { amountCents, explanation: `${by}: ${rule.share_percent} % von ${formatMoney(savingCents)} Ersparnis im ersten Jahr = ${formatMoney(share)}${capped}` };
}

/** What holds before the city has set its own: version 0. */
const FIRST: AwardRuleRow = { tenant_id: 0, version: 0, from_on: '2024-01-01', share_percent: 15, flat_cents: 15_000, cap_cents: 500_000, made_by_name: 'Vorgabe' };

/** The rule of today; earlier versions stay for the awards computed by them. */
export async function currentRule(ctx: Ctx): Promise<AwardRuleRow> {
  const row = await ctx.db<IdeasTables>().selectFrom('ideas.award_rule').selectAll().where('tenant_id', '=', ctx.tenantId).where('from_on', '<=', calendarDayOf(ctx.now)).orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row ?? { ...FIRST, tenant_id: ctx.tenantId };
}

export const listRules = (ctx: Ctx): Promise<AwardRuleRow[]> => ctx.db<IdeasTables>().selectFrom('ideas.award_rule').selectAll().where('tenant_id', '=', ctx.tenantId).orderBy('version', 'desc').limit(50).execute();

/** A new version of the rule, from today. @throws ideas/rule-wrong 422, 403 */
export async function setRule(ctx: Ctx, given: { sharePercent: number; flatCents: number; capCents: number }): Promise<number> {
  requirePermission(ctx, 'ideas/award');
  const { sharePercent, flatCents, capCents } = given;
  if (![sharePercent, flatCents, capCents].every((one) => Number.isInteger(one) && one >= 0) || sharePercent > 100 || capCents < flatCents) throw problem('ideas/rule-wrong');
  const version = ((await listRules(ctx))[0]?.version ?? 0) + 1;
  await ctx.db<IdeasTables>().insertInto('ideas.award_rule').values({ tenant_id: ctx.tenantId, version, from_on: calendarDayOf(ctx.now), share_percent: sharePercent, flat_cents: flatCents, cap_cents: capCents, made_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'ideas/award-rule-set', subject: `award-rule:${version}`, data: { sharePercent, flatCents, capCents } });
  return version;
}

/** Proposes the award that the rule gives. @throws ideas/open-award, closed 409, own-idea, 403 */
export async function proposeAward(ctx: Ctx, given: { ideaId: string; savingCents: number | null }): Promise<string> {
  requirePermission(ctx, 'ideas/award');
  const idea = await lockIdea(ctx, given.ideaId);
  if (idea.author_id === ctx.actor.id) throw problem('ideas/own-idea');
  if (idea.state !== 'accepted' && idea.state !== 'implemented') throw problem('ideas/closed', { state: stateWords[idea.state].words });
  if (!ctx.actor.id || (given.savingCents !== null && given.savingCents < 0)) throw problem('ideas/wrong-amount');
  const db = ctx.db<IdeasTables>();
  const open = await db.selectFrom('ideas.award').select('id').where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', idea.id).where('state', '<>', 'refused').executeTakeFirst();
  if (open) throw problem('ideas/open-award');
  const rule = await currentRule(ctx);
  const { amountCents, explanation } = awardFor(rule, given.savingCents);
  const id = newId();
  await db.insertInto('ideas.award').values({
    tenant_id: ctx.tenantId, id, idea_id: idea.id, rule_version: rule.version, saving_cents: given.savingCents, amount_cents: amountCents, explanation, state: 'proposed',
    proposed_by: ctx.actor.id, proposed_by_name: ctx.actor.name, proposed_on: calendarDayOf(ctx.now), decided_by: null, decided_by_name: null, decided_on: null, comment: '', paid_on: null, paid_by_name: null,
  }).execute();
  ctx.emit({ type: 'ideas/award-proposed', subject: `idea:${idea.id}`, data: { award: id, amountCents, rule: rule.version } });
  return id;
}

async function lockAward(ctx: Ctx, id: string): Promise<AwardRow> {
  const row = await ctx.db<IdeasTables>().selectFrom('ideas.award').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw problem('ideas/no-award');
  return row;
}

/** A second person approves or refuses; never who proposed it, never the author, and nobody who acts for one of them. @throws ideas/four-eyes 403, award-done 409, no-award 404, text-needed 422 */
export async function decideAward(ctx: Ctx, given: { awardId: string; approve: boolean; comment?: string }): Promise<string> {
  requirePermission(ctx, 'ideas/award');
  const db = ctx.db<IdeasTables>();
  const row = await lockAward(ctx, given.awardId);
  if (row.state !== 'proposed') throw problem('ideas/award-done');
  const idea = await lockIdea(ctx, row.idea_id);
  const deciding = [ctx.actor.id, ctx.actor.actingFor?.id];
  if (!ctx.actor.id || deciding.includes(row.proposed_by) || (idea.author_id !== null && deciding.includes(idea.author_id))) throw problem('ideas/four-eyes');
  const comment = given.comment?.trim() ?? '';
  if (!given.approve && comment.length < 5) throw problem('ideas/text-needed');
  await db.updateTable('ideas.award').set({ state: given.approve ? 'approved' : 'refused', decided_by: ctx.actor.id, decided_by_name: ctx.actor.name, decided_on: calendarDayOf(ctx.now), comment }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  if (given.approve) await tellAuthor(ctx, idea, `Für Ihre Idee „${idea.title}“ ist eine Prämie bewilligt: ${formatMoney(Number(row.amount_cents))}.${idea.author_id ? '' : ' Damit sie ausgezahlt werden kann, geben Sie hier Ihren Namen an, wenn Sie möchten.'}`);
  ctx.emit({ type: given.approve ? 'ideas/award-approved' : 'ideas/award-refused', subject: `idea:${row.idea_id}`, data: { award: row.id } });
  return row.idea_id;
}

/** Notes that an approved award was paid out; the money itself goes with the wages. @throws ideas/award-not-approved, nobody-to-pay 409, own-idea, 403, no-award 404 */
export async function markAwardPaid(ctx: Ctx, awardId: string): Promise<string> {
  requirePermission(ctx, 'ideas/award');
  const row = await lockAward(ctx, awardId);
  if (row.state !== 'approved') throw problem('ideas/award-not-approved');
  const idea = await lockIdea(ctx, row.idea_id);
  if (!idea.author_id) throw problem('ideas/nobody-to-pay');
  if ([ctx.actor.id, ctx.actor.actingFor?.id].includes(idea.author_id)) throw problem('ideas/own-idea');
  await ctx.db<IdeasTables>().updateTable('ideas.award').set({ state: 'paid', paid_on: calendarDayOf(ctx.now), paid_by_name: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  await tellAuthor(ctx, idea, `Die Prämie für Ihre Idee „${idea.title}“ ist ausgezahlt: ${formatMoney(Number(row.amount_cents))}.`);
  ctx.emit({ type: 'ideas/award-paid', subject: `idea:${row.idea_id}`, data: { award: row.id } });
  return row.idea_id;
}

export const findAward = (ctx: Ctx, ideaId: string): Promise<AwardRow | undefined> => ctx.db<IdeasTables>().selectFrom('ideas.award').selectAll().where('tenant_id', '=', ctx.tenantId).where('idea_id', '=', ideaId).orderBy('id', 'desc').limit(1).executeTakeFirst();

/** Awards, the latest first, with the title of the idea. */
export async function listAwards(ctx: Ctx): Promise<(AwardRow & { title: string; number: string })[]> {
  return ctx.db<IdeasTables>().selectFrom('ideas.award as a').innerJoin('ideas.idea as i', (join) => join.onRef('i.tenant_id', '=', 'a.tenant_id').onRef('i.id', '=', 'a.idea_id')).selectAll('a').select(['i.title', 'i.number']).where('a.tenant_id', '=', ctx.tenantId).orderBy('a.proposed_on', 'desc').orderBy('a.id', 'desc').limit(200).execute();
}
