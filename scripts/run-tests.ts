/** Runs the tests file by file in own processes and ends with one line that counts them. */
import { globSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { startEmbedded } from '#platform/db';
import { buildAssets } from './build-assets.mjs';

const project = resolve(import.meta.dirname, '..');
process.chdir(project);
const wanted = process.argv.slice(2);
const all = [...globSync('src/**/*.test.{ts,tsx}'), ...globSync('test/**/*.test.{ts,tsx}')].sort();
const files = wanted.length ? all.filter((file) => wanted.some((part) => file.includes(part))) : all;
if (files.length === 0) {
  console.error(`Keine Testdatei passt zu: ${wanted.join(' ')}`);
  process.exit(2);
}

await buildAssets({ outDir: join(project, '.stadtkern', 'assets') });
const dir = join(project, '.stadtkern', `tests-${process.pid}`);
const server = process.env.TEST_DATABASE_URL ? undefined : await startEmbedded({ dir, throwAway: true });
if (server) process.env.TEST_DATABASE_URL = server.url;

const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({ files: files.map((file) => resolve(file)), concurrency: Math.max(2, availableParallelism()), execArgv: ['--import', join(project, 'scripts/tsx.mjs')], timeout: 600_000 });
stream.on('test:pass', (event) => {
  if (event.details.type === 'suite') return;
  if (event.skip || event.todo) counts.skipped++;
  else counts.passed++;
});
stream.on('test:fail', (event) => {
  if (event.details.type !== 'suite') counts.failed++;
});
stream.compose(new spec()).pipe(process.stdout);
await new Promise((done) => stream.on('close', done).on('end', done));
await new Promise((done) => setTimeout(done, 300));
await server?.stop();
if (server) rmSync(dir, { recursive: true, force: true });
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
