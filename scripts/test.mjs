/** `npm test [files…]`: installs what is missing, starts the tests' PostgreSQL, finds a browser and runs everything. The last line counts, whatever happened. */
import { join } from 'node:path';
import { RUN_MARK, endMarked } from './tests/processes.mjs';
import { ensureInstalled, followNpm, project, spawnPinned } from './setup.mjs';

const counts = { passed: 0, failed: 0, skipped: 0 };
let complete = false;
process.on('exit', (code) => {
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
});

ensureInstalled();
const mark = `${process.pid}-${Date.now().toString(36)}`;
const run = spawnPinned(['--import', join(project, 'scripts/tsx.mjs'), join(project, 'scripts/run-tests.ts'), ...process.argv.slice(2)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { [RUN_MARK]: mark } });
run.on('message', (message) => {
  Object.assign(counts, message.counts);
  complete = message.ended ?? false;
});
const stop = () => run.kill('SIGTERM');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
followNpm(stop);
run.on('exit', async (code, signal) => {
  const left = await endMarked(RUN_MARK, mark);
  if (!complete) console.log(`\n✖ the test run broke off (${signal ?? code}) and left ${left.length} processes, which are ended now`);
  process.exit(complete ? code : code || 1);
});
