import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextCron, parseCron, quartzToCron } from './cron.ts';
import { firstOfCycle, nextOfCycle, parseCycle } from './cycle.ts';
import { localDay, parseInstant } from './local-time.ts';
import { addPeriod, parsePeriod } from './period.ts';
import { deadlineOf, dueOf, isTimerText } from './timer.ts';

const at = (text: string): Date => new Date(text);
const after = (from: string, period: string): string => {
  const parsed = parsePeriod(period);
  assert.ok(parsed, period);
  return addPeriod(at(from), parsed).toISOString();
};

test('a month later is the same day of the month, or its last one', () => {
  assert.equal(after('2026-01-31T09:00:00Z', 'P1M'), '2026-02-28T09:00:00.000Z');
  assert.equal(after('2024-02-29T09:00:00Z', 'P1Y'), '2025-02-28T09:00:00.000Z');
});

test('days are calendar days even when the clock is changed, hours are hours', () => {
  assert.equal(after('2026-03-28T09:00:00Z', 'P1D'), '2026-03-29T08:00:00.000Z');
  assert.equal(after('2026-03-28T09:00:00Z', 'PT24H'), '2026-03-29T09:00:00.000Z');
  assert.equal(after('2026-10-24T08:00:00Z', 'P1DT1H'), '2026-10-25T10:00:00.000Z');
});

test('a date without time begins at local midnight', () => {
  assert.equal(parseInstant('2026-07-01')?.toISOString(), '2026-06-30T22:00:00.000Z');
  assert.equal(parseInstant('2026-01-01T08:00')?.toISOString(), '2026-01-01T07:00:00.000Z');
  assert.equal(parseInstant('2026-01-01T08:00:00+05:00')?.toISOString(), '2026-01-01T03:00:00.000Z');
  assert.equal(localDay(at('2026-06-30T22:30:00Z')), '2026-07-01');
  assert.equal(parseInstant('tomorrow'), undefined);
});

test('what is no period is refused', () => {
  for (const text of ['', 'P', 'PT', 'P1', '14 days', 'P1H', 'PP5D', 'P-1D']) assert.equal(parsePeriod(text), undefined, text);
  assert.equal(parsePeriod('P2W')?.days, 14);
});

test('working days are counted by whoever knows the holidays', () => {
  const counted: number[] = [];
  const addWorkingDays = (from: Date, days: number): Date => (counted.push(days), new Date(from.getTime() + 7 * 86_400_000));
  for (const text of ['P10WD', '5 Arbeitstage', '1 Werktag']) assert.ok(deadlineOf(text, { now: at('2026-01-01T00:00:00Z'), addWorkingDays }), text);
  assert.deepEqual(counted, [10, 5, 1]);
  assert.throws(() => deadlineOf('P10WD', { now: at('2026-01-01T00:00:00Z') }), /Arbeitstage/);
});

test('a cycle has a number of rounds, or none, and may begin at a date', () => {
  assert.deepEqual(parseCycle('R3/P7D'), { every: 'P7D', rounds: 3 });
  assert.deepEqual(parseCycle('R/PT1H'), { every: 'PT1H' });
  assert.equal(parseCycle('R3/soon'), undefined);
  const cycle = parseCycle('R/2026-02-01T08:00:00Z/P1D');
  assert.ok(cycle);
  assert.equal(firstOfCycle(cycle, at('2026-01-01T00:00:00Z'), {})?.toISOString(), '2026-02-01T08:00:00.000Z');
  assert.equal(firstOfCycle(cycle, at('2026-02-03T09:00:00Z'), {})?.toISOString(), '2026-02-04T08:00:00.000Z');
});

test('after an outage missed rounds are left out', () => {
  const next = nextOfCycle('PT1H', at('2026-01-01T08:00:00Z'), { now: at('2026-01-03T10:30:00Z') });
  assert.equal(next?.toISOString(), '2026-01-03T11:00:00.000Z');
});

test('cron is read by the local clock', () => {
  const weekday = parseCron('0 0 8 ? * MON-FRI');
  assert.ok(weekday);
  assert.equal(nextCron(weekday, at('2026-01-02T08:00:00Z'))?.toISOString(), '2026-01-05T07:00:00.000Z');
  const every = parseCron('0 0/5 * * * ?');
  assert.ok(every);
  assert.equal(nextCron(every, at('2026-01-02T08:03:00Z'))?.toISOString(), '2026-01-02T08:05:00.000Z');
  for (const text of ['* * *', '0 0 25 * * ?', 'a b c d e f']) assert.equal(parseCron(text), undefined, text);
  const never = parseCron('0 0 0 31 2 ?');
  assert.ok(never);
  assert.equal(nextCron(never, at('2026-01-01T00:00:00Z')), undefined);
});

