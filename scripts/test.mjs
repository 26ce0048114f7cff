/** `npm test [files…]`: installs what is missing, starts the tests' PostgreSQL, finds a browser and runs everything. */
import { join } from 'node:path';
import { ensureInstalled, project, runPinned } from './setup.mjs';

ensureInstalled();
runPinned(['--import', join(project, 'scripts/tsx.mjs'), join(project, 'scripts/run-tests.ts'), ...process.argv.slice(2)]);
