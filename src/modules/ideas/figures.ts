import { sql } from 'kysely';
import { listEmployees } from '#core/organisation';
import { keyFigures, type MonthValue, type Period } from '#core/insights';
import { formatNumber, formatPercent } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { IDEAS } from './idea.ts';
import type { IdeaRow } from './tables.ts';

/** Figures of a period. Null: there is nothing to measure. */
export type IdeaFigures = {
  submitted: number; perHundred: number | null; participants: number; participationPercent: number | null; firstAnswerDays: number | null; decisionDays: number | null; decisionDaysP90: number | null;
  decided: number; accepted: number; implemented: number; implementationPercent: number | null; refusals: { code: string; count: number }[]; savingCents: number; staff: number;
};

type Counted = Pick<IdeaFigures, 'submitted' | 'firstAnswerDays' | 'decisionDays' | 'decisionDaysP90' | 'decided' | 'accepted' | 'implemented' | 'savingCents'>;

/** Everything that list, figures page, cockpit and report say about ideas is counted here. Refused duplicates and what was taken back count as handed in. */
export async function readIdeaFigures(ctx: Ctx, { from, to }: Period): Promise<IdeaFigures> {
  const staff = (await listEmployees(ctx)).length;
  const { rows } = await sql<Counted>`select
      count(*) filter (where submitted_on between ${from} and ${to})::int as submitted,
      percentile_cont(0.5) within group (order by first_answer_on - submitted_on) filter (where first_answer_on between ${from} and ${to}) as "firstAnswerDays",
      percentile_cont(0.5) within group (order by decided_on - submitted_on) filter (where decided_on between ${from} and ${to}) as "decisionDays",
      percentile_cont(0.9) within group (order by decided_on - submitted_on) filter (where decided_on between ${from} and ${to}) as "decisionDaysP90",
      count(*) filter (where decided_on between ${from} and ${to})::int as decided,
      count(*) filter (where decided_on between ${from} and ${to} and state in ('accepted', 'implemented', 'dropped'))::int as accepted,
      count(*) filter (where decided_on between ${from} and ${to} and state = 'implemented')::int as implemented,
      coalesce(sum(saving_cents) filter (where closed_on between ${from} and ${to} and state = 'implemented'), 0)::bigint as "savingCents"
    from ideas.idea where tenant_id = ${ctx.tenantId}`.execute(ctx.db());
  const counted = rows[0] ?? { submitted: 0, firstAnswerDays: null, decisionDays: null, decisionDaysP90: null, decided: 0, accepted: 0, implemented: 0, savingCents: 0 };
  const participants = await countParticipants(ctx, { from, to });
  const refusals = await sql<{ code: string; count: number }>`select reason_code as code, count(*)::int as count from ideas.idea where tenant_id = ${ctx.tenantId} and state = 'rejected' and decided_on between ${from} and ${to} group by 1 order by 2 desc, 1`.execute(ctx.db());
  return {
    ...counted, staff, participants, savingCents: Number(counted.savingCents), refusals: refusals.rows,
    perHundred: staff > 0 ? (counted.submitted / staff) * 100 : null, participationPercent: staff > 0 ? (participants / staff) * 100 : null, implementationPercent: counted.accepted > 0 ? (counted.implemented / counted.accepted) * 100 : null,
  };
}

