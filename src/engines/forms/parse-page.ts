import { tr } from '#platform/i18n';
import type { CompiledElement, CompiledForm, CompiledPage, CompiledRepeat, FormData, FormEnv } from './compiled.ts';
import { childByKey } from './compile-expression.ts';
import { appearance, isHidden, isObject, insideGroup, insideRow, openState, pathOf, rootPlace, rowCount } from './form-state.ts';
import type { FormState, Place } from './form-state.ts';
import type { FileAnswer } from './field-types/file.ts';
import { engineNames, fieldHtmlId, shownMark } from './input-names.ts';
import { plainMistake } from './mistakes.ts';
import { getPage } from './pages.ts';
import { postedRows, postedTexts, unknownNames } from './posted-body.ts';
import type { PostedBody, Typed } from './posted-body.ts';
import { readChildren } from './read-answers.ts';
import type { ReadWork } from './read-answers.ts';
import { pageErrors } from './validate.ts';
import type { FieldError } from './validate.ts';

export type PagePost = {
  pageId: string;
  /** Posted fields by name; files are not among them. */
  body: PostedBody;
  /** The answers so far, of all pages. */
  data: FormData;
  env: FormEnv;
  /** Files that have just been stored, by field path ("papers", "dogs.0.photo"). */
  files?: Record<string, FileAnswer[]>;
};

/** A button of the engine: it changes rows or files and shows the page again. */
export type PageAction = {
  kind: 'add' | 'remove' | 'removeFile';
  path: string;
  /** HTML id that should get the focus. */
  focus: string;
};

export type ParsedPage = {
  /** All answers after this page: readable ones taken over, hidden ones dropped, calculations made. */
  values: FormData;
  /** What was typed, by input name: give it to renderPage when the page is shown again. */
  typed: Typed;
  errors: FieldError[];
  /** Paths of questions that appear because of the answers just given and were not on the page before. */
  revealed: string[];
  action?: PageAction;
  /** True when the next page may follow: no error, nothing revealed, no button for rows or files. */
  complete: boolean;
};

/** Reads what a browser posted for one page. Never throws on what was typed; an unknown page id is the caller's mistake and throws. */
export function parsePage(form: CompiledForm, post: PagePost): ParsedPage {
  const page = getPage(form, post.pageId);
  const action = findAction(form, page, post.body);
  const work: ReadWork = {
    body: post.body,
    files: post.files ?? {},
    rows: postedRows(post.body),
    env: post.env,
    typed: {},
    mistakes: new Map(),
    keepBlankRows: action !== undefined,
    rowBudget: 2000,
  };
  const answers: FormData = { ...post.data };
  clear(page.children, answers);
  readChildren(work, page.children, { prefix: '', before: post.data, after: answers });
  const change = action && applyAction(page, action, { answers, typed: work.typed });
  const state = openState(form, answers, post.env);
  const typed = change?.typed ?? work.typed;
  if (action) return { values: state.data, typed, errors: actionErrors(state, action, change), revealed: [], action: toPageAction(action), complete: false };
  const revealed = findRevealed(state, page, post.body);
  const errors = [
    ...pageErrors(state, page, work.mistakes).filter((error) => !revealed.paths.some((path) => error.path === path || error.path.startsWith(`${path}.`))),
    ...unknownErrors(form, page, post),
  ];
  return { values: state.data, typed, errors, revealed: revealed.paths, complete: errors.length === 0 && !revealed.any };
}

function clear(children: CompiledElement[], answers: FormData): void {
  for (const child of children) {
    if (child.kind === 'group' && !child.key) clear(child.children, answers);
    else if (child.kind !== 'info' && child.key) delete answers[child.key];
  }
}

function unknownErrors(form: CompiledForm, page: CompiledPage, { body, env }: PagePost): FieldError[] {
  return unknownNames(form, page, body).map((name) => ({
    field: null,
    path: name.slice(0, 200),
    message: plainMistake('unknownField', { name: name.slice(0, 60) }, env.locale ?? 'de'),
  }));
}

type Action = { kind: PageAction['kind']; path: string; row: number; repeat?: CompiledRepeat; rowsBefore: number };

function findAction(form: CompiledForm, page: CompiledPage, body: PostedBody): Action | undefined {
  for (const name of Object.keys(body)) {
    if (!name.startsWith('_') || postedTexts(body, name).length === 0) continue;
    const found = /^_(add|remove)\.(.+)$/.exec(name);
    if (found) {
      const target = found[2] ?? '';
      const remove = found[1] === 'remove';
      const path = remove ? target.replace(/\.\d+$/, '') : target;
      const repeat = repeatAt(page, path);
      const row = remove ? Number(/\.(\d+)$/.exec(target)?.[1] ?? -1) : -1;
      if (repeat) return { kind: remove ? 'remove' : 'add', path, row, repeat, rowsBefore: 0 };
    }
    const file = name.startsWith(engineNames.removeFile) ? name.slice(engineNames.removeFile.length) : undefined;
    const field = file === undefined ? undefined : form.fields.get(file.replace(/\.\d+(?=\.)/g, ''));
    if (file !== undefined && field?.page === page) return { kind: 'removeFile', path: file, row: -1, rowsBefore: 0 };
  }
  return undefined;
}

