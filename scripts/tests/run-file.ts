import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FILE_MARK, endMarked } from './processes.mjs';

const project = resolve(import.meta.dirname, '../..');

/** One test as its file reported it. */
export type Reported = { name: string; outcome: 'passed' | 'failed' | 'skipped'; nesting: number; ms: number; reason?: string; error?: string };
/** What came of one file. A file that crashed, hung or ended before its tests had carries a failed test that says so. */
export type FileOutcome = { file: string; tests: Reported[]; notes: string[]; output: string; ms: number; /** Of that, computing in the file's own process (without browser and database). */ computedMs: number; left: string[] };
export type FileJob = {
  file: string;
  /** Unique within the machine: marks the processes of this file. */
  mark: string;
  /** Where the reporter writes. */
  eventsFile: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
};

/** Quiet files need less than one; a machine under load may need many times that. */
const LIMIT_MS = 15 * 60_000;
const LONGEST_OUTPUT = 100_000;

/** Runs one test file in a process group of its own and ends whatever it leaves behind. */
export async function runFile(job: FileJob): Promise<FileOutcome> {
  const began = performance.now();
  const args = ['--import', join(project, 'scripts/tsx.mjs'), '--test-reporter', join(project, 'scripts/tests/record-events.mjs'), '--test-reporter-destination', job.eventsFile, resolve(project, job.file)];
  const child = spawn(process.execPath, args, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', env: { ...job.env, [FILE_MARK]: job.mark } });
  const output = collect(child);
  const ended = new Promise<string>((done) => {
    child.on('error', (error) => done(`could not be started: ${error.message}`));
    // not 'close': a process left behind may hold the pipes open for ever
    child.on('exit', (code, signal) => done(signal ? `was ended by ${signal}` : code ? `ended with ${code}` : ''));
  });
  const trouble = await Promise.race([ended, watch(child, job)]);
  endGroup(child);
  await Promise.race([ended, sleep(5000)]);
  const left = await endMarked(FILE_MARK, job.mark);
  await sleep(20); // the last lines on their way through the pipe
  const { tests, notes, open, complete, computedMs } = readEvents(job.eventsFile);
  const ms = performance.now() - began;
  const failedAnyway = tests.some((one) => one.outcome === 'failed');
  if (!complete || (trouble && !failedAnyway)) tests.push({ name: `${trouble || 'ended before its tests had'}${open.length ? `; unfinished: ${open.join(', ')}` : ''}`, outcome: 'failed', nesting: 0, ms });
  return { file: job.file, tests, notes, output: output(), ms, computedMs, left };
}

/** What the file printed: the beginning and the end when it is too much. */
function collect(child: ChildProcess): () => string {
  let start = '';
  let end = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      if (start.length < LONGEST_OUTPUT / 2) start += text;
      else end = (end + text).slice(-LONGEST_OUTPUT / 2);
    });
  }
  return () => (end ? `${start}\n…\n${end}` : start).trim();
}

/** Ends when the file takes too long or the run is broken off. @returns what was wrong */
async function watch(child: ChildProcess, { signal }: FileJob): Promise<string> {
  const began = Date.now();
  while (child.exitCode === null && child.signalCode === null) {
    await sleep(250, undefined, { signal }).catch(() => {});
    if (signal.aborted) return 'was broken off';
    if (Date.now() - began > LIMIT_MS) return `took longer than ${LIMIT_MS / 60_000} minutes`;
  }
  await sleep(5000);
  return 'ended';
}

function endGroup(child: ChildProcess): void {
  if (!child.pid) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // nobody of the group is left
  }
}

type Line = ({ kind: 'test' | 'suite' } & Reported) | { kind: 'begin'; name: string } | { kind: 'note'; text: string } | { kind: 'end'; computedMs: number };
type Read = { tests: Reported[]; notes: string[]; /** Begun, and neither passed nor failed. */ open: string[]; complete: boolean; computedMs: number };

function readEvents(eventsFile: string): Read {
  const tests: Reported[] = [];
  const notes: string[] = [];
  const begun: string[] = [];
  let complete = false;
  let computedMs = 0;
  for (const text of existsSync(eventsFile) ? readFileSync(eventsFile, 'utf8').split('\n') : []) {
    const line = parseLine(text);
    if (line?.kind === 'end') {
      complete = true;
      ({ computedMs } = line);
    } else if (line?.kind === 'note') notes.push(line.text);
    else if (line?.kind === 'begin') begun.push(line.name);
    // a suite counts by its tests; by itself only when its own set-up failed
    else if (line && (line.kind === 'test' || !tests.some((one) => one.outcome === 'failed'))) tests.push(line);
  }
  const done = new Set(tests.map(({ name }) => name));
  return { tests, notes, open: begun.filter((name) => !done.has(name)), complete, computedMs };
}

/** The last line of a file that was killed may be half a line. */
function parseLine(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
