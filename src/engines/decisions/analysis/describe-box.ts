import { numberText, isNumber } from '../feel/values/decimal.ts';
import { FeelDate } from '../feel/values/temporal-values.ts';
import type { Atom, AtomSet, Column } from './column.ts';
import type { Box } from './sweep.ts';

/** A part of the input space in German, e.g. `Alter ab 18 und Rasse „Pitbull“`; columns that do not matter are left out. */
export function describeBox(columns: readonly Column[], box: Box): string {
  const parts = columns.flatMap((column, index) => {
    const set = box[index] ?? 0n;
    return set === column.domain ? [] : [`${column.label} ${describeSet(column, set)}`];
  });
  return parts.length === 0 ? 'jede Eingabe' : parts.join(' und ');
}

function describeSet(column: Column, set: AtomSet): string {
  const parts: string[] = [];
  for (let from = 0; from < column.atoms.length; from += 1) {
    if (!has(set, from)) continue;
    let to = from;
    while (isOrdered(column.atoms[to]) && isOrdered(column.atoms[to + 1]) && has(set, to + 1)) to += 1;
    const [first, last] = [column.atoms[from], column.atoms[to]];
    if (first && last) parts.push(describeRun(first, last));
    from = to;
  }
  return parts.join(' oder ');
}

function has(set: AtomSet, index: number): boolean {
  return (set & (1n << BigInt(index))) !== 0n;
}

// Only stretches border on one another; the values of a list do not.
function isOrdered(atom: Atom | undefined): boolean {
  return (
    atom !== undefined &&
    atom.kind !== 'other' &&
    !(
      atom.kind === 'value' &&
      (typeof atom.value === 'string' || typeof atom.value === 'boolean' || atom.value === null)
    )
  );
}

function describeRun(first: Atom, last: Atom): string {
  if (first.kind === 'other') return 'mit einem anderen Wert';
  if (first === last && first.kind === 'value') return valueText(first.value);
  if (first.kind === 'value' && last.kind === 'value')
    return `von ${valueText(first.value)} bis ${valueText(last.value)}`;
  const low =
    first.kind === 'value'
      ? `ab ${valueText(first.value)}`
      : first.low === undefined
        ? ''
        : `über ${valueText(first.low)}`;
  const high =
    last.kind === 'value'
      ? `bis ${valueText(last.value)}`
      : last.kind === 'other' || last.high === undefined
        ? ''
        : `unter ${valueText(last.high)}`;
  return [low, high].filter((part) => part !== '').join(' und ') || 'mit jedem Wert';
}

function valueText(value: unknown): string {
  if (value === null) return 'ohne Wert';
  if (typeof value === 'boolean') return value ? 'ja' : 'nein';
  if (typeof value === 'string') return `„${value}“`;
  if (isNumber(value)) return numberText(value).replace('.', ',');
  if (value instanceof FeelDate)
    return `${String(value.day).padStart(2, '0')}.${String(value.month).padStart(2, '0')}.${value.year}`;
  return String(value);
}
