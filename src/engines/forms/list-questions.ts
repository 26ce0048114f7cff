import type { CompiledForm, FormData, FormEnv } from './compiled.ts';
import { openState, valueAt, walkPage } from './form-state.ts';
import { firstOpenPage, getPage } from './pages.ts';
import { pageErrors } from './validate.ts';

/** A question as things stand: its path without row numbers ("dogs.breed"), and whether it has an answer ("Das weiß ich nicht" is one). */
export type Question = { path: string; answered: boolean };

/** The questions that a page asks now, in order; of a list each question once. */
export function listQuestions(form: CompiledForm, { pageId, data, env }: { pageId: string; data: FormData; env: FormEnv }): Question[] {
  const questions = new Map<string, boolean>();
  walkPage(openState(form, data, env), getPage(form, pageId), {
    field(field, place) {
      if (!field.calculate) questions.set(field.path, questions.get(field.path) === true || valueAt(field, place) !== undefined);
    },
  });
  return [...questions].map(([path, answered]) => ({ path, answered }));
}

/** The question that a mistake is about: "dogs.0.birthDate" → "dogs.birthDate"; undefined when it belongs to none. */
export function questionAt(form: CompiledForm, mistakePath: string): string | undefined {
  const keys = mistakePath.split('.').filter((key) => !/^\d+$/.test(key));
  // a part of an address belongs to the question above it
  for (let count = keys.length; count > 0; count--) if (form.fields.has(keys.slice(0, count).join('.'))) return keys.slice(0, count).join('.');
  return undefined;
}

/** The first question that still lacks a right answer, where a person would go on; undefined when all is answered. */
export function firstOpenQuestion(form: CompiledForm, data: FormData, env: FormEnv): string | undefined {
  const page = firstOpenPage(form, data, env);
  return page && pageErrors(openState(form, data, env), page).flatMap(({ path }) => questionAt(form, path) ?? [])[0];
}
