import type { Text } from '#platform/i18n';
import { definePoint, type Ctx, type JsonValue } from '#platform/module';

/** A person as the city knows them: accounts they sign in with, cases they applied in (also on paper, without an account). */
export type DataSubject = { accountIds: string[]; caseIds: string[] };

/** What an erasure does with one kind of data. */
export type ErasureItem = { what: string; count: number; outcome: 'erased' | 'kept'; /** Why it stays, with the law; until when, where that is known. */ because?: string };

/** What a folder holds about people. Whoever stores something about a person contributes it: it is shown on demand, and goes or says why it stays (GDPR Art. 15, 17). */
export type PersonalData = {
  /** Name in the machine-readable export. */
  key: string;
  title: Text;
  read(ctx: Ctx, subject: DataSubject): Promise<JsonValue>;
  /** With `dryRun` nothing changes and the answer is the same. */
  erase(ctx: Ctx, subject: DataSubject, options: { dryRun: boolean }): Promise<ErasureItem[]>;
};
export const personalData = definePoint<PersonalData>('parties/personal-data');

/** Everything that is held about a person, by key. */
export async function collectPersonalData(ctx: Ctx, subject: DataSubject): Promise<{ [key: string]: JsonValue }> {
  const collected: { [key: string]: JsonValue } = {};
  for (const source of ctx.platform.contributions(personalData)) collected[source.key] = await source.read(ctx, subject);
  return collected;
}

/** Erases what may go in every folder; what stays says why. */
export async function erasePersonalData(ctx: Ctx, subject: DataSubject, options: { dryRun: boolean }): Promise<ErasureItem[]> {
  const items: ErasureItem[] = [];
  for (const source of ctx.platform.contributions(personalData)) items.push(...(await source.erase(ctx, subject, options)));
  return items.filter((item) => item.count > 0);
}
