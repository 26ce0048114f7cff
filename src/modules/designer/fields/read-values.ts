import type { FieldSpec, Values } from './field-spec.ts';

/** A posted form: names once or several times. */
export type Posted = Record<string, string | string[]>;

const first = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''));

/** One value of a posted form; '' when it is not there. */
export const postedText = (body: Posted, name: string): string => first(body[name]);

/** What was typed, by field, as texts with plain line ends. Fields that are not in the form are left out. */
export function readValues(fields: readonly FieldSpec[], body: Posted): Values {
  const values: Values = {};
  for (const { name, kind } of fields) {
    const posted = body[name];
    if (kind === 'many') values[name] = [posted ?? []].flat().filter(Boolean).join('\n');
    else if (kind === 'yes') values[name] = posted ? 'ja' : '';
    else if (posted !== undefined) values[name] = tidy(first(posted));
  }
  return values;
}

const tidy = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** What the page showed when it was drawn (hidden field `_base`). */
export function readBase(body: Posted): Values {
  try {
    const value: unknown = JSON.parse(first(body['_base']) || '{}');
    return Object.fromEntries(Object.entries(value as Record<string, unknown>).map(([name, text]) => [name, typeof text === 'string' ? text : '']));
  } catch {
    return {};
  }
}
