import { tr } from '#platform/i18n';
import type { Text } from '#platform/i18n';
import type { Json } from '../compiled.ts';
import type { Mistake } from '../mistakes.ts';
import type { Asked, FieldType, Posted } from './field-type.ts';
import { postcode } from './text-types.ts';

/** A German postal address (DIN 5008). */
export type Address = { street: string; houseNumber: string; addition?: string; postcode: string; city: string };

type Part = { key: keyof Address; label: Text; max: number; optional?: boolean; autocomplete?: string };

/** In the order in which they are asked. */
export const addressParts: Part[] = [
  { key: 'street', label: { de: 'Straße', en: 'Street' }, max: 100 },
  { key: 'houseNumber', label: { de: 'Hausnummer', en: 'House number', 'de-leicht': 'Haus-Nummer' }, max: 12 },
  {
    key: 'addition',
    label: { de: 'Zusatz (zum Beispiel Hinterhaus)', en: 'Addition (for example rear building)' },
    max: 100,
    optional: true,
    autocomplete: 'address-line2',
  },
  { key: 'postcode', label: { de: 'Postleitzahl', en: 'Postcode', 'de-leicht': 'Post-Leit-Zahl' }, max: 7, autocomplete: 'postal-code' },
  { key: 'city', label: { de: 'Ort', en: 'Town or city' }, max: 100, autocomplete: 'address-level2' },
];

function readPart(part: Part, typed: string, asked: Asked): { value?: string; mistake?: Mistake } {
  const value = typed.replace(/\s+/g, ' ').trim();
  const at = `.${part.key}`;
  const partLabel = tr(part.label, asked.locale);
  if (!value) return part.optional ? {} : { mistake: { code: 'requiredPart', values: { partLabel }, part: at } };
  if (value.length > part.max) {
    return { mistake: { code: 'tooLong', values: { label: partLabel, length: value.length, max: part.max }, part: at } };
  }
  if (part.key === 'postcode') {
    const read = postcode.read({ one: () => value, all: () => [value] }, asked);
    return read.mistakes ? { mistake: { code: 'postcode', part: at } } : { value: read.value as string };
  }
  if (part.key === 'houseNumber' && !/\d/.test(value)) return { mistake: { code: 'pattern', values: { label: partLabel }, part: at } };
  if (part.key === 'city' && !/\p{L}/u.test(value)) return { mistake: { code: 'pattern', values: { label: partLabel }, part: at } };
  return { value };
}

export const address: FieldType = {
  inputs: addressParts.map((part) => `.${part.key}`),
  read(posted: Posted, asked: Asked) {
    const typed = addressParts.map((part) => posted.one(`.${part.key}`));
    if (typed.every((value) => value.trim() === '')) return {};
    const value: Record<string, string> = {};
    const mistakes: Mistake[] = [];
    addressParts.forEach((part, i) => {
      const read = readPart(part, typed[i] ?? '', asked);
      if (read.mistake) mistakes.push(read.mistake);
      if (read.value) value[part.key] = read.value;
    });
    return mistakes.length ? { mistakes } : { value };
  },
  check(value: Json, asked: Asked) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { code: 'wrongType' };
    const known = new Set<string>(addressParts.map((part) => part.key));
    if (Object.keys(value).some((key) => !known.has(key))) return { code: 'wrongType' };
    for (const part of addressParts) {
      const given = value[part.key];
      if (given !== undefined && typeof given !== 'string') return { code: 'wrongType', part: `.${part.key}` };
      const read = readPart(part, given ?? '', asked);
      if (read.mistake) return read.mistake;
      if (read.value !== given) return { code: 'wrongType', part: `.${part.key}` };
    }
    return undefined;
  },
  show(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
    const { street, houseNumber, addition, postcode: code, city } = value as Partial<Address>;
    return [[street, houseNumber].filter(Boolean).join(' '), addition, [code, city].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  },
  schema: () => ({
    type: 'object',
    properties: Object.fromEntries(
      addressParts.map(({ key, max }) => [
        key,
        key === 'postcode' ? { type: 'string', pattern: '^(?!00)[0-9]{5}$' } : { type: 'string', minLength: 1, maxLength: max },
      ]),
    ),
    required: addressParts.filter((part) => !part.optional).map((part) => part.key),
    additionalProperties: false,
  }),
};
