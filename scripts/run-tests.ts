/** Runs the tests file by file in processes of their own. Started by test.mjs, which counts and has the last word. */
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RUN_MARK } from './tests/processes.mjs';
import { runFile, type FileOutcome } from './tests/run-file.ts';
import { filesAtOnce, openSurroundings, type Surroundings } from './tests/surroundings.ts';
import { buildAssets } from './build-assets.mjs';

const project = resolve(import.meta.dirname, '..');
const counts = { passed: 0, failed: 0, skipped: 0 };
const broken = new AbortController();

/** The long ones first, so that no core waits at the end. */
const LONG = /^test\/(journeys|faults)\//;
const order = (file: string): string => `${LONG.test(file) ? 0 : 1}${file}`;

async function main(wanted: string[]): Promise<number> {
  const all = [...globSync('src/**/*.test.{ts,tsx}'), ...globSync('test/**/*.test.{ts,tsx}')].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const files = wanted.length ? all.filter((file) => wanted.some((part) => file.includes(part.replace(/^\.\//, '')))) : all;
  if (files.length === 0) {
    console.error(`No test file fits: ${wanted.join(' ')}`);
    return 2;
  }
  await buildAssets({ outDir: join(project, '.stadtkern/assets') });
  const surroundings = await openSurroundings();
  try {
    await runAll(files, surroundings);
  } finally {
    await surroundings.close();
  }
  return broken.signal.aborted ? 130 : counts.failed > 0 || counts.passed + counts.skipped === 0 ? 1 : 0;
}

async function runAll(files: string[], { env, temporary }: Surroundings): Promise<void> {
  const waiting = files.map((file, number) => ({ file, number }));
  const running = new Set<string>();
  const outcomes: FileOutcome[] = [];
  let lastWord = Date.now();
  const heartbeat = setInterval(() => {
    if (Date.now() - lastWord < 60_000) return;
    lastWord = Date.now();
    console.log(`… ${outcomes.length} of ${files.length} files done, running: ${[...running].join(', ')}`);
  }, 5000);
  const takeFiles = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !broken.signal.aborted; next = waiting.shift()) {
      running.add(next.file);
      const outcome = await runFile({ file: next.file, mark: `${process.env[RUN_MARK]}-${next.number}`, eventsFile: join(temporary, `events-${next.number}.jsonl`), env, signal: broken.signal });
      running.delete(next.file);
      outcomes.push(outcome);
      lastWord = Date.now();
      count(outcome);
      print(outcome);
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce() }, takeFiles));
  clearInterval(heartbeat);
  if (outcomes.length > 10) printSlowest(outcomes);
  printFailures(outcomes);
}

/** To whoever started the run, as long as it is there. */
const tell = (message: object): unknown => process.connected && process.send?.(message);

function count({ tests }: FileOutcome): void {
  for (const { outcome } of tests) counts[outcome]++;
  tell({ counts });
}

const SIGN = { passed: '✔', failed: '✖', skipped: '﹣' };
const indented = (text: string): string => text.replaceAll(/^/gm, '      ');

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function print({ file, tests, notes, output, ms, computedMs, left }: FileOutcome): void {
  const lines = [`\n${file} (${seconds(ms)}, computing ${seconds(computedMs)})`];
  for (const one of tests) {
    lines.push(`${'  '.repeat(one.nesting + 1)}${SIGN[one.outcome]} ${one.name} (${Math.round(one.ms)} ms)${one.reason ? ` # ${one.reason}` : ''}`);
    if (one.error) lines.push(indented(one.error));
  }
  for (const note of notes) lines.push(`  ℹ ${note}`);
  if (output) lines.push(indented(output));
  for (const command of left) lines.push(`  ℹ left running and ended: ${command.slice(0, 160)}`);
  console.log(lines.join('\n'));
}

function printSlowest(outcomes: FileOutcome[]): void {
  const slowest = outcomes.toSorted((a, b) => b.ms - a.ms).slice(0, 8);
  console.log(`\nSlowest files: ${slowest.map(({ file, ms }) => `${file} ${Math.round(ms / 1000)} s`).join(' · ')}`);
}

function printFailures(outcomes: FileOutcome[]): void {
  const failed = outcomes.filter(({ tests }) => tests.some((one) => one.outcome === 'failed'));
  if (failed.length) console.log('\nFailed:');
  for (const { file, tests } of failed) {
    for (const one of tests.filter(({ outcome }) => outcome === 'failed')) console.log(`  ✖ ${file}: ${one.name}${one.error ? `\n${indented(one.error)}` : ''}`);
  }
}

process.chdir(project);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => broken.abort());
process.on('disconnect', () => broken.abort()); // whoever started the run is gone
const code = await main(process.argv.slice(2));
tell({ counts, ended: true });
process.exit(code);
