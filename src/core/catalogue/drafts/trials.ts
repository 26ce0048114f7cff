import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';
import { getDraftHead } from './draft.ts';

/** A run through a draft that somebody is trying out: inputs only, everything else is played again from them. */
export type Trial = { application: Record<string, unknown>; submitted: boolean; submittedOn: string; steps: Record<string, unknown>[] };

/** The run of this person in this draft. */
export async function findTrial(ctx: Ctx, draftId: string): Promise<Trial | undefined> {
  const row = await ctx.db<CatalogueTables>().selectFrom('catalogue.draft_trial').select('walkthrough').where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draftId).where('account_id', '=', ctx.actor.id ?? '').executeTakeFirst();
  return row?.walkthrough as Trial | undefined;
}

/** Keeps the run; undefined throws it away. Nothing real is touched, so there is no audit event. */
export async function saveTrial(ctx: Ctx, draftId: string, trial: Trial | undefined): Promise<void> {
  const { id } = await getDraftHead(ctx, draftId);
  const db = ctx.db<CatalogueTables>();
  const key = { tenant_id: ctx.tenantId, draft_id: id, account_id: ctx.actor.id ?? '' };
  if (!trial) return void (await db.deleteFrom('catalogue.draft_trial').where('tenant_id', '=', key.tenant_id).where('draft_id', '=', id).where('account_id', '=', key.account_id).execute());
  const walkthrough = JSON.stringify(trial);
  await db
    .insertInto('catalogue.draft_trial')
    .values({ ...key, walkthrough, changed_at: ctx.now })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'draft_id', 'account_id']).doUpdateSet({ walkthrough, changed_at: ctx.now }))
    .execute();
}
