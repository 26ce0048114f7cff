import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { conformanceDmn } from '#engines/decisions';

const DATA = resolve(process.env['CONFORMANCE_DATA'] ?? join(import.meta.dirname, '../../../shared/data'), 'dmn-tck');
const skip = existsSync(DATA) ? false : `the DMN TCK is not at ${DATA} (set CONFORMANCE_DATA)`;

/** Share of result nodes that must pass; a level once reached is kept. */
const LEVELS: readonly [folder: string, share: number][] = [
  ['compliance-level-2', 1],
  ['compliance-level-3', 1],
];

for (const [folder, share] of LEVELS) {
  test(`the DMN TCK's ${folder} passes to ${share * 100} per cent`, { skip }, async () => {
    const { passed, total, cases } = await conformanceDmn(join(DATA, folder));
    assert.ok(total > 100, `only ${total} results found`);
    const failed = cases.filter(({ outcome }) => outcome === 'failed').map(({ name, reason }) => `${name}: ${reason}`);
    assert.ok(passed / total >= share, `${passed} of ${total}\n${failed.slice(0, 40).join('\n')}`);
  });
}

test('every failed case names file, case and reason', { skip }, async () => {
  const { cases } = await conformanceDmn(join(DATA, 'non-compliant'));
  for (const { name, outcome, reason } of cases) {
    assert.match(name, /\.xml /);
    assert.equal(outcome === 'failed', reason !== '');
  }
});
