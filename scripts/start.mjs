/** `npm start`: everything from an empty clone to the running city hall. */
import { join } from 'node:path';
import { SMALL_HEAP, ensureInstalled, project, runPinned } from './setup.mjs';

ensureInstalled();
runPinned([...SMALL_HEAP, join(project, 'scripts/launch.mjs'), 'serve', ...process.argv.slice(2)], { watchParent: true });