function repeatAt(page: CompiledPage, path: string): CompiledRepeat | undefined {
  let children = page.children;
  let found: CompiledElement | undefined;
  for (const key of path.split('.').filter((step) => !/^\d+$/.test(step))) {
    found = childByKey(children, key);
    if (!found || !('children' in found)) return undefined;
    children = found.children;
  }
  return found?.kind === 'repeat' ? found : undefined;
}

type Change = { typed: Typed; refused: boolean };

function applyAction(page: CompiledPage, action: Action, { answers, typed }: { answers: FormData; typed: Typed }): Change {
  if (!action.repeat) return { typed, refused: false };
  const rows = rowsAt(answers, action.path);
  if (!rows) return { typed, refused: false };
  action.rowsBefore = rows.length;
  if (action.kind === 'add') {
    // Blank rows that the page showed only because a minimum is asked count as rows.
    while (rows.length < action.repeat.min) rows.push({});
    const refused = rows.length >= action.repeat.max;
    if (!refused) rows.push({});
    action.row = rows.length - 1;
    return { typed, refused };
  }
  if (action.row < 0 || action.row >= rows.length) return { typed, refused: false };
  rows.splice(action.row, 1);
  return { typed: withoutRow(typed, action), refused: false };
}

function rowsAt(answers: FormData, path: string): FormData[] | undefined {
  let at: unknown = answers;
  const steps = path.split('.');
  for (const step of steps.slice(0, -1)) {
    at = Array.isArray(at) ? at[Number(step)] : isObject(at) ? at[step] : undefined;
  }
  const last = steps.at(-1) ?? '';
  if (!isObject(at)) return undefined;
  if (!Array.isArray(at[last])) at[last] = [];
  return at[last] as FormData[];
}

function withoutRow(typed: Typed, { path, row }: Action): Typed {
  const moved: Typed = {};
  for (const [name, value] of Object.entries(typed)) {
    const mark = name.startsWith(engineNames.dontKnow) ? engineNames.dontKnow : '';
    const bare = name.slice(mark.length);
    const found = bare.startsWith(`${path}.`) ? /^(\d+)(.*)$/.exec(bare.slice(path.length + 1)) : null;
    const number = Number(found?.[1]);
    if (!found) moved[name] = value;
    else if (number !== row) moved[`${mark}${path}.${number > row ? number - 1 : number}${found[2]}`] = value;
  }
  return moved;
}

function actionErrors(state: FormState, action: Action, change: Change | undefined): FieldError[] {
  if (!change?.refused || !action.repeat) return [];
  const values = { label: tr(action.repeat.definition.label, state.locale), max: action.repeat.max };
  return [{ field: action.repeat.key, path: action.path, id: fieldHtmlId(action.path), message: plainMistake('manyRows', values, state.locale) }];
}

function toPageAction({ kind, path, row, repeat }: Action): PageAction {
  if (kind !== 'add' || !repeat) return { kind, path, focus: fieldHtmlId(path) };
  return { kind, path, focus: fieldHtmlId(`${path}.${row}`) };
}

/** Conditional elements that are visible now but were not when the page was sent out. */
function findRevealed(state: FormState, page: CompiledPage, body: PostedBody): { paths: string[]; any: boolean } {
  const told = postedTexts(body, shownMark(page.id))[0] ?? postedTexts(body, shownMark())[0];
  if (told === undefined) return { paths: [], any: false };
  const shown = new Set(told.split(' '));
  const result = { paths: [] as string[], any: false };
  const look = (children: CompiledElement[], place: Place): void => {
    for (const child of children) {
      if (isHidden(state, child, place)) continue;
      if (child.condition && !shown.has(appearance(child, place.rows))) {
        result.any = true;
        if (child.kind !== 'info') result.paths.push(...pathsOf(child, place));
      } else if (child.kind === 'group') look(child.children, insideGroup(child.key, place));
      else if (child.kind === 'repeat') {
        for (let row = 0; row < rowCount(child, place); row++) look(child.children, insideRow(child, place, row));
      }
    }
  };
  look(page.children, rootPlace(state));
  return result;
}

function pathsOf(element: CompiledElement, place: Place): string[] {
  if (element.kind === 'group' && !element.key) return element.children.flatMap((child) => pathsOf(child, place));
  return element.kind === 'info' ? [] : [pathOf(element, place)];
}