/** People who handed in with their name, wrote or rated; whoever wrote without a name is not counted, because nobody knows who it was. */
async function countParticipants(ctx: Ctx, { from, to }: Period): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (
      select author_id from ideas.idea where tenant_id = ${ctx.tenantId} and author_id is not null and submitted_on between ${from} and ${to}
      union select author_id from ideas.comment where tenant_id = ${ctx.tenantId} and author_id is not null and (written_at at time zone 'Europe/Berlin')::date between ${from} and ${to}
      union select account_id from ideas.rating where tenant_id = ${ctx.tenantId} and rated_on between ${from} and ${to}) people`.execute(ctx.db());
  return rows[0]?.count ?? 0;
}

const monthly = (column: 'submitted_on' | 'decided_on' | 'closed_on', states?: IdeaRow['state'][]) => async (ctx: Ctx, { from, to }: Period): Promise<MonthValue[]> => {
  const day = sql.ref(column);
  const { rows } = await sql<{ month: string; value: number }>`select to_char(${day}, 'YYYY-MM-01') as month, count(*)::int as value from ideas.idea
    where tenant_id = ${ctx.tenantId} and ${day} between ${from} and ${to} ${states ? sql`and state = any(${states}::text[])` : sql``} group by 1`.execute(ctx.db());
  return rows;
};

const monthlyDays = (column: 'first_answer_on' | 'decided_on') => async (ctx: Ctx, { from, to }: Period): Promise<MonthValue[]> => {
  const day = sql.ref(column);
  const { rows } = await sql<MonthValue>`select to_char(${day}, 'YYYY-MM-01') as month, avg(${day} - submitted_on)::float8 as value, count(*)::int as weight from ideas.idea
    where tenant_id = ${ctx.tenantId} and ${day} between ${from} and ${to} group by 1`.execute(ctx.db());
  return rows;
};

const list = (stand: string) => ({ from, to }: Period): string => `${IDEAS}?stand=${stand}&von=${from}&bis=${to}`;
const figuresHref = ({ from, to }: Period): string => `${IDEAS}/zahlen?von=${from}&bis=${to}`;
const area = 'ideas' as const;

/** What cockpit and report know about ideas. */
export const ideaFigures = [
  keyFigures.of({ id: 'ideas/submitted', area, label: 'Ideen eingereicht', unit: 'count', good: 'more', explain: 'Alle Ideen, die Beschäftigte in der Zeit eingereicht haben, mit und ohne Namen.', byMonth: monthly('submitted_on'), evidence: list('alle') }),
  keyFigures.of({ id: 'ideas/implemented', area, label: 'Ideen umgesetzt', unit: 'count', good: 'more', explain: 'Ideen, deren Umsetzung in der Zeit abgeschlossen wurde.', byMonth: monthly('closed_on', ['implemented']), evidence: figuresHref }),
  keyFigures.of({ id: 'ideas/decision-days', area, label: 'Tage bis zur Entscheidung über eine Idee', unit: 'days', good: 'less', over: 'mean', explain: 'Mittel der Tage vom Einreichen bis zur Entscheidung, über alle Entscheidungen der Zeit.', byMonth: monthlyDays('decided_on'), evidence: figuresHref }),
  keyFigures.of({ id: 'ideas/first-answer-days', area, label: 'Tage bis zur ersten Antwort', unit: 'days', good: 'less', over: 'mean', explain: 'Mittel der Tage vom Einreichen bis zur ersten Antwort der Moderation.', byMonth: monthlyDays('first_answer_on'), evidence: figuresHref }),
];

const days = (value: number | null): string => (value === null ? 'noch nicht messbar' : `${formatNumber(value, 'de', { maximumFractionDigits: 1 })} Tage`);

/** The figures in words, the same on the page and in the report. */
export const figureWords = (figures: IdeaFigures): { label: string; value: string; note: string }[] => [
  { label: 'Ideen', value: formatNumber(figures.submitted), note: figures.perHundred === null ? '' : `${formatNumber(figures.perHundred, 'de', { maximumFractionDigits: 0 })} je 100 Beschäftigte` },
  { label: 'Beteiligt', value: figures.participants > 0 && figures.participants < 5 ? 'weniger als 5' : formatNumber(figures.participants), note: figures.participationPercent === null || figures.participants < 5 ? '' : `${formatPercent(figures.participationPercent / 100)} der Beschäftigten; ohne anonyme` },
  { label: 'Erste Antwort nach', value: days(figures.firstAnswerDays), note: 'Mitte: die Hälfte schneller' },
  { label: 'Entscheidung nach', value: days(figures.decisionDays), note: `neun von zehn in ${days(figures.decisionDaysP90)}` },
  { label: 'Umgesetzt', value: figures.implementationPercent === null ? 'noch nicht messbar' : formatPercent(figures.implementationPercent / 100), note: `${figures.implemented} von ${figures.accepted} angenommenen` },
];
