import { tr } from '#platform/i18n';
import type { CompiledContainer, CompiledElement, CompiledField, CompiledForm, CompiledPage, CompiledRepeat, FormData, FormEnv, Json, Rule } from './compiled.ts';
import { fieldTypes } from './field-types/field-types.ts';
import { answersAt, evaluate, isObject, openState, pathOf, rowCount, valueAt, walkPage } from './form-state.ts';
import type { FormState, Place } from './form-state.ts';
import { inputId } from './input-names.ts';
import { limitMistake } from './limits.ts';
import { mistakeInWords, plainMistake } from './mistakes.ts';
import type { Mistake } from './mistakes.ts';

/** One thing to correct; `id` is the HTML id of the input it belongs to (as ErrorSummary of #platform/ui wants it). */
export type FieldError = {
  /** The field's key; null for an error that belongs to no field. */
  field: string | null;
  /** "dogs.0.birthDate", with ".city" for a part of an address. */
  path: string;
  id?: string;
  message: string;
};

export type Validation = {
  valid: boolean;
  /** Pages with errors, in order. */
  pages: { id: string; errors: FieldError[] }[];
  /** Paths of answers that belong to no field; they are no part of `data`. */
  unknown: string[];
  /** The answers with hidden ones dropped and calculations made. */
  data: FormData;
};

/** Checks all answers as if they came from a stranger: types, limits, required ones, rules, unknown keys. */
export function validateAll(form: CompiledForm, data: FormData, env: FormEnv): Validation {
  const state = openState(form, data, env);
  const unknown = unknownKeys(form, data);
  const pages = form.pages.flatMap((page) => {
    const errors = pageErrors(state, page);
    return errors.length > 0 ? [{ id: page.id, errors }] : [];
  });
  return { valid: pages.length === 0 && unknown.length === 0, pages, unknown, data: state.data };
}

/** Errors of one page in reading order; `unreadable` are the mistakes that reading the posted texts already found, by path. */
export function pageErrors(state: FormState, page: CompiledPage, unreadable?: ReadonlyMap<string, Mistake[]>): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = new Set<string>();
  const order = new Map<string, number>();
  walkPage(state, page, {
    field(field, place) {
      const path = pathOf(field, place);
      order.set(path, order.size);
      const found = fieldMistake(state, field, place);
      const mistakes = unreadable?.get(path) ?? (found ? [found] : []);
      if (mistakes.length > 0) wrong.add(path);
      errors.push(...mistakes.map((mistake) => fieldError(state, field, { path, mistake })));
    },
    container(container, place) {
      if (container.kind !== 'repeat') return;
      order.set(pathOf(container, place), order.size);
      errors.push(...rowErrors(state, container, { place, unreadable }));
    },
    leave(container, _place, inside) {
      for (const inner of inside) errors.push(...ruleErrors(state, container, { place: inner, wrong }));
    },
  });
  const position = (path: string): number => order.get(path) ?? order.get(path.replace(/\.[^.]+$/, '')) ?? Infinity;
  return errors.sort((a, b) => position(a.path) - position(b.path) || 0);
}

/** The error of a field in words, with the id of the input that it concerns. */
export function fieldError(state: FormState, field: CompiledField, { path, mistake }: { path: string; mistake: Mistake }): FieldError {
  const part = mistake.part?.startsWith('.') ? mistake.part : '';
  return {
    field: field.key,
    path: path + part,
    id: inputId(field.definition, path, mistake.part),
    message: mistakeInWords(mistake, field.definition, state.locale),
  };
}

/** True when an answer is demanded here. */
export const isRequired = (state: FormState, field: CompiledField, place: Place): boolean =>
  typeof field.required === 'object' ? evaluate(state, field.required, place) === true : field.required;

function fieldMistake(state: FormState, field: CompiledField, place: Place): Mistake | undefined {
  const value = valueAt(field, place);
  const { definition } = field;
  if (field.calculate) return undefined;
  if (value === undefined || value === null) {
    if (value === null && definition.dontKnow) return undefined;
    return isRequired(state, field, place) ? { code: requiredCode(field) } : undefined;
  }
  const asked = { definition, env: state.env, locale: state.locale };
  return (
    fieldTypes[definition.type].check(value, asked) ??
    closedOption(state, field, { value, place }) ??
    limitMistake(state, field, { value, place })
  );
}

