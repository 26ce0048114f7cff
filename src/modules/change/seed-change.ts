import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { addDays, findSampleFile } from '#core/organisation';
import { projectIdsByKey, projectsById } from '#core/projects';
import { listAccounts } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { audiencesOf, readMembership, type Membership } from './audience.ts';
import { newKey } from './once-key.ts';
import type { ChangeTables, SurveyCountRow, SurveyQuestion } from './tables.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const about = { project: z.string().optional() };
const question = z.strictObject({ text: z.string(), kind: z.enum(['scale', 'choice', 'text']).default('scale'), options: z.array(z.string()).optional(), /** Answers of the sample: how often each value, or the words. */ counts: z.array(z.number()).default([]), words: z.array(z.string()).default([]) });
const changeFile = z.strictObject({
  affected: z.array(z.strictObject({ project: z.string(), audience: z.string(), impact: z.string(), from: day.optional() })).default([]),
  news: z.array(z.strictObject({ ...about, on: day, title: z.string(), text: z.string(), audiences: z.array(z.string()), read: z.number().default(60) })).default([]),
  trainings: z.array(z.strictObject({ ...about, title: z.string(), text: z.string().default(''), on: day, from: z.string(), until: z.string(), place: z.string(), places: z.number(), registered: z.number().default(0) })).default([]),
  surveys: z.array(z.strictObject({ ...about, title: z.string(), intro: z.string().default(''), from: day, until: day, audiences: z.array(z.string()), questions: z.array(question) })).default([]),
  questions: z.array(z.strictObject({ ...about, on: day, text: z.string(), by: z.string().optional(), answer: z.string().default(''), answered: day.optional(), answeredBy: z.string().default('Aylin Demir') })).default([]),
  feedback: z.array(z.strictObject({ ...about, edition: z.string(), on: day, summary: z.string(), consequence: z.string() })).default([]),
});
type File = z.output<typeof changeFile>;
type Town = { about(key: string | undefined): { project_id: string | null; topic: string }; membership: Membership; people: string[]; tenant_id: number };

