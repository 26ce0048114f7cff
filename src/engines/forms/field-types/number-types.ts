import { formatMoney, formatNumber, tr } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import type { Json } from '../compiled.ts';
import type { FieldDefinition } from '../definition.ts';
import type { MistakeCode } from '../mistakes.ts';
import type { FieldType } from './field-type.ts';

/** A number as typed, split without rounding; undefined when it is none. */
export type TypedNumber = { negative: boolean; whole: string; fraction: string };

/**
 * Reads "1.234,50", "1234,5", "12.50" and, in English, "1,234.50". A single separator followed by exactly three
 * digits groups thousands when it is the language's thousands sign, else it is the decimal sign.
 */
export function readNumber(typed: string, locale: Locale): TypedNumber | undefined {
  const text = typed
    .replace(/(€|EUR|Euro|%)/gi, '')
    .replace(/[\s'’_]/g, '')
    .replace(/^([+\-−–]?)(.*?),[-–—]+$/, '$1$2')
    .replace(/^[−–]/, '-');
  const found = /^([+-]?)(\d[\d.,]*)$/.exec(text);
  const digits = found?.[2] ?? '';
  if (!found || digits.length > 40) return undefined;
  const thousands = locale === 'en' ? ',' : '.';
  const commaAt = digits.lastIndexOf(',');
  const dotAt = digits.lastIndexOf('.');
  let decimalAt = Math.max(commaAt, dotAt);
  if (decimalAt >= 0) {
    const sign = digits[decimalAt] ?? '';
    const alone = commaAt < 0 || dotAt < 0;
    const repeated = digits.indexOf(sign) !== decimalAt;
    const grouping = alone && sign === thousands && /^\d{3}$/.test(digits.slice(decimalAt + 1)) && !digits.startsWith('0');
    if (repeated && !alone) return undefined;
    if (repeated || grouping) decimalAt = -1;
  }
  const whole = decimalAt < 0 ? digits : digits.slice(0, decimalAt);
  const fraction = decimalAt < 0 ? '' : digits.slice(decimalAt + 1);
  if (!/^\d{1,3}([.,]\d{3})*$|^\d+$/.test(whole) || !/^\d*$/.test(fraction) || (/\./.test(whole) && /,/.test(whole))) return undefined;
  return { negative: found[1] === '-', whole: whole.replace(/[.,]/g, ''), fraction };
}

const shiftedInteger = ({ negative, whole, fraction }: TypedNumber, digits: number): number =>
  (negative ? -1 : 1) * Number(whole + fraction.padEnd(digits, '0').slice(0, digits));

type Kind = {
  digits: (definition: FieldDefinition) => number;
  cents?: boolean;
  mistake: MistakeCode;
  show(value: number, definition: FieldDefinition, locale: Locale): string;
};

const withUnit = (shown: string, definition: FieldDefinition, locale: Locale): string =>
  definition.unit ? `${shown} ${tr(definition.unit, locale)}` : shown;

function numberType(kind: Kind): FieldType {
  const wrong = (definition: FieldDefinition, value: Json): boolean => {
    if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return true;
    const digits = kind.cents ? 0 : kind.digits(definition);
    return Number(value.toFixed(digits)) !== value;
  };
  return {
    read(posted, { definition, locale }) {
      const typed = posted.one();
      if (typed.trim() === '') return {};
      const number = readNumber(typed, locale);
      if (!number) return { mistakes: [{ code: kind.mistake }] };
      const digits = kind.digits(definition);
      const fraction = number.fraction.replace(/0+$/, '');
      if (fraction.length > digits) {
        return { mistakes: [digits === 0 ? { code: 'integer' } : { code: 'digits', values: { max: digits } }] };
      }
      const exact = kind.cents
        ? shiftedInteger(number, 2)
        : Number(`${number.negative ? '-' : ''}${number.whole}.${fraction || '0'}`);
      return Number.isFinite(exact) && Math.abs(exact) <= Number.MAX_SAFE_INTEGER ? { value: exact + 0 } : { mistakes: [{ code: kind.mistake }] };
    },
    check: (value, { definition }) => (wrong(definition, value) ? { code: 'wrongType' } : undefined),
    show: (value, definition, locale) => (typeof value === 'number' ? kind.show(value, definition, locale) : ''),
    schema(definition) {
      const { min, max } = definition;
      return {
        type: kind.cents || kind.digits(definition) === 0 ? 'integer' : 'number',
        ...(typeof min === 'number' ? { minimum: min } : {}),
        ...(typeof max === 'number' ? { maximum: max } : {}),
        ...(kind.cents ? { description: 'Cent' } : {}),
      };
    },
  };
}

/** Integer cents. */
export const money: FieldType = numberType({
  digits: () => 2,
  cents: true,
  mistake: 'money',
  show: (value, _definition, locale) => formatMoney(value, locale),
});

export const integer: FieldType = numberType({
  digits: () => 0,
  mistake: 'integer',
  show: (value, definition, locale) => withUnit(formatNumber(value, locale), definition, locale),
});

const decimalDigits = (definition: FieldDefinition): number => definition.digits ?? 2;

export const decimal: FieldType = numberType({
  digits: decimalDigits,
  mistake: 'number',
  show: (value, definition, locale) =>
    withUnit(formatNumber(value, locale, { maximumFractionDigits: decimalDigits(definition) }), definition, locale),
});

/** Per cent: 12.5 means 12,5 %. */
export const percentage: FieldType = numberType({
  digits: decimalDigits,
  mistake: 'number',
  show: (value, definition, locale) => `${formatNumber(value, locale, { maximumFractionDigits: decimalDigits(definition) })} %`,
});
