import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { expandFamily } from '../families/expand-family.ts';
import { attachLibrary } from './attach-library.ts';
import type { ServiceFinding } from './finding.ts';

/** A service folder as one immutable value: every file as text. Equal content has an equal hash. */
export type ServiceBundle = {
  slug: string;
  /** Text by path inside the folder, e.g. 'letters/notice.md'. */
  files: Record<string, string>;
  /** SHA-256 over paths and texts, hex. */
  hash: string;
};

const KINDS = ['.yaml', '.json', '.bpmn', '.dmn', '.md'];
const LARGEST_FILE = 2_000_000;
const MOST_FILES = 200;

/** Reads a folder; what does not belong into it is named and left out. Throws when the folder cannot be read. */
export async function readServiceFolder(dir: string): Promise<{ bundle: ServiceBundle; findings: ServiceFinding[] }> {
  const findings: ServiceFinding[] = [];
  const files: Record<string, string> = {};
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name));
  for (const path of paths.sort()) {
    const name = relative(dir, path).split(sep).join('/');
    if (basename(name).startsWith('.') || name === 'README.md') continue;
    const problem = await unfit(path, name, Object.keys(files).length);
    if (problem) findings.push({ severity: 'error', file: name, element: '', message: problem });
    else files[name] = (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
  }
  return { bundle: makeBundle(basename(dir), await attachLibrary(files, dirname(dir))), findings };
}

async function unfit(path: string, name: string, count: number): Promise<string | undefined> {
  if (!KINDS.some((kind) => name.endsWith(kind))) return `Diese Art von Datei gehört nicht in eine Leistung. Erlaubt sind ${KINDS.join(', ')}.`;
  if (count >= MOST_FILES) return `Eine Leistung hat höchstens ${MOST_FILES} Dateien.`;
  return (await stat(path)).size > LARGEST_FILE ? 'Die Datei ist größer als 2 MB.' : undefined;
}

/** The bundle with what its forms take from the library of the city, pinned to the versions of this moment. */
export async function pinLibrary(bundle: ServiceBundle, servicesDir: string): Promise<ServiceBundle> {
  return makeBundle(bundle.slug, await attachLibrary(bundle.files, servicesDir));
}

/** A bundle from texts that are already in memory, together with what the family of the service gives (ADR 0012). */
export function makeBundle(slug: string, files: Record<string, string>): ServiceBundle {
  const sorted = Object.fromEntries(Object.entries(expandFamily(files)).sort(([a], [b]) => (a < b ? -1 : 1)));
  const hash = createHash('sha256').update(JSON.stringify([slug, sorted])).digest('hex');
  return { slug, files: sorted, hash };
}
