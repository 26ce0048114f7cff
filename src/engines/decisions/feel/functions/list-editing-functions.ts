import { equals, order } from '../values/compare.ts';
import { Decimal, toNumber } from '../values/decimal.ts';
import type { FeelNumber } from '../values/decimal.ts';
import { FeelFunction } from '../values/feel-function.ts';
import { checkSize, spend, step } from '../run/run.ts';
import type { Run } from '../run/run.ts';
import { builtIn } from './built-in.ts';
import type { BuiltIn } from './built-in.ts';

const ASCENDING = new FeelFunction(['a', 'b'], ([a, b]) => {
  const sign = order(a, b);
  return sign === undefined ? null : sign < 0;
});

/** Index in a list of a position that counts from 1 or from the end; -1 when there is none. */
function indexOf(list: readonly unknown[], position: FeelNumber): number {
  const at = Math.trunc(toNumber(position));
  const index = at > 0 ? at - 1 : at < 0 ? list.length + at : -1;
  return index >= 0 && index < list.length ? index : -1;
}

function sublist(
  list: readonly unknown[],
  start: FeelNumber,
  length: FeelNumber | undefined,
): readonly unknown[] | null {
  const from = indexOf(list, start);
  if (from < 0) return null;
  if (length === undefined) return list.slice(from);
  const size = Math.trunc(toNumber(length));
  return size > 0 && from + size <= list.length ? list.slice(from, from + size) : null;
}

function join(lists: readonly (readonly unknown[])[], run: Run): readonly unknown[] {
  checkSize(
    run,
    lists.reduce((size, list) => size + list.length, 0),
  );
  return lists.flat(1);
}

/** Finds equal items; texts and numbers by hash, so that a long list costs no square of its length. */
function finder(): { has(item: unknown): boolean; add(item: unknown): void } {
  const plain = new Set<unknown>();
  const others: unknown[] = [];
  const isPlain = (item: unknown): boolean => typeof item === 'string' || typeof item === 'number';
  return {
    has(item) {
      if (plain.has(item)) return true;
      // A decimal may equal a plain number; a text equals nothing but a text.
      if (typeof item === 'string' || (isPlain(item) && others.length === 0)) return false;
      return [...others, ...(item instanceof Decimal ? plain : [])].some((other) => {
        spend(2);
        return equals(item ?? null, other ?? null) === true;
      });
    },
    add(item) {
      if (isPlain(item)) plain.add(item);
      else others.push(item);
    },
  };
}

function distinct(list: readonly unknown[], run: Run): readonly unknown[] {
  const kept = finder();
  return list.filter((item) => {
    step(run);
    if (kept.has(item)) return false;
    kept.add(item);
    return true;
  });
}

function duplicates(list: readonly unknown[], run: Run): readonly unknown[] {
  const [seen, twice] = [finder(), finder()];
  return list.filter((item) => {
    step(run);
    if (!seen.has(item)) {
      seen.add(item);
      return false;
    }
    if (twice.has(item)) return false;
    twice.add(item);
    return true;
  });
}

function flatten(list: readonly unknown[], run: Run, into: unknown[] = []): unknown[] {
  for (const item of list) {
    spend(1);
    if (Array.isArray(item)) flatten(item, run, into);
    else into.push(item);
  }
  checkSize(run, into.length);
  return into;
}

function positions(list: readonly unknown[], match: unknown): readonly number[] {
  return list.flatMap((item, index) => (equals(item ?? null, match) === true ? [index + 1] : []));
}

function insert(list: readonly unknown[], position: FeelNumber, item: unknown): readonly unknown[] | null {
  const index = indexOf(list, position);
  return index < 0 ? null : list.toSpliced(index, 0, item);
}

function replaceMatching(list: readonly unknown[], { match, item: newItem }: { match: FeelFunction; item: unknown }, run: Run): unknown {
  if (match.parameters.length !== 2) return null;
  const result: unknown[] = [];
  for (const item of list) {
    step(run);
    const holds = match.call([item, newItem], run);
    if (typeof holds !== 'boolean') return null;
    result.push(holds ? newItem : item);
  }
  return result;
}

// Merge sort, because the author's comparison may be no order at all and must still end.
function sort(list: readonly unknown[], precedes: FeelFunction, run: Run): readonly unknown[] | null {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const left = sort(list.slice(0, middle), precedes, run);
  const right = sort(list.slice(middle), precedes, run);
  if (!left || !right) return null;
  const merged: unknown[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    step(run);
    const swap = precedes.call([right[r], left[l]], run);
    if (typeof swap !== 'boolean') return null;
    merged.push(swap ? right[r++] : left[l++]);
  }
  return [...merged, ...left.slice(l), ...right.slice(r)];
}

function partition(list: readonly unknown[], size: number): readonly unknown[] | null {
  if (size < 1) return null;
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

export const LIST_EDITING_FUNCTIONS: readonly BuiltIn[] = [
  builtIn('list contains').with('list:list, element:any', ([list, element]) =>
    list.some((item) => equals(item ?? null, element) === true),
  ),
  builtIn('sublist').with('list:list, start position:number, length?:number', ([list, start, length]) =>
    sublist(list, start, length),
  ),
  builtIn('append')
    .with('list:list, item:any', ([list, item]) => [...list, item])
    .with('...items:any', ([list, ...items], run) => {
      if (list === null || items.length === 0) return null;
      return join([Array.isArray(list) ? list : [list], items], run);
    }),
  builtIn('concatenate').with('...list:list', (lists, run) => join(lists, run)),
  builtIn('union').with('...list:list', (lists, run) => distinct(join(lists, run), run)),
  builtIn('insert before').with('list:list, position:number, newItem:any', ([list, position, item]) =>
    insert(list, position, item),
  ),
  builtIn('remove').with('list:list, position:number', ([list, position]) => {
    const index = indexOf(list, position);
    return index < 0 ? null : list.toSpliced(index, 1);
  }),
  builtIn('list replace')
    .with('list:list, position:number, newItem:any', ([list, position, item]) => {
      const index = indexOf(list, position);
      return index < 0 ? null : list.with(index, item);
    })
    .with('list:list, match:function, newItem:any', ([list, match, item], run) =>
      match instanceof FeelFunction ? replaceMatching(list, { match, item }, run) : null,
    ),
  builtIn('reverse').with('list:list', ([list]) => list.toReversed()),
  builtIn('index of').with('list:list, match:any', ([list, match]) => positions(list, match)),
  builtIn('distinct values').with('list:list', ([list], run) => distinct(list, run)),
  builtIn('flatten').with('list:list', ([list], run) => flatten(list, run)),
  builtIn('sort')
    .with('list:list', ([list], run) => sort(list, ASCENDING, run))
    .with('list:list, precedes:function', ([list, precedes], run) =>
      precedes instanceof FeelFunction && precedes.parameters.length === 2 ? sort(list, precedes, run) : null,
    ),
  // Extensions that the Camunda Modeler offers its authors.
  builtIn('is empty').with('list:list', ([list]) => list.length === 0),
  builtIn('duplicate values').with('list:list', ([list], run) => duplicates(list, run)),
  builtIn('partition').with('list:list, size:number', ([list, size]) => partition(list, toNumber(size))),
];
