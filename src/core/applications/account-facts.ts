import type { Ctx } from '#platform/module';

/** What a signed-in person's account knows, for filling in forms (`prefill: account.…`). */
export async function accountFacts(ctx: Ctx): Promise<Record<string, unknown>> {
  return ctx.actor.kind === 'citizen' ? {} : {};
}
