import { endOfMonth, evidenceHref, keyFigures, monthsOf, reportNumbers, reportSections, yearOf, type EvidenceRows, type MonthValue, type Period, type ReportSection } from '#core/insights';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Contribution, Ctx } from '#platform/module';
import { sql } from 'kysely';
import { lightWords, stateWords } from './project.ts';
import { readPortfolio } from './projects.queries.ts';
import type { ProjectTables } from './tables.ts';

type Dated = { id: string; number: string; title: string; starts_on: string; live_on: string | null; ended_on: string | null };

/** When projects began, went live and ended, as far as they began at all. */
async function listDated(ctx: Ctx): Promise<Dated[]> {
  const rows = await ctx.db<ProjectTables>().selectFrom('projects.project').select(['id', 'number', 'title', 'starts_on', 'live_on', 'ended_on']).where('tenant_id', '=', ctx.tenantId).where('state', 'in', ['running', 'live', 'closed', 'stopped']).where('starts_on', 'is not', null).orderBy('number').limit(5000).execute();
  return rows.flatMap((row) => (row.starts_on ? [{ ...row, starts_on: row.starts_on }] : []));
}

const underWayOn = (rows: Dated[], day: string): Dated[] => rows.filter(({ starts_on: from, live_on: live, ended_on: end }) => from <= day && (live ?? end ?? '9999') > day);
const today = (ctx: Ctx): string => calendarDayOf(ctx.now);
/** A state at the end of a time that isn't over yet is that of today. */
const lastDay = (ctx: Ctx, { to }: Period): string => (to > today(ctx) ? today(ctx) : to);

/** A page of rows of which all are known; `after` is the position of the last one shown. */
function pageOf<T>(rows: T[], { after, limit, head, cells }: { after?: string | undefined; limit: number; head: string[]; cells(row: T): { href: string; cells: string[] } }): EvidenceRows {
  const from = Number(after ?? 0) || 0;
  const shown = rows.slice(from, from + limit);
  return { total: rows.length, head, rows: shown.map(cells), ...(from + limit < rows.length ? { next: String(from + limit) } : {}) };
}

const projectHref = (id: string): string => `/office/projekte/${id}`;
const dated = (label: string, day: (row: Dated) => string | null) => ({ head: ['Nummer', 'Projekt', label], cells: (row: Dated) => ({ href: projectHref(row.id), cells: [row.number, row.title, formatDate(day(row) ?? '')] }) });

async function countLive(ctx: Ctx, { from, to }: Period): Promise<MonthValue[]> {
  const { rows } = await sql<MonthValue>`select to_char(live_on, 'YYYY-MM-01') as month, count(*)::int as value from projects.project
    where tenant_id = ${ctx.tenantId} and live_on between ${from}::date and ${to}::date and state in ('live', 'closed', 'stopped') group by 1`.execute(ctx.db());
  return rows;
}

type Reached = { project_id: string; number: string; title: string; milestone: string; due_on: string; done_on: string };

async function listReached(ctx: Ctx, { from, to }: Period): Promise<Reached[]> {
  const { rows } = await sql<Reached>`select m.project_id, p.number, p.title, m.title as milestone, m.due_on, m.done_on from projects.milestone m join projects.project p on p.tenant_id = m.tenant_id and p.id = m.project_id
    where m.tenant_id = ${ctx.tenantId} and m.done_on between ${from}::date and ${to}::date order by m.done_on, m.id limit 20000`.execute(ctx.db());
  return rows;
}

