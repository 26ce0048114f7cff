import { definePoint, type Actor, type Ctx } from '#platform/module';

/** What a member of staff may do right now; whoever knows roles and offices contributes it. */
export type GrantSource = (ctx: Ctx, who: { accountId: string; actingForId: string | null }) => Promise<{ grants: Actor['grants']; actingFor?: { id: string; name: string } }>;
export const grantSource = definePoint<GrantSource>('auth/grant-source');

/** Grants from all sources; `actingFor` only when a source confirms that the substitution holds today. */
export async function grantsOf(ctx: Ctx, who: { accountId: string; actingForId: string | null }): Promise<Pick<Actor, 'grants' | 'actingFor'>> {
  const found = await Promise.all(ctx.platform.contributions(grantSource).map((source) => source(ctx, who)));
  const actingFor = found.find((one) => one.actingFor)?.actingFor;
  return { grants: found.flatMap((one) => one.grants), ...(actingFor ? { actingFor } : {}) };
}
