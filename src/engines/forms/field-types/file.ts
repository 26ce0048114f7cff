import { formatFileSize } from '#platform/i18n';
import type { Json } from '../compiled.ts';
import type { FieldDefinition } from '../definition.ts';
import type { Mistake } from '../mistakes.ts';
import type { Asked, FieldType } from './field-type.ts';

/** A file that has been stored by the caller; `type` is what its content is, not what the browser said. */
export type FileAnswer = { id: string; name: string; type: string; size: number };

const defaultAccept = ['application/pdf', 'image/jpeg', 'image/png', 'image/heic', 'image/webp'];

/** Kinds of file a field takes. */
export const acceptOf = (definition: FieldDefinition): string[] => definition.accept ?? defaultAccept;

/** Largest file in bytes. */
export const largestFile = (definition: FieldDefinition): number => (definition.maxMegabytes ?? 20) * 1_000_000;

/** Most files a field takes. */
export const mostFiles = (definition: FieldDefinition): number =>
  definition.several ? (typeof definition.max === 'number' ? definition.max : 20) : 1;

const endings: Record<string, string[]> = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/heic': ['.heic'],
  'image/webp': ['.webp'],
};
const inWords = (accept: string[]): string =>
  accept.map((kind) => (kind.startsWith('.') ? kind.slice(1).toUpperCase() : (kind.split('/')[1] ?? kind).replace('*', 'Bild').toUpperCase())).join(', ');

function accepted(file: FileAnswer, accept: string[]): boolean {
  const ending = /\.[a-z0-9]+$/i.exec(file.name)?.[0].toLowerCase() ?? '';
  return accept.some((kind) => {
    if (kind.startsWith('.')) return ending === kind;
    if (kind.endsWith('/*')) return file.type.startsWith(kind.slice(0, -1));
    return file.type === kind && (!endings[kind] || endings[kind].includes(ending) || ending === '');
  });
}

/** What is wrong with one file: kind, size, empty; parsePage asks this for every file it is given. */
export function findFileMistake(file: FileAnswer, { definition, locale }: Pick<Asked, 'definition' | 'locale'>): Mistake | undefined {
  const name = file.name.slice(0, 200);
  if (file.size === 0) return { code: 'fileEmpty', values: { name } };
  if (file.size > largestFile(definition)) return { code: 'fileSize', values: { name, max: formatFileSize(largestFile(definition), locale) } };
  const accept = acceptOf(definition);
  return accepted(file, accept) ? undefined : { code: 'fileType', values: { name, accept: inWords(accept) } };
}

const isFileAnswer = (value: Json | undefined): value is FileAnswer => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { id, name, type, size } = value;
  return [id, name, type].every((part) => typeof part === 'string') && Number.isSafeInteger(size) && Object.keys(value).length === 4;
};

/** The files of an answer; an empty list when it has none. */
export const filesOf = (value: Json | undefined): FileAnswer[] => (Array.isArray(value) ? value.filter(isFileAnswer) : []);

/** An array of stored files; they reach the engine beside the posted texts. */
export const file: FieldType = {
  read: () => ({}),
  check(value, asked) {
    if (!Array.isArray(value) || value.length === 0 || !value.every(isFileAnswer)) return { code: 'wrongType' };
    const max = mostFiles(asked.definition);
    if (value.length > max) return { code: 'manyFiles', values: { max } };
    const { min } = asked.definition;
    if (typeof min === 'number' && value.length < min) return { code: 'fewFiles', values: { min } };
    for (const one of value) {
      const mistake = findFileMistake(one, asked);
      if (mistake) return mistake;
    }
    return undefined;
  },
  show: (value) =>
    filesOf(value)
      .map((one) => one.name)
      .join(', '),
  schema: (definition) => ({
    type: 'array',
    minItems: 1,
    maxItems: mostFiles(definition),
    items: {
      type: 'object',
      properties: {
        id: { type: 'string' },
        name: { type: 'string' },
        type: { type: 'string' },
        size: { type: 'integer', minimum: 1, maximum: largestFile(definition) },
      },
      required: ['id', 'name', 'type', 'size'],
      additionalProperties: false,
    },
  }),
};
