import type { CompiledForm, CompiledPage } from './compiled.ts';
import { fieldTypes } from './field-types/field-types.ts';
import type { Posted } from './field-types/field-type.ts';

/** What a browser posted: texts by input name. */
export type PostedBody = Record<string, unknown>;

/** What was typed on a page, by input name, for showing it again beside the error. */
export type Typed = Record<string, string | string[]>;

// Zero-width signs and direction overrides come in by copying and make two equal answers unequal.
const invisible = /(?![\n\t])\p{Cc}|[\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/gu;

/** A posted text in one form: NFC, "\n" line ends, no control characters, no halves of characters. */
export const cleanText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(invisible, '').toWellFormed().normalize('NFC');

const rawAt = (body: PostedBody, name: string): unknown => (Object.hasOwn(body, name) ? body[name] : undefined);

/** All texts posted under a name. */
export function postedTexts(body: PostedBody, name: string): string[] {
  const value = rawAt(body, name);
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.slice(0, 2000).filter((item) => typeof item === 'string') : [];
}

/** Reads one field's inputs from the body. */
export const postedField = (body: PostedBody, name: string): Posted => ({
  one: (part = '') => cleanText(postedTexts(body, name + part)[0] ?? ''),
  all: () => postedTexts(body, name).map(cleanText),
});

/** Highest row number + 1 for every list prefix: "dogs.1.name" gives dogs → 2. */
export function postedRows(body: PostedBody): Map<string, number> {
  const rows = new Map<string, number>();
  for (const name of Object.keys(body)) {
    if (name.startsWith('_')) continue;
    for (const found of name.matchAll(/\.(\d{1,6})\./g)) {
      const prefix = name.slice(0, found.index);
      rows.set(prefix, Math.max(rows.get(prefix) ?? 0, Number(found[1]) + 1));
    }
  }
  return rows;
}

/** Names in the body that are neither an input of the page nor the caller's own ("_…"). */
export function unknownNames(form: CompiledForm, page: CompiledPage, body: PostedBody): string[] {
  return Object.keys(body)
    .filter((name) => !name.startsWith('_') && !isInputOf(form, page, name))
    .slice(0, 20);
}

function isInputOf(form: CompiledForm, page: CompiledPage, name: string): boolean {
  const path = name.replace(/\.\d{1,6}(?=\.)/g, '');
  const whole = form.fields.get(path);
  if (whole) return whole.page === page;
  const part = /[.-][A-Za-z]+$/.exec(path)?.[0] ?? '';
  const field = part ? form.fields.get(path.slice(0, -part.length)) : undefined;
  return field?.page === page && Boolean(fieldTypes[field.definition.type].inputs?.includes(part));
}
