import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#platform/db';
import { fold, wordsOf } from './case-words.ts';
import { decodeCursor, encodeCursor, filterOf, workHref, workQuery } from './work-filter.ts';

const parse = (text: string) => filterOf(workQuery.parse(Object.fromEntries(new URLSearchParams(text))));

test('a list stands in the address, and equal lists have equal addresses', () => {
  for (const address of ['ansicht=alle&status=open&q=weber', 'ansicht=gruppe&leistung=dog-registration&sortierung=-nummer', 'amt=steueramt&frist=woche']) assert.equal(workHref(parse(address)), `/office/arbeit?${address}`);
  assert.equal(workHref(parse('ansicht=meine&sortierung=frist')), '/office/arbeit');
});

test('a wrong word in the address is no filter, never an error', () => {
  assert.deepEqual(parse('ansicht=x&status=y&frist=z&sortierung=w'), { view: 'meine', sort: 'frist', descending: false });
});

test('a cursor survives the address; nonsense begins at the start', () => {
  const cursor = { value: '2026-11-22', id: newId() };
  assert.deepEqual(decodeCursor(encodeCursor(cursor), 'frist'), cursor);
  assert.equal(decodeCursor(encodeCursor({ ...cursor, value: "'; drop" }), 'frist'), undefined);
  assert.equal(decodeCursor('quatsch', 'name'), undefined);
  assert.equal(decodeCursor(encodeCursor({ ...cursor, value: 'a\u0000b' }), 'name'), undefined);
});

test('a case is found by its number, by the count alone, and by names written either way', () => {
  const words = wordsOf({ number: '2026-HUND-000123', title: 'Hund anmelden: Bello', applicantName: 'Jürgen Weiß-Yıldız' });
  for (const word of ['2026-hund-000123', '123', 'hund', 'bello', 'juergen', 'weiss', 'yildiz']) assert.ok(words.includes(word), word);
  assert.equal(fold('ÄÖÜ Éclair'), 'aeoeue eclair');
});
