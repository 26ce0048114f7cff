import { FeelValue } from './feel-value.ts';

/** DMN 1.5, 10.3.2.3.1: numbers are IEEE 754-2008 decimal128, i.e. 34 significant digits. */
const DIGITS = 34;
const LIMIT = 10n ** BigInt(DIGITS);
const MAX_EXPONENT = 6144;

/** A number: a JavaScript number wherever its shortest text is exact, a Decimal for everything longer. */
export type FeelNumber = number | Decimal;

/** A decimal with up to 34 significant digits: coefficient × 10^exponent. */
export class Decimal extends FeelValue {
  readonly kind = 'number';
  readonly coefficient: bigint;
  readonly exponent: number;

  constructor(coefficient: bigint, exponent: number) {
    super();
    this.coefficient = coefficient;
    this.exponent = exponent;
  }

  toNumber(): number {
    return Number(`${this.coefficient}e${this.exponent}`);
  }

  override toJSON(): number {
    return this.toNumber();
  }

  toString(): string {
    return plainText(this.coefficient, this.exponent);
  }
}

export function isNumber(value: unknown): value is FeelNumber {
  return typeof value === 'number' ? Number.isFinite(value) : value instanceof Decimal;
}

/** Reads `12`, `-1.50`, `.5`, `1e-3`; undefined when the text is no number. */
export function parseNumber(text: string): FeelNumber | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match || (match[2] === '' && match[3] === undefined)) return undefined;
  const fraction = match[3] ?? '';
  const whole = match[2] ?? '';
  // Longer texts than any decimal128 are not worth an unbounded big integer.
  if (whole.length + fraction.length > 10_000 || Math.abs(Number(match[4] ?? 0)) > 100_000) return undefined;
  const coefficient = BigInt(`${whole}${fraction}` || '0');
  const result = normalise(match[1] === '-' ? -coefficient : coefficient, Number(match[4] ?? 0) - fraction.length);
  return result ?? undefined;
}

/** Exact value of a FEEL number; JavaScript numbers mean the decimal that they are printed as. */
export function toDecimal(value: FeelNumber): Decimal {
  if (typeof value !== 'number') return value;
  if (Number.isSafeInteger(value)) return new Decimal(BigInt(value), 0);
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const point = mantissa.indexOf('.');
  const decimals = point < 0 ? 0 : mantissa.length - point - 1;
  return new Decimal(BigInt(mantissa.replace('.', '')), Number(exponent) - decimals);
}

export function toNumber(value: FeelNumber): number {
  return typeof value === 'number' ? value : value.toNumber();
}

/** Rounds to 34 digits (half even) and chooses the representation; null when out of decimal128's range. */
export function normalise(coefficient: bigint, exponent: number): FeelNumber | null {
  let c = coefficient;
  let e = exponent;
  if (c === 0n) return 0;
  const excess = digitCount(c) - DIGITS;
  if (excess > 0) {
    c = divideRounded(c, 10n ** BigInt(excess), 'half even');
    e += excess;
  }
  if (e + digitCount(c) > MAX_EXPONENT + 1) return null;
  if (e + digitCount(c) < -MAX_EXPONENT) return 0;
  while (c % 10n === 0n && (e < 0 || c >= LIMIT || c <= -LIMIT)) {
    c /= 10n;
    e += 1;
  }
  return asNumber(c, e) ?? new Decimal(c, e);
}

function asNumber(c: bigint, e: number): number | undefined {
  const size = digitCount(c);
  if (size > 17 || e + size > 300 || e < -300) return undefined;
  const candidate = Number(`${c}e${e}`);
  if (size <= 15 || Number.isSafeInteger(candidate)) {
    return size <= 15 || (e === 0 && BigInt(candidate) === c) ? candidate : undefined;
  }
  const back = toDecimal(candidate);
  return compareScaled(back, { coefficient: c, exponent: e }) === 0 ? candidate : undefined;
}

export type Rounding = 'up' | 'down' | 'half up' | 'half down' | 'half even' | 'floor' | 'ceiling';

/** Integer division with a rounding rule; the divisor is positive. */
export function divideRounded(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return quotient;
  const sign = dividend < 0n ? -1n : 1n;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away =
    rounding === 'up' ||
    (rounding === 'floor' && sign < 0n) ||
    (rounding === 'ceiling' && sign > 0n) ||
    (rounding.startsWith('half') &&
      (twice > divisor ||
        (twice === divisor && (rounding === 'half up' || (rounding === 'half even' && quotient % 2n !== 0n)))));
  return away ? quotient + sign : quotient;
}

export function digitCount(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

type Scaled = { coefficient: bigint; exponent: number };

/** Brings two decimals to one exponent. */
export function align(a: Scaled, b: Scaled): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [
    a.coefficient * 10n ** BigInt(a.exponent - exponent),
    b.coefficient * 10n ** BigInt(b.exponent - exponent),
    exponent,
  ];
}

export function compareScaled(a: Scaled, b: Scaled): number {
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

function plainText(coefficient: bigint, exponent: number): string {
  const sign = coefficient < 0n ? '-' : '';
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString();
  if (exponent >= 0 && exponent + digits.length <= 60) return sign + digits + '0'.repeat(exponent);
  if (exponent < 0 && -exponent <= 60) {
    const padded = digits.padStart(1 - exponent, '0');
    return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
  }
  const rest = digits.slice(1).replace(/0+$/, '');
  const scientific = exponent + digits.length - 1;
  return `${sign}${digits[0]}${rest && `.${rest}`}E${scientific < 0 ? '' : '+'}${scientific}`;
}

/** Text of a number without exponent where it is readable, e.g. `0.1`, `100000000000000000000`. */
export function numberText(value: FeelNumber): string {
  if (Number.isSafeInteger(value)) return String(value);
  const { coefficient, exponent } = toDecimal(value);
  return plainText(coefficient, exponent);
}
