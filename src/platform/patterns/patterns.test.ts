import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_OPTIONAL, SearchTookTooLong, searchCost, withinSearchTime } from './index.ts';

test('what repeats without limit, in itself or optionally is counted', () => {
  assert.deepEqual(searchCost('^[A-Z*]{2}-\\d+$'), { open: 1, choices: 1, nested: false, optional: 0 });
  assert.equal(searchCost('(a+)+').nested, true);
  assert.equal(searchCost('(?:a|b){1,5}').nested, true);
  assert.equal(searchCost('(ab)?').nested, false);
  assert.equal(searchCost('a?b{0,2}c*?').optional, 2);
  assert.ok(searchCost('(?:ab)?'.repeat(20)).optional > MOST_OPTIONAL);
});

test('a search without end is stopped, a cheap one runs as it is', () => {
  const evil = '(a|a)*$';
  assert.throws(() => withinSearchTime(searchCost(evil), 41, () => new RegExp(`^${evil}`, 'v').test(`${'a'.repeat(40)}!`)), SearchTookTooLong);
  assert.throws(() => withinSearchTime(searchCost('a*a*a*a*b'), 5000, () => /a*a*a*a*b/.test('a'.repeat(5000))), SearchTookTooLong);
  assert.equal(withinSearchTime(searchCost('a+'), 3, () => /^a+$/.test('aaa')), true);
});
