/** Runs the tests file by file in own processes and ends with one line that counts them. */
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '#platform/db';
import { buildAssets } from './build-assets.mjs';

const project = resolve(import.meta.dirname, '..');
const dataDir = join(project, '.stadtkern');

async function main(wanted: string[]): Promise<number> {
  const all = [...globSync('src/**/*.test.{ts,tsx}'), ...globSync('test/**/*.test.{ts,tsx}').filter((file) => !file.startsWith('test/journeys/') || process.env.JOURNEYS === '1')].sort();
  const files = wanted.length ? all.filter((file) => wanted.some((part) => file.includes(part.replace(/^\.\//, '')))) : all;
  if (files.length === 0) {
    console.error(`Keine Testdatei passt zu: ${wanted.join(' ')}`);
    return 2;
  }
  await buildAssets({ outDir: join(dataDir, 'assets') });
  clearLeftovers();
  const stop = process.env.TEST_DATABASE_URL ? async (): Promise<void> => {} : await startDatabase();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop().then(() => process.exit(130)));
  const counts = await runFiles(files);
  await stop();
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

/** A PostgreSQL without fsync for this run; every test file makes its own databases in it. */
async function startDatabase(): Promise<() => Promise<void>> {
  const dir = join(dataDir, `tests-${process.pid}`);
  const server = await startEmbedded({ dir, throwAway: true });
  process.env.TEST_DATABASE_URL = server.url;
  return async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** What a killed run left behind: its database server and folder. */
function clearLeftovers(): void {
  for (const dir of globSync('tests-*', { cwd: dataDir })) {
    if (alive(Number(dir.replace('tests-', '')))) continue;
    const lock = join(dataDir, dir, 'data/postmaster.pid');
    const [pid, data] = existsSync(lock) ? readFileSync(lock, 'utf8').split('\n') : [];
    if (Number(pid) > 1 && data === join(dataDir, dir, 'data') && alive(Number(pid))) process.kill(Number(pid), 'SIGQUIT');
    rmSync(join(dataDir, dir), { recursive: true, force: true, maxRetries: 5 });
  }
}

const TEN_MINUTES = 600_000;

/** A file that crashes, or ends before its tests have, counts as failed like a test. */
async function runFiles(files: string[]): Promise<{ passed: number; failed: number; skipped: number }> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const open = new Set(files.map((file) => resolve(file)));
  const stream = run({ files: files.map((file) => resolve(file)), concurrency: Math.max(2, availableParallelism()), execArgv: ['--import', join(project, 'scripts/tsx.mjs')], timeout: TEN_MINUTES });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite') return;
    if (event.skip || event.todo) counts.skipped++;
    else counts.passed++;
  });
  stream.on('test:fail', (event) => {
    if (event.details.type !== 'suite') counts.failed++;
    open.delete(event.name); // a file that fails as a whole is reported under its path
  });
  stream.on('test:summary', (event) => void open.delete(event.file ?? ''));
  const report = stream.compose(new spec());
  report.pipe(process.stdout, { end: false });
  await finished(report, { writable: false });
  await sleep(50); // the last lines on their way to a pipe
  for (const file of open) console.log(`✖ ${relative(project, file)} ended before its tests had`);
  return { ...counts, failed: counts.failed + open.size };
}

process.chdir(project);
process.exit(await main(process.argv.slice(2)));
