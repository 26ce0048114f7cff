import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Case lists as the suites bring them along. */
export type ParseEntry = { file: string; mustBeRejected: boolean; errorContains?: string[] };
export type ReplayEntry = { file: string; tests: { class: string; method: string; steps: string[] }[] };

export type Suites = {
  /** Models that only have to compile, or to be refused with a reason. */
  models: string[];
  parse: { dir: string; entries: ParseEntry[] }[];
  replay: { dir: string; entries: ReplayEntry[] }[];
};

/** Finds models and case lists below a folder, at any depth. */
export async function findSuites(dir: string): Promise<Suites> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const suites: Suites = { models: [], parse: [], replay: [] };
  for (const file of files.filter((one) => one.endsWith('manifest.json'))) await addManifest(suites, file);
  const listed = [...suites.parse, ...suites.replay].map((suite) => suite.dir);
  suites.models = files.filter((file) => /\.(bpmn|bpmn20\.xml)$/.test(file) && !listed.some((one) => !relative(one, file).startsWith('..')));
  return suites;
}

async function addManifest(suites: Suites, file: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(list)) return;
  const dir = dirname(file);
  const [first] = list as Record<string, unknown>[];
  if (first && 'mustBeRejected' in first) suites.parse.push({ dir, entries: list as ParseEntry[] });
  else if (first && 'tests' in first) suites.replay.push({ dir, entries: list as ReplayEntry[] });
}

/** The text of a model in the encoding it declares. */
export async function readModel(file: string): Promise<string> {
  const bytes = await readFile(file);
  const head = bytes.subarray(0, 200).toString('latin1');
  return bytes.toString(/encoding=["']iso-8859-1["']/i.test(head) ? 'latin1' : 'utf8');
}
