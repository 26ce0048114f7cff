import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { SMALL_HEAP } from '../../scripts/setup.mjs';
import { reachablePlace, serverUser } from '../../src/platform/db/embedded-place.ts';

export const PROJECT = resolve(import.meta.dirname, '../..');
/** A machine with many other things to do still gets there. */
const PATIENCE_MS = 180_000;

/** The product as operators run it, in a process of its own that a test may kill. */
export type CityProcess = {
  url: string;
  output(): string;
  /** Sends the signal and waits until it is gone. @returns the exit code, or the signal that ended it */
  end(signal: NodeJS.Signals): Promise<number | string>;
};
export type CityOptions = {
  /** Data folder of the installation. */
  dir: string;
  /** Default: a free one. */
  port?: number;
  /** Account that runs it (as root only). */
  uid?: number;
  /** Put in front of the command, e.g. to give it a small disk. */
  within?: string[];
};

/** A folder for the data of one installation; as root the database server runs under another account, which has to get in. */
export function dataFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'stadtkern-fault-'));
  chmodSync(dir, 0o755);
  return dir;
}

export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The settings of the test run itself belong to another installation. */
export const environment = (dir: string, port = 0): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: '',
  TEST_DATABASE_URL: '',
  STADTKERN_DATA: dir,
  STADTKERN_ASSETS: join(PROJECT, '.stadtkern/assets'),
  PORT: String(port),
  SAMPLE_CASES: '0',
  LOG_LEVEL: 'error',
});

const launch = [process.execPath, ...SMALL_HEAP, join(PROJECT, 'scripts/launch.mjs')];

/** Starts it and waits until it says that it is ready. @throws CityRefused when it ends instead */
export async function startCity(options: CityOptions): Promise<CityProcess> {
  const port = options.port ?? (await freePort());
  const [program = '', ...words] = [...(options.within ?? []), ...launch, 'serve'];
  const account = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
  const child: ChildProcess = spawn(program, words, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'], env: environment(options.dir, port), ...account });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  let over: number | string | undefined;
  const ended = new Promise<number | string>((done) => child.on('close', (code, signal) => done((over = signal ?? code ?? 0))));
  await until('the city is ready', () => over !== undefined || / s {2}bereit/.test(said)).catch((error: Error) => {
    child.kill('SIGKILL');
    throw new Error(`${error.message}:\n${said}`, { cause: error });
  });
  if (over !== undefined) throw new CityRefused(over, said);
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => said,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** It ended instead of starting. */
export class CityRefused extends Error {
  readonly code: number | string;
  constructor(code: number | string, said: string) {
    const progress = /^\s+[\d.]+ s {2}|^Stadtkern startet|^Programm wird übersetzt/;
    super(said.split('\n').filter((line) => line.trim() && !progress.test(line)).join('\n'));
    this.code = code;
  }
}

/** Starts and expects to be refused. @returns the exit code and what it said, without the lines of progress */
export async function refusalOf(options: CityOptions): Promise<{ code: number | string; sentence: string }> {
  const outcome = await startCity(options).catch((error: unknown) => error);
  if (outcome instanceof CityRefused) return { code: outcome.code, sentence: outcome.message };
  if (outcome instanceof Error) throw outcome;
  await (outcome as CityProcess).end('SIGTERM');
  throw new Error('it started');
}

/** Runs a command of the product to its end. */
export function runCommand(dir: string, ...words: string[]): { code: number | null; printed: string; complained: string } {
  const [program = '', ...args] = [...launch, ...words];
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: PROJECT, env: environment(dir), encoding: 'utf8' });
  return { code: status, printed: stdout, complained: stderr };
}

/** Where the embedded PostgreSQL keeps its data: as root it moves out of a closed folder. */
export const databaseFolder = (dir: string): string => reachablePlace(join(dir, 'postgres'), serverUser()).dir;

/** Process and port of the embedded PostgreSQL, running or dead. */
export function databaseOf(dir: string): { pid: number; port: number } {
  const lines = readFileSync(join(databaseFolder(dir), 'data/postmaster.pid'), 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

/** Asks the running embedded database as its superuser, past the tenants. */
export async function ask<Row extends pg.QueryResultRow>(dir: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const secret = readFileSync(join(databaseFolder(dir), 'secret'), 'utf8').trim();
  const client = new pg.Client({ connectionString: `postgres://postgres:${secret}@127.0.0.1:${databaseOf(dir).port}/stadtkern` });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Waits until it is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await isSo()); await sleep(50)) {
    if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s`);
  }
}

/** Ends what is left of an installation and removes its folder. */
export async function removeCity(dir: string, city: CityProcess | undefined): Promise<void> {
  await city?.end('SIGTERM');
  for (const folder of [databaseFolder(dir), dir]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
