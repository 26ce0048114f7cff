import {
  compareNumbers,
  divide,
  fromDouble,
  modulo,
  multiply,
  negate,
  round,
  squareRoot,
  subtract,
} from '../values/arithmetic.ts';
import { toDecimal, toNumber } from '../values/decimal.ts';
import type { FeelNumber, Rounding } from '../values/decimal.ts';
import { DayTimeDuration, YearMonthDuration } from '../values/temporal-values.ts';
import { spend } from '../run/run.ts';
import { builtIn } from './built-in.ts';
import type { BuiltIn } from './built-in.ts';

/** Scales that decimal128 allows (DMN 1.5, table 75). */
const MIN_SCALE = -6111;
const MAX_SCALE = 6176;

function rounded(value: FeelNumber, scale: FeelNumber, rounding: Rounding): FeelNumber | null {
  const digits = Math.trunc(toNumber(scale));
  return digits >= MIN_SCALE && digits <= MAX_SCALE ? round(value, digits, rounding) : null;
}

function rounding(name: string, rule: Rounding): BuiltIn {
  return builtIn(name).with('n:number, scale:number', ([n, scale]) => rounded(n, scale, rule));
}

function wholeRounding(name: string, rule: Rounding): BuiltIn {
  return builtIn(name)
    .with('n:number', ([n]) => round(n, 0, rule))
    .with('n:number, scale:number', ([n, scale]) => rounded(n, scale, rule));
}

function isMultipleOfTwo(value: FeelNumber): boolean | undefined {
  const rest = modulo(value, 2);
  return rest === 0 ? true : rest === 1 ? false : undefined;
}

function absolute(value: FeelNumber): FeelNumber {
  return toDecimal(value).coefficient < 0n ? negate(value) : value;
}

export const NUMBER_FUNCTIONS: readonly BuiltIn[] = [
  rounding('decimal', 'half even'),
  rounding('round up', 'up'),
  rounding('round down', 'down'),
  rounding('round half up', 'half up'),
  rounding('round half down', 'half down'),
  wholeRounding('floor', 'floor'),
  wholeRounding('ceiling', 'ceiling'),
  builtIn('abs')
    .with('n:number', ([n]) => absolute(n))
    .with('n:days and time duration', ([n]) => new DayTimeDuration(n.nanos < 0n ? -n.nanos : n.nanos))
    .with('n:years and months duration', ([n]) => new YearMonthDuration(Math.abs(n.months))),
  builtIn('modulo').with('dividend:number, divisor:number', ([dividend, divisor]) => modulo(dividend, divisor)),
  builtIn('sqrt').with('number:number', ([n]) => squareRoot(n)),
  builtIn('log').with('number:number', ([n]) => (compareNumbers(n, 0) > 0 ? fromDouble(Math.log(toNumber(n))) : null)),
  builtIn('exp').with('number:number', ([n]) => fromDouble(Math.exp(toNumber(n)))),
  builtIn('odd').with('number:number', ([n]) => isMultipleOfTwo(n) === false),
  builtIn('even').with('number:number', ([n]) => isMultipleOfTwo(n) === true),
];

/** Arithmetic mean. */
export function meanOf(numbers: readonly FeelNumber[], sum: FeelNumber): FeelNumber | null {
  return divide(sum, numbers.length);
}

/** Standard deviation of a sample (n − 1). */
export function deviationOf(numbers: readonly FeelNumber[], mean: FeelNumber): FeelNumber | null {
  if (numbers.length < 2) return null;
  let sum: FeelNumber | null = 0;
  for (const number of numbers) {
    spend(16);
    const distance = subtract(number, mean);
    const square = distance === null ? null : multiply(distance, distance);
    sum = sum === null || square === null ? null : subtract(sum, negate(square));
  }
  const variance = sum === null ? null : divide(sum, numbers.length - 1);
  return variance === null ? null : squareRoot(variance);
}
