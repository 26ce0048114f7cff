import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFeel } from './compile-feel.ts';
import { fromFeel } from './from-feel.ts';
import { toFeel } from './to-feel.ts';
import { agree, feel } from './feel.testing.ts';

test('a month after 31 January is the last day of February', () => {
  agree({
    '@"2026-01-31" + @"P1M"': '2026-02-28',
    '@"2024-01-31" + @"P1M"': '2024-02-29',
    '@"2024-02-29" + @"P1Y"': '2025-02-28',
    '@"2026-03-31" - @"P1M"': '2026-02-28',
  });
});

test('a child of 29 February is of age on 28 February', () => {
  agree({ 'birth + duration("P18Y") <= date("2026-02-28")': true }, { birth: toFeel('2008-02-29', 'date') });
});

test('today begins at midnight in Germany, not in London', () => {
  const late = new Date('2026-07-01T22:30:00Z');
  assert.equal(compileFeel('today()').evaluate({}, { now: late }), '2026-07-02');
  assert.equal(compileFeel('now()').evaluate({}, { now: late }), '2026-07-02T00:30:00+02:00');
  assert.equal(compileFeel('today()').evaluate({}, { now: late, timeZone: 'Etc/UTC' }), '2026-07-01');
});

test('an expression about today is refused when nobody says what day it is', () => {
  assert.throws(() => compileFeel('today()').evaluate({}), { code: 'clock' });
  assert.equal(compileFeel('1 + 1').evaluate({}), 2);
});

test('differences count calendar days and real hours', () => {
  agree({
    '@"2026-03-01" - @"2026-02-01"': 'P28D',
    '(@"2026-03-01" - @"2026-02-01").days': 28,
    'date and time("2026-03-29T12:00:00@Europe/Berlin") - date and time("2026-03-28T12:00:00@Europe/Berlin")': 'PT23H',
    'years and months duration(@"2011-12-22", @"2013-08-24")': 'P1Y8M',
    'years and months duration(@"2013-08-24", @"2011-12-22")': '-P1Y8M',
    '@"2026-01-01T10:00:00Z" - @"2026-01-01T10:00:00"': null,
  });
});

test('durations can be multiplied and divided', () => {
  agree({
    '@"P1D" * 1.5': 'P1DT12H',
    '2 * @"P8M"': 'P1Y4M',
    '@"P10DT23H" / 2.5': 'P4DT9H12M',
    '@"P10Y" / @"P5Y"': 2,
    '@"P1D" / 0': null,
    '@"P1D" + @"P1Y"': null,
    'abs(@"-PT5H")': 'PT5H',
    '@"P1DT2H" > @"PT25H"': true,
  });
});

test('parts of dates and times', () => {
  agree({
    'date("2026-03-18").weekday': 3,
    'day of week(@"2026-03-18")': 'Wednesday',
    'month of year(@"2026-03-18")': 'March',
    'day of year(@"2024-12-31")': 366,
    '[week of year(@"2003-12-29"), week of year(@"2005-01-01")]': [1, 53],
    'time("10:30:01.5").second': 1.5,
    '@"2026-03-18T10:30:00+05:00".time offset': 'PT5H',
    '@"2026-03-18T10:30:00@Europe/Berlin".timezone': 'Europe/Berlin',
    'last day of month(@"2024-02-03")': '2024-02-29',
  });
});

test('what is no date is null', () => {
  agree({
    'date("2026-02-30")': null,
    'date("18.03.2026")': null,
    'date("998-12-31")': null,
    'date(2026, 13, 1)': null,
    'time("25:00:00")': null,
    'time("10:00:00+19:00")': null,
    'time("10:00:00@Mars/Base")': null,
    'duration("P1Y1D")': null,
    'duration("PT")': null,
    '@"heute"': null,
    'date("2026-03-18") < time("10:00:00")': null,
  });
});

test('times are compared across zones', () => {
  agree({
    '@"2026-03-18T12:00:00Z" = @"2026-03-18T13:00:00+01:00"': true,
    'is(@"23:00:50z", @"23:00:50")': false,
    'is(@"23:00:50z", @"23:00:50+00:00")': true,
    'time("23:30:00") + @"PT1H"': '00:30:00',
    'time(11, 59, 0, @"PT2H1M")': '11:59:00+02:01',
  });
});

test('values come in typed and go out as JSON', () => {
  assert.equal(String(toFeel('2026-03-01', 'date')), '2026-03-01');
  assert.equal(String(toFeel('2026-03-01T00:00:00Z', 'date')), '2026-03-01');
  assert.equal(toFeel('morgen', 'date'), null);
  assert.equal(toFeel('18', 'number'), null);
  assert.deepEqual(toFeel(7, 'list'), [7]);
  assert.equal(toFeel('x', 'tUnknown'), 'x');
  const value = { on: toFeel('2026-03-01', 'date'), wait: feel('@"P3D"'), at: new Date(0), list: [undefined, 1.5] };
  assert.deepEqual(fromFeel(value), {
    on: '2026-03-01',
    wait: 'P3D',
    at: '1970-01-01T00:00:00.000Z',
    list: [null, 1.5],
  });
  assert.equal(JSON.stringify({ on: value.on }), '{"on":"2026-03-01"}');
});
