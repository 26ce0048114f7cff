import type { Ctx } from '#platform/module';

/** Does a part of a transaction; when it fails nothing of it stays, neither rows nor events. Returns the failure. */
export async function withSavepoint(ctx: Ctx, work: () => Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await ctx.savepoint(work);
    return undefined;
  } catch (error) {
    return { error };
  }
}
