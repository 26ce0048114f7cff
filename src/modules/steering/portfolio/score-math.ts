import type { Criterion, TieBreak } from './scoring-model.ts';

/**
 * A project as it is ranked. Means are hundredths of a point (0 … 1000), weights whole per cents: every score is a whole
 * number from 0 to 100,000, so that equal is equal and no order hangs on rounding.
 */
export type Ranked = {
  id: string;
  means: Record<string, number>;
  costCents: number;
  days: number;
  ties: { legalDate: string | null; benefitCentsPerYear: number; dependents: number };
};
export type Weights = Record<string, number>;

export const weightsOf = (criteria: Criterion[]): Weights => Object.fromEntries(criteria.map(({ key, weight }) => [key, weight]));

/** Thousandths of a point of 100. */
export function scoreOf(means: Record<string, number>, weights: Weights): number {
  return Object.entries(weights).reduce((total, [key, weight]) => total + weight * (means[key] ?? 0), 0);
}

const ties: Record<TieBreak, (a: Ranked, b: Ranked) => number> = {
  'legal-date': (a, b) => compareText(a.ties.legalDate ?? '9999', b.ties.legalDate ?? '9999'),
  // benefit per euro, multiplied out: no division, no rounding; a project that costs nothing wins
  'benefit-per-euro': (a, b) => Math.sign(b.ties.benefitCentsPerYear * Math.max(a.costCents, 1) - a.ties.benefitCentsPerYear * Math.max(b.costCents, 1)),
  dependents: (a, b) => b.ties.dependents - a.ties.dependents,
};
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Negative: a stands before b although both have the same score. Never zero for two projects, so that the order is the same every time. */
export function breakTie(a: Ranked, b: Ranked, rules: TieBreak[]): number {
  for (const rule of rules) {
    const order = ties[rule](a, b);
    if (order !== 0) return order;
  }
  return compareText(a.id, b.id);
}

/** The best first. */
export function rank<P extends Ranked>(projects: P[], weights: Weights, rules: TieBreak[]): (P & { score: number; place: number })[] {
  return projects
    .map((project) => ({ ...project, score: scoreOf(project.means, weights), place: 0 }))
    .sort((a, b) => b.score - a.score || breakTie(a, b, rules))
    .map((project, i) => ({ ...project, place: i + 1 }));
}

export type Frame = { cents: number; days: number };
export type Lined<P> = P & { centsSoFar: number; daysSoFar: number; above: boolean; /** What runs out first at this project. */ lacks: 'money' | 'days' | 'both' | null };

/**
 * Draws the line: from the first project that no longer fits into money or days, everything stands below it, also what is small
 * enough to fit. Whoever wants that one must change the order, with a reason.
 */
export function drawLine<P extends Pick<Ranked, 'costCents' | 'days'>>(ranking: P[], frame: Frame): Lined<P>[] {
  let [centsSoFar, daysSoFar, above] = [0, 0, true];
  return ranking.map((project) => {
    centsSoFar += project.costCents;
    daysSoFar += project.days;
    const [money, days] = [centsSoFar > frame.cents, daysSoFar > frame.days];
    above &&= !money && !days;
    return { ...project, centsSoFar, daysSoFar, above, lacks: money && days ? 'both' : money ? 'money' : days ? 'days' : null };
  });
}

/** What one member gave one project. */
export type Card = { accountId: string; points: Record<string, number>; confidence: 'low' | 'medium' | 'high' };
const CONFIDENCE = { low: 0, medium: 50, high: 100 };

/** Mean and spread (largest minus smallest) per criterion, in hundredths of a point; confidence 0 … 100. Criteria that nobody scored are left out. */
export function summarise(cards: Card[], keys: string[]): { means: Record<string, number>; spreads: Record<string, number>; confidence: number } {
  const means: Record<string, number> = {};
  const spreads: Record<string, number> = {};
  for (const key of keys) {
    const given = cards.map(({ points }) => points[key]).filter((one) => one !== undefined);
    if (given.length === 0) continue;
    means[key] = Math.round((given.reduce((total, one) => total + one, 0) * 100) / given.length);
    spreads[key] = (Math.max(...given) - Math.min(...given)) * 100;
  }
  const sure = cards.map(({ confidence }) => CONFIDENCE[confidence]);
  return { means, spreads, confidence: sure.length === 0 ? 0 : Math.round(sure.reduce((total, one) => total + one, 0) / sure.length) };
}

/** What a card lacks or has wrong: sentences; empty when it is complete. */
export function cardMistakes(points: Record<string, number>, criteria: Criterion[]): string[] {
  return criteria.flatMap(({ key, name }) => {
    const given = points[key];
    if (given === undefined) return [`Zu „${name}“ fehlen die Punkte.`];
    return Number.isInteger(given) && given >= 0 && given <= 10 ? [] : [`Bei „${name}“ sind 0 bis 10 ganze Punkte möglich.`];
  });
}