/** What the staff of the sample city hear and say, only while there is no news. */
export async function seedChange(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'change.yaml', changeFile);
  const db = ctx.db<ChangeTables>();
  if (!file || (await db.selectFrom('change.news').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
  const ids = await projectIdsByKey(ctx);
  const projects = await projectsById(ctx, [...ids.values()]);
  const people = (await listAccounts(ctx, { kind: 'staff', status: 'active', limit: 200 })).map(({ id }) => id);
  const town: Town = {
    tenant_id: ctx.tenantId, membership: await readMembership(ctx), people,
    about: (key) => {
      const project = projects.get(ids.get(key ?? '') ?? '');
      return { project_id: project?.id ?? null, topic: project?.title ?? '' };
    },
  };
  await seedNews(ctx, file, town);
  await seedTrainings(ctx, file, town);
  for (const survey of file.surveys) await seedSurvey(ctx, survey, town);
  const { tenant_id } = town;
  for (const one of file.affected) {
    const { project_id, topic } = town.about(one.project);
    const [audience] = await audiencesOf(ctx, [one.audience]);
    if (project_id && audience) await db.insertInto('change.affected').values({ tenant_id, id: newId(), project_id, topic, ...audience, impact: one.impact, from_on: one.from ?? null }).execute();
  }
  if (file.questions.length > 0) await db.insertInto('change.question').values(file.questions.map((one) => ({ tenant_id, id: randomUUID(), ...town.about(one.project), text: one.text, asked_by_name: one.by ?? null, asked_on: one.on, answer: one.answer, answered_by_name: one.answer ? one.answeredBy : null, answered_on: one.answer ? (one.answered ?? one.on) : null }))).execute();
  if (file.feedback.length > 0) await db.insertInto('change.feedback').values(file.feedback.map((one) => ({ tenant_id, id: newId(), ...town.about(one.project), summary: one.summary, consequence: one.consequence, edition: one.edition, made_on: one.on, made_by_name: 'Miriam Döring' }))).execute();
  ctx.emit({ type: 'change/sample-made', subject: 'change:sample', data: { news: file.news.length, surveys: file.surveys.length } });
}

async function seedNews(ctx: Ctx, file: File, { about: aboutOf, membership, tenant_id }: Town): Promise<void> {
  const db = ctx.db<ChangeTables>();
  const open = addDays(calendarDayOf(ctx.now), -90);
  for (const one of file.news) {
    const id = newId();
    await db.insertInto('change.news').values({ tenant_id, id, ...aboutOf(one.project), title: one.title, text: one.text, published_at: new Date(`${one.on}T08:15:00Z`), author_name: 'Aylin Demir', reader_key: one.on > open ? newKey(ctx, { kind: 'news', id }) : null, closed_on: one.on > open ? null : addDays(one.on, 90) }).execute();
    const audiences = await audiencesOf(ctx, one.audiences);
    await db.insertInto('change.news_group').values(audiences.map((group, at) => ({ tenant_id, id: newId(), news_id: id, ...group, confirmed: Math.round((membership.size(group) * Math.max(5, one.read - at * 9)) / 100) }))).execute();
  }
}

async function seedTrainings(ctx: Ctx, file: File, { about: aboutOf, people, tenant_id }: Town): Promise<void> {
  const db = ctx.db<ChangeTables>();
  for (const [at, one] of file.trainings.entries()) {
    const id = newId();
    await db.insertInto('change.training').values({ tenant_id, id, ...aboutOf(one.project), title: one.title, text: one.text, begins_at: new Date(`${one.on}T${one.from}:00Z`), ends_at: new Date(`${one.on}T${one.until}:00Z`), place: one.place, places: one.places, cancelled_on: null }).execute();
    const line = [...new Set(Array.from({ length: one.registered }, (_, position) => people[(at * 5 + position * 3) % people.length]))].filter((person): person is string => person !== undefined);
    if (line.length > 0) await db.insertInto('change.registration').values(line.map((account_id, position) => ({ tenant_id, training_id: id, account_id, position: position + 1, registered_at: new Date(`${addDays(one.on, -10)}T09:00:00Z`) }))).execute();
  }
}

const WHOLE = '00000000-0000-0000-0000-000000000000';

async function seedSurvey(ctx: Ctx, one: File['surveys'][number], { about: aboutOf, tenant_id }: Town): Promise<void> {
  const db = ctx.db<ChangeTables>();
  const id = newId();
  const questions = one.questions.map(({ text, kind, options }, at): SurveyQuestion => ({ key: `f${at + 1}`, text, kind, ...(options ? { options } : {}) }));
  const answers = Math.max(0, ...one.questions.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0)));
  const running = one.until >= calendarDayOf(ctx.now);
  await db.insertInto('change.survey').values({ tenant_id, id, ...aboutOf(one.project), title: one.title, intro: one.intro, questions: JSON.stringify(questions), from_on: one.from, until_on: one.until, answers, participant_key: running ? newKey(ctx, { kind: 'survey', id }) : null }).execute();
  const audiences = await audiencesOf(ctx, one.audiences);
  const first = newId();
  const rest = newId();
  await db.insertInto('change.survey_group').values(audiences.slice(0, 2).map((audience, position) => ({ tenant_id, id: position === 0 ? first : rest, survey_id: id, position, ...audience, answers: audiences.length === 1 ? answers : position === 0 ? Math.ceil(answers / 2) : Math.floor(answers / 2) }))).execute();
  const counts: SurveyCountRow[] = one.questions.flatMap(({ kind, options = [], counts: given }, at) =>
    given.flatMap((count, position) => {
      const value = kind === 'scale' ? String(position + 1) : (options[position] ?? '');
      const row = { tenant_id, survey_id: id, question: `f${at + 1}`, value };
      const half = Math.ceil(count / 2);
      return [{ ...row, group_id: WHOLE, count }, { ...row, group_id: first, count: audiences.length === 1 ? count : half }, ...(audiences.length > 1 ? [{ ...row, group_id: rest, count: count - half }] : [])].filter((each) => each.count > 0);
    }),
  );
  if (counts.length > 0) await db.insertInto('change.survey_count').values(counts).execute();
  const texts = one.questions.flatMap(({ words }, at) => words.map((text) => ({ tenant_id, survey_id: id, id: randomUUID(), question: `f${at + 1}`, text })));
  if (texts.length > 0) await db.insertInto('change.survey_text').values(texts).execute();
}
