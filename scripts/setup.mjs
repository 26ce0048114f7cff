/** Set-up shared by all commands; runs on any Node ≥ 20.19 before the pinned one is there. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Node's defaults let the heap grow with the machine; a collection whenever it has grown by 60 % keeps what pages leave behind from piling
 * up. Within the young generation most of it dies: with 32 MB a third as many collections as with 8, for 40 MB more under load (298 MB).
 */
export const SMALL_HEAP = ['--max-semi-space-size=32', '--heap-growing-percent=60'];
/** One arena of the C library for each few threads instead of eight per core: threads keep less that they no longer use. */
export const FEW_ARENAS = { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '2' };
export const project = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs the locked packages when they are missing or older than the lock file. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Stadtkern braucht Node 20.19 oder neuer; hier läuft ${process.version}.`);
    process.exit(2);
  }
  const stamp = join(project, 'node_modules', '.stadtkern-installed');
  const wanted = createHash('sha256').update(readFileSync(join(project, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && pinnedNode()) return;
  // on the error channel: the output of a command may be JSON
  console.error('Pakete werden installiert (beim ersten Mal etwa eine halbe Minute) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // not `npm ci`: it refuses the lock file where the registry lacks an optional package of some other platform
  const { status } = spawnSync(npm, ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: project, stdio: ['ignore', 2, 'inherit'], shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error('Die Pakete konnten nicht installiert werden. Bitte prüfen Sie die Verbindung zur npm-Registry und den freien Platz auf der Festplatte.');
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The Node 24 that came as a package; the running one when it is new enough. */
export function pinnedNode() {
  const name = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of [`node-${name}`, `node-bin-${name}`]) {
    const path = join(project, 'node_modules', folder, 'bin', file);
    if (existsSync(path)) return path;
  }
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
}

/** The same; ends with one sentence where there is none. */
function requirePinnedNode() {
  const node = pinnedNode();
  if (node) return node;
  console.error(`Für ${process.platform}-${process.arch} liegt kein Node 24 bei. Bitte installieren Sie Node 24 und starten Sie noch einmal.`);
  process.exit(2);
}

/** Starts a script with the pinned Node, which is then also the `node` of whatever it starts. */
export function spawnPinned(args, { env = {}, stdio = 'inherit' } = {}) {
  const node = requirePinnedNode();
  const path = `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`;
  return spawn(node, args, { cwd: process.cwd(), stdio, env: { ...process.env, ...FEW_ARENAS, ...env, PATH: path } });
}

/** Runs a script with the pinned Node and takes over its exit code; Ctrl-C reaches the child, which ends in order. */
export function runPinned(args, { watchParent = false } = {}) {
  const child = spawnPinned(args, { stdio: ['inherit', 'inherit', 'inherit', ...(watchParent ? ['ipc'] : [])] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM'));
  followNpm(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)));
  return child;
}

/** npm passes a signal on to its shell only, and kill -9 reaches nobody below it: whoever lost npm ends as well. */
export function followNpm(end) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const before = ancestors();
  let missing = 0;
  const timer = setInterval(() => {
    missing = ancestors() === before ? 0 : missing + 1;
    if (missing < 2) return; // a single look may fail on a busy machine
    clearInterval(timer);
    end();
  }, 500);
  timer.unref();
}

/** The shell that npm started us in, and npm itself where the system tells (Linux). */
function ancestors() {
  try {
    return `${process.ppid} ${/\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8'))?.[1]}`;
  } catch {
    return `${process.ppid}`;
  }
}
