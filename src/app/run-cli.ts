import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');

export type Ended = { code: number | null; out: string; err: string };

/** For tests: the real command line in a process of its own. */
export function runCli(words: string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(project, 'scripts/launch.mjs'), ...words], { cwd: project, env: { ...process.env, LOG_LEVEL: 'silent', ...env } });
    const ended: Ended = { code: null, out: '', err: '' };
    child.stdout.on('data', (chunk) => (ended.out += chunk));
    child.stderr.on('data', (chunk) => (ended.err += chunk));
    child.on('error', fail);
    child.on('close', (code) => done({ ...ended, code }));
  });
}
