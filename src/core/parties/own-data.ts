import type { Text } from '#platform/i18n';
import { definePoint, type Ctx, type JsonValue } from '#platform/module';

/**
 * What a folder holds about the person behind an account, for the export of one's own data (GDPR Art. 15 and 20). Whoever stores
 * something under an account contributes it.
 */
export type OwnData = {
  /** Name in the exported JSON. */
  key: string;
  title: Text;
  read(ctx: Ctx, accountId: string): Promise<JsonValue>;
};
export const ownData = definePoint<OwnData>('parties/own-data');

/** Everything the installation holds about an account, by key. */
export async function collectOwnData(ctx: Ctx, accountId: string): Promise<{ [key: string]: JsonValue }> {
  const collected: { [key: string]: JsonValue } = {};
  for (const source of ctx.platform.contributions(ownData)) collected[source.key] = await source.read(ctx, accountId);
  return collected;
}
