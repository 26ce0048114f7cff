import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

const PROJECT = resolve(import.meta.dirname, '../../..');
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** A Chromium that can be started: its program and what its surroundings need. */
export type Chromium = { program: string; env: Record<string, string> };

/**
 * The Chromium for tests and pictures: env CHROMIUM, else an installed one, else the one that npm brought along,
 * unpacked once with its own libraries and fonts so that nothing has to be installed.
 * @throws Error with one sentence when there is none.
 */
export async function findChromium(env: NodeJS.ProcessEnv = process.env): Promise<Chromium> {
  if (env.CHROMIUM) {
    if (!existsSync(env.CHROMIUM)) throw new Error(`CHROMIUM names ${env.CHROMIUM}, which does not exist.`);
    return { program: env.CHROMIUM, env: {} };
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return { program: installed, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('There is no Chromium on this machine. Please install one or name it in CHROMIUM.');
  return unpackPackaged(join(PROJECT, '.stadtkern'), env);
}

/** Unpacks into <dir>/chromium-<version>; test files that start together do it once. */
async function unpackPackaged(dir: string, env: NodeJS.ProcessEnv): Promise<Chromium> {
  const packed = resolve(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../..');
  const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { version: string };
  const home = join(dir, `chromium-${version}`);
  await once(home, () => unpack(join(packed, 'bin'), home));
  const libraries = [join(home, 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const fonts: Record<string, string> = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: home };
  return { program: join(home, 'chromium'), env: { LD_LIBRARY_PATH: libraries, ...fonts } };
}

const PATIENCE_MS = 120_000;

/** Makes a folder unless it is there or somebody else is at it; a lock whose owner died is taken over. */
async function once(folder: string, make: () => Promise<void>): Promise<void> {
  const lock = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  while (!existsSync(folder)) {
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > PATIENCE_MS) rmSync(lock, { recursive: true, force: true });
    try {
      mkdirSync(lock);
    } catch {
      await sleep(200);
      continue;
    }
    try {
      if (!existsSync(folder)) await make();
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

const inflate = promisify(brotliDecompress);

async function unpack(bin: string, home: string): Promise<void> {
  const draft = mkdtempSync(`${home}-`);
  const read = (name: string): Promise<Buffer> => inflate(readFileSync(join(bin, name)));
  writeFileSync(join(draft, 'chromium'), await read('chromium.br'), { mode: 0o755 });
  for (const name of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) untar(await read(name), draft);
  // its fonts.conf looks for the fonts where a cloud function would put them
  const settings = join(draft, 'fonts.conf');
  if (existsSync(settings)) writeFileSync(settings, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(home, 'fonts')}</dir><cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>\n`);
  chmodSync(draft, 0o755);
  renameSync(draft, home);
}

const BLOCK = 512;

/** Plain files, folders and links of a tar archive (ustar). */
function untar(archive: Buffer, into: string): void {
  const text = (from: number, length: number): string => archive.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const name = text(at, 100);
    const size = Number.parseInt(text(at + 124, 12).trim() || '0', 8);
    const kind = text(at + 156, 1);
    const target = join(into, name);
    if (!target.startsWith(into)) throw new Error(`archive entry leads outside: ${name}`);
    mkdirSync(kind === '5' ? target : dirname(target), { recursive: true });
    if (kind === '2') symlinkSync(text(at + 157, 100), target);
    else if (kind === '0' || kind === '') writeFileSync(target, archive.subarray(at + BLOCK, at + BLOCK + size), { mode: Number.parseInt(text(at + 100, 8).trim(), 8) || 0o644 });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}
