import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publicReasons } from './public-reasons.ts';

const rule = (texts: Record<string, string>) => ({ annotations: Object.entries(texts).map(([name, text]) => ({ name, text })), inputs: [{ label: 'Alter', value: 17 }], outputs: [{ name: 'zone', value: 'B' }] });

test('applicants read the sentence that the author of the table wrote for them, with the values, once', () => {
  const rules = [rule({ publicText: 'Sie wohnen in der Zone {zone}.', 'publicText.en': 'You live in zone {zone}.' }), rule({ publicText: 'Sie sind {Alter} Jahre alt.' }), rule({ publicText: 'Sie sind {Alter} Jahre alt.' }), rule({ Grundlage: '§ 3' }), rule({ publicText: ' ' })];
  assert.deepEqual(publicReasons(rules, 'de'), ['Sie wohnen in der Zone B.', 'Sie sind 17 Jahre alt.']);
  assert.deepEqual(publicReasons(rules, 'en'), ['You live in zone B.', 'Sie sind 17 Jahre alt.']);
});

test('a name that the rule does not have stays as it is', () => {
  assert.deepEqual(publicReasons([rule({ publicText: '{Farbe} oder {zone}' })], 'de'), ['{Farbe} oder B']);
});
