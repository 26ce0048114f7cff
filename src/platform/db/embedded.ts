import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { reachablePlace, serverUser, type ServerUser } from './embedded-place.ts';

export type EmbeddedOptions = {
  dir: string;
  /** Speed instead of durability, for throw-away test databases only. */
  throwAway?: boolean;
  onProgress?: (sentence: string) => void;
};

/** A running embedded PostgreSQL. */
export type Embedded = { url: string; adopted: boolean; pid: number; stop(): Promise<void> };

const DATABASE = 'stadtkern';
const OWNER = 'stadtkern';

const settingsFile = (throwAway: boolean): string => `
listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = 128MB
wal_compression = on
max_wal_size = 1GB
log_min_messages = warning
password_encryption = 'scram-sha-256'
${throwAway ? 'fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n' : ''}`;

/**
 * Starts the PostgreSQL that npm brought along, or adopts one that survived its parent; creates the cluster on first use.
 * @throws Error with one sentence that says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const user = serverUser();
  const place = reachablePlace(options.dir, user);
  const data = join(place.dir, 'data');
  const say = options.onProgress ?? ((): void => {});
  if (!existsSync(join(data, 'PG_VERSION'))) await createCluster({ place, data, user, say, throwAway: options.throwAway ?? false });
  refuseOtherMajor(data);
  const secret = readFileSync(join(place.dir, 'secret'), 'utf8').trim();
  const job: ServerJob = { place, data, user, secret, throwAway: options.throwAway };
  const survivor = await adopt(job);
  if (!survivor) say('Datenbank startet');
  const server = survivor ?? (await startServer(job));
  const letGo = keepRunning(job, server, say);
  return {
    ...server,
    url: urlFor(place, server.port, secret),
    stop: async () => {
      await letGo();
      await stopServer({ ...server, data, secret });
    },
  };
}

type ServerJob = { place: Place; data: string; user: ServerUser; secret: string; throwAway?: boolean | undefined };
type Server = { pid: number; port: number; adopted: boolean };

/** A killed server comes back on the same port, started by whichever process of the product is first. @returns ends the watch */
function keepRunning(job: ServerJob, server: Server, say: (sentence: string) => void): () => Promise<void> {
  let reviving: Promise<void> | undefined;
  const revive = async (): Promise<void> => {
    const found = (await adopt(job)) ?? (await startServer(job, server.port));
    server.pid = found.pid;
    say('Die Datenbank war weg und läuft wieder');
  };
  const timer = setInterval(() => {
    if (reviving || alive(server.pid)) return;
    reviving = revive().catch(() => {}).finally(() => (reviving = undefined)); // if it failed: again in a second
  }, 1000).unref();
  return async () => {
    clearInterval(timer);
    await reviving;
  };
}

type Place = { dir: string; native: string };

function refuseOtherMajor(data: string): void {
  const major = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (major !== '18')
    throw new Error(`Die Daten in ${data} gehören zu PostgreSQL ${major}, dieses Programm bringt PostgreSQL 18 mit. Bitte starten Sie die passende Fassung oder spielen Sie eine Sicherung ein.`);
}

async function createCluster(job: { place: Place; data: string; user: ServerUser; say: (s: string) => void; throwAway: boolean }): Promise<void> {
  const { place, data, user } = job;
  job.say('Datenbank wird angelegt');
  rmSync(data, { recursive: true, force: true }); // what an interrupted first start left behind
  mkdirSync(data, { recursive: true, mode: 0o700 });
  chmodSync(data, 0o700);
  const secret = randomBytes(24).toString('base64url');
  const pwfile = join(place.dir, 'secret');
  writeFileSync(pwfile, `${secret}\n`, { mode: 0o600 });
  for (const path of [data, pwfile]) giveTo(user, path);
  const args = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${pwfile}`, '-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums'];
  if (job.throwAway) args.push('--no-sync');
  const result = await run(join(place.native, 'bin', 'initdb'), args, user);
  if (result.code !== 0) {
    rmSync(data, { recursive: true, force: true });
    throw new Error(`Die Datenbank konnte nicht angelegt werden: ${explain(result.output)}`);
  }
  appendFileSync(join(data, 'postgresql.conf'), settingsFile(job.throwAway));
}

function giveTo({ uid, gid }: ServerUser, path: string): void {
  if (uid === undefined) return;
  try {
    chownSync(path, uid, gid ?? uid);
  } catch (error) {
    throw new Error('PostgreSQL läuft nie als root, und ein anderes Konto gibt es hier nicht (Container mit einem einzigen Konto). Bitte starten Sie als gewöhnliches Konto oder setzen Sie DATABASE_URL.', { cause: error });
  }
}

/** What PostgreSQL said, as one sentence that says what to do. */
function explain(output: string): string {
  if (/No space left on device/i.test(output)) return 'Die Festplatte ist voll. Bitte schaffen Sie Platz und starten Sie noch einmal.';
  if (/Permission denied/i.test(output)) return 'Der Ordner für die Daten ist nicht beschreibbar (STADTKERN_DATA).';
  return output.trim().split('\n').slice(-4).join(' ');
}

function run(command: string, args: string[], user: ServerUser): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...user, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** By its socket where it has one: half the way of TCP, and every page makes it a dozen times. */
function urlFor(place: Place, port: number, secret: string): string {
  const host = existsSync(socketFile(place, port)) ? encodeURIComponent(socketFolder(place)) : '127.0.0.1';
  return `postgres://${OWNER}:${secret}@${host}:${port}/${DATABASE}`;
}

