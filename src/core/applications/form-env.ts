import type { FormEnv } from '#engines/forms';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { accountFacts, organisationFacts } from './account-facts.ts';

/** What a form's conditions may see beside the answers: the day, and the account of whoever is signed in, the organisation they act for. */
export async function formEnvOf(ctx: Ctx): Promise<FormEnv> {
  const account = await accountFacts(ctx);
  const organisation = await organisationFacts(ctx);
  return { today: calendarDayOf(ctx.now), locale: ctx.locale, context: { ...(account ? { account } : {}), ...(organisation ? { organisation } : {}) } };
}
