import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Platform } from '#platform/module';
import { readYaml } from '../bundle/read-yaml.ts';

const words = z.string().min(1);
const text = z.strictObject({ de: words, en: words, 'de-leicht': words, ar: words.optional(), uk: words.optional(), tr: words.optional() });
const key = z.string().regex(/^[a-z][a-z-]{0,29}$/);
const answers = z.record(key, z.array(key).min(1));
const guideSchema = z.strictObject({
  questions: z.array(
    z.strictObject({
      key,
      kind: z.enum(['one', 'many']),
      /** Only after one of these answers. */
      when: answers.optional(),
      text,
      options: z.array(z.strictObject({ value: key, text, services: z.array(z.string()).default([]), /** Not after these answers. */ unless: answers.optional() })).min(1),
    }),
  ).min(1),
});

/** Questions that lead to a list of services (services/guide.yaml). */
export type Guide = z.output<typeof guideSchema>;
export type Question = Guide['questions'][number];
/** What was answered, by question; an empty list is an answer too. */
export type Answers = Record<string, string[]>;

const kept = new WeakMap<Platform, { text: string; guide: Guide }>();

/** The guide of this installation; undefined when there is none or the file is broken (then it is logged once). */
export async function findGuide(platform: Platform): Promise<Guide | undefined> {
  const source = await readFile(join(platform.config.servicesDir, 'guide.yaml'), 'utf8').catch(() => undefined);
  if (source === undefined) return undefined;
  const known = kept.get(platform);
  if (known?.text === source) return known.guide;
  const { value, findings } = readYaml('guide.yaml', source, guideSchema);
  if (value) kept.set(platform, { text: source, guide: value });
  else platform.log.warn({ findings }, 'guide.yaml cannot be read');
  return value ?? known?.guide;
}

const meets = (condition: Answers | undefined, answers: Answers): boolean => Object.entries(condition ?? {}).every(([question, values]) => values.some((value) => answers[question]?.includes(value)));
const isOpen = (question: Question, answers: Answers): boolean => !question.when || meets(question.when, answers);

/** The options of a question that fit what was answered before. */
export const optionsOf = (question: Question, answers: Answers): Question['options'] => question.options.filter(({ unless }) => !unless || !meets(unless, answers));

/** Answers out of an address ('mit=hund.auto'): only questions and values that exist, in the order of the guide. `gefragt` names the question that a form has just asked. */
export function readAnswers(guide: Guide, query: Record<string, string[]>): Answers {
  const answers: Answers = {};
  for (const question of guide.questions) {
    const asked = query.gefragt?.includes(question.key) && question.kind === 'many';
    const given = (query[question.key] ?? (asked ? [] : undefined))?.flatMap((one) => one.split('.'));
    if (!given || !isOpen(question, answers)) continue;
    const values = optionsOf(question, answers).map(({ value }) => value).filter((value) => given.includes(value));
    // One of several must be chosen; none of many is fine.
    if (question.kind === 'many' || values.length > 0) answers[question.key] = question.kind === 'one' ? values.slice(0, 1) : values;
  }
  return answers;
}

/** The next question, and how many there are for these answers. */
export function nextQuestion(guide: Guide, answers: Answers): { question: Question | undefined; number: number; total: number } {
  const open = guide.questions.filter((question) => isOpen(question, answers));
  const at = open.findIndex(({ key: name }) => !(name in answers));
  return { question: at === -1 ? undefined : open[at], number: at === -1 ? open.length : at + 1, total: open.length };
}

/** The services that the answers lead to, none twice, with the answer that led to each. */
export function servicesFor(guide: Guide, answers: Answers): { slug: string; because: Question['options'][number]['text'] }[] {
  const found = new Map<string, Question['options'][number]['text']>();
  for (const question of guide.questions) {
    for (const option of question.options) {
      if (!answers[question.key]?.includes(option.value)) continue;
      for (const slug of option.services) if (!found.has(slug)) found.set(slug, option.text);
    }
  }
  return [...found].map(([slug, because]) => ({ slug, because }));
}
