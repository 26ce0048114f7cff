/** `npm run bench [-- --only page,letter] [--json]`: figures with a reference measured in the same run. Never a test: machines are noisy. */
import { join } from 'node:path';
import { ensureInstalled, project, runPinned } from './setup.mjs';

ensureInstalled();
runPinned(['--expose-gc', '--import', join(project, 'scripts/tsx.mjs'), join(project, 'scripts/bench/run.ts'), ...process.argv.slice(2)]);
