import { add, compareNumbers, multiply } from '../values/arithmetic.ts';
import { equals, order } from '../values/compare.ts';
import { isNumber } from '../values/decimal.ts';
import type { FeelNumber } from '../values/decimal.ts';
import { FeelValue } from '../values/feel-value.ts';
import { addDuration, divideDuration } from '../values/temporal-arithmetic.ts';
import { DayTimeDuration, YearMonthDuration } from '../values/temporal-values.ts';
import { spend } from '../run/run.ts';
import { builtIn } from './built-in.ts';
import type { BuiltIn } from './built-in.ts';
import { deviationOf, meanOf } from './number-functions.ts';

/** A function of a list that may also be called with the items themselves: `sum(1, 2, 3)`. */
function ofList(name: string, body: (list: readonly unknown[]) => unknown): BuiltIn {
  return builtIn(name)
    .with('list:list', ([list]) => body(list))
    .with('...list:any', (items) => (items.length === 1 && items[0] === null ? null : body(items)));
}

function extreme(list: readonly unknown[], direction: 1 | -1): unknown {
  let best: unknown = list[0] ?? null;
  for (const item of list) {
    const sign = order(item, best);
    if (sign === undefined) return null;
    if (sign * direction > 0) best = item;
  }
  return best;
}

function numbersOf(list: readonly unknown[]): readonly FeelNumber[] | null {
  return list.length > 0 && list.every(isNumber) ? list : null;
}

function sortedNumbers(numbers: readonly FeelNumber[]): FeelNumber[] {
  return numbers.toSorted((a, b) => {
    spend(1);
    return compareNumbers(a, b);
  });
}

function fold(
  numbers: readonly FeelNumber[] | null,
  operation: (a: FeelNumber, b: FeelNumber) => FeelNumber | null,
): FeelNumber | null {
  return (
    numbers?.reduce<FeelNumber | null>((a, b, i) => {
      spend(2);
      return i === 0 ? b : a === null ? null : operation(a, b);
    }, null) ?? null
  );
}

function sumOf(list: readonly unknown[]): unknown {
  const numbers = numbersOf(list);
  if (numbers) return fold(numbers, add);
  const durations = list.every((item) => item instanceof DayTimeDuration || item instanceof YearMonthDuration);
  return durations && list.length > 0
    ? list.reduce<unknown>((a, b) => (a === undefined ? b : addDuration(a, b)), undefined)
    : null;
}

function mean(list: readonly unknown[]): unknown {
  const numbers = numbersOf(list);
  const sum = sumOf(list);
  if (numbers && isNumber(sum)) return meanOf(numbers, sum);
  return sum instanceof FeelValue ? divideDuration(sum as DayTimeDuration, list.length) : null;
}

function median(list: readonly unknown[]): FeelNumber | null {
  const numbers = numbersOf(list);
  if (!numbers) return null;
  const sorted = sortedNumbers(numbers);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  const sum = fold(middle, add);
  return sum === null ? null : meanOf(middle, sum);
}

function mode(list: readonly unknown[]): readonly FeelNumber[] | null {
  if (list.length === 0) return [];
  const numbers = numbersOf(list);
  if (!numbers) return null;
  const sorted = sortedNumbers(numbers);
  let most = 0;
  let best: FeelNumber[] = [];
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && equals(sorted[from], sorted[to]) === true) to += 1;
    if (to - from > most) best = [];
    if (to - from >= most) best.push(...sorted.slice(from, from + 1));
    most = Math.max(most, to - from);
    from = to;
  }
  return best;
}

function deviation(list: readonly unknown[]): FeelNumber | null {
  const numbers = numbersOf(list);
  const average = numbers && mean(numbers);
  return numbers && isNumber(average) ? deviationOf(numbers, average) : null;
}

/** `all` and `any` in three-valued logic; anything but booleans and null is an error. */
function logic(list: readonly unknown[], decisive: boolean): boolean | null {
  if (!list.every((item) => item === null || item === undefined || typeof item === 'boolean')) return null;
  if (list.includes(decisive)) return decisive;
  return list.every((item) => item === !decisive) ? !decisive : null;
}

export const LIST_FUNCTIONS: readonly BuiltIn[] = [
  builtIn('not').with('negand:boolean', ([negand]) => !negand),
  builtIn('count').with('list:list', ([list]) => list.length),
  ofList('min', (list) => extreme(list, -1)),
  ofList('max', (list) => extreme(list, 1)),
  ofList('sum', sumOf),
  ofList('mean', mean),
  ofList('product', (list) => fold(numbersOf(list), multiply)),
  ofList('median', median),
  ofList('mode', mode),
  ofList('stddev', deviation),
  ofList('all', (list) => logic(list, false)),
  ofList('any', (list) => logic(list, true)),
];
