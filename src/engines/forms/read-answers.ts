import { formatNumber } from '#platform/i18n';
import type { CompiledElement, CompiledField, CompiledRepeat, FormData, FormEnv, Json } from './compiled.ts';
import { filesOf, findFileMistake, mostFiles } from './field-types/file.ts';
import type { FileAnswer } from './field-types/file.ts';
import { fieldTypes } from './field-types/field-types.ts';
import { longest } from './field-types/field-type.ts';
import type { Asked, Reading } from './field-types/field-type.ts';
import { isObject } from './form-state.ts';
import { engineNames } from './input-names.ts';
import type { Mistake } from './mistakes.ts';
import { cleanText, postedField, postedTexts } from './posted-body.ts';
import type { PostedBody, Typed } from './posted-body.ts';

export type ReadWork = {
  body: PostedBody;
  /** Newly stored files by field path. */
  files: Record<string, FileAnswer[]>;
  rows: Map<string, number>;
  env: FormEnv;
  typed: Typed;
  mistakes: Map<string, Mistake[]>;
  /** Blank rows at a list's end are kept when a button was pressed. */
  keepBlankRows: boolean;
  /** Rows that may still be read on this page: lists within lists must not multiply without end. */
  rowBudget: number;
};

type At = { prefix: string; before: FormData | undefined; after: FormData };

/** Reads every input of these elements from the body into `after`; what cannot be read becomes a mistake by path. */
export function readChildren(work: ReadWork, children: CompiledElement[], at: At): void {
  for (const child of children) {
    if (child.kind === 'info') continue;
    if (child.kind === 'field') readField(work, child, at);
    else if (child.kind === 'repeat') readRows(work, child, at);
    else if (!child.key) readChildren(work, child.children, at);
    else {
      const before = at.before?.[child.key];
      const after: FormData = {};
      readChildren(work, child.children, { prefix: `${at.prefix}${child.key}.`, before: isObject(before) ? before : undefined, after });
      at.after[child.key] = after;
    }
  }
}

function readRows(work: ReadWork, repeat: CompiledRepeat, at: At): void {
  const path = at.prefix + repeat.key;
  const before = at.before?.[repeat.key];
  const wanted = Math.min(Math.max(work.rows.get(path) ?? 0, toldRows(work, repeat, { path, before })), repeat.max + 1);
  const count = Math.min(wanted, work.rowBudget);
  work.rowBudget -= count;
  if (count < wanted) work.mistakes.set(path, [{ code: 'manyRows', values: { max: repeat.max } }]);
  const rows: FormData[] = [];
  let filled = 0;
  for (let row = 0; row < count; row++) {
    const old = Array.isArray(before) ? before[row] : undefined;
    const after: FormData = {};
    const prefix = `${path}.${row}.`;
    readChildren(work, repeat.children, { prefix, before: isObject(old) ? old : undefined, after });
    rows.push(after);
    if (!isBlank(after) || [...work.mistakes.keys()].some((wrong) => wrong.startsWith(prefix))) filled = row + 1;
  }
  at.after[repeat.key] = work.keepBlankRows ? rows : rows.slice(0, Math.max(filled, repeat.min));
}

// The page says how many rows it showed, for rows whose boxes are all unticked and post nothing; it is believed as far as rows are known.
function toldRows(work: ReadWork, repeat: CompiledRepeat, { path, before }: { path: string; before: Json | undefined }): number {
  const told = Number(postedTexts(work.body, engineNames.rows + path)[0] ?? 0);
  return Number.isInteger(told) ? Math.min(told, Math.max(Array.isArray(before) ? before.length : 0, repeat.min)) : 0;
}

function isBlank(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.every(isBlank);
  return isObject(value) ? Object.values(value).every(isBlank) : value === undefined;
}

function readField(work: ReadWork, field: CompiledField, at: At): void {
  const { definition, key } = field;
  const path = at.prefix + key;
  if (definition.type === 'calculated') return;
  const asked: Asked = { definition, env: work.env, locale: work.env.locale ?? 'de' };
  if (definition.type === 'file') {
    const value = readFiles(work, field, { path, before: at.before?.[key], asked });
    if (value.length > 0) at.after[key] = value;
    return;
  }
  keepTyped(work, field, path);
  if (definition.dontKnow && doesNotKnow(work.body, path)) {
    at.after[key] = null;
    return;
  }
  const reading = readText(work, path, asked);
  if (reading.mistakes) work.mistakes.set(path, reading.mistakes);
  if (reading.value !== undefined) at.after[key] = reading.value;
}

const doesNotKnow = (body: PostedBody, path: string): boolean =>
  postedTexts(body, engineNames.dontKnow + path).length > 0 || postedTexts(body, path)[0] === engineNames.dontKnowOption;

// Typed text may be longer than the answer (blanks, "\r\n", separators); far beyond it nothing is worth reading.
const tolerated = (asked: Asked): number => longest(asked.definition) * 2 + 100;

function readText(work: ReadWork, path: string, asked: Asked): Reading {
  const type = fieldTypes[asked.definition.type];
  const lengths = ['', ...(type.inputs ?? [])].flatMap((part) => postedTexts(work.body, path + part).map((text) => text.length));
  const length = Math.max(0, ...lengths);
  if (length > tolerated(asked)) {
    return { mistakes: [{ code: 'tooLong', values: { length: formatNumber(length, asked.locale), max: formatNumber(longest(asked.definition), asked.locale) } }] };
  }
  return type.read(postedField(work.body, path), asked);
}

function keepTyped(work: ReadWork, field: CompiledField, path: string): void {
  const most = longest(field.definition) * 2 + 100;
  const keep = (text: string): string => cleanText(text.length > most ? text.slice(0, longest(field.definition)) : text);
  for (const part of ['', ...(fieldTypes[field.definition.type].inputs ?? [])]) {
    const name = path + part;
    const texts = postedTexts(work.body, name);
    if (field.definition.type === 'multiChoice') work.typed[name] = texts.map(keep);
    else if (texts[0] !== undefined) work.typed[name] = keep(texts[0]);
  }
  const mark = engineNames.dontKnow + path;
  if (postedTexts(work.body, mark).length > 0) work.typed[mark] = 'true';
}

type FileReading = { path: string; before: Json | undefined; asked: Asked };

function readFiles(work: ReadWork, field: CompiledField, { path, before, asked }: FileReading): FileAnswer[] {
  const removed = new Set(postedTexts(work.body, engineNames.removeFile + path));
  const kept = filesOf(before).filter((file) => !removed.has(file.id));
  const mistakes: Mistake[] = [];
  const good = (Object.hasOwn(work.files, path) ? (work.files[path] ?? []) : []).filter((file) => {
    const mistake = findFileMistake(file, asked);
    if (mistake) mistakes.push(mistake);
    return !mistake;
  });
  const most = mostFiles(field.definition);
  // Choosing another file where only one is asked replaces it; among several, those beyond the limit are left out.
  const fresh = good.filter((file) => !kept.some((other) => other.id === file.id));
  const all = most === 1 && good.length > 0 ? good.slice(-1) : [...kept, ...fresh];
  if (all.length > most) mistakes.push({ code: 'manyFiles', values: { max: most } });
  if (mistakes.length > 0) work.mistakes.set(path, mistakes);
  return all.slice(0, most).map(({ id, name, type, size }) => ({ id, name, type, size }));
}
