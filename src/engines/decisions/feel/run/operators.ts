import { add, divide, multiply, negate, power, subtract } from '../values/arithmetic.ts';
import { equals, order } from '../values/compare.ts';
import { isNumber } from '../values/decimal.ts';
import type { ArithmeticOperator, CompareOperator } from '../syntax/ast.ts';
import {
  addDuration,
  difference,
  divideDuration,
  durationRatio,
  negateDuration,
  scaleDuration,
} from '../values/temporal-arithmetic.ts';
import { DayTimeDuration, YearMonthDuration, isTemporal } from '../values/temporal-values.ts';
import { kindOf } from '../values/kind.ts';
import { checkSize, nothing } from './run.ts';
import type { Run } from './run.ts';

type Operation = (left: unknown, right: unknown, run: Run) => unknown;

/** Operators on values; null where DMN 1.5 defines no result. */
export const ARITHMETIC: Readonly<Record<ArithmeticOperator, Operation>> = {
  '+': (left, right, run) => {
    if (typeof left === 'string' && typeof right === 'string') {
      checkSize(run, left.length + right.length);
      return left + right;
    }
    if (isDuration(right)) return addDuration(left, right);
    return isDuration(left) && isTemporal(right) ? addDuration(right, left) : null;
  },
  '-': (left, right) => {
    if (isDuration(right)) return addDuration(left, negateDuration(right));
    return isTemporal(left) && isTemporal(right) ? difference(left, right) : null;
  },
  '*': (left, right) => {
    if (isDuration(left) && isNumber(right)) return scaleDuration(left, right);
    return isDuration(right) && isNumber(left) ? scaleDuration(right, left) : null;
  },
  '/': (left, right) => {
    if (!isDuration(left)) return null;
    return isNumber(right) ? divideDuration(left, right) : durationRatio(left, right);
  },
  '**': () => null,
};

const NUMERIC = { '+': add, '-': subtract, '*': multiply, '/': divide, '**': power } as const;

export function calculate(operator: ArithmeticOperator, at: number): Operation {
  const numeric = NUMERIC[operator];
  const other = ARITHMETIC[operator];
  return (left, right, run) => {
    if (isNumber(left) && isNumber(right)) {
      return numeric(left, right) ?? nothing(run, at, `„${operator}“ hat hier kein Ergebnis`);
    }
    const result = other(left, right, run);
    return result ?? nothing(run, at, `„${operator}“ geht nicht mit ${german(left)} und ${german(right)}`);
  };
}

export function negation(value: unknown, run: Run, at: number): unknown {
  if (isNumber(value)) return negate(value);
  return negateDuration(value) ?? nothing(run, at, `„-“ geht nicht mit ${german(value)}`);
}

export function compare(operator: CompareOperator): (left: unknown, right: unknown) => boolean | null {
  switch (operator) {
    case '=':
      return equals;
    case '!=':
      return (left, right) => {
        const same = equals(left, right);
        return same === null ? null : !same;
      };
    default:
      return ordered(operator);
  }
}

function ordered(operator: '<' | '<=' | '>' | '>='): (left: unknown, right: unknown) => boolean | null {
  const holds = {
    '<': (sign: number) => sign < 0,
    '<=': (sign: number) => sign <= 0,
    '>': (sign: number) => sign > 0,
    '>=': (sign: number) => sign >= 0,
  }[operator];
  return (left, right) => {
    const sign = order(left, right);
    return sign === undefined ? null : holds(sign);
  };
}

/** German name of a value's type for messages. */
export function german(value: unknown): string {
  const names: Readonly<Record<string, string>> = {
    null: 'keinem Wert (null)',
    string: 'Text',
    number: 'Zahl',
    boolean: 'Wahrheitswert',
    date: 'Datum',
    time: 'Uhrzeit',
    'date and time': 'Datum mit Uhrzeit',
    'days and time duration': 'Dauer',
    'years and months duration': 'Dauer in Monaten',
    list: 'Liste',
    context: 'Kontext',
    range: 'Bereich',
    function: 'Funktion',
  };
  return names[kindOf(value)] ?? kindOf(value);
}

function isDuration(value: unknown): value is DayTimeDuration | YearMonthDuration {
  return value instanceof DayTimeDuration || value instanceof YearMonthDuration;
}
