import type { BuiltIn } from './built-in.ts';
import { CONTEXT_FUNCTIONS } from './context-functions.ts';
import { CONVERSION_FUNCTIONS } from './conversion-functions.ts';
import { DATE_FUNCTIONS } from './date-functions.ts';
import { LIST_FUNCTIONS } from './list-functions.ts';
import { LIST_EDITING_FUNCTIONS } from './list-editing-functions.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import { RANGE_FUNCTIONS } from './range-functions.ts';
import { STRING_FUNCTIONS } from './string-functions.ts';

let functions: ReadonlyMap<string, BuiltIn> | undefined;

/** FEEL's own function of that name. */
export function findFunction(name: string): BuiltIn | undefined {
  // Built on first use, because the lists call back into the compiler.
  functions ??= new Map(
    [
      ...CONTEXT_FUNCTIONS,
      ...CONVERSION_FUNCTIONS,
      ...DATE_FUNCTIONS,
      ...LIST_FUNCTIONS,
      ...LIST_EDITING_FUNCTIONS,
      ...NUMBER_FUNCTIONS,
      ...RANGE_FUNCTIONS,
      ...STRING_FUNCTIONS,
    ].map((entry) => [entry.name, entry]),
  );
  return functions.get(name);
}