const area = 'projects' as const;
export const projectFigures: Contribution[] = [
  keyFigures.of({
    id: 'projects/running', area, label: 'Laufende Projekte', unit: 'count', good: 'more', over: 'end', keep: false,
    explain: 'Projekte, die begonnen haben und noch nicht in Betrieb, abgeschlossen oder abgebrochen sind; am Ende der Zeit.',
    byMonth: async (ctx, period) => {
      const rows = await listDated(ctx);
      return monthsOf(period).map((month) => ({ month, value: underWayOn(rows, lastDay(ctx, { from: month, to: endOfMonth(month) })).length }));
    },
    evidence: (period) => evidenceHref('projects/running', period),
    rows: async (ctx, period, page) => pageOf(underWayOn(await listDated(ctx), lastDay(ctx, period)), { ...page, ...dated('Begonnen', (row) => row.starts_on) }),
  }),
  keyFigures.of({
    id: 'projects/red', area, label: 'Kritische Projekte', unit: 'count', good: 'less', over: 'end', explain: 'Genehmigte und laufende Projekte, deren Ampel auf „kritisch“ steht; Stand von jetzt.',
    read: async (ctx) => (await readPortfolio(ctx, { states: ['approved', 'running'] })).filter(({ light }) => light === 'red').length,
    evidence: () => '/office/projekte?ampel=red',
  }),
  keyFigures.of({
    id: 'projects/live', area, label: 'Projekte in Betrieb gegangen', unit: 'count', good: 'more', keep: false, explain: 'Projekte, deren Ergebnis in der Zeit in Betrieb ging.', byMonth: countLive,
    evidence: (period) => evidenceHref('projects/live', period),
    rows: async (ctx, { from, to }, page) => pageOf((await listDated(ctx)).filter(({ live_on: on }) => on !== null && on >= from && on <= to), { ...page, ...dated('In Betrieb seit', (row) => row.live_on) }),
  }),
  keyFigures.of({
    id: 'projects/on-time', area, label: 'Meilensteine pünktlich erreicht', unit: 'percent', good: 'more', over: 'mean', keep: false, explain: 'Anteil der in der Zeit erreichten Meilensteine, die spätestens am geplanten Tag erreicht waren.',
    byMonth: async (ctx, period) => [...Map.groupBy(await listReached(ctx, period), ({ done_on: on }) => `${on.slice(0, 7)}-01`)].map(([month, rows]) => ({ month, value: (100 * rows.filter(({ due_on: due, done_on: done }) => done <= due).length) / rows.length, weight: rows.length })),
    evidence: (period) => evidenceHref('projects/on-time', period),
    rows: async (ctx, period, page) => pageOf(await listReached(ctx, period), { ...page, head: ['Projekt', 'Meilenstein', 'Fällig', 'Erreicht', 'Pünktlich'], cells: (row) => ({ href: `${projectHref(row.project_id)}/plan`, cells: [`${row.number} ${row.title}`, row.milestone, formatDate(row.due_on), formatDate(row.done_on), row.done_on <= row.due_on ? 'ja' : 'nein'] }) }),
  }),
];

/** Projects in the yearly report: how many, which went live, which are in trouble. */
const section: ReportSection = {
  id: 'projects',
  title: 'Projekte',
  order: 20,
  write: async (ctx, year) => {
    const period = yearOf(year);
    const figures = await reportNumbers(ctx, ['projects/running', 'projects/live', 'projects/on-time', 'projects/red'], period);
    const all = await readPortfolio(ctx);
    const live = all.filter(({ liveOn }) => liveOn !== null && liveOn >= period.from && liveOn <= period.to);
    const running = all.filter(({ state }) => state === 'running');
    if (all.length === 0) return undefined;
    const has = (id: string): boolean => figures.some((one) => one.id === id && one.value !== null);
    const onTime = has('projects/on-time') ? ' Von den Meilensteinen des Jahres wurden {{projects/on-time}} pünktlich erreicht.' : '';
    return {
      paragraphs: [`Am Ende der Zeit liefen {{projects/running}} Projekte; {{projects/live}} gingen in Betrieb.${onTime}`],
      figures,
      tables: [
        ...(live.length > 0 ? [{ caption: `${year} in Betrieb gegangen`, head: ['Projekt', 'Amt', 'seit'], rows: live.map((one) => [{ text: one.title, href: projectHref(one.id) }, one.officeName, formatDate(one.liveOn ?? '')]), evidence: evidenceHref('projects/live', period) }] : []),
        ...(running.length > 0 && year >= Number(today(ctx).slice(0, 4)) ? [{ caption: 'Laufende Projekte', head: ['Projekt', 'Amt', 'Stand', 'Ampel', 'geplantes Ende'], rows: running.map((one) => [{ text: one.title, href: projectHref(one.id) }, one.officeName, stateWords[one.state], `${lightWords[one.light]}: ${one.lightReason}${one.lightSetBy ? ` (von Hand gesetzt von ${one.lightSetBy})` : ''}`, one.endsOn ? formatDate(one.endsOn) : 'offen']), evidence: '/office/projekte?stand=running' }] : []),
      ],
      charts: [],
    };
  },
};

export const projectReport: Contribution = reportSections.of(section);
