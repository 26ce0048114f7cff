import { tr } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import type { FieldDefinition, OptionDefinition } from '../definition.ts';
import { countryName, isCountry } from './countries.ts';
import type { FieldType, Reading } from './field-type.ts';

const words = { de: { yes: 'Ja', no: 'Nein' }, en: { yes: 'Yes', no: 'No' } };

/** "Ja" or "Nein" in the language of the page. */
export const yesNoWord = (value: boolean, locale: Locale): string => words[locale === 'en' ? 'en' : 'de'][value ? 'yes' : 'no'];

/** Posted as "true" or "false". */
export const yesNo: FieldType = {
  read(posted) {
    const typed = posted.one();
    if (typed === '') return {};
    return typed === 'true' || typed === 'false' ? { value: typed === 'true' } : { mistakes: [{ code: 'option' }] };
  },
  check: (value) => (typeof value === 'boolean' ? undefined : { code: 'wrongType' }),
  show: (value, _definition, locale) => (typeof value === 'boolean' ? yesNoWord(value, locale) : ''),
  schema: () => ({ type: 'boolean' }),
};

/** A box to tick; true or absent. */
export const confirm: FieldType = {
  read: (posted) => (posted.one() === '' || posted.one() === 'false' ? {} : { value: true }),
  check: (value) => (value === true ? undefined : { code: 'wrongType' }),
  show: (value, _definition, locale) => (value === true ? yesNoWord(true, locale) : ''),
  schema: () => ({ const: true }),
};

const optionLabel = (definition: FieldDefinition, value: string, locale: Locale): string => {
  const option = definition.options?.find((o) => o.value === value);
  return option ? tr(option.label, locale) : value;
};
const hasOption = (definition: FieldDefinition, value: unknown): value is string =>
  typeof value === 'string' && Boolean(definition.options?.some((option) => option.value === value));

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss').replace(/\s+/g, ' ').trim();

/** What was typed is an option's value or one of its labels; else the nearest ones are named. */
function lookUp({ options = [] }: FieldDefinition, typed: string, locale: Locale): Reading {
  const wanted = folded(typed);
  const names = ({ label }: OptionDefinition): string[] => [tr(label, locale), tr(label, 'de')].map(folded);
  const found = options.find(({ value }) => value === typed) ?? options.find((option) => names(option).includes(wanted));
  if (found) return { value: found.value };
  const begin = options.filter((option) => names(option).some((name) => name.startsWith(wanted)));
  if (begin.length === 1 && begin[0] && wanted.length >= 3) return { value: begin[0].value };
  const near = [...begin, ...options.filter((option) => names(option).some((name) => wanted.length >= 2 && name.includes(wanted)))];
  const labels = [...new Set(near.map(({ label }) => tr(label, locale)))].slice(0, 5);
  return { mistakes: [labels.length > 0 ? { code: 'notInListNear', values: { near: labels.join(', ') } } : { code: 'notInList' }] };
}

export const choice: FieldType = {
  read(posted, { definition, locale }) {
    const value = posted.one();
    if (value === '') return {};
    if (definition.appearance === 'autocomplete') return lookUp(definition, value, locale);
    return hasOption(definition, value) ? { value } : { mistakes: [{ code: 'option' }] };
  },
  check: (value, { definition }) => (typeof value !== 'string' ? { code: 'wrongType' } : hasOption(definition, value) ? undefined : { code: 'option' }),
  show: (value, definition, locale) => (typeof value === 'string' ? optionLabel(definition, value, locale) : ''),
  schema: (definition) => ({ enum: definition.options?.map((option) => option.value) ?? [] }),
};

/** An array of option values in the order of the options, without doubles; at least one. */
export const multiChoice: FieldType = {
  read(posted, { definition, locale }) {
    const typed = new Set(posted.all().filter((value) => value !== ''));
    if (typed.size === 0) return {};
    if ([...typed].some((value) => !hasOption(definition, value))) return { mistakes: [{ code: 'option' }] };
    const value = definition.options?.map((option) => option.value).filter((option) => typed.has(option)) ?? [];
    const alone = definition.options?.find((option) => option.exclusive && typed.has(option.value));
    if (alone && value.length > 1) return { mistakes: [{ code: 'exclusive', values: { option: tr(alone.label, locale) } }] };
    return { value };
  },
  check(value, asked) {
    if (!Array.isArray(value) || value.length === 0 || value.some((item) => typeof item !== 'string')) return { code: 'wrongType' };
    if (new Set(value).size !== value.length) return { code: 'wrongType' };
    return multiChoice.read({ one: () => '', all: () => value as string[] }, asked).mistakes?.[0];
  },
  show: (value, definition, locale) => (Array.isArray(value) ? value.map((item) => optionLabel(definition, String(item), locale)).join(', ') : ''),
  schema: (definition) => ({
    type: 'array',
    items: { enum: definition.options?.map((option) => option.value) ?? [] },
    uniqueItems: true,
    minItems: typeof definition.min === 'number' ? Math.max(1, definition.min) : 1,
    ...(typeof definition.max === 'number' ? { maxItems: definition.max } : {}),
  }),
};

const countryType = (kind: 'country' | 'nationality'): FieldType => ({
  read(posted) {
    const value = posted.one();
    if (value === '') return {};
    return isCountry(kind, value) ? { value } : { mistakes: [{ code: 'option' }] };
  },
  check: (value) => (typeof value === 'string' && isCountry(kind, value) ? undefined : { code: 'option' }),
  show: (value, _definition, locale) => (typeof value === 'string' ? countryName(value, locale) : ''),
  schema: () => ({ type: 'string', pattern: kind === 'country' ? '^[A-Z]{2}$' : '^[A-Z]{2,3}$' }),
});

/** ISO 3166-1 alpha-2. */
export const country: FieldType = countryType('country');

/** ISO 3166-1 alpha-2 of the state; "XXA" stateless, "XXX" not established (ICAO 9303). */
export const nationality: FieldType = countryType('nationality');
