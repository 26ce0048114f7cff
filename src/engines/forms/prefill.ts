import type { CompiledElement, CompiledField, CompiledForm, FormData, FormEnv, Json } from './compiled.ts';
import { fieldTypes } from './field-types/field-types.ts';
import { isObject } from './form-state.ts';

export type Prefilled = {
  data: FormData;
  /** Where each value came from: "owner.familyName" → "account.familyName". */
  sources: Record<string, string>;
};

/** Fills empty fields outside lists from `env.context` as their `prefill` says; a value that does not fit its field is left out. */
export function prefillData(form: CompiledForm, data: FormData, env: FormEnv): Prefilled {
  const result: Prefilled = { data: structuredClone(data), sources: {} };
  const visit = (children: CompiledElement[], at: FormData): void => {
    for (const child of children) {
      if (child.kind === 'group') {
        const inner = child.key ? (isObject(at[child.key]) ? (at[child.key] as FormData) : {}) : at;
        visit(child.children, inner);
        if (child.key && Object.keys(inner).length > 0) at[child.key] = inner;
      }
      if (child.kind !== 'field' || !child.definition.prefill || at[child.key] !== undefined) continue;
      const value = fitting(child, valueFrom(env.context, child.definition.prefill), env);
      if (value === undefined) continue;
      at[child.key] = value;
      result.sources[child.path] = child.definition.prefill;
    }
  };
  for (const page of form.pages) visit(page.children, result.data);
  return result;
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
