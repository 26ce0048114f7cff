import { longest, stringType } from './field-type.ts';
import type { FieldType } from './field-type.ts';

const oneLine = (typed: string): string => typed.replace(/\s+/g, ' ').trim();

// DIN 91379 "String.Latin": names are Latin letters with marks and few signs; digits and emoji are slips.
const nameSigns = /^[\p{Script=Latin}\p{M}'’ʼʹ`´.,\-–‐/() ·]+$/u;

// Free text from another system need not be trimmed as our reading would; it only must be text of the right kind.
const withLength = (type: FieldType, allowed: (value: string) => boolean): FieldType => ({
  ...type,
  check: (value) => (typeof value === 'string' && value.trim() !== '' && allowed(value) ? undefined : { code: 'wrongType' }),
  schema: (definition) => ({
    type: 'string',
    minLength: definition.minLength ?? 1,
    maxLength: longest(definition),
    ...(definition.pattern ? { pattern: `^(?:${definition.pattern})$` } : {}),
  }),
});

export const text: FieldType = withLength(stringType({ normal: oneLine }), (value) => !/\p{Cc}/u.test(value));

export const textarea: FieldType = withLength(
  stringType({
    normal: (typed) => typed.replace(/[ \t]+$/gm, '').replace(/\n{4,}/g, '\n\n\n').trim(),
  }),
  (value) => !/(?![\n\t])\p{Cc}/u.test(value),
);

export const name: FieldType = withLength(
  stringType({
    normal(typed) {
      const value = oneLine(typed);
      return nameSigns.test(value) ? value : { code: 'letters' };
    },
  }),
  (value) => nameSigns.test(value),
);

export const email: FieldType = stringType({
  normal(typed) {
    const value = typed.trim();
    // Not the whole of RFC 5321: what mail servers take in practice. Whether it arrives, only a mail can tell.
    const found = /^([^\s@"(),:;<>[\\\]]{1,64})@((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$/u.exec(value);
    if (!found || value.length > 254 || /^\.|\.$|\.\./.test(found[1] ?? '')) return { code: 'email' };
    return `${found[1]}@${found[2]?.toLowerCase()}`;
  },
  schema: { format: 'email', maxLength: 254 },
});

export const postcode: FieldType = stringType({
  normal(typed) {
    const value = typed.replace(/^\s*D\s*-/i, '').replace(/\s/g, '');
    // 01001 is the smallest one assigned; the first two digits are the region and never 00.
    return /^(?!00)\d{5}$/.test(value) ? value : { code: 'postcode' };
  },
  schema: { pattern: '^(?!00)[0-9]{5}$' },
});
