import { reportSections, readFigure, yearOf, type SectionDraft } from '#core/insights';
import { formatMoney, formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { readIdeaFigures } from './figures.ts';
import { hrefOf, IDEAS, refusalWords } from './idea.ts';
import { listIdeas } from './ideas.queries.ts';

async function write(ctx: Ctx, year: number): Promise<SectionDraft | undefined> {
  const period = yearOf(year);
  const figures = await readIdeaFigures(ctx, period);
  if (figures.submitted + figures.decided === 0) return undefined;
  const evidence = `${IDEAS}/zahlen?von=${period.from}&bis=${period.to}`;
  const submitted = await readFigure(ctx, 'ideas/submitted', period);
  const implemented = (await listIdeas(ctx, { states: ['implemented'] }, { limit: 200 })).ideas.filter(({ closedOn }) => closedOn !== null && closedOn >= period.from && closedOn <= period.to);
  return {
    paragraphs: [
      `Die Beschäftigten haben ${formatNumber(figures.submitted)} Ideen eingereicht. Über ${formatNumber(figures.decided)} wurde entschieden, ${formatNumber(figures.accepted)} wurden angenommen.`,
      ...(figures.savingCents > 0 ? [`Die umgesetzten Ideen sparen nach Schätzung ${formatMoney(figures.savingCents)} im Jahr.`] : []),
    ],
    figures: [
      { id: 'submitted', label: 'Ideen eingereicht', value: submitted, unit: 'count', evidence: `${IDEAS}?von=${period.from}&bis=${period.to}`, good: 'more' },
      { id: 'implemented', label: 'Ideen umgesetzt', value: await readFigure(ctx, 'ideas/implemented', period), unit: 'count', evidence, good: 'more' },
      { id: 'first-answer', label: 'Erste Antwort, Mitte', value: figures.firstAnswerDays, unit: 'days', evidence, good: 'less' },
      { id: 'decision', label: 'Entscheidung, Mitte', value: figures.decisionDays, unit: 'days', evidence, good: 'less' },
      { id: 'rate', label: 'Angenommene, die umgesetzt sind', value: figures.implementationPercent, unit: 'percent', evidence, good: 'more' },
    ],
    tables: implemented.length > 0 ? [{ caption: 'Umgesetzte Ideen', head: ['Idee', 'Amt', 'Was daraus wurde'], rows: implemented.slice(0, 15).map((one) => [{ text: one.title, href: hrefOf(one.id) }, one.officeName || 'alle', one.closing]), evidence: `${IDEAS}?stand=umgesetzt` }] : [],
    charts: figures.refusals.length > 1 ? [{ id: 'refusals', kind: 'bar', title: `Häufigster Grund einer Ablehnung: ${refusalWords[figures.refusals[0]?.code ?? ''] ?? 'anderer Grund'}`, description: `Abgelehnte Ideen nach Hauptgrund, ${year}`, labels: figures.refusals.map(({ code }) => refusalWords[code] ?? code), series: [{ name: 'Ideen', values: figures.refusals.map(({ count }) => count) }], unit: 'count', evidence }] : [],
  };
}

/** Ideas in the yearly report. */
export const ideasReport = reportSections.of({ id: 'ideas', title: 'Ideen der Beschäftigten', order: 70, write });
