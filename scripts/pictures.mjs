/** `node scripts/pictures.mjs [names…]`: takes the pictures of the README anew from the real product. */
import { join } from 'node:path';
import { ensureInstalled, project, runPinned } from './setup.mjs';

ensureInstalled();
runPinned(['--import', join(project, 'scripts/tsx.mjs'), join(project, 'scripts/pictures.ts'), ...process.argv.slice(2)]);
