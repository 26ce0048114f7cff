import type { Locale } from '#platform/i18n';
import type { CompiledField } from './compiled.ts';
import { fileMistake } from './field-types/file.ts';
import type { FileAnswer } from './field-types/file.ts';
import { mistakeInWords } from './mistakes.ts';

/** Why a file cannot be taken for this field, in words; undefined when it can. For uploads outside a page post. */
export function checkFile(field: CompiledField, file: FileAnswer, locale: Locale): string | undefined {
  const mistake = fileMistake(file, { definition: field.definition, locale });
  return mistake && mistakeInWords(mistake, field.definition, locale);
}
