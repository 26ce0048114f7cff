#!/usr/bin/env node
/** The command line for operators: `npx stadtkern --help`. */
import { join } from 'node:path';
import { ensureInstalled, project, runPinned } from './setup.mjs';

ensureInstalled();
runPinned([join(project, 'scripts/launch.mjs'), ...process.argv.slice(2)]);