const socketFolder = (place: Place): string => join(place.dir, 'socket');
const socketFile = (place: Place, port: number): string => join(socketFolder(place), `.s.PGSQL.${port}`);
/** Longest path that systems take for a socket (macOS; Linux takes four more). */
const SOCKET_PATH = 103;

/** Where the server shall put its socket: nowhere when the path is too long. */
function prepareSocket({ place, user }: ServerJob, port: number): string {
  if (process.platform === 'win32' || /[",]/.test(place.dir) || Buffer.byteLength(socketFile(place, port)) > SOCKET_PATH) return '';
  mkdirSync(socketFolder(place), { recursive: true });
  giveTo(user, socketFolder(place));
  for (const left of ['', '.lock']) rmSync(`${socketFile(place, port)}${left}`, { force: true }); // by a server that was killed
  return socketFolder(place);
}

const adminUrl = (port: number, secret: string): string => `postgres://postgres:${secret}@127.0.0.1:${port}/postgres`;

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** postmaster.pid: line 1 pid, line 4 port, last line `ready`. */
async function adopt({ data, secret }: ServerJob): Promise<Server | undefined> {
  const file = join(data, 'postmaster.pid');
  for (let tries = 0; tries < 100 && existsSync(file); tries++) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    if (!pid || !alive(pid)) return undefined; // a stale lock: PostgreSQL cleans it up itself
    if (lines.some((line) => line.trim() === 'ready') && (await answers(adminUrl(port, secret)))) {
      await ensureDatabase(port, secret);
      return { adopted: true, pid, port };
    }
    await sleep(100);
  }
  return undefined;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A new city fills its tables within minutes: until they are analysed, plans are made for empty ones and joins take the square of the rows. */
const SOON_ANALYSED = ['-c', 'autovacuum_naptime=10s'];

async function startServer(job: ServerJob, wantedPort?: number): Promise<Server> {
  let output = '';
  for (let tries = 0; tries < 40; tries++) {
    const port = wantedPort ?? (await freePort());
    // detached: Ctrl-C in the terminal reaches our own process first, which then stops the server in order
    const child = spawn(join(job.place.native, 'bin', 'postgres'), ['-D', job.data, '-p', String(port), '-c', `unix_socket_directories=${prepareSocket(job, port)}`, ...(job.throwAway ? [] : SOON_ANALYSED)], { ...job.user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    const outcome = await untilReady(child);
    output = outcome.output;
    if (outcome.ready && child.pid) {
      const { pid } = child;
      child.stderr?.destroy();
      child.unref();
      await ensureDatabase(port, job.secret);
      return { adopted: false, pid, port };
    }
    // after kill -9 of the postmaster its children need a moment to notice
    if (!/pre-existing shared memory|lock file|Address already in use/i.test(output)) break;
    await sleep(250);
  }
  throw new Error(`Die Datenbank startet nicht: ${explain(output)}`);
}

function untilReady(child: ChildProcess): Promise<{ ready: boolean; output: string }> {
  return new Promise((resolve) => {
    let output = '';
    child.stderr?.on('data', (chunk) => {
      output += chunk;
      if (/ready to accept connections/.test(output)) resolve({ ready: true, output });
    });
    child.on('error', (error) => resolve({ ready: false, output: error.message }));
    child.on('close', () => resolve({ ready: false, output }));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The product's own role and database; the superuser is used for nothing else. */
async function ensureDatabase(port: number, secret: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl(port, secret) });
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [OWNER]);
    if (!role.rowCount) await client.query(`create role ${OWNER} login createdb password '${secret}'`);
    const database = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!database.rowCount) await client.query(`create database ${DATABASE} owner ${OWNER}`);
  } finally {
    await client.end();
  }
}

/** Stops in order unless another process of the product still works with this database. */
async function stopServer(job: { pid: number; data: string; port: number; secret: string }): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl(job.port, job.secret) });
  try {
    await client.connect();
    if (await isStillUsed(client)) return;
  } catch {
    // not answering: stop it all the same
  } finally {
    await client.end().catch(() => {});
  }
  if (!alive(job.pid)) return;
  process.kill(job.pid, 'SIGINT');
  // its note goes shortly before the process itself
  for (let waited = 0; waited < 100 && (existsSync(join(job.data, 'postmaster.pid')) || alive(job.pid)); waited++) await sleep(50);
}

/** By other processes of the product. Our own connections that were just closed may be listed for a moment longer. */
async function isStillUsed(client: pg.Client): Promise<boolean> {
  for (let looks = 0; looks < 10; looks++) {
    const { rowCount } = await client.query("select 1 from pg_stat_activity where application_name like 'stadtkern%' limit 1");
    if (!rowCount) return false;
    await sleep(50);
  }
  return true;
}
