import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { ANONYMOUS, notAllowed, requirePermission, type Ctx, type Platform } from '#platform/module';
import { audiencesOf, groupsOfPerson, isIn, showable, SMALL } from './audience.ts';
import { markOf, newKey } from './once-key.ts';
import { problem } from './problems.ts';
import type { ChangeTables, SurveyGroupRow, SurveyQuestion, SurveyRow } from './tables.ts';

export const SCALE = ['1', '2', '3', '4', '5'];
const WHOLE = '00000000-0000-0000-0000-000000000000';

export type Survey = Omit<SurveyRow, 'participant_key' | 'questions'> & { questions: SurveyQuestion[]; running: boolean; asked: boolean; answered: boolean };
export type NewSurvey = { title: string; intro?: string; questions: SurveyQuestion[]; audiences: string[]; fromOn: string; untilOn: string; projectId?: string; topic?: string };

/** Asks groups a few questions between two days. @throws change/text-needed, questions-needed, audience-needed, dates-reversed 422, 403 */
export async function startSurvey(ctx: Ctx, given: NewSurvey): Promise<string> {
  requirePermission(ctx, 'change/edit');
  if (given.title.trim().length < 3) throw problem('change/text-needed');
  const questions = given.questions.filter(({ text }) => text.trim());
  if (questions.length === 0 || questions.length > 10 || questions.some(({ kind, options = [] }) => kind === 'choice' && options.length < 2)) throw problem('change/questions-needed');
  if (!given.fromOn || !given.untilOn || given.untilOn < given.fromOn) throw problem('change/dates-reversed');
  const audiences = await audiencesOf(ctx, given.audiences);
  const id = newId();
  const db = ctx.db<ChangeTables>();
  await db.insertInto('change.survey').values({ tenant_id: ctx.tenantId, id, project_id: given.projectId || null, topic: given.topic ?? '', title: given.title.trim(), intro: given.intro?.trim() ?? '', questions: JSON.stringify(questions), from_on: given.fromOn, until_on: given.untilOn, answers: 0, participant_key: newKey(ctx, { kind: 'survey', id }) }).execute();
  await db.insertInto('change.survey_group').values(audiences.map((one, position) => ({ tenant_id: ctx.tenantId, id: newId(), survey_id: id, position, ...one, answers: 0 }))).execute();
  ctx.emit({ type: 'change/survey-started', subject: `survey:${id}`, data: { questions: questions.length } });
  return id;
}

const groupsOf = (ctx: Ctx, id: string): Promise<SurveyGroupRow[]> => ctx.db<ChangeTables>().selectFrom('change.survey_group').selectAll().where('tenant_id', '=', ctx.tenantId).where('survey_id', '=', id).orderBy('position').execute();

async function seenBy(ctx: Ctx, row: SurveySelected, belongsTo: Set<string>): Promise<Survey> {
  const today = calendarDayOf(ctx.now);
  const accountId = ctx.actor.id ?? '';
  const asked = (await groupsOf(ctx, row.id)).some((group) => isIn(belongsTo, group));
  const { participant_key, ...survey } = row;
  const mark = participant_key && accountId ? markOf(ctx, { kind: 'survey', id: row.id, key: participant_key, accountId }) : '';
  const answered = mark ? await ctx.db<ChangeTables>().selectFrom('change.survey_participant').select('survey_id').where('tenant_id', '=', ctx.tenantId).where('survey_id', '=', row.id).where('participant_hash', '=', mark).executeTakeFirst() : undefined;
  return { ...survey, running: row.from_on <= today && today <= row.until_on && participant_key !== null, asked, answered: answered !== undefined };
}

type SurveySelected = Omit<SurveyRow, 'questions'> & { questions: SurveyQuestion[] };

/** Surveys, the latest first. */
export async function listSurveys(ctx: Ctx, { projectId, limit = 30 }: { projectId?: string; limit?: number } = {}): Promise<Survey[]> {
  let query = ctx.db<ChangeTables>().selectFrom('change.survey').selectAll().where('tenant_id', '=', ctx.tenantId);
  if (projectId) query = query.where('project_id', '=', projectId);
  const rows = await query.orderBy('until_on', 'desc').orderBy('id', 'desc').limit(limit).execute();
  const surveys: Survey[] = [];
  const belongsTo = rows.length > 0 ? await groupsOfPerson(ctx, ctx.actor.id ?? '') : new Set<string>();
  for (const row of rows) surveys.push(await seenBy(ctx, row, belongsTo));
  return surveys;
}

