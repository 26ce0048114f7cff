import { sql } from 'kysely';
import { keyFigures, readFigure, reportSections, yearOf, type MonthValue, type Period, type SectionDraft } from '#core/insights';
import type { Ctx } from '#platform/module';
import { readDigest } from './digest.ts';
import { listFeedback } from './questions.ts';

const HOME = '/office/veraenderung';
const area = 'change' as const;

async function surveyAnswers(ctx: Ctx, { from, to }: Period): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`select to_char(until_on, 'YYYY-MM-01') as month, sum(answers)::int as value from change.survey where tenant_id = ${ctx.tenantId} and until_on between ${from} and ${to} group by 1`.execute(ctx.db());
  return rows;
}

async function answerDays(ctx: Ctx, { from, to }: Period): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`select to_char(answered_on, 'YYYY-MM-01') as month, avg(answered_on - asked_on)::float8 as value, count(*)::int as weight from change.question where tenant_id = ${ctx.tenantId} and answered_on between ${from} and ${to} group by 1`.execute(ctx.db());
  return rows;
}

async function trained(ctx: Ctx, { from, to }: Period): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`select to_char(day, 'YYYY-MM-01') as month, sum(people)::int as value from (
      select (t.begins_at at time zone 'Europe/Berlin')::date as day, least(t.places, count(r.account_id)) as people from change.training t join change.registration r on r.tenant_id = t.tenant_id and r.training_id = t.id
      where t.tenant_id = ${ctx.tenantId} and t.cancelled_on is null and t.ends_at < ${ctx.now} group by t.id, t.begins_at, t.places) held where day between ${from} and ${to} group by 1`.execute(ctx.db());
  return rows;
}

/** What cockpit and report know about staff and change; never about a person. */
export const changeFigures = [
  keyFigures.of({ id: 'change/survey-answers', area, label: 'Antworten in Umfragen unter Beschäftigten', unit: 'count', good: 'more', explain: 'Antworten in allen Umfragen, die in der Zeit endeten.', byMonth: surveyAnswers, evidence: () => `${HOME}#umfragen` }),
  keyFigures.of({ id: 'change/trained', area, label: 'Teilnahmen an Schulungen', unit: 'count', good: 'more', explain: 'Vergebene Plätze in Schulungen der Zeit, die stattgefunden haben.', byMonth: trained, evidence: () => `${HOME}/schulungen#vorbei` }),
  keyFigures.of({ id: 'change/answer-days', area, label: 'Tage bis zur Antwort auf eine Frage', unit: 'days', good: 'less', over: 'mean', explain: 'Mittel der Tage von der Frage bis zur Antwort, über alle Antworten der Zeit.', byMonth: answerDays, evidence: () => `${HOME}/fragen` }),
];

async function write(ctx: Ctx, year: number): Promise<SectionDraft | undefined> {
  const period = yearOf(year);
  const digest = await readDigest(ctx, period);
  const feedback = (await listFeedback(ctx)).filter(({ made_on }) => made_on >= period.from && made_on <= period.to);
  const figures: SectionDraft['figures'] = [];
  for (const [id, label, unit, evidence] of [['change/survey-answers', 'Antworten in Umfragen', 'count', `${HOME}#umfragen`], ['change/trained', 'Teilnahmen an Schulungen', 'count', `${HOME}/schulungen#vorbei`], ['change/answer-days', 'Tage bis zur Antwort auf eine Frage', 'days', `${HOME}/fragen`]] as const) figures.push({ id, label, unit, evidence, value: await readFigure(ctx, id, period), good: unit === 'days' ? 'less' : 'more' });
  if (digest.length === 0 && feedback.length === 0 && figures.every(({ value }) => !value)) return undefined;
  return {
    paragraphs: feedback.length > 0 ? feedback.map(({ summary, consequence }) => `${summary} Daraus folgt: ${consequence}`) : ['Rückmeldungen der Beschäftigten sind noch nicht zusammengefasst.'],
    figures,
    tables: digest.length > 0 ? [{ caption: 'Was die Beschäftigten sagen', head: ['Ergebnis'], rows: digest.map(({ text, href }) => [{ text, href }]), evidence: `${HOME}/rueckmeldungen` }] : [],
    charts: [],
  };
}

/** Staff in the yearly report; results of surveys only as far as their pages show them. */
export const changeReport = reportSections.of({ id: 'change', title: 'Rückmeldungen der Beschäftigten', order: 80, write });
