import { evidenceHref, figureText, HOUR_CENTS, keyFigures, reportNumbers, reportSections, yearOf, type EvidenceRows, type KeyFigure, type Period, type ReportSection } from '#core/insights';
import { formatDate, formatMoney } from '#platform/i18n';
import type { Contribution, Ctx } from '#platform/module';
import { whyWords } from './effect-words.ts';
import { hoursOfProjects, listLive, readEffects, savedByMonth } from './effects.queries.ts';

const RATE = `${formatMoney(HOUR_CENTS)} je Stunde`;

async function projectsBehind(ctx: Ctx, period: Period): Promise<EvidenceRows> {
  const found = await hoursOfProjects(ctx, period);
  return {
    total: found.length,
    sum: figureText(found.reduce((sum, { hours }) => sum + hours, 0), 'hours'),
    head: ['Vorhaben', 'Amt', 'In Betrieb seit', 'Stunden'],
    rows: found.map(({ project, hours }) => ({ href: `/office/projekte/${project.id}`, cells: [project.title, project.officeName, formatDate(project.liveOn ?? ''), figureText(hours, 'hours')] })),
  };
}

const hoursSaved: KeyFigure = {
  id: 'steering/hours-saved', area: 'projects', label: 'Gesparte Arbeitsstunden', unit: 'hours', good: 'more', keep: false, open: true,
  explain: 'Für jedes Vorhaben in Betrieb: entschiedene Vorgänge seiner Leistung mal die Minuten, die ein Vorgang spart, durch 60. Vorhaben ohne Leistung oder ohne Minuten zählen nicht mit.',
  byMonth: savedByMonth,
  evidence: (period) => evidenceHref('steering/hours-saved', period),
  rows: (ctx, period) => projectsBehind(ctx, period),
};

const moneySaved: KeyFigure = {
  id: 'steering/money-saved', area: 'projects', label: 'Wert der gesparten Arbeitszeit', unit: 'cents', good: 'more', keep: false, open: true,
  explain: `Gesparte Arbeitsstunden mal ${RATE}. Weggefallene Sachkosten stehen bei jedem Vorhaben, sobald die Leitung sie gemessen hat.`,
  byMonth: async (ctx, period) => (await savedByMonth(ctx, period)).map(({ month, value }) => ({ month, value: value === null ? null : Math.round(value * HOUR_CENTS) })),
  evidence: (period) => evidenceHref('steering/money-saved', period),
  rows: (ctx, period) => projectsBehind(ctx, period),
};

/** What the projects brought, measured; for the yearly report. */
const effectSection: ReportSection = {
  id: 'effect',
  title: 'Wirkung der Vorhaben',
  order: 50,
  write: async (ctx, year) => {
    const figures = await reportNumbers(ctx, ['steering/hours-saved', 'steering/money-saved'], yearOf(year));
    const live = (await listLive(ctx)).filter(({ liveOn }) => (liveOn ?? '') <= `${year}-12-31`);
    const effects = await readEffects(ctx, live);
    const rows = live.flatMap((project) => {
      const effect = effects.find(({ projectId }) => projectId === project.id);
      const last = effect?.measured.filter(({ period }) => period.to <= `${year}-12-31`).at(-1);
      const promise = effect?.expected ? (effect.expected.hours > 0 ? figureText(effect.expected.hours, 'hours') : figureText(effect.expected.cents, 'cents')) : 'nicht beziffert';
      const told = last ? `${figureText(last.hours, 'hours')}${last.expectedHours ? ` von ${figureText(last.expectedHours, 'hours')}` : ''} in ${last.at} Monaten` : effect?.why ? whyWords[effect.why] : 'in diesem Jahr noch nicht fällig';
      return effect ? [[{ text: project.title, href: `/office/projekte/${project.id}` }, formatDate(project.liveOn ?? ''), promise, told]] : [];
    });
    const measured = figures[0]?.value === null ? 'In diesem Jahr war noch kein Vorhaben lange genug in Betrieb, um seine Wirkung zu messen.' : 'Vorhaben in Betrieb sparten {{steering/hours-saved}} Arbeitszeit; das entspricht {{steering/money-saved}}. Gerechnet ist mit wirklich entschiedenen Vorgängen, nicht mit Schätzungen.';
    return { paragraphs: [measured], figures, charts: [], tables: rows.length === 0 ? [] : [{ caption: 'Zugesagt und gemessen', head: ['Vorhaben', 'In Betrieb seit', 'Zugesagt im Jahr', 'Gemessen'], numeric: [2], rows, evidence: '/office/steuerung/wirkung' }] };
  },
};

export const effectFigures: Contribution[] = [keyFigures.of(hoursSaved), keyFigures.of(moneySaved), reportSections.of(effectSection)];
