import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { figure, median } from './measure.ts';
import type { Bench } from './run.ts';

/** Seconds of a warm `npm start` until it is ready (database stopped before). Reference: starting Node and ending it. */
export const startBench: Bench = async ({ project, dir }) => {
  mkdirSync(dir, { recursive: true });
  await startOnce(project, dir);
  const warm = [await startOnce(project, dir), await startOnce(project, dir), await startOnce(project, dir)];
  return figure(median(warm), 's', await timeOf(['-e', '0']));
};

async function timeOf(args: string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args);
  await new Promise((done) => child.on('exit', done));
  return (performance.now() - started) / 1000;
}

function startOnce(project: string, dir: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(project, 'scripts/start.mjs')], { cwd: project, env: { ...process.env, DATABASE_URL: '', STADTKERN_DATA: dir, PORT: '18931', SAMPLE_CASES: '0' } });
  let output = '';
  return new Promise((resolve, reject) => {
    let ready = 0;
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (!ready && /bereit/.test(output)) {
        ready = (performance.now() - started) / 1000;
        child.kill('SIGINT');
      }
    });
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('exit', () => (ready ? resolve(ready) : reject(new Error(output))));
  });
}
