import { Decimal, align, compareScaled, digitCount, divideRounded, normalise, toDecimal, toNumber } from './decimal.ts';
import type { FeelNumber, Rounding } from './decimal.ts';

/**
 * Decimal arithmetic on JavaScript numbers: sums of integers and of amounts with up to four decimals are computed on
 * scaled integers, everything else on big integers, so that 0.1 + 0.2 is 0.3 and no cent is lost.
 */
const SCALE = 1e4;
const SAFE = 1e15;

export function add(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const x = scaled(a);
    const y = scaled(b);
    if (x + y < SAFE && x + y > -SAFE) return (x + y) / SCALE + 0;
    const sum = a + b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum)) return sum;
  }
  const left = toDecimal(a);
  const right = toDecimal(b);
  if (tooFarApart(left, right)) return digitEnd(left) > digitEnd(right) ? a : b;
  const [x, y, exponent] = align(left, right);
  return normalise(x + y, exponent);
}

export function subtract(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return add(a, negate(b));
}

export function negate(a: FeelNumber): FeelNumber {
  return typeof a === 'number' ? 0 - a : new Decimal(-a.coefficient, a.exponent);
}

export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(product)) return product + 0;
    const exact = scaled(a) * scaled(b);
    if (exact < SAFE && exact > -SAFE) return exact / (SCALE * SCALE) + 0;
  }
  const left = toDecimal(a);
  const right = toDecimal(b);
  return normalise(left.coefficient * right.coefficient, left.exponent + right.exponent);
}

/** Null for a division by zero (DMN 1.5, table 53). */
export function divide(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    if (a % b === 0) return a / b + 0;
  }
  const left = toDecimal(a);
  const right = toDecimal(b);
  // Two guard digits more than the 34 that normalise() keeps, and a sticky digit for the exact rounding.
  const shift = BigInt(Math.max(0, 38 + digitCount(right.coefficient) - digitCount(left.coefficient)));
  const dividend = left.coefficient * 10n ** shift;
  const quotient = dividend / right.coefficient;
  const sticky = dividend % right.coefficient === 0n ? 0n : dividend < 0n === right.coefficient < 0n ? 1n : -1n;
  return normalise(quotient * 10n + sticky, left.exponent - right.exponent - Number(shift) - 1);
}

export function power(base: FeelNumber, exponent: FeelNumber): FeelNumber | null {
  if (typeof exponent === 'number' && Number.isInteger(exponent) && Math.abs(exponent) <= 100_000) {
    if (exponent < 0) {
      const inverse = power(base, -exponent);
      return inverse === null ? null : divide(1, inverse);
    }
    let result: FeelNumber | null = 1;
    let square: FeelNumber | null = base;
    for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result = result === null || square === null ? null : multiply(result, square);
      if (rest > 1) square = square === null ? null : multiply(square, square);
    }
    return result;
  }
  return fromDouble(toNumber(base) ** toNumber(exponent));
}

/** Result of a function that only exists for doubles (exp, log, roots of fractions); null when not finite. */
export function fromDouble(value: number): FeelNumber | null {
  return Number.isFinite(value) ? value + 0 : null;
}

export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  return compareScaled(toDecimal(a), toDecimal(b));
}

/** Rounds to `scale` decimals; a negative scale rounds to tens, hundreds … */
export function round(value: FeelNumber, scale: number, rounding: Rounding): FeelNumber | null {
  if (scale >= 0 && Number.isSafeInteger(value)) return value;
  const decimal = toDecimal(value);
  const drop = -scale - decimal.exponent;
  if (drop <= 0) return value;
  return normalise(divideRounded(decimal.coefficient, 10n ** BigInt(drop), rounding), -scale);
}

/** Floored modulo: the sign of the result is the divisor's (DMN 1.5, table 75). */
export function modulo(dividend: FeelNumber, divisor: FeelNumber): FeelNumber | null {
  if (divisor === 0) return null;
  const [x, y, exponent] = align(toDecimal(dividend), toDecimal(divisor));
  const rest = x % y;
  return normalise(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest, exponent);
}

export function squareRoot(value: FeelNumber): FeelNumber | null {
  const { coefficient, exponent } = toDecimal(value);
  if (coefficient < 0n) return null;
  if (coefficient === 0n) return 0;
  let shift = Math.max(0, 72 - digitCount(coefficient));
  if ((exponent - shift) % 2 !== 0) shift += 1;
  const radicand = coefficient * 10n ** BigInt(shift);
  const root = integerRoot(radicand);
  const sticky = root * root === radicand ? 0n : 1n;
  return normalise(root * 10n + sticky, (exponent - shift) / 2 - 1);
}

function integerRoot(value: bigint): bigint {
  let guess = 10n ** BigInt(Math.ceil(digitCount(value) / 2) + 1);
  for (;;) {
    const next = (guess + value / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** The number times 10^4 when it has no more than four decimals, else infinity. */
function scaled(value: number): number {
  const x = Math.round(value * SCALE);
  return x / SCALE === value && x < SAFE && x > -SAFE ? x : Number.POSITIVE_INFINITY;
}

// A summand smaller than the last of 34 digits would only cost memory: 1e6000 + 1.
function tooFarApart(a: Decimal, b: Decimal): boolean {
  return Math.abs(digitEnd(a) - digitEnd(b)) > 80 && a.coefficient !== 0n && b.coefficient !== 0n;
}

function digitEnd(value: Decimal): number {
  return value.exponent + digitCount(value.coefficient);
}
