import { evidenceHref, keyFigures, serviceUse, type KeyFigure, type Period } from '#core/insights';
import type { Contribution, Ctx } from '#platform/module';
import { sql } from 'kysely';
import { listCasesBehind, type EvidencePage } from './case-evidence.ts';
import { automaticByMonth, byMachine, countLate, daysByMonth, decisionsByMonth, isLate, listServiceUse, submittedByMonth, within } from './case-months.ts';

const evidenceOf = (id: string) => (period: Period) => evidenceHref(id, period);
const decidedRows = (ctx: Ctx, period: Period, page: EvidencePage) => listCasesBehind(ctx, within('decided_at', period), page);

const figures: KeyFigure[] = [
  {
    id: 'cases/submitted', area: 'cases', label: 'Anträge', unit: 'count', good: 'more', open: true,
    explain: 'Vorgänge, die in dieser Zeit durch einen Antrag oder von Amts wegen begonnen haben.',
    byMonth: submittedByMonth, evidence: evidenceOf('cases/submitted'),
    rows: (ctx, period, page) => listCasesBehind(ctx, within('submitted_at', period), page),
  },
  {
    id: 'cases/decided', area: 'cases', label: 'Entscheidungen', unit: 'count', good: 'more', open: true,
    explain: 'Vorgänge, über die in dieser Zeit entschieden wurde.',
    byMonth: decisionsByMonth, evidence: evidenceOf('cases/decided'), rows: decidedRows,
  },
  {
    id: 'cases/automatic', area: 'cases', label: 'Automatisch entschieden', unit: 'percent', good: 'more', over: 'mean', open: true,
    explain: 'Anteil der Entscheidungen, an denen kein Mensch einen Arbeitsschritt hatte (§ 35a VwVfG). Darunter stehen diese Vorgänge; der Anteil ist ihre Zahl geteilt durch alle Entscheidungen.',
    byMonth: automaticByMonth, evidence: evidenceOf('cases/automatic'),
    rows: (ctx, period, page) => listCasesBehind(ctx, sql<boolean>`${within('decided_at', period)} and ${byMachine(ctx)}`, page),
  },
  {
    id: 'cases/days', area: 'cases', label: 'Tage bis zur Entscheidung', unit: 'days', good: 'less', over: 'mean', open: true,
    explain: 'Mittel der Tage vom Eingang bis zur Entscheidung, über alle Entscheidungen dieser Zeit.',
    byMonth: daysByMonth, evidence: evidenceOf('cases/days'), rows: decidedRows,
  },
  {
    id: 'cases/late', area: 'cases', label: 'Überfällige Vorgänge', unit: 'count', good: 'less', over: 'end',
    explain: 'Laufende Vorgänge, deren Frist vorbei ist und nicht ruht; Stand von jetzt.',
    read: countLate, evidence: evidenceOf('cases/late'),
    rows: (ctx, _period, page) => listCasesBehind(ctx, isLate(ctx), page),
  },
];

export const caseFigures: Contribution[] = [...figures.map(keyFigures.of), serviceUse.of({ list: listServiceUse })];
