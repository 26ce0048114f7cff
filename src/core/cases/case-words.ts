import type { Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';

const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'oe', ı: 'i', ł: 'l' };

/** Small letters without marks: "Müller-Yıldız" → "mueller-yildiz". */
export const fold = (text: string): string => text.toLowerCase().replaceAll(/[äöüßæøıł]/g, (letter) => umlauts[letter] ?? letter).normalize('NFD').replaceAll(/\p{M}/gu, '');

const MOST_WORDS = 24;
const LONGEST = 40;

/** Under which words a case is found: its number (whole, and '123' of '000123'), the words of its title and its applicant. */
export function wordsOf(found: { number: string; title: string; applicantName: string }): string[] {
  const number = fold(found.number);
  const counted = /0*(\d+)$/.exec(number)?.[1];
  const words = [...split(found.applicantName), number, ...(counted ? [counted] : []), ...split(found.title)];
  return [...new Set(words.map((word) => word.slice(0, LONGEST)))].slice(0, MOST_WORDS);
}

const split = (text: string): string[] => fold(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);

/** Every typed word must begin a word of the case. */
export function textMatches(ctx: Ctx, text: string, caseId: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const words = fold(text).split(/[\s,;.]+/).filter(Boolean).slice(0, 6);
  return words.map((word) => sql`${caseId} in (select case_id from cases.case_word where tenant_id = ${ctx.tenantId} and word >= ${word.slice(0, LONGEST)} and word < ${`${word.slice(0, LONGEST)}\u{10ffff}`})`);
}
