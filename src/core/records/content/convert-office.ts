import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type ConvertLimits = { seconds: number; largestIn: number; largestOut: number };
export const CONVERT_LIMITS: ConvertLimits = { seconds: 60, largestIn: 50_000_000, largestOut: 100_000_000 };
export type Converted = { kind: 'pdf'; bytes: Uint8Array } | { kind: 'failed'; reason: string };

/** LibreOffice runs no macro, fetches nothing from outside and asks nobody. */
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
${[['MacroSecurityLevel', '3'], ['DisableMacrosExecution', 'true'], ['BlockUntrustedRefererLinks', 'true'], ['DisableActiveContent', 'true']]
  .map(([name, value]) => `<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`)
  .join('\n')}
</oor:items>
`;

/**
 * Makes a PDF of an office file with LibreOffice: a profile and a folder of its own, nothing of the environment, a time limit after which all its processes are ended,
 * and limits of size. What it is given was written by strangers.
 */
export async function convertOffice(program: string, file: { bytes: Uint8Array; ending: string }, limits: ConvertLimits = CONVERT_LIMITS): Promise<Converted> {
  if (file.bytes.length > limits.largestIn) return { kind: 'failed', reason: 'Die Datei ist für die Vorschau zu groß.' };
  const dir = await mkdtemp(join(tmpdir(), 'stadtkern-preview-'));
  try {
    const [profile, source] = [join(dir, 'profile'), join(dir, `document.${file.ending.replaceAll(/[^a-z0-9]/g, '') || 'bin'}`)];
    await mkdir(join(profile, 'user'), { recursive: true });
    await writeFile(join(profile, 'user', 'registrymodifications.xcu'), settings);
    await writeFile(source, file.bytes);
    const args = ['--headless', '--norestore', '--nologo', '--nolockcheck', '--nodefault', `-env:UserInstallation=${pathToFileURL(profile).href}`, '--convert-to', 'pdf', '--outdir', dir, source];
    const ended = await run(program, args, { dir, seconds: limits.seconds });
    if (ended !== 'done') return { kind: 'failed', reason: ended };
    const target = join(dir, 'document.pdf');
    const size = await stat(target).then((found) => found.size, () => 0);
    if (size === 0) return { kind: 'failed', reason: 'LibreOffice konnte die Datei nicht lesen.' };
    if (size > limits.largestOut) return { kind: 'failed', reason: 'Die Vorschau wäre zu groß.' };
    return { kind: 'pdf', bytes: await readFile(target) };
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @returns 'done', or why not. */
function run(program: string, args: string[], { dir, seconds }: { dir: string; seconds: number }): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: dir, detached: true, stdio: 'ignore', env: { PATH: process.env.PATH ?? '', HOME: dir, TMPDIR: dir, LANG: 'C.UTF-8' } });
    const endAll = (): void => {
      try {
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // all of them have ended
      }
    };
    const timer = setTimeout(() => (endAll(), resolve(`Die Umwandlung dauerte länger als ${seconds} Sekunden.`)), seconds * 1000);
    const finish = (outcome: string): void => {
      clearTimeout(timer);
      endAll();
      resolve(outcome);
    };
    child.on('error', (error: NodeJS.ErrnoException) => finish(error.code === 'ENOENT' ? 'LibreOffice wurde unter LIBREOFFICE nicht gefunden.' : `LibreOffice startet nicht (${error.code ?? error.message}).`));
    child.on('exit', (code) => finish(code === 0 ? 'done' : 'LibreOffice konnte die Datei nicht umwandeln.'));
  });
}
