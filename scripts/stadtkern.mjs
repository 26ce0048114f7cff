#!/usr/bin/env node
/** The command line for operators: `npx stadtkern --help`. */
import { join } from 'node:path';
import { SMALL_HEAP, ensureInstalled, project, runPinned } from './setup.mjs';

ensureInstalled();
runPinned([...SMALL_HEAP, join(project, 'scripts/launch.mjs'), ...process.argv.slice(2)]);