function closedOption(state: FormState, field: CompiledField, { value, place }: { value: Json; place: Place }): Mistake | undefined {
  if (field.optionConditions.size === 0) return undefined;
  const chosen = Array.isArray(value) ? value : [value];
  const closed = chosen.some((one) => {
    const condition = field.optionConditions.get(String(one));
    return condition !== undefined && evaluate(state, condition, place) !== true;
  });
  return closed ? { code: 'option' } : undefined;
}

function requiredCode({ definition }: CompiledField): Mistake['code'] {
  if (definition.type === 'file') return 'requiredFile';
  if (definition.type === 'confirm') return 'requiredConfirm';
  if (tr(definition.label, 'de').trim().endsWith('?')) return 'requiredQuestion';
  return ['choice', 'multiChoice', 'yesNo', 'country', 'nationality'].includes(definition.type) ? 'requiredChoice' : 'required';
}

type RowCheck = { place: Place; unreadable?: ReadonlyMap<string, Mistake[]> };

function rowErrors(state: FormState, repeat: CompiledRepeat, { place, unreadable }: RowCheck): FieldError[] {
  const count = rowCount(repeat, place);
  const path = pathOf(repeat, place);
  const code = unreadable?.get(path)?.[0]?.code ?? (count < repeat.min ? 'fewRows' : count > repeat.max ? 'manyRows' : undefined);
  if (!code) return [];
  const values = { label: tr(repeat.definition.label, state.locale), min: repeat.min, max: repeat.max };
  return [{ field: repeat.key, path, id: inputId(undefined, path), message: plainMistake(code, values, state.locale) }];
}

function ruleErrors(state: FormState, container: CompiledContainer, { place, wrong }: { place: Place; wrong: ReadonlySet<string> }): FieldError[] {
  return container.rules.flatMap((rule) => {
    if (rule.fields.some((field) => wrong.has(place.prefix + field)) || holds(state, rule, place)) return [];
    const message = tr(rule.message, state.locale);
    return rule.fields.map((name) => {
      const path = place.prefix + name;
      const field = state.form.fields.get(path.replace(/\.\d+(?=\.)/g, ''));
      return { field: name.split('.').at(-1) ?? name, path, id: inputId(field?.definition, path), message };
    });
  });
}

// A rule about answers that are not given yet can be neither kept nor broken (FEEL gives null); with all its fields answered it must be true.
function holds(state: FormState, rule: Rule, place: Place): boolean {
  const result = evaluate(state, rule.assert, place);
  if (result === true) return true;
  if (result === false) return false;
  return rule.fields.some((name) => answerOf(answersAt(place), name) === undefined);
}

function answerOf(data: FormData | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => (isObject(value) ? (value[key] ?? undefined) : undefined), data);
}

function unknownKeys(form: CompiledForm, data: FormData): string[] {
  const found: string[] = [];
  const check = (children: CompiledElement[], at: FormData, prefix: string): void => {
    const keys = new Map<string, CompiledElement>();
    const collect = (list: CompiledElement[]): void => {
      for (const child of list) {
        if (child.kind === 'group' && !child.key) collect(child.children);
        else if (child.kind !== 'info' && child.key) keys.set(child.key, child);
      }
    };
    collect(children);
    for (const [key, value] of Object.entries(at)) {
      const child = keys.get(key);
      const path = prefix + key;
      if (!child) found.push(path);
      else if (child.kind === 'group') {
        if (isObject(value)) check(child.children, value, `${path}.`);
        else if (value !== undefined) found.push(path);
      } else if (child.kind === 'repeat') {
        const rows = Array.isArray(value) ? value.slice(0, 1000) : [];
        rows.forEach((row, i) => (isObject(row) ? check(child.children, row, `${path}.${i}.`) : found.push(`${path}.${i}`)));
        if (!Array.isArray(value) && value !== undefined) found.push(path);
      }
    }
  };
  check(
    form.pages.flatMap((page) => page.children),
    data,
    '',
  );
  return found.slice(0, 100);
}
