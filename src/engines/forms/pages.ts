import type { CompiledForm, CompiledPage, FormData, FormEnv } from './compiled.ts';
import { isHidden, openState, rootPlace } from './form-state.ts';
import type { FormState } from './form-state.ts';
import { pageErrors } from './validate.ts';

/** The page with this id; undefined when the form has none. */
export function findPage(form: CompiledForm, pageId: string): CompiledPage | undefined {
  return form.pages.find((page) => page.id === pageId);
}

/** The page with this id; throws when the form has none. */
export function getPage(form: CompiledForm, pageId: string): CompiledPage {
  const page = findPage(form, pageId);
  if (!page) throw new Error(`Das Formular „${form.id}“ hat keine Seite „${pageId}“`);
  return page;
}

const visibleIn = (state: FormState): CompiledPage[] => state.form.pages.filter((page) => !isHidden(state, page, rootPlace(state)));

/** The pages whose conditions hold, in order. */
export function visiblePages(form: CompiledForm, data: FormData, env: FormEnv): CompiledPage[] {
  return visibleIn(openState(form, data, env));
}

type Position = { pageId: string; data: FormData; env: FormEnv };

/** The visible page after this one; undefined after the last. */
export function nextPage(form: CompiledForm, { pageId, data, env }: Position): CompiledPage | undefined {
  const after = form.pages.indexOf(getPage(form, pageId));
  return visiblePages(form, data, env).find((page) => form.pages.indexOf(page) > after);
}

/** The visible page before this one; undefined before the first. */
export function previousPage(form: CompiledForm, { pageId, data, env }: Position): CompiledPage | undefined {
  const before = form.pages.indexOf(getPage(form, pageId));
  return visiblePages(form, data, env).findLast((page) => form.pages.indexOf(page) < before);
}

/** The first visible page that still has errors: where a person goes on; undefined when all is answered. */
export function firstOpenPage(form: CompiledForm, data: FormData, env: FormEnv): CompiledPage | undefined {
  const state = openState(form, data, env);
  return visibleIn(state).find((page) => pageErrors(state, page).length > 0);
}

/** The answers without hidden ones and unknown keys, with calculations made; what is stored and handed on. */
export function applyConditions(form: CompiledForm, data: FormData, env: FormEnv): FormData {
  return openState(form, data, env).data;
}