const nextOf = (text: string, after: string): string | undefined => {
  const cron = parseCron(text);
  assert.ok(cron, text);
  return nextCron(cron, at(after))?.toISOString();
};

test('cron counts weekdays as Spring does, and Quartz is translated', () => {
  // 2 March 2026 is a Monday
  assert.equal(nextOf('0 0 9 * * 1', '2026-03-01T12:00:00Z'), '2026-03-02T08:00:00.000Z');
  assert.equal(nextOf('0 0 9 * * 7', '2026-03-02T12:00:00Z'), '2026-03-08T08:00:00.000Z');
  assert.equal(nextOf('0 0 9 * * FRI-SUN', '2026-03-07T12:00:00Z'), '2026-03-08T08:00:00.000Z');
  assert.equal(quartzToCron('0 0 9 ? * 2-6'), '0 0 9 ? * MON-FRI');
  assert.equal(quartzToCron('0 0 9 ? * 2#1'), '0 0 9 ? * MON#1');
  assert.equal(quartzToCron('0 0 9 ? * 6L'), '0 0 9 ? * FRIL');
  assert.equal(quartzToCron('R3/PT1H'), 'R3/PT1H');
});

test('cron knows the last day, the nearest working day and the n-th weekday of a month', () => {
  assert.equal(nextOf('0 0 9 L * ?', '2026-02-10T00:00:00Z'), '2026-02-28T08:00:00.000Z');
  assert.equal(nextOf('0 0 9 L-2 * ?', '2026-02-10T00:00:00Z'), '2026-02-26T08:00:00.000Z');
  // 15 March 2026 is a Sunday, 1 August a Saturday, 31 May a Sunday
  assert.equal(nextOf('0 0 9 15W * ?', '2026-03-01T00:00:00Z'), '2026-03-16T08:00:00.000Z');
  assert.equal(nextOf('0 0 9 1W * ?', '2026-07-15T00:00:00Z'), '2026-08-03T07:00:00.000Z');
  assert.equal(nextOf('0 0 9 LW * ?', '2026-05-15T00:00:00Z'), '2026-05-29T07:00:00.000Z');
  assert.equal(nextOf('0 0 9 ? * 5L', '2026-03-01T00:00:00Z'), '2026-03-27T08:00:00.000Z');
  assert.equal(nextOf('0 0 9 ? * MON#2', '2026-03-01T00:00:00Z'), '2026-03-09T08:00:00.000Z');
  assert.equal(nextOf('@daily', '2026-03-01T12:00:00Z'), '2026-03-01T23:00:00.000Z');
  for (const text of ['0 0 9 ? * MON#6', '0 0 9 32W * ?', '0 0 9 ? * XXL', '0 0 9 * * * 2026']) assert.equal(parseCron(text), undefined, text);
});

test('a date may name an offset or another place', () => {
  assert.equal(parseInstant('2026-07-01T10:00:00+02:00')?.toISOString(), '2026-07-01T08:00:00.000Z');
  assert.equal(parseInstant('2026-07-01T10:00:00-0500')?.toISOString(), '2026-07-01T15:00:00.000Z');
  assert.equal(parseInstant('2026-07-01T10:00:00')?.toISOString(), '2026-07-01T08:00:00.000Z');
  assert.equal(parseInstant('2026-07-01T10:00:00@America/New_York')?.toISOString(), '2026-07-01T14:00:00.000Z');
  assert.equal(parseInstant('2026-01-01T10:00:00[Asia/Tokyo]')?.toISOString(), '2026-01-01T01:00:00.000Z');
  assert.equal(parseInstant('2026-01-01T10:00:00@Atlantis/Center'), undefined);
});

test('a timer is known by its form', () => {
  assert.ok(isTimerText('duration', 'PT5M') && isTimerText('date', '2026-01-01') && isTimerText('cycle', 'R3/P1D'));
  assert.ok(!isTimerText('duration', '2026-01-01') && !isTimerText('date', 'P1D') && !isTimerText('cycle', 'P1D'));
  assert.equal(dueOf('cycle', 'R0/P1D', { now: at('2026-01-01T00:00:00Z') }), undefined);
});
