import { endOfMonth, keyFigures, monthsOf, reachesNow, reportNumbers, reportSections, yearOf, type KeyFigure, type MonthValue, type ReportSection } from '#core/insights';
import { moneyOf } from '#core/budgets';
import { calendarDayOf, formatDate, formatMoney, plural } from '#platform/i18n';
import type { Contribution, Ctx } from '#platform/module';
import { compareEditions } from './compare-editions.ts';
import { getEdition, listEditions } from './editions.ts';
import { divideAmongFields, strategyProgress } from './progress.ts';
import { projectIdsOf, readFacts } from './read-facts.ts';
import { STRATEGY, percentText } from './strategy-tree-view.tsx';

/** The state of the whole strategy, the same number as on its page. */
const progress: KeyFigure = {
  id: 'strategy/progress', area: 'strategy', label: 'Stand der Strategie', unit: 'percent', good: 'more', over: 'end',
  explain: 'Mittel der Handlungsfelder. Jedes Feld ist das Mittel seiner Ziele, jedes Ziel das Mittel aus Messgrößen, Meilensteinen und Leistungen seiner Vorhaben.',
  read: async (ctx) => progressOn(ctx, calendarDayOf(ctx.now)),
  byMonth: async (ctx, period) => {
    const today = calendarDayOf(ctx.now);
    const months: MonthValue[] = [];
    for (const month of monthsOf(period).filter((one) => one <= today)) months.push({ month, value: await progressOn(ctx, endOfMonth(month) < today ? endOfMonth(month) : today) });
    return months;
  },
  evidence: () => STRATEGY,
};

/** The edition that was in force on a day. */
const inForceOn = async (ctx: Ctx, day: string) => (await listEditions(ctx)).find(({ validFrom, state }) => state !== 'draft' && (validFrom ?? '9999') <= day);

/** The state of the strategy on a day, by the edition that was in force then; null before the first. */
async function progressOn(ctx: Ctx, day: string): Promise<number | null> {
  const found = await inForceOn(ctx, day);
  if (!found) return null;
  const { tree } = await getEdition(ctx, found.number);
  return strategyProgress(tree, await readFacts(ctx, tree, day)).whole;
}

/** The last day of a year, or today while it runs. */
const lastDay = (ctx: Ctx, year: number): string => (reachesNow(ctx, yearOf(year)) ? calendarDayOf(ctx.now) : `${year}-12-31`);

/** Where each field of action stood at the end of the year, what it cost, and what changed in the strategy. */
const section: ReportSection = {
  id: 'strategy', title: 'Strategie und Handlungsfelder', order: 10,
  write: async (ctx, year) => {
    const inForce = await inForceOn(ctx, lastDay(ctx, year));
    if (!inForce) return undefined;
    const edition = await getEdition(ctx, inForce.number);
    const facts = await readFacts(ctx, edition.tree, lastDay(ctx, year));
    const { whole, byKey } = strategyProgress(edition.tree, facts);
    const money = await moneyOf(ctx, { year, projectIds: projectIdsOf(edition.tree) });
    const spent = divideAmongFields(edition.tree, new Map([...money].map(([id, { spentCents }]) => [id, spentCents])));
    const rows = edition.tree.fields.map((field) => [{ text: field.name, href: `${STRATEGY}?fassung=${edition.number}#${field.key}` }, String(field.goals.length), percentText(byKey.get(field.key)?.percent ?? null), formatMoney(spent.get(field.key) ?? 0)]);
    const measured = edition.tree.fields.flatMap((field) => { const percent = byKey.get(field.key)?.percent; return percent === null || percent === undefined ? [] : [{ name: field.name, percent }]; });
    const best = measured.toSorted((a, b) => b.percent - a.percent)[0];
    return {
      paragraphs: [`Leitbild: ${edition.tree.vision}`, `Es gilt „${edition.title}“${edition.validFrom ? ` seit ${formatDate(edition.validFrom)}` : ''}. Am ${formatDate(facts.today)} war die Strategie zu ${percentText(whole)} erreicht, berechnet aus Messwerten, Meilensteinen und Leistungen.`, ...(await whatChanged(ctx, { number: edition.number, validFrom: edition.validFrom, year, reason: edition.reason }))],
      figures: await reportNumbers(ctx, ['strategy/progress'], yearOf(year)),
      tables: [{ caption: `Handlungsfelder am ${formatDate(facts.today)}`, head: ['Handlungsfeld', 'Ziele', 'Stand', `Ausgaben ${year}`], numeric: [1, 2, 3], rows, evidence: STRATEGY }],
      charts: measured.length > 1 && best ? [{ id: 'fields', kind: 'bar', title: `Am weitesten ist „${best.name}“`, description: `Stand der Handlungsfelder in Prozent am ${formatDate(facts.today)}`, labels: measured.map(({ name }) => name), series: [{ name: 'Stand', values: measured.map(({ percent }) => percent) }], unit: 'percent', evidence: STRATEGY }] : [],
    };
  },
};

async function whatChanged(ctx: Ctx, { number, validFrom, year, reason }: { number: number; validFrom: string | null; year: number; reason: string }): Promise<string[]> {
  if (number < 2 || validFrom?.slice(0, 4) !== String(year)) return [];
  const count = compareEditions((await getEdition(ctx, number - 1)).tree, (await getEdition(ctx, number)).tree).length;
  return [`Die Strategie wurde in diesem Jahr fortgeschrieben, mit ${plural(count, { one: 'einer Änderung', other: `${count} Änderungen` })}. Warum: ${reason}`];
}

export const strategyFigures: Contribution[] = [keyFigures.of(progress), reportSections.of(section)];
