import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths, addWorkingDays, deadlineAfter, describeHours, holidayName, hoursOn, isHoliday, isWorkingDay, workingDaysBetween } from './index.ts';

test('holidays are those of the Land', () => {
  assert.equal(holidayName('2026-06-04', 'BY'), 'Fronleichnam');
  assert.equal(isHoliday('2026-06-04', 'SH'), false);
  assert.equal(isHoliday('2026-08-15', 'BY'), false);
  assert.equal(holidayName('2026-08-15', 'BY-KATH'), 'Mariä Himmelfahrt');
  assert.equal(holidayName('2026-11-18', 'SN'), 'Buß- und Bettag');
  assert.equal(isHoliday('2026-12-24', 'BY'), false);
});

test('Saturdays, Sundays and holidays are no working days', () => {
  assert.equal(isWorkingDay('2026-11-20', 'BY'), true);
  assert.equal(isWorkingDay('2026-11-21', 'BY'), false);
  assert.equal(isWorkingDay('2026-01-06', 'BY'), false);
  assert.equal(isWorkingDay('2026-01-06', 'HH'), true);
});

test('working days are counted over Christmas and New Year', () => {
  assert.equal(addWorkingDays('2026-12-23', 5, 'BY'), '2026-12-31');
  assert.equal(addWorkingDays('2026-12-31', 1, 'BY'), '2027-01-04');
  assert.equal(addWorkingDays('2026-11-23', -1, 'BY'), '2026-11-20');
  assert.equal(addWorkingDays('2026-11-21', 0, 'BY'), '2026-11-21');
  assert.equal(workingDaysBetween('2026-12-23', '2026-12-31', 'BY'), 5);
});

test('a month ends on the same number, in a short month on its last day (§ 188 BGB)', () => {
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28');
  assert.equal(addMonths('2028-01-31', 1), '2028-02-29');
  assert.equal(addMonths('2026-10-15', 3), '2027-01-15');
  assert.equal(addMonths('2026-03-31', -1), '2026-02-28');
});

test('the day of the event is not counted (§ 187 Abs. 1 BGB)', () => {
  assert.equal(deadlineAfter({ from: '2026-11-02', period: { days: 3 }, land: 'BY' }), '2026-11-05');
  assert.equal(deadlineAfter({ from: '2026-11-02', period: { weeks: 2 }, land: 'BY' }), '2026-11-16');
});

test('a period that ends on a weekend or holiday ends on the next working day (§ 31 Abs. 3 VwVfG, § 193 BGB)', () => {
  assert.equal(deadlineAfter({ from: '2026-10-21', period: { months: 1 }, land: 'BY' }), '2026-11-23');
  assert.equal(deadlineAfter({ from: '2026-11-25', period: { months: 1 }, land: 'BY' }), '2026-12-28');
  assert.equal(deadlineAfter({ from: '2026-03-03', period: { months: 1 }, land: 'BY' }), '2026-04-07');
});

test('a benefit for a certain time ends on its last day (§ 31 Abs. 4 VwVfG)', () => {
  assert.equal(deadlineAfter({ from: '2026-10-21', period: { months: 1 }, land: 'BY', movesToWorkingDay: false }), '2026-11-21');
});

test('a period that starts with a day counts that day (§ 187 Abs. 2 BGB)', () => {
  const fromFirst = { land: 'BY', countsFirstDay: true, movesToWorkingDay: false };
  assert.equal(deadlineAfter({ ...fromFirst, from: '2027-01-01', period: { years: 1 } }), '2027-12-31');
  assert.equal(deadlineAfter({ ...fromFirst, from: '2026-03-01', period: { months: 1 } }), '2026-03-31');
  assert.equal(deadlineAfter({ ...fromFirst, from: '2026-03-01', period: { days: 7 } }), '2026-03-07');
});

test('a day that is none is a bug, not a date', () => {
  assert.throws(() => isWorkingDay('22.11.2026', 'BY'), /Not a calendar day/);
});

test('opening hours say today and the week in words', () => {
  const hours = { mon: ['08:00-16:00'], tue: ['08:00-16:00'], thu: ['08:00-12:00', '14:00-18:00'] };
  assert.deepEqual(describeHours(hours), [
    { days: 'Montag bis Dienstag', times: '08:00–16:00 Uhr' },
    { days: 'Donnerstag', times: '08:00–12:00 und 14:00–18:00 Uhr' },
  ]);
  assert.equal(hoursOn(hours, { date: '2026-11-24', land: 'BY' }).words, '08:00–16:00 Uhr');
  assert.equal(hoursOn(hours, { date: '2026-11-25', land: 'BY' }).words, 'geschlossen');
  assert.equal(hoursOn(hours, { date: '2026-06-04', land: 'BY' }).words, 'geschlossen (Fronleichnam)');
});
