import { electronicFormatIBAN, friendlyFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { stringType } from './field-type.ts';
import type { FieldType } from './field-type.ts';

/** Stored as E.164 ("+4930123456"); numbers without country code are German. */
export const phone: FieldType = stringType({
  normal(typed) {
    const value = typed.trim();
    if (value.length > 40 || !/^\+?[\d\s()/.\-–]+$/.test(value)) return { code: 'phone' };
    const number = parsePhoneNumberFromString(value.replace(/^00/, '+'), 'DE');
    return number?.isValid() ? number.number : { code: 'phone' };
  },
  show: (value) => parsePhoneNumberFromString(value)?.formatInternational() ?? value,
  schema: { pattern: '^\\+[1-9][0-9]{4,14}$' },
});

/** Stored without blanks in capitals; check digits by ISO 13616 (modulo 97). */
export const iban: FieldType = stringType({
  normal(typed) {
    const value = electronicFormatIBAN(typed.replace(/^\s*IBAN:?/i, '')) ?? '';
    if (isValidIBAN(value)) return value;
    if (/^DE\d*$/.test(value) && value.length !== 22) return { code: 'ibanLength', values: { length: value.length } };
    return { code: 'iban' };
  },
  show: (value) => friendlyFormatIBAN(value) ?? value,
  schema: { pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' },
});

/** ISO 9362; stored in capitals. */
export const bic: FieldType = stringType({
  normal(typed) {
    const value = typed.replace(/\s/g, '').toUpperCase();
    return isValidBIC(value) ? value : { code: 'bic' };
  },
  schema: { pattern: '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$' },
});

/** Steuer-Identifikationsnummer (§ 139b AO): eleven digits, the last by ISO 7064 MOD 11,10. */
export const taxId: FieldType = stringType({
  normal(typed) {
    const value = typed.replace(/[\s./-]/g, '');
    if (!/^\d*$/.test(value)) return { code: 'taxId' };
    if (value.length !== 11) return { code: 'taxIdLength', values: { length: value.length } };
    return taxIdHolds(value) ? value : { code: 'taxId' };
  },
  show: (value) => `${value.slice(0, 2)} ${value.slice(2, 5)} ${value.slice(5, 8)} ${value.slice(8)}`,
  schema: { pattern: '^[1-9][0-9]{10}$' },
});

function taxIdHolds(value: string): boolean {
  const digits = [...value].map(Number);
  const first = digits.slice(0, 10);
  // Among the first ten digits exactly one occurs twice or three times (never three in a row); numbers with a leading 0 are for tests.
  const counts = [...Array(10).keys()].map((digit) => first.filter((d) => d === digit).length).filter((count) => count > 1);
  if (first[0] === 0 || counts.length !== 1 || (counts[0] ?? 0) > 3 || /(\d)\1\1/.test(value.slice(0, 10))) return false;
  let product = 10;
  for (const digit of first) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digits[10];
}

const registers: Record<string, string> = { hra: 'HRA', hrb: 'HRB', gnr: 'GnR', pr: 'PR', vr: 'VR', gsr: 'GsR' };

/** Number in a German commercial, cooperative, partnership, association or company register: "HRB 12345 B". */
export const registerNumber: FieldType = stringType({
  normal(typed) {
    const found = /^\s*(HRA|HRB|GnR|PR|VR|GsR)[\s.:-]*(\d{1,7})\s*([A-ZÄÖÜ]{1,4})?\s*$/i.exec(typed);
    const register = registers[found?.[1]?.toLowerCase() ?? ''];
    if (!found || !register) return { code: 'registerNumber' };
    return [register, found[2], found[3]?.toUpperCase()].filter(Boolean).join(' ');
  },
  schema: { pattern: '^(HRA|HRB|GnR|PR|VR|GsR) [0-9]{1,7}( [A-ZÄÖÜ]{1,4})?$' },
});
