import type { FieldDefinition } from './definition.ts';

/** The HTML id of a field's first input: "f-" and the path, dots as hyphens ("dogs.0.name" → "f-dogs-0-name"). */
export function fieldHtmlId(path: string): string {
  return `f-${path.replace(/\./g, '-')}`;
}

/** The id of one input of a field: a date's "-month", an address's ".city". */
export function inputId(definition: FieldDefinition | undefined, path: string, part?: string): string {
  const id = fieldHtmlId(path);
  if (!part) return definition?.type === 'address' ? `${id}-street` : id;
  if (part === '-day' || part === '-district') return id;
  return id + part.replace('.', '-');
}

/** Buttons and marks of the engine; every name of its own begins with "_". */
export const engineNames = {
  add: '_add.',
  remove: '_remove.',
  removeFile: '_removeFile.',
  rows: '_rows.',
  dontKnow: '_dontKnow.',
  dontKnowOption: '_dontKnow',
  shown: '_shown',
} as const;

/** The mark that says which conditional questions a page showed; with the page's name where several pages stand in one form. */
export const shownMark = (pageId?: string): string => (pageId === undefined ? engineNames.shown : `${engineNames.shown}.${pageId}`);
