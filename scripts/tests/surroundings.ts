import { accessSync, chmodSync, constants, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbedded } from '#platform/db';
import { isAlive } from './processes.mjs';

const dataDir = join(resolve(import.meta.dirname, '../..'), '.stadtkern');

/** What all files of a run share: a database server, a folder for temporary files. */
export type Surroundings = { env: NodeJS.ProcessEnv; temporary: string; close(): Promise<void> };

/** Starts the tests' PostgreSQL (unless TEST_DATABASE_URL names one) and makes a temporary folder; `close` leaves nothing behind. */
export async function openSurroundings(): Promise<Surroundings> {
  clearLeftovers();
  const temporary = makeTemporary();
  const env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary, ...keepCompiled(temporary) };
  const stop = process.env.TEST_DATABASE_URL ? async (): Promise<void> => {} : await startDatabase(env);
  return {
    env,
    temporary,
    close: async () => {
      await stop();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Every file loads most of the program: what was compiled once is read by the others, which halves what loading costs. */
function keepCompiled(temporary: string): NodeJS.ProcessEnv {
  const [NODE_COMPILE_CACHE, TSX_CACHE] = ['compiled', 'jsx'].map((name) => join(temporary, name)) as [string, string];
  mkdirSync(TSX_CACHE);
  return { NODE_COMPILE_CACHE, TSX_CACHE };
}

const IN_MEMORY = '/dev/shm';
/** The databases of a run take a few hundred megabytes, the programs beside them most of the rest. */
const PLENTY_OF_MEMORY = 6 * 1024 ** 3;

/** Where the database of a run lies: in memory where there is plenty, because every file copies some two thousand small files; else on disk. */
const databaseParents = (): string[] => [IN_MEMORY, dataDir].filter((dir) => existsSync(dir));
const databaseParent = (): string => (process.availableMemory() > PLENTY_OF_MEMORY && isRoomy(IN_MEMORY) ? IN_MEMORY : dataDir);

/** A PostgreSQL without fsync for this run; every test file makes its own databases in it. */
async function startDatabase(env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const dir = join(databaseParent(), `stadtkern-database-${process.pid}`);
  const server = await startEmbedded({ dir, throwAway: true });
  env.TEST_DATABASE_URL = server.url;
  return async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  };
}

const ROOM_BYTES = 2 * 1024 ** 3;

/** Where the system keeps temporary files; where that is small (a RAM disk) or closed, on its disk or beside our own data. */
const TEMPORARY = [tmpdir(), '/var/tmp', dataDir];

function isRoomy(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize > ROOM_BYTES;
  } catch {
    return false; // not there, or not ours to write
  }
}

function makeTemporary(): string {
  const parent = TEMPORARY.find(isRoomy) ?? dataDir;
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(join(parent, `stadtkern-tests-${process.pid}-`));
  chmodSync(dir, 0o755); // as root the database server runs under another account, which has to get in
  return dir;
}

/** What a killed run left behind: its database server and folders. */
function clearLeftovers(): void {
  for (const dir of databaseParents().flatMap((parent) => globSync('stadtkern-database-*', { cwd: parent }).map((name) => join(parent, name)))) {
    const isOurs = [0, statSync(dir).uid].includes(process.getuid?.() ?? 0);
    if (!isOurs || isAlive(Number(dir.split('-').at(-1)))) continue;
    const lock = join(dir, 'data/postmaster.pid');
    const [pid, data] = existsSync(lock) ? readFileSync(lock, 'utf8').split('\n') : [];
    if (Number(pid) > 1 && data === join(dir, 'data') && isAlive(Number(pid))) process.kill(Number(pid), 'SIGQUIT');
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
  for (const parent of TEMPORARY) {
    for (const name of globSync('stadtkern-tests-*-*', { cwd: parent })) {
      if (!isAlive(Number(name.split('-')[2]))) rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** A file with its browser takes up to this much. */
const MEMORY_PER_FILE = 900 * 1024 ** 2;
/** More at once would not find enough database connections. */
const MOST_AT_ONCE = 6;

/** How many files run side by side here. */
export function filesAtOnce(): number {
  const fitting = Math.floor(process.availableMemory() / MEMORY_PER_FILE);
  return Math.max(1, Math.min(Math.max(2, availableParallelism()), MOST_AT_ONCE, fitting));
}
