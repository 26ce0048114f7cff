import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CampaignRow, IdeasTables } from '../tables.ts';

/** A themed call for ideas, between two days. @throws ideas/title-needed, dates-reversed 422, 403 */
export async function startCampaign(ctx: Ctx, given: { title: string; text: string; fromOn: string; untilOn: string }): Promise<string> {
  requirePermission(ctx, 'ideas/manage');
  if (given.title.trim().length < 5) throw problem('ideas/title-needed');
  if (!given.fromOn || !given.untilOn || given.untilOn < given.fromOn) throw problem('ideas/dates-reversed');
  const id = newId();
  await ctx.db<IdeasTables>().insertInto('ideas.campaign').values({ tenant_id: ctx.tenantId, id, title: given.title.trim(), text: given.text.trim(), from_on: given.fromOn, until_on: given.untilOn, made_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'ideas/campaign-started', subject: `campaign:${id}` });
  return id;
}

/** All calls, the latest first. */
export const listCampaigns = (ctx: Ctx): Promise<CampaignRow[]> => ctx.db<IdeasTables>().selectFrom('ideas.campaign').selectAll().where('tenant_id', '=', ctx.tenantId).orderBy('until_on', 'desc').orderBy('id', 'desc').limit(100).execute();

/** Those that ideas may be handed in for today. */
export async function openCampaigns(ctx: Ctx): Promise<CampaignRow[]> {
  const today = calendarDayOf(ctx.now);
  return (await listCampaigns(ctx)).filter(({ from_on, until_on }) => from_on <= today && until_on >= today);
}
