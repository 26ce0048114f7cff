import { numberText, isNumber, toNumber } from '../values/decimal.ts';
import { getEntry, isContext } from '../values/feel-value.ts';
import { fromDouble } from '../values/arithmetic.ts';

/**
 * Functions of Java's own library that models written for other products call as external functions. No Java runs here:
 * the few pure ones below are computed by the engine, every other class or method does not exist.
 */
type Method = (args: readonly unknown[]) => unknown;

const MATH: Readonly<Record<string, (...numbers: number[]) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  atan2: Math.atan2,
  cbrt: Math.cbrt,
  ceil: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  hypot: Math.hypot,
  log: Math.log,
  log10: Math.log10,
  max: Math.max,
  min: Math.min,
  pow: Math.pow,
  round: (n = 0) => Math.floor(n + 0.5),
  signum: Math.sign,
  sin: Math.sin,
  sqrt: Math.sqrt,
  tan: Math.tan,
};
/** Largest value of Java's whole numbers; the smallest is one below its negative. */
const LARGEST: Readonly<Record<string, number>> = { byte: 127, short: 32_767, int: 2_147_483_647, long: Number.MAX_SAFE_INTEGER };
const wholeOf =
  (type: string): Method =>
  ([value]) =>
    whole(value, type);
const fractionOf: Method = ([value]) => (typeof value === 'string' && value.trim() === '' ? null : fromDouble(Number(value)));
const METHODS: Readonly<Record<string, Method>> = {
  'java.lang.String.valueOf': ([value]) => textOf(value),
  'java.lang.String.format': ([pattern, args]) => format(String(pattern), Array.isArray(args) ? args : []),
  'java.lang.Byte.valueOf': wholeOf('byte'),
  'java.lang.Byte.parseByte': wholeOf('byte'),
  'java.lang.Short.valueOf': wholeOf('short'),
  'java.lang.Short.parseShort': wholeOf('short'),
  'java.lang.Integer.valueOf': wholeOf('int'),
  'java.lang.Integer.parseInt': wholeOf('int'),
  'java.lang.Long.valueOf': wholeOf('long'),
  'java.lang.Long.parseLong': wholeOf('long'),
  'java.lang.Float.valueOf': fractionOf,
  'java.lang.Float.parseFloat': fractionOf,
  'java.lang.Double.valueOf': fractionOf,
  'java.lang.Double.parseDouble': fractionOf,
  'java.lang.Character.valueOf': ([value]) => value,
  'java.lang.Boolean.valueOf': ([value]) => String(value).toLowerCase() === 'true',
  'java.lang.Boolean.parseBoolean': ([value]) => String(value).toLowerCase() === 'true',
};
const NUMBERS = new Set(['double', 'float', 'int', 'long', 'short', 'byte']);
const SIGNATURE = /^\s*([\w$]+)\s*\(([^)]*)\)\s*$/;

/**
 * JavaScript function for a mapping such as `{ class: "java.lang.Math", method signature: "cos(double)" }`; undefined
 * when there is none. Arguments that do not fit the signature give null.
 */
export function javaFunction(mapping: unknown): Method | undefined {
  const java = isContext(mapping) && isContext(mapping['java']) ? mapping['java'] : mapping;
  if (!isContext(java)) return undefined;
  const className = getEntry(java, 'class');
  const [, name, parameterText = ''] = SIGNATURE.exec(String(getEntry(java, 'method signature'))) ?? [];
  if (typeof className !== 'string' || name === undefined) return undefined;
  const types = parameterText.trim() === '' ? [] : parameterText.split(',').map((type) => type.trim());
  // Math has no method for texts: what Java would not find is not computed either.
  if (className === 'java.lang.Math' && !types.every((type) => NUMBERS.has(type))) return undefined;
  const method = findMethod(className, name);
  if (!method) return undefined;
  return (args) => {
    if (args.length !== types.length) return null;
    const values = args.map((arg, index) => toJava(arg, types[index] ?? ''));
    return values.includes(undefined) ? null : method(values);
  };
}

function findMethod(className: string, name: string): Method | undefined {
  if (className !== 'java.lang.Math') return METHODS[`${className}.${name}`];
  const compute = Object.hasOwn(MATH, name) ? MATH[name] : undefined;
  return compute && ((args) => fromDouble(compute(...(args as number[]))));
}

/** Value as a Java type sees it; undefined when it cannot be passed. */
function toJava(value: unknown, type: string): unknown {
  switch (type.replace(/^java\.lang\./, '')) {
    case 'double':
    case 'Double':
    case 'float':
    case 'Float':
      return isNumber(value) ? toNumber(value) : undefined;
    case 'int':
    case 'Integer':
      return isNumber(value) ? (whole(toNumber(value), 'int') ?? undefined) : undefined;
    case 'long':
    case 'Long':
    case 'short':
    case 'Short':
    case 'byte':
    case 'Byte':
      return isNumber(value) ? (whole(toNumber(value), type.replace(/^java\.lang\./, '').toLowerCase()) ?? undefined) : undefined;
    case 'char':
    case 'Character':
      return typeof value === 'string' && value.length === 1 ? value : undefined;
    case 'boolean':
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'String':
      return typeof value === 'string' ? value : undefined;
    case '[Ljava.lang.Object;':
      return Array.isArray(value) ? value : [value];
    default:
      return type === 'java.lang.Object' || type === 'Object' ? value : undefined;
  }
}

function whole(value: unknown, type: string): number | null {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  const largest = LARGEST[type] ?? 0;
  return Number.isSafeInteger(number) && number <= largest && number >= -largest - 1 ? number : null;
}

function textOf(value: unknown): string {
  return isNumber(value) ? numberText(value) : String(value);
}

// Only the plain conversions; anything finer has no result.
function format(pattern: string, args: readonly unknown[]): string | null {
  let next = 0;
  let complete = true;
  const text = pattern.replace(/%(.)/g, (_, kind: string) => {
    if (kind === '%') return '%';
    complete &&= (kind === 's' || kind === 'd') && next < args.length;
    return textOf(args[next++]);
  });
  return complete ? text : null;
}
