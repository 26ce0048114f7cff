/** Door: key figures with their evidence, sections of the yearly report, facts about processes, and the measured effect of projects. Imports no other core folder: they import it. */
export {
  keyFigures, processFigures, reportSections, serviceUse,
  type EvidenceRows, type FigureArea, type FigureUnit, type KeyFigure, type MonthValue, type ProcessFigure,
  type ReportCell, type ReportChart, type ReportNumber, type ReportSection, type ReportTable, type SectionDraft, type ServiceUse,
} from './points.ts';
export { endOfMonth, lastMonths, monthAfter, monthsOf, reachesNow, thisMonth, yearOf, type Period } from './period.ts';
export { getFigure, listFigures, readFigure, readFigures, readMonths, readSeries, type FigureMonth, type Weighed } from './read-figure.ts';
export { reportNumbers } from './report-numbers.ts';
export { carryOver } from './month-values.ts';
export { closeMonths } from './close-months.ts';
export { evidenceHref } from './evidence-href.ts';
export { figureText } from './figure-text.ts';
export {
  effectOf, expectedCents, expectedHours, firstMonth, hoursByMonth, HOUR_CENTS, listProcessFigures, usedOutside,
  type Effect, type EffectAnswer, type EffectFormula, type EffectQuestion, type ExpectedBenefit, type MeasuredEffect, type NotMeasurable,
} from './effect.ts';
export { insightsModule } from './module.ts';
