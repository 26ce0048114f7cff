import { formatDate, formatMoney, formatNumber } from '#platform/i18n';
import type { Bound, CompiledField, Json } from './compiled.ts';
import { matchesPattern } from './field-facts.ts';
import { evaluate } from './form-state.ts';
import type { FormState, Place } from './form-state.ts';
import { longest } from './field-types/field-type.ts';
import type { Mistake } from './mistakes.ts';

const numeric = new Set(['money', 'integer', 'decimal', 'percentage']);
const dated = new Set(['date', 'birthDate', 'time']);

// Amounts and shares below zero are slips unless the author says otherwise.
const usual: Record<string, { min?: number; max?: number }> = { money: { min: 0 }, percentage: { min: 0, max: 100 } };

/** A limit's value here. FEEL that gives null (its names are unanswered) sets no limit; a value of the wrong kind is the author's mistake and throws. */
export function boundValue(state: FormState, field: CompiledField, { which, place }: { which: 'min' | 'max'; place: Place }): number | string | undefined {
  const bound: Bound | undefined = field[which];
  if (bound === undefined) return usual[field.definition.type]?.[which];
  const value = typeof bound === 'object' ? evaluate(state, bound, place) : bound;
  if (value === null || value === undefined) return undefined;
  const plain = typeof value === 'object' && 'toJSON' in value && typeof value.toJSON === 'function' ? (value.toJSON() as unknown) : value;
  if (typeof plain === (numeric.has(field.definition.type) ? 'number' : 'string')) {
    return typeof plain === 'string' ? plain.slice(0, field.definition.type === 'time' ? 5 : 10) : (plain as number);
  }
  if (!dated.has(field.definition.type) && typeof plain === 'number') return plain;
  const words = which === 'min' ? 'Die Untergrenze' : 'Die Obergrenze';
  throw new Error(`Formular „${state.form.id}“, Feld „${field.path}“: ${words} ergibt keinen passenden Wert`);
}

/** Length, pattern, size, day: what the definition demands of a value of the right type. */
export function limitMistake(state: FormState, field: CompiledField, { value, place }: { value: Json; place: Place }): Mistake | undefined {
  const { type } = field.definition;
  if (numeric.has(type) || dated.has(type)) return rangeMistake(state, field, { value: value as number | string, place });
  if (type === 'multiChoice' && Array.isArray(value)) return countMistake(field, value.length);
  return typeof value === 'string' ? textMistake(field, value) : undefined;
}

function textMistake({ definition, pattern }: CompiledField, value: string): Mistake | undefined {
  const max = longest(definition);
  if (value.length > max) return { code: 'tooLong', values: { length: formatNumber(value.length), max: formatNumber(max) } };
  if (definition.minLength !== undefined && value.length < definition.minLength) return { code: 'tooShort', values: { min: definition.minLength } };
  if (!pattern || matchesPattern(pattern, value)) return undefined;
  return definition.example ? { code: 'patternExample', values: { example: definition.example } } : { code: 'pattern' };
}

function countMistake({ min, max }: CompiledField, count: number): Mistake | undefined {
  if (typeof min === 'number' && count < min) return { code: 'tooFew', values: { min } };
  return typeof max === 'number' && count > max ? { code: 'tooMany', values: { max } } : undefined;
}

function rangeMistake(state: FormState, field: CompiledField, { value, place }: { value: number | string; place: Place }): Mistake | undefined {
  const min = boundValue(state, field, { which: 'min', place });
  const max = boundValue(state, field, { which: 'max', place });
  const { type } = field.definition;
  const show = (bound: number | string): string => {
    if (type === 'money') return formatMoney(Number(bound), state.locale);
    if (type === 'time') return String(bound);
    return typeof bound === 'number' ? formatNumber(bound, state.locale) : formatDate(bound, state.locale);
  };
  const day = type === 'date' || type === 'birthDate';
  if (min !== undefined && value < min) return { code: day ? 'dateEarly' : 'tooSmall', values: { min: show(min) } };
  if (max !== undefined && value > max) return { code: day ? 'dateLate' : 'tooLarge', values: { max: show(max) } };
  return undefined;
}
