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
  /** Only for accounts of this kind; without it for both. */
  of?: 'person' | 'organisation';
  /** What it is for and how long it is kept, for the preview of what the city knows. */
  why?: Text;
  kept?: Text;
  /** An entry may name under `open` the page of the account on which it stands. */
  read(ctx: Ctx, accountId: string): Promise<JsonValue>;
};
export const ownData = definePoint<OwnData>('parties/own-data');

/** What is held about an account of this kind, for saying so before it is fetched. */
export const listOwnData = (ctx: Pick<Ctx, 'platform'>, of: 'person' | 'organisation'): OwnData[] => ctx.platform.contributions(ownData).filter((source) => !source.of || source.of === of);

/** Everything the installation holds about an account, by key. */
export async function collectOwnData(ctx: Ctx, accountId: string, of: 'person' | 'organisation' = 'person'): Promise<{ [key: string]: JsonValue }> {
  const collected: { [key: string]: JsonValue } = {};
  for (const source of listOwnData(ctx, of)) collected[source.key] = await source.read(ctx, accountId);
  return collected;
}
