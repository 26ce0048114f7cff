import type { CompiledService } from '#core/catalogue';
import { parsePage, shownMark, visiblePages, type FieldError, type FileAnswer, type FormData, type FormEnv, type ParsedPage, type Typed } from '#engines/forms';
import type { UploadedFile } from '#platform/http';
import type { ItemRow } from '../tables.ts';

/** Ticked for a paper that was asked for and lies in the scan: "_imScan.papers". */
export const IN_SCAN = '_imScan.';

/** A paper application on the table: what came in, and the form it is typed into. */
export type Entry = { item: ItemRow; service: CompiledService; env: FormEnv; slug: string };
export type EntryPost = {
  data: FormData;
  typed: Typed;
  errors: FieldError[];
  /** Questions have appeared that the page did not show. */
  revealed: boolean;
  /** HTML id for the focus after a button for rows or files: nothing is handed in then. */
  focus?: string;
  /** Paths of file questions whose paper lies in the scan. */
  inScan: string[];
};
type Body = Record<string, string | string[]>;

/** Reads all pages of the form in their order out of one post; twice, because what an early page asks may hang on a later one. */
export function readEntry(entry: Entry, { body, uploads }: { body: Body; uploads: UploadedFile[] }): EntryPost {
  const { service: { form }, env } = entry;
  const inScan = Object.keys(body).flatMap((name) => (name.startsWith(IN_SCAN) ? [name.slice(IN_SCAN.length)] : [])).slice(0, 50);
  const files = filesOf(entry.item, { inScan, uploads });
  // files of an earlier post are there already, like those of a draft
  let data = entry.item.kept_files as FormData;
  let parsed: ParsedPage[] = [];
  for (let round = 0; round < 2; round++) {
    parsed = form.pages.map((page) => {
      const one = parsePage(form, { pageId: page.id, body, data, env, files });
      data = one.values;
      return one;
    });
  }
  const typed: Typed = Object.assign({}, ...parsed.map((one) => one.typed));
  const pressed = parsed.find((one) => one.action);
  if (pressed?.action) return { data, typed, errors: pressed.errors, revealed: false, focus: pressed.action.focus, inScan };
  // a page that was not drawn yet has no mistakes, it is new
  const drawn = (pageId: string): boolean => Object.hasOwn(body, shownMark(pageId));
  const fresh = visiblePages(form, data, env).some((page) => !drawn(page.id));
  // the post holds all pages: what another page asks is no foreign field
  const errors = form.pages.flatMap((page, at) => (drawn(page.id) ? (parsed[at]?.errors ?? []) : [])).filter((error) => error.field !== null || !Object.hasOwn(body, error.path));
  return { data, typed, errors, revealed: fresh || parsed.some((one) => one.revealed.length > 0), inScan };
}

function filesOf(item: ItemRow, { inScan, uploads }: { inScan: string[]; uploads: UploadedFile[] }): Record<string, FileAnswer[]> {
  const files: Record<string, FileAnswer[]> = {};
  for (const path of inScan) files[path] = [{ id: item.hash, name: item.name, type: item.mime, size: Number(item.size) }];
  for (const one of uploads) if (!one.error) files[one.field] = [...(files[one.field] ?? []), { id: one.hash, name: one.name, type: one.detectedType ?? 'application/octet-stream', size: one.size }];
  return files;
}

/** Of all answers only the files that somebody uploaded, where they stand in the form. */
export function uploadedIn(data: FormData, scanHash: string): FormData {
  const isFile = (value: unknown): boolean => typeof value === 'object' && value !== null && 'id' in value && 'type' in value && 'size' in value;
  const pick = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.some(isFile) ? value.filter((one) => isFile(one) && (one as FileAnswer).id !== scanHash) : value.map((one) => pick(one) ?? {});
    if (typeof value !== 'object' || value === null) return undefined;
    const picked = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      const found = pick(inner);
      return found === undefined || (Array.isArray(found) && found.every((one) => Object.keys(one as object).length === 0)) ? [] : [[key, found]];
    });
    return picked.length > 0 ? Object.fromEntries(picked) : undefined;
  };
  return (pick(data) ?? {}) as FormData;
}
