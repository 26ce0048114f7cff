import { problem } from '../problems.ts';

const ALLOWED = /^(service\.yaml|form\.json|process\.bpmn|decisions\.dmn|walkthroughs\.yaml|forms\/[a-z0-9-]{1,60}\.json|letters\/[a-z0-9-]{1,60}\.md)$/;
const LARGEST_FILE = 2_000_000;
const MOST_FILES = 200;

/** Refuses names that are no part of a service and texts that are too large. @throws catalogue/bad-file 422 */
export function requireDraftFiles(files: Record<string, string>): void {
  const refuse = (reason: string): never => {
    throw problem('catalogue/bad-file', { reason });
  };
  if (Object.keys(files).length > MOST_FILES) refuse(`Eine Leistung hat höchstens ${MOST_FILES} Dateien.`);
  for (const [path, content] of Object.entries(files)) {
    if (!ALLOWED.test(path)) refuse(`„${path}“ gehört nicht zu einer Leistung. Möglich sind service.yaml, form.json, process.bpmn, decisions.dmn, walkthroughs.yaml, forms/….json und letters/….md.`);
    if (content.length > LARGEST_FILE) refuse(`„${path}“ ist größer als 2 MB.`);
    // PostgreSQL keeps no NUL, and no file of a service needs one.
    if (content.includes('\u0000')) refuse(`„${path}“ ist keine Textdatei.`);
  }
}
