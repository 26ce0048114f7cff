import { de as german } from 'zod/locales';
import type { z } from 'zod';
import { blockSchema, codeListSchema } from './library-schema.ts';
import type { Block, CodeList } from './library-schema.ts';

/** Blocks and code lists by name, as the forms of one service may use them. */
export type FormLibrary = { blocks: ReadonlyMap<string, Block>; codeLists: ReadonlyMap<string, CodeList> };

export type LibraryFinding = { severity: 'error'; file: string; element: string; message: string };

export const emptyLibrary: FormLibrary = { blocks: new Map(), codeLists: new Map() };

const PATH = /^(blocks|code-lists)\/([a-z0-9-]+)\.json$/;

/** The path of a block's or code list's file. */
export const libraryPath = (kind: 'block' | 'codeList', name: string): string => `${kind === 'block' ? 'blocks' : 'code-lists'}/${name}.json`;

/** Reads the library files among others ("blocks/person.json", "code-lists/states.json"); what is wrong names file and place. */
export function readLibrary(files: Readonly<Record<string, string>>): { library: FormLibrary; findings: LibraryFinding[] } {
  const blocks = new Map<string, Block>();
  const codeLists = new Map<string, CodeList>();
  const findings: LibraryFinding[] = [];
  for (const [file, content] of Object.entries(files)) {
    const [, folder, name] = PATH.exec(file) ?? [];
    if (!folder || !name) continue;
    const add = (element: string, message: string): void => void findings.push({ severity: 'error', file, element, message });
    if (folder === 'blocks') {
      const block = parseFile(content, blockSchema, add);
      if (block && checkVersions(block.block, { name, versions: block.versions, add })) blocks.set(name, block);
    } else {
      const list = parseFile(content, codeListSchema, add);
      if (list && checkVersions(list.codeList, { name, versions: list.versions, add })) codeLists.set(name, list);
    }
  }
  return { library: { blocks, codeLists }, findings };
}

type Add = (element: string, message: string) => void;

function parseFile<Schema extends z.ZodType>(content: string, schema: Schema, add: Add): z.output<Schema> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    add('', `Das ist kein gültiges JSON: ${(error as Error).message}`);
    return undefined;
  }
  const read = schema.safeParse(json, { error: german().localeError });
  if (read.success) return read.data;
  for (const issue of read.error.issues.slice(0, 20)) add(issue.path.join('.'), issue.message);
  return undefined;
}

type Named = { name: string; versions: { version: number | string; codes?: { value: string }[] }[]; add: Add };

function checkVersions(own: string, { name, versions, add }: Named): boolean {
  const messages: [string, string][] = [];
  if (own !== name) messages.push(['', `Die Datei heißt „${name}“, darin steht „${own}“`]);
  const seen = new Set<number | string>();
  for (const { version, codes } of versions) {
    if (seen.has(version)) messages.push([`${version}`, `Die Fassung ${version} gibt es zweimal`]);
    seen.add(version);
    const values = new Set<string>();
    for (const { value } of codes ?? []) {
      if (values.has(value)) messages.push([`${version}`, `Den Auswahlwert „${value}“ gibt es zweimal`]);
      values.add(value);
    }
  }
  for (const [element, message] of messages) add(element, message);
  return messages.length === 0;
}

/** The version asked for, or the newest: the one with the highest number, of code lists the last one in the file. */
export function versionOf<Version extends { version: number | string }>(versions: readonly Version[], wanted: number | string | undefined): Version | undefined {
  if (wanted !== undefined) return versions.find(({ version }) => version === wanted);
  return versions.reduce<Version | undefined>((best, one) => (best === undefined || typeof one.version === 'string' || one.version > Number(best.version) ? one : best), undefined);
}
