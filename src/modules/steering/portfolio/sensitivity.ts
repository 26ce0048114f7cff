import { breakTie, rank, scoreOf, type Ranked, type Weights } from './score-math.ts';
import type { TieBreak } from './scoring-model.ts';

/** Points of weight that go from one criterion to another so that the sum stays 100. */
export type Shift = { from: string; to: string; points: number };
export type Swap = {
  shift: Shift;
  /** Stood before, and would be overtaken by `after`. */
  before: string;
  after: string;
};
export type Sensitivity = {
  /** Every overtaking within the range, once per pair of projects: by the smallest whole shift that brings it about. */
  swaps: Swap[];
  /** Projects that would change the side of the line for at least one shift. */
  crossings: { id: string; shift: Shift; nowAbove: boolean }[];
  /** The smallest shift in whole points that changes anything at all; null: nothing does within the range. */
  smallest: number | null;
};

const shifted = (weights: Weights, { from, to, points }: Shift): Weights => ({ ...weights, [from]: (weights[from] ?? 0) - points, [to]: (weights[to] ?? 0) + points });

/** All shifts of 1 … `points` between two criteria; a weight can't fall below zero. */
export function shiftsWithin(weights: Weights, points: number): Shift[] {
  const keys = Object.keys(weights);
  return keys.flatMap((from) =>
    keys.filter((to) => to !== from).flatMap((to) => Array.from({ length: Math.min(points, weights[from] ?? 0) }, (_, i) => ({ from, to, points: i + 1 }))),
  );
}

/**
 * Would the order change at ± `points`? Exact for every shift in between, also for fractions: the lead of one project over another is a straight
 * line in the shift, positive at zero; it can only turn negative within the range if it is so at its end. So the ends decide whether,
 * and the whole points before them say from where on.
 */
export function sensitivityOf(projects: Ranked[], { weights, rules, points = 5, above }: { weights: Weights; rules: TieBreak[]; points?: number; /** How many stand above the line at these weights, given the order. */ above?: (order: Ranked[]) => number }): Sensitivity {
  const order = rank(projects, weights, rules);
  const swaps = new Map<string, Swap>();
  const crossings = new Map<string, { id: string; shift: Shift; nowAbove: boolean }>();
  const firstAbove = new Set(above ? order.slice(0, above(order)).map(({ id }) => id) : []);
  for (const shift of shiftsWithin(weights, points)) {
    const other = rank(projects, shifted(weights, shift), rules);
    keepSwaps(order, other, { shift, swaps });
    if (!above) continue;
    const nowAbove = new Set(other.slice(0, above(other)).map(({ id }) => id));
    for (const { id } of order) if (nowAbove.has(id) !== firstAbove.has(id)) keepSmaller(crossings, id, { id, shift, nowAbove: nowAbove.has(id) });
  }
  const found = [...swaps.values()].sort((a, b) => a.shift.points - b.shift.points);
  return { swaps: found, crossings: [...crossings.values()], smallest: found[0]?.shift.points ?? null };
}

function keepSmaller<T extends { shift: Shift }>(kept: Map<string, T>, key: string, found: T): void {
  const known = kept.get(key);
  if (!known || known.shift.points > found.shift.points) kept.set(key, found);
}

/** Pairs that stand the other way round: what a project overtook lies between its old place and those now behind it. */
function keepSwaps(order: { id: string }[], other: { id: string }[], { shift, swaps }: { shift: Shift; swaps: Map<string, Swap> }): void {
  const was = new Map(order.map(({ id }, place) => [id, place]));
  for (const [i, ahead] of other.entries()) {
    const old = was.get(ahead.id) ?? 0;
    if (old === i && !other.slice(0, i).some(({ id }) => (was.get(id) ?? 0) > old)) continue;
    for (const behind of other.slice(i + 1)) {
      if ((was.get(behind.id) ?? 0) < old) keepSmaller(swaps, `${behind.id}/${ahead.id}`, { shift, before: behind.id, after: ahead.id });
    }
  }
}

/**
 * The exact shift, in points with fractions, from which `behind` overtakes `ahead` when weight moves from one criterion to another;
 * null when no shift within `points` does. With equal scores the tie rules decide.
 */
export function tippingPoint(pair: { ahead: Ranked; behind: Ranked }, { weights, rules, from, to, points = 5 }: { weights: Weights; rules: TieBreak[]; from: string; to: string; points?: number }): number | null {
  const { ahead, behind } = pair;
  const lead = scoreOf(ahead.means, weights) - scoreOf(behind.means, weights);
  const gain = (mean: Ranked): number => (mean.means[to] ?? 0) - (mean.means[from] ?? 0);
  const closing = gain(behind) - gain(ahead);
  if (closing <= 0) return null;
  const limit = Math.min(points, weights[from] ?? 0);
  const at = lead / closing;
  const atLimit = lead - limit * closing;
  return atLimit < 0 || (atLimit === 0 && breakTie(behind, ahead, rules) < 0) ? at : null;
}
