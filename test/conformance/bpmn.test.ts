import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { compileFeel } from '#engines/decisions';
import { conformanceBpmn } from '#engines/process';

const DATA = join(resolve(import.meta.dirname, '../..', process.env['CONFORMANCE_DATA'] ?? '../shared/data'), 'bpmn');
const skip = existsSync(DATA) ? false : `no models under ${DATA}`;

/** What held when it was last looked at; a change may raise it, never lower it. */
const LEAST: Record<string, number> = { 'miwg-reference': 21, municipal: 84, 'operaton-executable': 308, 'operaton-parse': 68 };

for (const [suite, least] of Object.entries(LEAST))
  test(`the BPMN models of ${suite} compile, are refused or run as they should`, { skip }, async () => {
    const report = await conformanceBpmn(join(DATA, suite), { feel: compileFeel });
    const failed = report.cases.filter((one) => one.outcome === 'failed').map((one) => `${one.name}: ${one.reason}`);
    assert.deepEqual(failed, []);
    assert.ok(report.passed >= least, `${report.passed} passed, ${least} expected`);
    assert.ok(report.cases.every((one) => one.outcome !== 'skipped' || one.reason), 'what is skipped says why');
  });

test('exactly the parser models that must be rejected are refused', { skip }, async () => {
  const list = JSON.parse(readFileSync(join(DATA, 'operaton-parse', 'manifest.json'), 'utf8')) as { file: string; mustBeRejected: boolean }[];
  const report = await conformanceBpmn(join(DATA, 'operaton-parse'), { feel: compileFeel });
  const refused = report.cases.filter((one) => one.reason !== '').map((one) => one.name);
  assert.deepEqual(refused.toSorted(), list.filter((one) => one.mustBeRejected).map((one) => one.file).toSorted());
});
