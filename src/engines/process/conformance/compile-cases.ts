import { relative } from 'node:path';
import { compileProcess } from '../compile/compile-process.ts';
import type { CompileFeel } from '../expression.ts';
import type { Finding } from '../findings.ts';
import type { ConformanceCase } from './report.ts';
import { type ParseEntry, readModel } from './suite-files.ts';

/** A model of the wild compiles, or is refused with a reason that names the element. */
export async function compileCases(dir: string, files: readonly string[], feel: CompileFeel): Promise<ConformanceCase[]> {
  const cases: ConformanceCase[] = [];
  for (const file of files) {
    const name = relative(dir, file);
    try {
      const { findings } = await compileProcess(await readModel(file), { feel });
      cases.push({ name, ...judgeModel(findings.filter((finding) => finding.severity === 'error')) });
    } catch (error) {
      cases.push({ name, outcome: 'failed', reason: `threw: ${String(error)}` });
    }
  }
  return cases;
}

function judgeModel(errors: readonly Finding[]): Pick<ConformanceCase, 'outcome' | 'reason'> {
  if (errors.length === 0) return { outcome: 'passed', reason: '' };
  const vague = errors.find((error) => !error.elementId || !error.message);
  if (vague) return { outcome: 'failed', reason: `refused without naming the element: ${vague.message}` };
  return { outcome: 'passed', reason: `refused: ${sentences(errors)}` };
}

function sentences(errors: readonly Finding[]): string {
  return errors.map((error) => `${error.elementName || error.elementId} (${error.code}): ${error.message}`).join(' ');
}

/** A parser model is refused exactly when the list says so. */
export async function parseCases({ entries, feel, find }: { entries: readonly ParseEntry[]; feel: CompileFeel; find: (file: string) => string | undefined }): Promise<ConformanceCase[]> {
  const cases: ConformanceCase[] = [];
  for (const entry of entries) {
    const path = find(entry.file);
    if (!path) {
      cases.push({ name: entry.file, outcome: 'skipped', reason: 'the file is not there' });
      continue;
    }
    const { findings } = await compileProcess(await readModel(path), { feel, dialect: 'camunda' });
    cases.push({ name: entry.file, ...judgeParse(entry, findings.filter((finding) => finding.severity === 'error')) });
  }
  return cases;
}

function judgeParse(entry: ParseEntry, errors: readonly Finding[]): Pick<ConformanceCase, 'outcome' | 'reason'> {
  if (entry.mustBeRejected === errors.length > 0) return { outcome: 'passed', reason: sentences(errors) };
  if (entry.mustBeRejected) return { outcome: 'failed', reason: `not refused; expected ${entry.errorContains?.[0] ?? 'an error'}` };
  return { outcome: 'failed', reason: `refused: ${sentences(errors)}` };
}
