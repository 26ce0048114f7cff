import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { libraryPath, listReferences, readLibrary, versionOf, type Reference } from '#engines/forms';

type Wanted = Pick<Reference, 'kind' | 'name' | 'version'>;
type Versioned = { version: number | string };

/**
 * The files of a service together with the blocks and code lists that its forms refer to, only in the versions they use. So a published version never
 * changes when somebody writes a new version of a block, and a reference without version is pinned to the newest one of that moment.
 * What cannot be found is left out; the check of the form names it.
 */
export async function attachLibrary(files: Readonly<Record<string, string>>, servicesDir: string): Promise<Record<string, string>> {
  const wanted: Wanted[] = Object.entries(files).flatMap(([path, text]) => (/^(form|forms\/[^/]+)\.json$/.test(path) && /"(?:block|codeList)"/.test(text) ? listReferences(parsed(text)) : []));
  if (wanted.length === 0) return { ...files };
  const kept = new Map<string, { file: Record<string, unknown>; versions: Versioned[] }>();
  const added: Record<string, string> = {};
  // what a block itself refers to is looked for after it
  for (let i = 0; i < wanted.length && i < 500; i++) {
    const one = wanted[i] as Wanted;
    const path = libraryPath(one.kind, one.name);
    const found = (await findVersion(one, { path, text: files[path] })) ?? (await findVersion(one, { path, text: await readShared(servicesDir, path) }));
    if (!found) continue;
    if (typeof found === 'string') added[path] = found;
    else {
      const all = kept.get(path) ?? { file: found.file, versions: [] };
      kept.set(path, all);
      if (all.versions.some(({ version }) => version === found.version.version)) continue;
      all.versions.push(found.version);
      wanted.push(...listReferences({ versions: [found.version] }));
    }
  }
  for (const [path, { file, versions }] of kept) added[path] = `${JSON.stringify({ ...file, versions: versions.sort((a, b) => (a.version < b.version ? -1 : 1)) }, null, 1)}\n`;
  return { ...files, ...added };
}

/** The version that is wanted with the head of its file; the text itself when the file is broken, so that the check says what is wrong with it. */
async function findVersion({ version, kind, name }: Wanted, { path, text }: { path: string; text: string | undefined }): Promise<{ file: Record<string, unknown>; version: Versioned } | string | undefined> {
  if (text === undefined) return undefined;
  const { library, findings } = readLibrary({ [path]: text });
  if (findings.length > 0) return text;
  const file = kind === 'block' ? library.blocks.get(name) : library.codeLists.get(name);
  const found = file && versionOf<Versioned>(file.versions, version);
  return file && found ? { file, version: found } : undefined;
}

const readShared = (dir: string, path: string): Promise<string | undefined> => readFile(join(dir, path), 'utf8').catch(() => undefined);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the check of the form says so
  }
}
