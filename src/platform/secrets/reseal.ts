import { SYSTEM, definePoint, type Ctx, type Platform } from '#platform/module';
import { hasKey } from './keys.ts';
import { isSealed, isSealedNow, seal, unseal } from './seal.ts';
import type { SecretsTables } from './tables.ts';

/** A text that is sealed, or should be. */
export type KeptText = { id: string; place: string; text: string };

/** A folder that keeps sealed texts in a table of its own. */
export type SealKeeper = {
  name: string;
  /** Its texts in the order of their ids, those after `after`. */
  list(ctx: Ctx, page: { after: string | undefined; limit: number }): Promise<KeptText[]>;
  /** Replaces a text, unless somebody has changed it meanwhile. */
  store(ctx: Ctx, text: KeptText & { sealed: string }): Promise<void>;
};
export const sealKeepers = definePoint<SealKeeper>('secrets/keeper');

const AT_ONCE = 200;

/**
 * Seals with the current key whatever is still readable or sealed with an older one; run at every start and every night. After it
 * SECRET_KEYS_BEFORE can go. Several processes at once are safe. @returns how many texts were sealed, by keeper
 */
export async function resealAll(platform: Platform, tenantId: number): Promise<Record<string, number>> {
  const keepers = platform.contributions(sealKeepers);
  if (!hasKey(platform.config)) {
    if (keepers.length > 0) platform.log.warn({}, 'SECRET_KEY is not set: no secret can be stored, and those of authenticator apps stay readable in the database');
    return {};
  }
  const done: Record<string, number> = {};
  for (const keeper of keepers) done[keeper.name] = await resealKeeper(platform, tenantId, keeper);
  return done;
}

async function resealKeeper(platform: Platform, tenantId: number, keeper: SealKeeper): Promise<number> {
  let count = 0;
  for (let after: string | undefined; ; ) {
    const page = await platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
      const texts = await keeper.list(ctx, { after, limit: AT_ONCE });
      const sealed = await resealTexts(ctx, keeper, texts);
      if (sealed > 0) ctx.emit({ type: 'secrets/resealed', subject: `secrets:${keeper.name}`, data: { count: sealed } });
      return { sealed, last: texts.length < AT_ONCE ? undefined : texts.at(-1)?.id };
    });
    count += page.sealed;
    after = page.last;
    if (after === undefined) return count;
  }
}

/** One that no key opens is left as it is: the log names it, and the others must not suffer. */
async function resealTexts(ctx: Ctx, keeper: SealKeeper, texts: KeptText[]): Promise<number> {
  const { config } = ctx.platform;
  let count = 0;
  for (const kept of texts.filter(({ text }) => !isSealedNow(config, text))) {
    const where = { tenantId: ctx.tenantId, place: kept.place };
    try {
      const sealed = seal(config, where, isSealed(kept.text) ? unseal(config, where, kept.text) : kept.text);
      await keeper.store(ctx, { ...kept, sealed });
      count += 1;
    } catch (error) {
      ctx.log.error({ err: error, keeper: keeper.name, place: kept.place }, 'a sealed text cannot be opened with SECRET_KEY or SECRET_KEYS_BEFORE');
    }
  }
  return count;
}

/** The secrets of this folder. */
export const ownSecrets: SealKeeper = {
  name: 'secrets',
  list: async (ctx, { after, limit }) => {
    const rows = await ctx
      .db<SecretsTables>()
      .selectFrom('secrets.secret')
      .select(['name', 'sealed'])
      .where('tenant_id', '=', ctx.tenantId)
      .where('name', '>', after ?? '')
      .orderBy('name')
      .limit(limit)
      .execute();
    return rows.map(({ name, sealed }) => ({ id: name, place: `secret:${name}`, text: sealed }));
  },
  store: async (ctx, { id, text, sealed }) => {
    await ctx.db<SecretsTables>().updateTable('secrets.secret').set({ sealed }).where('tenant_id', '=', ctx.tenantId).where('name', '=', id).where('sealed', '=', text).execute();
  },
};
