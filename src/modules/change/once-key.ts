import { createHmac, randomBytes } from 'node:crypto';
import type { Ctx } from '#platform/module';
import { isSealed, seal, sealKeepers, unseal } from '#platform/secrets';

type Place = { kind: 'news' | 'survey'; id: string };
const placeOf = (ctx: Ctx, { kind, id }: Place) => ({ tenantId: ctx.tenantId, place: `change/${kind}:${id}` });

/** A fresh key for one news or survey, sealed: who reads the table alone cannot try out who it was. */
export const newKey = (ctx: Ctx, place: Place): string => seal(ctx.platform.config, placeOf(ctx, place), randomBytes(32).toString('base64url'));

/** The mark by which somebody is not counted twice; without the key, which is thrown away in the end, it says nothing. */
export function markOf(ctx: Ctx, given: Place & { key: string; accountId: string }): string {
  return createHmac('sha256', unseal(ctx.platform.config, placeOf(ctx, given), given.key)).update(given.accountId).digest('base64url');
}

const keeper = (kind: Place['kind'], table: 'change.news' | 'change.survey', column: 'reader_key' | 'participant_key') =>
  sealKeepers.of({
    name: `change/${kind}`,
    list: async (ctx, { after, limit }) => {
      let query = ctx.db<Record<string, Record<string, string | number | null>>>().selectFrom(table).select(['id', column]).where('tenant_id', '=', ctx.tenantId).where(column, 'is not', null);
      if (after) query = query.where('id', '>', after);
      const rows = await query.orderBy('id').limit(limit).execute();
      return rows.map((row) => ({ id: String(row['id']), place: `change/${kind}:${String(row['id'])}`, text: String(row[column]) })).filter(({ text }) => isSealed(text));
    },
    store: async (ctx, { id, text, sealed }) => void (await ctx.db<Record<string, Record<string, string | number | null>>>().updateTable(table).set({ [column]: sealed }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where(column, '=', text).execute()),
  });

/** Keys follow when the city changes its secret key. */
export const onceKeepers = [keeper('news', 'change.news', 'reader_key'), keeper('survey', 'change.survey', 'participant_key')];
