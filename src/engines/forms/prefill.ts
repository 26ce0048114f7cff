import type { CompiledElement, CompiledField, CompiledForm, FormData, FormEnv, Json } from './compiled.ts';
import { fieldTypes } from './field-types/field-types.ts';
import { isObject } from './form-state.ts';

/** Where a value came from, and the value itself: once a person has changed it, it is their own. */
export type PrefilledFrom = { from: string; value: Json };

export type Prefilled = {
  data: FormData;
  /** By path: "owner.familyName" → { from: "account.familyName", value: "Weber" }. */
  sources: Record<string, PrefilledFrom>;
};

/**
 * Fills empty fields outside lists from `env.context` as their `prefill` says; of several sources the first that knows something
 * counts. A value that does not fit its field is left out.
 */
export function prefillData(form: CompiledForm, data: FormData, env: FormEnv): Prefilled {
  const result: Prefilled = { data: structuredClone(data), sources: {} };
  const visit = (children: CompiledElement[], at: FormData): void => {
    for (const child of children) {
      if (child.kind === 'group') {
        const inner = child.key ? (isObject(at[child.key]) ? (at[child.key] as FormData) : {}) : at;
        visit(child.children, inner);
        if (child.key && Object.keys(inner).length > 0) at[child.key] = inner;
      }
      if (child.kind !== 'field' || at[child.key] !== undefined) continue;
      const found = firstFitting(child, env);
      if (!found) continue;
      at[child.key] = found.value;
      result.sources[child.path] = found;
    }
  };
  for (const page of form.pages) visit(page.children, result.data);
  return result;
}

/** All sources that a form asks: "account", "earlier", "register.residents"; each once, by their first words. */
export function listPrefillSources(form: CompiledForm): string[] {
  return [...new Set([...form.fields.values()].flatMap((field) => [field.definition.prefill ?? []].flat()))];
}

function firstFitting(field: CompiledField, env: FormEnv): PrefilledFrom | undefined {
  for (const from of [field.definition.prefill ?? []].flat()) {
    const value = fitting(field, valueFrom(env.context, from), env);
    if (value !== undefined) return { from, value };
  }
  return undefined;
}

function fitting({ definition }: CompiledField, value: Json | undefined, env: FormEnv): Json | undefined {
  if (value === undefined || value === null || definition.type === 'file' || definition.type === 'calculated') return undefined;
  const type = fieldTypes[definition.type];
  const asked = { definition, env, locale: 'de' as const };
  // A text is read as if it had been typed: the account's "+49 30 123456" becomes "+4930123456".
  const read = typeof value === 'string' ? type.read({ one: (part) => (part ? '' : value), all: () => [value] }, asked).value : value;
  return read !== undefined && !type.check(read, asked) ? read : undefined;
}

function valueFrom(context: Record<string, unknown> | undefined, path: string): Json | undefined {
  const value = path.split('.').reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), context);
  return value as Json | undefined;
}
