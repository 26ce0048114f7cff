/** `npm start`: everything from an empty clone to the running city hall. */
import { join } from 'node:path';
import { ensureInstalled, project, runPinned } from './setup.mjs';

ensureInstalled();
runPinned([join(project, 'scripts/launch.mjs'), 'serve', ...process.argv.slice(2)], { watchParent: true });
