import { definePoint, type Actor, type Ctx, type Mandate } from '#platform/module';

/** What a member of staff may do right now; whoever knows roles and offices contributes it. */
export type GrantSource = (ctx: Ctx, who: { accountId: string; actingForId: string | null }) => Promise<{ grants: Actor['grants']; actingFor?: { id: string; name: string } }>;
export const grantSource = definePoint<GrantSource>('auth/grant-source');

/** Grants from all sources; `actingFor` only when a source confirms that the substitution holds today. */
export async function grantsOf(ctx: Ctx, who: { accountId: string; actingForId: string | null }): Promise<Pick<Actor, 'grants' | 'actingFor'>> {
  const found = await Promise.all(ctx.platform.contributions(grantSource).map((source) => source(ctx, who)));
  const actingFor = found.find((one) => one.actingFor)?.actingFor;
  return { grants: found.flatMap((one) => one.grants), ...(actingFor ? { actingFor } : {}) };
}

/** Whether a citizen may act for an organisation right now, and how far; whoever keeps mandates contributes it. */
export type MandateSource = (ctx: Ctx, who: { accountId: string; actingForId: string }) => Promise<{ actingFor: { id: string; name: string }; mandate: Mandate } | undefined>;
export const mandateSource = definePoint<MandateSource>('auth/mandate-source');

/** For whom a citizen acts; nobody but themselves as soon as no source confirms the mandate today. */
export async function mandateOf(ctx: Ctx, who: { accountId: string; actingForId: string | null }): Promise<Pick<Actor, 'grants' | 'actingFor' | 'mandate'>> {
  const { accountId, actingForId } = who;
  if (!actingForId) return { grants: [] };
  for (const source of ctx.platform.contributions(mandateSource)) {
    const found = await source(ctx, { accountId, actingForId });
    if (found) return { grants: [], ...found };
  }
  return { grants: [] };
}
