import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { compileDecisions } from '../dmn/compile-decisions.ts';
import type { CompiledModel } from '../dmn/compile-model.ts';
import { startSession, valueOf } from '../dmn/evaluate.ts';
import { fromFeel } from '../feel/from-feel.ts';
import { equals } from '../feel/values/compare.ts';
import { isNumber, toNumber } from '../feel/values/decimal.ts';
import { FeelValue, isContext, setEntry } from '../feel/values/feel-value.ts';
import type { Context } from '../feel/values/feel-value.ts';
import { kindOf } from '../feel/values/kind.ts';
import { readTestFile } from './read-test-cases.ts';
import type { TestCase } from './read-test-cases.ts';

// The kit asks for the kind of now(), never for its value.
const NOW = new Date('2026-01-01T12:00:00Z');

export type ConformanceCase = { name: string; outcome: 'passed' | 'failed' | 'skipped'; reason: string };
export type Conformance = {
  passed: number;
  failed: number;
  skipped: number;
  total: number;
  cases: readonly ConformanceCase[];
};

/** Runs the DMN TCK: every result node of every test file below a folder, the model beside it, is one case. */
export async function conformanceDmn(dir: string): Promise<Conformance> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const cases: ConformanceCase[] = [];
  for (const file of files.filter((name) => name.endsWith('.xml')).toSorted()) {
    const test = readTestFile(await readFile(file, 'utf8'));
    if (!test) continue;
    const name = relative(dir, file);
    const model = await loadModel(join(dirname(file), test.modelName), files);
    for (const testCase of test.cases) cases.push(...runCase(testCase, model, name));
  }
  const count = (outcome: ConformanceCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), total: cases.length, cases };
}

// The other models of a folder may be imported by the one under test.
async function loadModel(path: string, files: readonly string[]): Promise<CompiledModel | string> {
  if (!files.includes(path)) return `Das Modell ${path} fehlt`;
  const others = files.filter((file) => file.endsWith('.dmn') && file !== path && dirname(file) === dirname(path));
  const texts = await Promise.all([path, ...others].map((file) => readFile(file, 'utf8')));
  const { model, findings } = compileDecisions(texts);
  return model?.main ?? findings.map((finding) => finding.message).join('; ');
}

function runCase(test: TestCase, model: CompiledModel | string, file: string): ConformanceCase[] {
  return test.results.map(({ name, expected }) => {
    const label = `${file} ${test.id} ${name}`;
    if (typeof model === 'string') return { name: label, outcome: 'failed', reason: model };
    try {
      const got = evaluate(model, test, name);
      const passed = sameResult(got, expected);
      const reason = passed ? '' : `ergibt ${show(got)} statt ${show(expected)}`;
      return { name: label, outcome: passed ? 'passed' : 'failed', reason };
    } catch (error) {
      return { name: label, outcome: 'failed', reason: String(error) };
    }
  });
}

function evaluate(model: CompiledModel, test: TestCase, name: string): unknown {
  const session = startSession(model, inputOf(model, test), { now: NOW });
  const element = model.byName.get(test.invocable ?? name);
  if (!element) throw new RangeError(`„${test.invocable ?? name}“ fehlt im Modell`);
  const value = valueOf(element, session);
  if (test.invocable === undefined || test.invocable === name || !isContext(value)) return value;
  return Object.hasOwn(value, name) ? value[name] : value;
}

function inputOf(model: CompiledModel, test: TestCase): Context {
  const input: Context = {};
  for (const { name, namespace, value } of test.inputs) {
    setEntry(input, name, value);
    for (const [alias, imported] of model.imports) {
      if (imported.definitions.namespace !== namespace) continue;
      input[alias] = { ...(isContext(input[alias]) ? input[alias] : {}), [name]: value };
    }
  }
  return input;
}

/** Numbers count as equal up to eight decimals, as the TCK's own runners compare them. */
function sameResult(got: unknown, expected: unknown): boolean {
  if (isNumber(got) && isNumber(expected)) {
    return Math.abs(toNumber(got) - toNumber(expected)) <= 1e-8 * Math.max(1, Math.abs(toNumber(expected)));
  }
  if (Array.isArray(got) && Array.isArray(expected)) {
    return got.length === expected.length && got.every((item, index) => sameResult(item, expected[index]));
  }
  if (isContext(got) && isContext(expected)) {
    const keys = new Set([...Object.keys(got), ...Object.keys(expected)]);
    return [...keys].every((key) => sameResult(got[key], expected[key]));
  }
  if (got instanceof FeelValue && kindOf(got) === kindOf(expected)) return equals(got, expected) === true;
  return (got ?? null) === (expected ?? null);
}

function show(value: unknown): string {
  return JSON.stringify(fromFeel(value))?.slice(0, 200) ?? 'nichts';
}
