import { evidenceHref, keyFigures, reportNumbers, reportSections, yearOf, type KeyFigure, type Period, type ReportSection } from '#core/insights';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Contribution, Ctx } from '#platform/module';
import type { SteeringTables, Verdict } from '../tables.ts';
import { PORTFOLIO } from './filter.tsx';

const verdicts: Record<Verdict, string> = { approved: 'genehmigt', rejected: 'abgelehnt', deferred: 'zurückgestellt' };

/** Decisions of closed rounds, the oldest first. */
async function listDecided(ctx: Ctx, { from, to }: Period) {
  return ctx.db<SteeringTables>().selectFrom('steering.round as r').innerJoin('steering.round_project as p', (join) => join.onRef('p.tenant_id', '=', 'r.tenant_id').onRef('p.round_id', '=', 'r.id'))
    .select(['r.id as roundId', 'r.title as round', 'r.closed_at as closedAt', 'p.project_id as projectId', 'p.title', 'p.decision', 'p.reason'])
    .where('r.tenant_id', '=', ctx.tenantId).where('r.state', '=', 'closed').where('r.closed_at', '>=', new Date(`${from}T00:00:00+01:00`)).where('r.closed_at', '<', new Date(Date.parse(`${to}T00:00:00+01:00`) + 86_400_000))
    .orderBy('r.closed_at').orderBy('p.position').limit(2000).execute();
}

const decided: KeyFigure = {
  id: 'portfolio/decided', area: 'projects', label: 'Im Bewertungsverfahren entschiedene Vorhaben', unit: 'count', good: 'more',
  explain: 'Vorhaben, über die ein Gremium nach verdeckter Bewertung entschieden hat.',
  byMonth: async (ctx, period) => {
    const months = Map.groupBy(await listDecided(ctx, period), ({ closedAt }) => `${calendarDayOf(closedAt ?? ctx.now).slice(0, 7)}-01`);
    return [...months].map(([month, rows]) => ({ month, value: rows.length }));
  },
  evidence: (period) => evidenceHref('portfolio/decided', period),
  rows: async (ctx, period) => {
    const rows = await listDecided(ctx, period);
    return { total: rows.length, head: ['Vorhaben', 'Runde', 'Entscheidung', 'Begründung'], rows: rows.map((row) => ({ href: `${PORTFOLIO}/runden/${row.roundId}`, cells: [row.title, row.round, row.decision ? verdicts[row.decision] : '', row.reason] })) };
  },
};

/** What was chosen in the year, and why. */
const section: ReportSection = {
  id: 'portfolio', title: 'Auswahl der Vorhaben', order: 25,
  write: async (ctx, year) => {
    const rows = await listDecided(ctx, yearOf(year));
    if (rows.length === 0) return undefined;
    const rounds = [...new Map(rows.map(({ round, closedAt }) => [round, closedAt])).entries()].map(([round, at]) => `„${round}“ (${formatDate(at ?? ctx.now)})`);
    const approved = rows.filter(({ decision }) => decision === 'approved').length;
    return {
      paragraphs: [`Über {{portfolio/decided}} Vorhaben wurde in ${rounds.join(' und ')} entschieden; ${approved} davon wurden genehmigt. Jedes Mitglied hat für sich bewertet, bevor gesprochen wurde. Pflichtvorhaben stehen außerhalb der Bewertung.`],
      figures: await reportNumbers(ctx, ['portfolio/decided'], yearOf(year)),
      tables: [{ caption: 'Entscheidungen und ihre Gründe', head: ['Vorhaben', 'Entscheidung', 'Warum'], rows: rows.map((row) => [{ text: row.title, href: `/office/projekte/${row.projectId}` }, row.decision ? verdicts[row.decision] : '', row.reason]), evidence: `${PORTFOLIO}/runden` }],
      charts: [],
    };
  },
};

export const portfolioFigures: Contribution[] = [keyFigures.of(decided), reportSections.of(section)];
