/** `npm run check`: types, lint, definitions of the services, then all tests: the same as CI. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, pinnedNode, project } from './setup.mjs';

ensureInstalled();
const node = pinnedNode();
const steps = [
  ['Typen', [join(project, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', project]],
  ['Regeln', [join(project, 'node_modules/oxlint/bin/oxlint'), '--deny-warnings', 'src', 'test', 'scripts']],
  ['Leistungen', [join(project, 'scripts/launch.mjs'), 'service', 'validate', join(project, 'services')]],
  ['Tests', [join(project, 'scripts/test.mjs')]],
];
for (const [name, args] of steps) {
  console.log(`\n■ ${name}`);
  const { status } = spawnSync(node, args, { cwd: project, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
