import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

export const PROJECT = resolve(import.meta.dirname, '../..');

/** The product as operators run it, in a process of its own that a test may kill. */
export type ServerProcess = { url: string; pid: number; output(): string; kill(signal: NodeJS.Signals): Promise<number | null> };

export function environment(dir: string, port: number): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: '', TEST_DATABASE_URL: '', STADTKERN_DATA: dir, STADTKERN_ASSETS: join(PROJECT, '.stadtkern/assets'), PORT: String(port), SAMPLE_CASES: '0', LOG_LEVEL: 'error' };
}

/** Starts it and waits until it says that it is ready. @throws Error with everything it printed when it ends before. */
export async function startServer(dir: string, port: number): Promise<ServerProcess> {
  const child: ChildProcess = spawn(process.execPath, [join(PROJECT, 'scripts/launch.mjs'), 'serve'], { cwd: PROJECT, env: environment(dir, port), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stderr?.on('data', (chunk) => (output += chunk));
  await new Promise<void>((ready, failed) => {
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      if (/ s  bereit/.test(output)) ready();
    });
    child.on('exit', (code) => failed(new Error(`ended with ${code}:\n${output}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => output,
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}

/** Runs a command of the product to its end. */
export async function runCommand(dir: string, args: string[], port = 0): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(PROJECT, 'scripts/launch.mjs'), ...args], { cwd: PROJECT, env: environment(dir, port), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output };
}
