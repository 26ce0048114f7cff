import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dutyCalendar } from './fundings/duty-calendar.ts';
import type { OpenDuty } from './fundings/fundings.queries.ts';
import { proofSums } from './fundings/proof-of-use.ts';
import { warningOf } from './fundings/start-warning.ts';
import { forecastOf } from './money.ts';

test('a forecast is what somebody entered, at least what is paid; without it past years cost what they cost, coming ones the greatest of plan and orders', () => {
  const sums = { plan: 100, committed: 120, spent: 80, forecast: null };
  assert.equal(forecastOf(sums, { year: 2026, thisYear: 2026 }), 120);
  assert.equal(forecastOf(sums, { year: 2025, thisYear: 2026 }), 80);
  assert.equal(forecastOf({ ...sums, forecast: 90 }, { year: 2026, thisYear: 2026 }), 90);
  assert.equal(forecastOf({ ...sums, forecast: 70 }, { year: 2026, thisYear: 2026 }), 80);
});

test('a grant pays its share, never more than was granted; what is left is drawn, what was drawn too early is paid back', () => {
  const grant = { amount_cents: 100_00, rate_percent: 50 };
  assert.deepEqual(proofSums(grant, { spentCents: 150_01, drawnCents: 50_00 }), { spentCents: 150_01, eligibleCents: 75_00, drawnCents: 50_00, restCents: 25_00 });
  assert.equal(proofSums(grant, { spentCents: 900_00, drawnCents: 0 }).eligibleCents, 100_00);
  assert.equal(proofSums(grant, { spentCents: 0, drawnCents: 10_00 }).restCents, -10_00);
});

test('before the notice a start is warned of, unless it was allowed', () => {
  const grant = { state: 'applied' as const, programme: 'Daten', early_start_on: null };
  assert.match(warningOf(grant, '2026-11-20') ?? '', /noch nicht bewilligt/);
  assert.equal(warningOf({ ...grant, state: 'approved' }, '2026-11-20'), undefined);
  assert.match(warningOf({ ...grant, early_start_on: '2026-12-01' }, '2026-11-20') ?? '', /erst ab 01\.12\.2026/);
  assert.equal(warningOf({ ...grant, early_start_on: '2026-11-01' }, '2026-11-20'), undefined);
});

test('duties go into the calendar with an alarm, no line longer than 75 bytes', () => {
  const duty = { id: 'd1', funding_id: 'f1', title: 'Verwendungsnachweis, mit Belegen; vollständig', programme: 'Digitale Planung im ländlichen Raum für kleine Städte', due_on: '2027-06-30' } as OpenDuty;
  const text = dutyCalendar([duty], { now: new Date('2026-11-20T08:00:00Z'), publicUrl: 'https://stadt.example' });
  assert.match(text, /DTSTART;VALUE=DATE:20270630[\s\S]*TRIGGER:-P14D/);
  assert.match(text.replaceAll('\r\n ', ''), /SUMMARY:Verwendungsnachweis\\, mit Belegen\\; vollständig: Digitale Planung im ländlichen Raum für kleine Städte/);
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
});
