import { equals, order } from '../values/compare.ts';
import { FeelRange } from '../values/range.ts';
import { builtIn } from './built-in.ts';
import type { BuiltIn } from './built-in.ts';

/**
 * Allen's interval relations (DMN 1.5, table 78). A point is read as the range from itself to itself, which turns every
 * row of the table into one comparison of four ends.
 */
type Ends = { range: FeelRange; isPoint: boolean };
type Relation = (a: FeelRange, b: FeelRange) => boolean | null;
type Shape = 'pp' | 'pr' | 'rp' | 'rr';

function asRange(value: unknown): Ends {
  if (value instanceof FeelRange) return { range: value, isPoint: false };
  return { range: new FeelRange({ start: value, end: value, startIncluded: true, endIncluded: true }), isPoint: true };
}

// Order of two ends: an open limit lies beyond everything.
function ends(a: unknown, b: unknown, open: number): number | undefined {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? open : -open;
  return order(a, b);
}

function startsFirst(a: FeelRange, b: FeelRange): number | undefined {
  const sign = ends(a.start, b.start, -1);
  if (sign !== 0) return sign;
  return a.startIncluded === b.startIncluded ? 0 : a.startIncluded ? -1 : 1;
}

function endsFirst(a: FeelRange, b: FeelRange): number | undefined {
  const sign = ends(a.end, b.end, 1);
  if (sign !== 0) return sign;
  return a.endIncluded === b.endIncluded ? 0 : a.endIncluded ? 1 : -1;
}

const before: Relation = (a, b) => {
  if (a.end === undefined || b.start === undefined) return false;
  const sign = order(a.end, b.start);
  if (sign === undefined) return null;
  return sign < 0 || (sign === 0 && !(a.endIncluded && b.startIncluded));
};

const meets: Relation = (a, b) => {
  if (a.end === undefined || b.start === undefined) return false;
  const same = equals(a.end, b.start);
  return same === null ? null : same && a.endIncluded && b.startIncluded;
};

function both(a: FeelRange, b: FeelRange, holds: (start: number, end: number) => boolean): boolean | null {
  const start = startsFirst(a, b);
  const end = endsFirst(a, b);
  return start === undefined || end === undefined ? null : holds(start, end);
}

const overlaps: Relation = (a, b) => {
  const [first, second] = [before(a, b), before(b, a)];
  return first === null || second === null ? null : !first && !second;
};

const overlapsBefore: Relation = (a, b) => {
  const together = overlaps(a, b);
  return together && both(a, b, (start, end) => start < 0 && end <= 0);
};

const includes: Relation = (a, b) => both(a, b, (start, end) => start <= 0 && end >= 0);
const starts: Relation = (a, b) => both(a, b, (start, end) => start === 0 && end <= 0);
const finishes: Relation = (a, b) => both(a, b, (start, end) => end === 0 && start >= 0);
const coincides: Relation = (a, b) => both(a, b, (start, end) => start === 0 && end === 0);
const flip =
  (relation: Relation): Relation =>
  (a, b) =>
    relation(b, a);

function relation(name: string, holds: Relation, shapes: Readonly<Partial<Record<Shape, string>>>): BuiltIn {
  const apply = ([a, b]: readonly unknown[]): boolean | null => {
    const [x, y] = [asRange(a), asRange(b)];
    const shape = `${x.isPoint ? 'p' : 'r'}${y.isPoint ? 'p' : 'r'}` as Shape;
    if (a === null || b === null || shapes[shape] === undefined) return null;
    return holds(x.range, y.range);
  };
  const made = builtIn(name);
  for (const pair of new Set(Object.values(shapes))) {
    const [first, second] = pair.split('/') as [string, string];
    const signature = `${first}:any, ${second}:any` as 'a:any, b:any';
    made.with(signature, apply);
  }
  return made;
}

const PAIR = 'range1/range2';

export const RANGE_FUNCTIONS: readonly BuiltIn[] = [
  relation('before', before, { pp: 'point1/point2', pr: 'point/range', rp: 'range/point', rr: PAIR }),
  relation('after', flip(before), { pp: 'point1/point2', pr: 'point/range', rp: 'range/point', rr: PAIR }),
  relation('meets', meets, { rr: PAIR }),
  relation('met by', flip(meets), { rr: PAIR }),
  relation('overlaps', overlaps, { rr: PAIR }),
  relation('overlaps before', overlapsBefore, { rr: PAIR }),
  relation('overlaps after', flip(overlapsBefore), { rr: PAIR }),
  relation('finishes', finishes, { pr: 'point/range', rr: PAIR }),
  relation('finished by', flip(finishes), { rp: 'range/point', rr: PAIR }),
  relation('includes', includes, { rp: 'range/point', rr: PAIR }),
  relation('during', flip(includes), { pr: 'point/range', rr: PAIR }),
  relation('starts', starts, { pr: 'point/range', rr: PAIR }),
  relation('started by', flip(starts), { rp: 'range/point', rr: PAIR }),
  relation('coincides', coincides, { pp: 'point1/point2', rr: PAIR }),
];