/** @throws change/not-found 404 */
export async function getSurvey(ctx: Ctx, id: string): Promise<Survey> {
  const row = await ctx.db<ChangeTables>().selectFrom('change.survey').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('change/not-found');
  return seenBy(ctx, row, await groupsOfPerson(ctx, ctx.actor.id ?? ''));
}

type Answer = { tenantId: number; surveyId: string; accountId: string; answers: Record<string, string> };

/**
 * Takes an answer: counters go up, a mark says that this person has answered, and nothing says what. Runs as nobody.
 * @throws change/not-asked 403, already-answered, over 409, answer-wrong 422
 */
export async function answerSurvey(platform: Platform, { tenantId, surveyId, accountId, answers }: Answer): Promise<void> {
  await platform.transact({ tenantId, actor: ANONYMOUS }, async (ctx) => {
    const db = ctx.db<ChangeTables>();
    const survey = await db.selectFrom('change.survey').selectAll().where('tenant_id', '=', tenantId).where('id', '=', surveyId).forUpdate().executeTakeFirst();
    if (!survey) throw problem('change/not-found');
    const today = calendarDayOf(ctx.now);
    if (!survey.participant_key || today < survey.from_on || today > survey.until_on) throw problem('change/over');
    const belongsTo = await groupsOfPerson(ctx, accountId);
    const group = (await groupsOf(ctx, surveyId)).find((one) => isIn(belongsTo, one));
    if (!group) throw problem('change/not-asked');
    const given = pickAnswers(survey.questions, answers);
    const mark = markOf(ctx, { kind: 'survey', id: surveyId, key: survey.participant_key, accountId });
    const made = await db.insertInto('change.survey_participant').values({ tenant_id: tenantId, survey_id: surveyId, participant_hash: mark }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    if (!made.numInsertedOrUpdatedRows) throw problem('change/already-answered');
    for (const { question, value, free } of given) {
      if (free) await db.insertInto('change.survey_text').values({ tenant_id: tenantId, survey_id: surveyId, id: randomUUID(), question, text: value }).execute();
      else for (const group_id of [WHOLE, group.id]) await db.insertInto('change.survey_count').values({ tenant_id: tenantId, survey_id: surveyId, group_id, question, value, count: 1 }).onConflict((conflict) => conflict.columns(['tenant_id', 'survey_id', 'group_id', 'question', 'value']).doUpdateSet((eb) => ({ count: eb('change.survey_count.count', '+', 1) }))).execute();
    }
    await db.updateTable('change.survey').set((eb) => ({ answers: eb('answers', '+', 1) })).where('tenant_id', '=', tenantId).where('id', '=', surveyId).execute();
    await db.updateTable('change.survey_group').set((eb) => ({ answers: eb('answers', '+', 1) })).where('tenant_id', '=', tenantId).where('id', '=', group.id).execute();
    // the numbers of the transaction would tie mark and words together: all rows get the same ones
    await sql`update change.survey_participant set participant_hash = participant_hash where tenant_id = ${tenantId} and survey_id = ${surveyId}`.execute(db);
    await sql`update change.survey_text set text = text where tenant_id = ${tenantId} and survey_id = ${surveyId}`.execute(db);
    ctx.emit({ type: 'change/survey-answered', subject: `survey:${surveyId}` });
  });
}

type Picked = { question: string; value: string; free: boolean };

/** @throws change/answer-wrong 422 */
function pickAnswers(questions: SurveyQuestion[], answers: Record<string, string>): Picked[] {
  const picked: Picked[] = [];
  for (const { key, kind, options = [] } of questions) {
    const value = answers[key]?.trim() ?? '';
    if (!value) continue;
    if (kind !== 'text' && !(kind === 'scale' ? SCALE : options).includes(value)) throw problem('change/answer-wrong');
    picked.push({ question: key, value: value.slice(0, 2000), free: kind === 'text' });
  }
  if (picked.length === 0) throw problem('change/answer-wrong');
  return picked;
}

export type QuestionResult = { key: string; text: string; kind: SurveyQuestion['kind']; answers: number; /** Null: fewer than five. */ mean: number | null; counts: { value: string; count: number }[] | null; texts: string[] | null };
export type SurveyResult = { answers: number; /** Nothing below is filled until the survey is over and five have answered. */ shown: boolean; questions: QuestionResult[]; groups: { label: string; answers: number | null; means: (number | null)[] }[] };

/**
 * What came out: the one function behind page, export and report. Only when the survey is over (the difference between two looks would be one
 * person's answer), only from five answers, also for each question and each group; no hidden group can be reckoned from the others.
 */
export async function readResult(ctx: Ctx, survey: Pick<Survey, 'id' | 'questions' | 'answers' | 'until_on'>): Promise<SurveyResult> {
  const shown = survey.until_on < calendarDayOf(ctx.now) && survey.answers >= SMALL;
  if (!shown) return { answers: survey.answers, shown, questions: [], groups: [] };
  const db = ctx.db<ChangeTables>();
  const counts = await db.selectFrom('change.survey_count').selectAll().where('tenant_id', '=', ctx.tenantId).where('survey_id', '=', survey.id).execute();
  const texts = await db.selectFrom('change.survey_text').select(['question', 'text']).where('tenant_id', '=', ctx.tenantId).where('survey_id', '=', survey.id).orderBy('id').execute();
  const of = (groupId: string, question: string) => counts.filter((one) => one.group_id === groupId && one.question === question);
  const groups = await groupsOf(ctx, survey.id);
  const visible = showable(groups.map(({ answers }) => answers), survey.answers);
  const scales = survey.questions.filter(({ kind }) => kind === 'scale');
  return {
    answers: survey.answers, shown,
    questions: survey.questions.map((question) => resultOf(question, of(WHOLE, question.key), texts.filter((one) => one.question === question.key).map(({ text }) => text))),
    groups: groups.map((group, at) => ({ label: group.label, answers: visible[at] ? group.answers : null, means: scales.map(({ key }) => (visible[at] ? meanOf(of(group.id, key)) : null)) })),
  };
}

function resultOf({ key, text, kind, options = [] }: SurveyQuestion, counts: { value: string; count: number }[], texts: string[]): QuestionResult {
  const answers = kind === 'text' ? texts.length : counts.reduce((sum, { count }) => sum + count, 0);
  const base = { key, text, kind, answers, mean: null, counts: null, texts: null };
  if (kind === 'text') return { ...base, texts: answers >= SMALL ? texts : null };
  if (answers < SMALL) return base;
  return { ...base, mean: kind === 'scale' ? meanOf(counts) : null, counts: (kind === 'scale' ? SCALE : options).map((value) => ({ value, count: counts.find((one) => one.value === value)?.count ?? 0 })) };
}

function meanOf(counts: { value: string; count: number }[]): number | null {
  const answers = counts.reduce((sum, { count }) => sum + count, 0);
  return answers < SMALL ? null : counts.reduce((sum, { value, count }) => sum + Number(value) * count, 0) / answers;
}

/** When a survey is over, the marks and the key behind them go: nobody can find out any more who took part. */
export async function closeOldSurveys(ctx: Ctx): Promise<number> {
  if (ctx.actor.kind !== 'system') throw notAllowed();
  const db = ctx.db<ChangeTables>();
  const over = await db.selectFrom('change.survey').select('id').where('tenant_id', '=', ctx.tenantId).where('participant_key', 'is not', null).where('until_on', '<', calendarDayOf(ctx.now)).limit(200).execute();
  for (const { id } of over) {
    await db.deleteFrom('change.survey_participant').where('tenant_id', '=', ctx.tenantId).where('survey_id', '=', id).execute();
    await db.updateTable('change.survey').set({ participant_key: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
    ctx.emit({ type: 'change/survey-closed', subject: `survey:${id}` });
  }
  return over.length;
}
