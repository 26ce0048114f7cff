import { definePoint, type Ctx } from '#platform/module';
import type { Text } from '#platform/i18n';

/**
 * What a folder does when a person has their account deleted (GDPR Art. 17): what goes, what stays and by which law. Whoever stores
 * something under an account contributes it.
 */
export type Erasure = {
  goes?: Text[];
  stays?: { what: Text; why: Text }[];
  /** Why it can't be deleted yet, in a sentence; undefined when nothing stands in the way. */
  hinders?(ctx: Ctx, accountId: string): Promise<Text | undefined>;
  erase?(ctx: Ctx, accountId: string): Promise<void>;
};
export const erasures = definePoint<Erasure>('parties/erasure');
