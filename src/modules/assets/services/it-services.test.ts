import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circlesIn, foundationOf, impactOf, type Need } from './impact.ts';
import { longevityMean } from './it-service.ts';
import { readItService, type ItServiceCells } from './read-it-service.ts';
import { noticeBy } from './save-it-service.ts';

const needs = (text: string): Need[] => text.split(' ').map((one) => ({ from: one[0] ?? '', to: one[2] ?? '', effect: one[1] === '>' ? 'stops' : 'limited' }));
const told = (text: string, failed: string): string => impactOf(needs(text), failed).map(({ id, effect, depth }) => `${id}${effect === 'stops' ? '!' : '~'}${depth}`).join(' ');

test('what stops when something fails: through others, gently where a link is gentle, hard where one hard way leads', () => {
  assert.equal(told('a>z b>a c-a d>c', 'z'), 'a!1 b!2 c~2 d~3');
  assert.equal(told('a-z a>b b>z', 'z'), 'b!1 a!2', 'the long hard way counts more than the short gentle one');
  assert.deepEqual(impactOf(needs('a>z'), 'a'), []);
  assert.deepEqual(foundationOf(needs('a>b b>c x>a'), 'a').map(({ id, depth }) => [id, depth]), [['b', 1], ['c', 2]]);
});

test('services in a circle are shown and do not hang the walk, also not in a chain of twenty thousand', () => {
  assert.equal(told('a>b b>c c>a d>a', 'a'), 'c!1 d!1 b!2');
  assert.deepEqual(circlesIn(needs('a>b b>c c>a d>a e>f f-e g>h')).map((circle) => circle.toSorted().join('')), ['abc', 'ef']);
  const chain = Array.from({ length: 20_000 }, (_, at): Need => ({ from: String(at), to: String((at + 1) % 20_000), effect: 'stops' }));
  assert.deepEqual([impactOf(chain, '0').length, circlesIn(chain)[0]?.length], [19_999, 20_000]);
});

const known = { offices: [{ id: 'o1', key: 'steueramt', name: 'Steueramt' }], services: [{ id: 's1', key: 'altes-verfahren' }], owners: new Map([['petra@stadt.example', { id: 'p1', name: 'Petra Sommer' }]]) };
const good: ItServiceCells = { key: 'abgaben', name: 'Abgaben', office: 'steueramt', users: '1.200', criticality: 'hoch', confidentiality: '3', personal: 'ja', starts: '01.04.2024', ends: '2027-03-31', notice: '6', sovereignty: '5', trust: '0', once: '1.000,50', running: '24000', owner: 'Petra@stadt.example' };
const wrong = (cells: ItServiceCells): string[] => Object.keys(readItService({ ...good, ...cells }, known).mistakes);

test('a service is read with words or levels, German dates and money; each mistake is named at its field', () => {
  const { input, cost, mistakes } = readItService(good, known);
  assert.deepEqual(mistakes, {});
  assert.deepEqual([input.users, input.criticality, input.confidentiality, input.personalData, input.contractStartsOn, input.ownerId, input.longevity, cost], [1200, 3, 3, true, '2024-04-01', 'p1', { sovereignty: 5, trust: 0 }, { onceCents: 100_050, runningCents: 2_400_000 }]);
  assert.equal(noticeBy(input), '2026-09-30');
  assert.equal(longevityMean(input.longevity), 2.5);
  assert.equal(longevityMean({}), null, 'nobody looked: not zero');
  assert.deepEqual(wrong({ running: '-5' }), ['running'], 'negative cost');
  assert.deepEqual(wrong({ once: 'viel' }), ['once']);
  assert.deepEqual(wrong({ starts: '2027-04-01' }), ['ends'], 'reversed dates');
  assert.deepEqual(wrong({ ends: '31.02.2027' }), ['ends'], 'no such day');
  assert.deepEqual(wrong({ sovereignty: '6' }), ['sovereignty'], 'unknown level');
  assert.deepEqual(wrong({ criticality: 'riesig', availability: '4', kind: 'Brett', office: 'nirgends', owner: 'wer@example.org', successor: 'gibt-es-nicht', users: 'alle', notice: '99', personal: 'vielleicht', key: 'Ä!', name: '' }).toSorted(), ['availability', 'criticality', 'key', 'kind', 'name', 'notice', 'office', 'owner', 'personal', 'successor', 'users']);
});
