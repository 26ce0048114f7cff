import { formatNumber } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import type { Json } from './compiled.ts';
import type { FieldDefinition } from './definition.ts';
import { fieldTypes } from './field-types/field-types.ts';

/** A stored value as a person would type it into its one input: 1250 cents → "12,50". */
export function inputText(definition: FieldDefinition, value: Json | undefined, locale: Locale): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') {
    const digits = definition.type === 'money' ? 2 : (definition.digits ?? 2);
    if (definition.type === 'money') {
      return formatNumber(value / 100, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false });
    }
    return formatNumber(value, locale, { maximumFractionDigits: digits, useGrouping: false });
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  const asShown = ['iban', 'phone', 'taxId'].includes(definition.type);
  return asShown ? fieldTypes[definition.type].show(value, definition, locale) : value;
}
