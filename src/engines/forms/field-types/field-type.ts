import type { Locale } from '#platform/i18n';
import type { FormEnv, Json } from '../compiled.ts';
import type { FieldDefinition } from '../definition.ts';
import type { Mistake } from '../mistakes.ts';

/** What was posted for one field: whole, or for one of its inputs. Line ends are unified, NFC, no control characters. */
export type Posted = { one(part?: string): string; all(): string[] };

/** A reading: a value, nothing (empty), or mistakes. */
export type Reading = { value?: Json; mistakes?: Mistake[] };

export type Asked = { definition: FieldDefinition; env: FormEnv; locale: Locale };

export type JsonSchema = { [key: string]: unknown };

/** How one kind of field is read, checked, shown and described; its look lives in the renderer. */
export type FieldType = {
  /** Names of its inputs beside or instead of the plain name: "-day", ".street". */
  inputs?: readonly string[];
  read(posted: Posted, asked: Asked): Reading;
  /** A value from JSON must be exactly what reading would have given. */
  check(value: Json, asked: Asked): Mistake | undefined;
  show(value: Json, definition: FieldDefinition, locale: Locale): string;
  schema(definition: FieldDefinition): JsonSchema;
};

/** Longest answer in characters, by type; the definition's maxLength goes before. */
export const longest = (definition: FieldDefinition): number => {
  if (definition.maxLength !== undefined) return definition.maxLength;
  return { textarea: 5000, text: 200, organisationName: 200, name: 120, email: 254 }[definition.type as string] ?? 200;
};

/** A kind whose value is one string in a fixed form: reading the value again must give the value. */
export function stringType(parts: {
  normal(typed: string, asked: Asked): string | Mistake;
  show?(value: string, locale: Locale): string;
  schema?: JsonSchema;
}): FieldType {
  const read = (typed: string, asked: Asked): Reading => {
    if (typed.trim() === '') return {};
    const value = parts.normal(typed, asked);
    return typeof value === 'string' ? { value } : { mistakes: [value] };
  };
  return {
    read: (posted, asked) => read(posted.one(), asked),
    check(value, asked) {
      if (typeof value !== 'string' || value === '') return { code: 'wrongType' };
      if (value.length > longest(asked.definition)) return { code: 'tooLong', values: { length: value.length, max: longest(asked.definition) } };
      const again = read(value, asked);
      if (again.mistakes) return again.mistakes[0];
      return again.value === value ? undefined : { code: 'wrongType' };
    },
    show: (value, _definition, locale) => (typeof value === 'string' ? (parts.show?.(value, locale) ?? value) : ''),
    schema: () => ({ type: 'string', ...parts.schema }),
  };
}
