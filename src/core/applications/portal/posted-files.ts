import { fieldHtmlId, type CompiledForm, type FieldError, type FileAnswer } from '#engines/forms';
import { noSpace, type UploadedFile } from '#platform/http';
import type { Locale } from '#platform/i18n';

export type PostedFiles = { byPath: Record<string, FileAnswer[]>; errors: FieldError[] };

/** The files of one post by field path; kind and content are judged by the form itself, here only what never reached the store. */
export function sortFiles(form: CompiledForm, uploads: UploadedFile[], locale: Locale): PostedFiles {
  const byPath: PostedFiles['byPath'] = {};
  const errors: FieldError[] = [];
  for (const upload of uploads) {
    const field = form.fields.get(upload.field.replaceAll(/\.\d+(?=\.)/g, ''));
    if (field?.definition.type !== 'file') continue;
    if (upload.error) errors.push({ field: field.key, path: upload.field, id: fieldHtmlId(upload.field), message: sentence(upload, locale) });
    else byPath[upload.field] = [...(byPath[upload.field] ?? []), answerOf(upload)];
  }
  return { byPath, errors };
}

export const answerOf = (upload: UploadedFile): FileAnswer => ({ id: upload.hash, name: upload.name, type: upload.detectedType ?? 'application/octet-stream', size: upload.size });

function sentence(upload: UploadedFile, locale: Locale): string {
  const en = locale === 'en';
  if (upload.error === 'no-space') return en ? noSpace().en : noSpace().de;
  if (upload.error === 'too-many') return en ? `“${upload.name}” is one file too many at once. Please send the others first.` : `„${upload.name}“ ist eine Datei zu viel auf einmal. Bitte schicken Sie zuerst die anderen.`;
  return en ? `“${upload.name}” is too large.` : `„${upload.name}“ ist zu groß.`;
}

/** Adds two sets of files field by field. */
export function joinFiles(one: Record<string, FileAnswer[]>, other: Record<string, FileAnswer[]>): Record<string, FileAnswer[]> {
  const joined = { ...one };
  for (const [path, files] of Object.entries(other)) joined[path] = [...(joined[path] ?? []), ...files];
  return joined;
}
