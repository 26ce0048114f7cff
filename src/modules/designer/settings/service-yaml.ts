import { isDeepStrictEqual } from 'node:util';
import { Document, parseDocument } from 'yaml';
import type { Values } from '../fields/field-spec.ts';
import { withMarks } from '../translation/translation-marks.ts';
import { textIn, withText, type TextLocale } from './service-text.ts';

type Plain = Record<string, unknown>;

/** service.yaml as plain data; undefined when it can't be read as YAML. */
export function readSettings(source: string): Plain | undefined {
  const document = parseDocument(source, { merge: true });
  if (document.errors.length > 0) return undefined;
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
}

/** Writes changed settings into the file and leaves everything else as its author wrote it, comments too. Translations that a new German text has left behind are marked. */
export function writeSettings(source: string, typed: Plain): string {
  const document = parseDocument(source, { merge: true });
  const before = (document.toJS({ maxAliasCount: 100 }) ?? {}) as Plain;
  const changed = withMarks(before, typed);
  if (!document.contents) document.contents = new Document({}).contents as typeof document.contents;
  for (const key of new Set([...Object.keys(before), ...Object.keys(changed)])) {
    if (isDeepStrictEqual(before[key], changed[key])) continue;
    if (changed[key] === undefined) document.delete(key);
    else document.set(key, document.createNode(changed[key]));
  }
  return document.toString({ lineWidth: 160 });
}

/** Lines of one language of a list of texts. */
export const linesIn = (value: unknown, locale: TextLocale): string => (Array.isArray(value) ? trimEnd(value.map((one) => textIn(one, locale))).join('\n') : '');

function trimEnd(lines: string[]): string[] {
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, last + 1);
}

/** A list of texts with the lines of one language replaced; the other languages stay at their place. */
export function withLines(value: unknown, locale: TextLocale, text: string): unknown[] {
  const lines = text.split('\n').map((line) => line.trim());
  const old = Array.isArray(value) ? (value as unknown[]) : [];
  const made = Array.from({ length: Math.max(old.length, lines.length) }, (_, index) => withText(old[index], locale, lines[index] ?? ''));
  return made.filter((one) => one !== undefined && textIn(one, 'de') !== '');
}

/** Rows of named cells, as `papers.0.name`. */
export function rowsOf(values: Values, prefix: string): Record<string, string>[] {
  const rows: Record<string, string>[] = [];
  for (const [name, text] of Object.entries(values)) {
    const match = new RegExp(`^${prefix}\\.(\\d+)\\.(.+)$`).exec(name);
    if (!match) continue;
    const row = (rows[Number(match[1])] ??= {});
    row[match[2] ?? ''] = text;
  }
  return rows.filter((row) => row && Object.values(row).some(Boolean));
}
