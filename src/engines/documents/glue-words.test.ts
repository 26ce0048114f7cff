import assert from 'node:assert/strict';
import { it } from 'node:test';
import { glueWords } from './glue-words.ts';

it('A line never ends between a paragraph sign, an abbreviation, a day or a street and its number', () => {
  const text = 'nach § 37 Abs. 2 Satz 1 am 2. März in der Hafenstraße 3 z. B. 20 % und 5 m breit';
  const expected = 'nach §_37 Abs._2 Satz_1 am 2._März in der Hafenstraße_3 z._B. 20_% und 5_m breit';
  assert.equal(glueWords(text).replaceAll('\u00a0', '_'), expected);
});

it('Other spaces may break', () => {
  const text = 'Der Weg ist 5 Meter lang. Satz um Satz. Am 3. Tag.';
  assert.equal(glueWords(text).replaceAll('\u00a0', '_'), 'Der Weg ist 5 Meter lang. Satz um Satz. Am 3. Tag.');
});
