import { equals, inRange, order } from '../feel/values/compare.ts';
import { kindOf } from '../feel/values/kind.ts';
import { isOrdered, readCell } from './cell-values.ts';
import type { CellValues, Condition } from './cell-values.ts';

/**
 * Smallest parts of a column's values that no rule tells apart: single values, the stretches between two neighbouring
 * limits, and `other` for every value that no rule names.
 */
export type Atom =
  { kind: 'value'; value: unknown } | { kind: 'between'; low: unknown; high: unknown } | { kind: 'other' };

/** A set of atoms of one column, as bits. */
export type AtomSet = bigint;

export type Column = {
  label: string;
  atoms: readonly Atom[];
  /** Atoms that inputs may have at all. */
  domain: AtomSet;
  /** Per rule: where it may match, and where it certainly does. */
  cells: readonly { may: AtomSet; must: AtomSet }[];
};

/** Cuts a column into atoms; undefined when its cells mix kinds of values, e.g. text and numbers. */
export function cutColumn(
  label: string,
  texts: readonly string[],
  options: { typeName: string; allowed: string | undefined },
): Column | undefined {
  const cells = texts.map(readCell);
  const allowed = options.allowed === undefined ? undefined : readCell(options.allowed);
  const atoms = atomsOf([...cells, ...(allowed ? [allowed] : [])], options.typeName);
  if (!atoms) return undefined;
  const all = (1n << BigInt(atoms.length)) - 1n;
  const domain = allowed?.kind === 'fixed' ? atomSet(allowed, atoms) : all;
  return {
    label,
    atoms,
    domain,
    cells: cells.map((cell) => {
      if (cell.kind === 'any') return { may: domain, must: domain };
      if (cell.kind === 'unknown') return { may: domain, must: 0n };
      const set = atomSet(cell, atoms) & domain;
      return { may: set, must: set };
    }),
  };
}

function atomsOf(cells: readonly CellValues[], typeName: string): readonly Atom[] | undefined {
  const conditions = cells.flatMap((cell) => (cell.kind === 'fixed' ? cell.conditions : []));
  const values = conditions.flatMap(limitsOf);
  const kinds = new Set(values.filter((value) => value !== null).map(kindOf));
  if (kinds.size > 1) return undefined;
  const [kind = typeName] = kinds;
  const nothing: Atom[] = values.includes(null) ? [{ kind: 'value', value: null }] : [];
  if (kind === 'boolean') return [true, false].map((value): Atom => ({ kind: 'value', value })).concat(nothing);
  const hasRange = conditions.some((condition) => condition.kind === 'range');
  const known = values.filter((value) => value !== null);
  if (isOrdered(kind) || hasRange) return [...orderedAtoms(known), ...nothing];
  const distinct = known.filter((value, index) => known.findIndex((other) => equals(other, value) === true) === index);
  return [...distinct.map((value): Atom => ({ kind: 'value', value })), { kind: 'other' }, ...nothing];
}

function limitsOf(condition: Condition): readonly unknown[] {
  if (condition.kind === 'value') return [condition.value];
  return [condition.range.start, condition.range.end].filter((limit) => limit !== undefined);
}

function orderedAtoms(limits: readonly unknown[]): readonly Atom[] {
  const sorted = limits.toSorted((a, b) => order(a, b) ?? 0);
  const distinct = sorted.filter((value, index) => index === 0 || order(sorted[index - 1], value) !== 0);
  const atoms: Atom[] = [{ kind: 'between', low: undefined, high: distinct[0] }];
  for (const [index, value] of distinct.entries()) {
    atoms.push({ kind: 'value', value }, { kind: 'between', low: value, high: distinct[index + 1] });
  }
  return atoms;
}

function atomSet(cell: CellValues & { kind: 'fixed' }, atoms: readonly Atom[]): AtomSet {
  let set = 0n;
  for (const [index, atom] of atoms.entries()) {
    const inside = cell.conditions.some((condition) => covers(condition, atom));
    if (inside !== cell.negated) set |= 1n << BigInt(index);
  }
  return set;
}

function covers(condition: Condition, atom: Atom): boolean {
  if (atom.kind === 'other') return false;
  if (atom.kind === 'value') {
    return condition.kind === 'value'
      ? equals(atom.value, condition.value) === true
      : inRange(atom.value, condition.range) === true;
  }
  if (condition.kind === 'value') return false;
  const { start, end } = condition.range;
  const fromStart = start === undefined || (atom.low !== undefined && (order(atom.low, start) ?? -1) >= 0);
  const toEnd = end === undefined || (atom.high !== undefined && (order(atom.high, end) ?? 1) <= 0);
  return fromStart && toEnd;
}
