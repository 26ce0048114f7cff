import { HOUR_CENTS, readFigure, yearOf, type KeyFigure, type ReportNumber, type ReportSection } from '#core/insights';
import { formatMoney, formatNumber } from '#platform/i18n';
import { currentModel } from './models.ts';
import { lineHref, PLAN } from './plan-parts.tsx';
import { listPlan, sumPlan } from './plan.queries.ts';

const end = { area: 'services', over: 'end', evidence: () => PLAN } as const;
/** Numbers of the master plan; a share is of what has been assessed, never of what is unknown. */
export const planFigures: KeyFigure[] = [
  { ...end, id: 'steering/plan-reached', label: 'Leistungen und Prozesse am Ziel', unit: 'count', good: 'more', explain: 'Zeilen des Masterplans, die ihre Zielstufe (OZG 2.0) erreicht haben.', read: async (ctx) => (await sumPlan(ctx)).reached },
  { ...end, id: 'steering/plan-assessed', label: 'Masterplan bewertet', unit: 'percent', good: 'more', explain: 'Anteil der Zeilen, bei denen alle Kriterien bewertet sind.', read: async (ctx) => (({ count, assessed }) => (count > 0 ? (assessed / count) * 100 : null))(await sumPlan(ctx)) },
  { ...end, id: 'steering/plan-hours', label: 'Sparbare Arbeitszeit im Jahr', unit: 'hours', good: 'less', explain: 'Stunden im Jahr, die mit den Zielen des Masterplans noch zu sparen sind.', read: async (ctx) => (await sumPlan(ctx)).hours },
  { ...end, id: 'steering/plan-cents', label: 'Sparbare Kosten im Jahr', unit: 'cents', good: 'less', explain: `Dieselben Stunden zu ${formatMoney(HOUR_CENTS)}.`, read: async (ctx) => (await sumPlan(ctx)).cents },
];

/** The maturity of services in the yearly report. */
export const planReport: ReportSection = {
  id: 'steering/master-plan', title: 'Masterplan: Reifegrad der Leistungen', order: 35,
  write: async (ctx, year) => {
    const sums = await sumPlan(ctx);
    if (sums.count === 0) return undefined;
    const period = yearOf(year);
    const figures: ReportNumber[] = [];
    for (const figure of planFigures) figures.push({ id: figure.id, label: figure.label, value: await readFigure(ctx, figure.id, period), unit: figure.unit, evidence: figure.evidence(period), good: figure.good, note: figure.explain });
    const { model } = await currentModel(ctx, '2.0');
    const top = (await listPlan(ctx, { sort: 'potenzial' }, { limit: 10 })).rows.filter(({ hours }) => hours > 0);
    return {
      paragraphs: [`Bewertet wird nach dem ${model.name}; das schwächste Kriterium entscheidet.`],
      figures,
      tables: top.length === 0 ? [] : [{ caption: 'Wo sich am meisten sparen lässt', head: ['Leistung oder Prozess', 'Heute', 'Ziel', 'Stunden im Jahr'], numeric: [1, 2, 3], rows: top.map((row) => [{ text: row.name, href: lineHref(row.id) }, String(row.level_20 ?? '–'), String(row.target_20 ?? '–'), formatNumber(row.hours)]), evidence: PLAN }],
      charts: [],
    };
  },
};
