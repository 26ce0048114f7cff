import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const project = resolve(import.meta.dirname, '..');
let copy: string;
before(() => {
  copy = mkdtempSync(join(tmpdir(), 'stadtkern-module-'));
  for (const name of ['src', 'scripts', 'test/architecture.test.ts', 'package.json', 'tsconfig.json', '.oxlintrc.json']) cpSync(join(project, name), join(copy, name), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'), 'junction');
});
after(() => rmSync(copy, { recursive: true, force: true }));

const run = (...args: string[]): { status: number | null; out: string } => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env; // else the inner test run would report into this one
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8' });
  return { status, out: stdout + stderr };
};
const folder = 'src/modules/market-stalls';

test('npm run new:module makes a module that passes types, rules, architecture and its own test', () => {
  assert.equal(run('scripts/new-module.mjs', 'market-stalls', 'stall', 'Marktstände').status, 0);
  const types = run('node_modules/typescript/bin/tsc', '--noEmit', '-p', '.').out;
  assert.deepEqual(types.split('\n').filter((line) => line.includes('market-stalls')), []);
  const rules = run('node_modules/oxlint/bin/oxlint', '--deny-warnings', folder, 'src/app/modules.ts');
  assert.equal(rules.status, 0, rules.out);
  const tests = run('--import', './scripts/tsx.mjs', '--test', 'test/architecture.test.ts', `${folder}/add-stall.test.ts`);
  assert.equal(tests.status, 0, tests.out);
});

test('a name that is taken or says nothing is refused', () => {
  const taken = run('scripts/new-module.mjs', 'cases');
  assert.deepEqual([taken.status, /src\/core\/cases gibt es schon/.test(taken.out)], [1, true]);
  assert.equal(run('scripts/new-module.mjs', 'Utils').status, 2);
  assert.equal(run('scripts/new-module.mjs', 'shared').status, 2);
});
