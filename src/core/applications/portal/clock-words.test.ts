import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Case } from '#core/cases';
import { clockSentences } from './clock-words.ts';

const found = { status: 'open', dueOn: '2026-12-15', clock: { beganOn: '2026-09-15' } } as Case;
const say = (more: Partial<Case> = {}, more2: { deemedApproval?: boolean; locale?: 'de' | 'en'; today?: string } = {}): string =>
  clockSentences({ found: { ...found, ...more }, deemedApproval: false, today: '2026-11-22', locale: 'de', ...more2 }).join(' ');

test('the applicant reads until when we must decide, and what happens if we do not', () => {
  assert.equal(say(), 'Wir müssen bis zum 15.12.2026 entscheiden.');
  assert.match(say({}, { deemedApproval: true }), /gilt Ihr Antrag als genehmigt/);
  assert.match(say({}, { deemedApproval: true, locale: 'en' }), /We must decide by .*2026\. If we have not decided by then, your application counts as granted/);
  assert.match(say({}, { today: '2026-12-16' }), /endete am 15\.12\.2026/);
});

test('a clock that stands still says since when and why', () => {
  const pausedAt = new Date('2026-11-20T09:00:00Z');
  assert.match(say({ pausedAt, status: 'waiting-applicant' }), /ruht seit dem 20\.11\.2026, weil wir noch etwas von Ihnen brauchen/);
  assert.match(say({ pausedAt, clock: { beganOn: '2026-09-15', pause: { by: 'process', reason: 'Das Gericht prüft' } } }), /20\.11\.2026: Das Gericht prüft\./);
});

test('an extension says when, from which day, and why; nothing is said once it is decided', () => {
  const clock = { beganOn: '2026-09-15', extension: { on: '2026-11-01', from: '2026-12-15', until: '2027-01-18', reason: 'Gutachten' } };
  assert.match(say({ dueOn: '2027-01-18', clock }), /bis zum 18\.01\.2027.*Am 01\.11\.2026 haben wir die Frist verlängert \(vorher: 15\.12\.2026\)\. Grund: Gutachten/);
  assert.equal(say({ outcome: 'granted' }), '');
  const { clock: _none, ...promised } = found;
  assert.deepEqual(clockSentences({ found: promised as Case, deemedApproval: true, today: '2026-11-22', locale: 'de' }), []);
});
