import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SYSTEM } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import { testApp, type TestApp } from '#platform/testing';

let t: TestApp;
before(async () => void (t = await testApp()));
after(() => t.close());
const take = (series: string): Promise<number> => t.transact(SYSTEM, (ctx) => nextNumber(ctx, series));

test('the first number of a series is 1, and series count apart', async () => {
  assert.deepEqual([await take('HUND'), await take('PARK')], [1, 1]);
});

test('a number of a failed change is given out again in quiet times', async () => {
  await assert.rejects(t.transact(SYSTEM, async (ctx) => {
    await nextNumber(ctx, 'FEHL');
    throw new Error('no');
  }));
  assert.equal(await take('FEHL'), 1);
});

test('in a rush no number is given twice', async () => {
  const numbers: number[] = [];
  for (let round = 0; round < 10; round++) numbers.push(...(await Promise.all(Array.from({ length: 30 }, () => take('EILE')))));
  assert.equal(new Set(numbers).size, numbers.length);
});
