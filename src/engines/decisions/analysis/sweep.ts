import type { AtomSet, Column } from './column.ts';

/** A part of the input space: one set of atoms per column. */
export type Box = readonly AtomSet[];

/** Parts of a box that none of the rules covers; undefined when the table is too big to be swept. */
export function uncovered(columns: readonly Column[], box: Box, rules: readonly number[]): readonly Box[] | undefined {
  const found: Box[] = [];
  const budget = { steps: 20_000 };
  const done = sweep({ columns, box, found, budget }, rules, []);
  return done ? found : undefined;
}

type Sweep = { columns: readonly Column[]; box: Box; found: Box[]; budget: { steps: number } };

/** Goes column by column; atoms with the same rules still alive are handled together. */
function sweep(state: Sweep, rules: readonly number[], chosen: readonly AtomSet[]): boolean {
  const { columns, box, found, budget } = state;
  budget.steps -= 1;
  if (budget.steps < 0) return false;
  if (rules.length === 0) {
    found.push([...chosen, ...box.slice(chosen.length)]);
    return found.length < 200;
  }
  const depth = chosen.length;
  const column = columns[depth];
  // A rule that takes all that is left of the box covers it.
  if (!column || rules.some((rule) => coversRest(columns, box, { rule, from: depth }))) return true;
  for (const [set, alive] of groups(column, box[depth] ?? 0n, rules)) {
    if (!sweep(state, alive, [...chosen, set])) return false;
  }
  return true;
}

function coversRest(columns: readonly Column[], box: Box, { rule, from }: { rule: number; from: number }): boolean {
  return columns.slice(from).every((column, index) => {
    const wanted = box[from + index] ?? 0n;
    return ((column.cells[rule]?.may ?? 0n) & wanted) === wanted;
  });
}

function groups(column: Column, wanted: AtomSet, rules: readonly number[]): readonly [AtomSet, readonly number[]][] {
  const byRules = new Map<string, [AtomSet, readonly number[]]>();
  for (const index of column.atoms.keys()) {
    const bit = 1n << BigInt(index);
    if ((wanted & bit) === 0n) continue;
    const alive = rules.filter((rule) => ((column.cells[rule]?.may ?? 0n) & bit) !== 0n);
    const key = alive.join();
    const group = byRules.get(key);
    if (group) group[0] |= bit;
    else byRules.set(key, [bit, alive]);
  }
  return [...byRules.values()];
}

/** Part of the input space where both rules certainly match; undefined when there is none. */
export function overlap(columns: readonly Column[], first: number, second: number): Box | undefined {
  const box = columns.map((column) => (column.cells[first]?.must ?? 0n) & (column.cells[second]?.must ?? 0n));
  return box.every((set) => set !== 0n) ? box : undefined;
}

/** Part of the input space where a rule may match; a column of nothing means that it never does. */
export function ruleBox(columns: readonly Column[], rule: number): Box {
  return columns.map((column) => column.cells[rule]?.may ?? 0n);
}
