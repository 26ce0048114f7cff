import { basename, join } from 'node:path';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { CompileFeel } from '../expression.ts';
import { compileCases, parseCases } from './compile-cases.ts';
import { replayCases } from './replay-cases.ts';
import { type ConformanceCase, type ConformanceReport, toReport } from './report.ts';
import { findSuites } from './suite-files.ts';

/**
 * Runs the BPMN models below a folder: models of the wild (OMG MIWG references, cities) compile or are refused with a reason,
 * parser models (manifest with `mustBeRejected`) are refused when they must be, and executable models (manifest with `tests`) are replayed.
 */
export async function conformanceBpmn(dir: string, { feel }: { feel: CompileFeel }): Promise<ConformanceReport> {
  const suites = await findSuites(dir);
  const cases: ConformanceCase[] = await compileCases(dir, suites.models, feel);
  for (const suite of suites.parse) {
    const files = await readdir(suite.dir);
    cases.push(...(await parseCases({ entries: suite.entries, feel, find: (file) => findFile(suite.dir, files, file) })));
  }
  for (const suite of suites.replay) cases.push(...(await replayCases({ ...suite, feel })));
  return toReport(cases);
}

/** The list names files by the method that reads them, the folder by class and method. */
function findFile(dir: string, files: readonly string[], listed: string): string | undefined {
  const direct = join(dir, listed);
  if (existsSync(direct)) return direct;
  const name = basename(listed);
  const found = files.find((file) => file === name || file.endsWith(`.${name}`));
  return found === undefined ? undefined : join(dir, found);
}
