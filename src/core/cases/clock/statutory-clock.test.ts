import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Case } from '../case.ts';
import { advanceClock, clockContext, lastDayOf, type ClockOrder } from './statutory-clock.ts';

const at = (day: string, more: { workingDays?: boolean } = {}) => ({ now: new Date(`${day}T10:00:00Z`), calendar: 'BY', ...more });
const open = { id: 'c', status: 'open', dueOn: '2026-12-15', clock: { beganOn: '2026-09-15' } } as Case;
const go = (found: Case, orders: ClockOrder[], moment = at('2026-11-20'), next = { waits: false, over: false }) => advanceClock(found, { ...next, orders }, moment);

test('the last day: three months end by §§ 187 and 188 BGB, and never on a Sunday or holiday', () => {
  assert.equal(lastDayOf({ months: 3 }, '2026-09-15', 'BY'), '2026-12-15');
  assert.equal(lastDayOf({ months: 1 }, '2026-01-31', 'BY'), '2026-03-02'); // 28 February 2026 is a Saturday
  assert.equal(lastDayOf({ months: 3 }, '2026-09-25', 'BY'), '2026-12-28'); // Christmas and a weekend
  assert.equal(lastDayOf({ workingDays: 10 }, '2026-12-21', 'BY'), '2027-01-07'); // Epiphany counts in Bavaria …
  assert.equal(lastDayOf({ workingDays: 10 }, '2026-12-21', 'BE'), '2027-01-06'); // … and not in Berlin
  assert.equal(lastDayOf({ days: 14 }, '2026-12-11', 'BY'), '2026-12-28');
});

test('an order to begin sets the day and forgets what was before', () => {
  const { facts, events } = go({ ...open, pausedAt: at('2026-11-01').now }, [{ do: 'start', from: '2026-11-20', period: { months: 3 } }]);
  assert.deepEqual(facts, { due_on: '2027-02-22', paused_at: null, clock: { beganOn: '2026-11-20' } });
  assert.deepEqual(events.map(({ type }) => type), ['cases/clock-started']);
});

test('a pause of the process holds although nobody waits for the applicant, and names its reason', () => {
  const paused = go(open, [{ do: 'pause', reason: 'Das Gericht prüft' }]);
  assert.deepEqual(paused.facts.clock?.pause, { by: 'process', reason: 'Das Gericht prüft' });
  const held: Case = { ...open, pausedAt: at('2026-11-20').now, clock: paused.facts.clock ?? { beganOn: '' } };
  assert.deepEqual(go(held, [], at('2026-11-25')).events, []);
  const going = go(held, [{ do: 'resume' }], at('2026-11-25'));
  assert.deepEqual([going.facts.due_on, going.facts.paused_at, going.facts.clock], ['2026-12-21', null, { beganOn: '2026-09-15' }]); // the 20th is a Sunday
});

test('days lost are counted in working days when the period is', () => {
  const held: Case = { ...open, pausedAt: at('2026-11-20').now, clock: { beganOn: '2026-11-18', pause: { by: 'waiting' } } };
  assert.equal(go(held, [], at('2026-11-23', { workingDays: true })).facts.due_on, '2026-12-16'); // Friday to Monday: one
  assert.equal(go(held, [], at('2026-11-23')).facts.due_on, '2026-12-18');
});

test('an extension keeps the old day and the reason; extending a clock that stands still lets it stand', () => {
  const { facts, events } = go({ ...open, pausedAt: at('2026-11-18').now, clock: { beganOn: '2026-09-15', pause: { by: 'process' } } }, [{ do: 'extend', until: '2027-01-15', reason: 'schwierig' }]);
  assert.deepEqual([facts.due_on, facts.paused_at, facts.clock?.extension], ['2027-01-15', at('2026-11-18').now, { on: '2026-11-20', from: '2026-12-15', until: '2027-01-15', reason: 'schwierig' }]);
  assert.deepEqual(events, [{ type: 'cases/clock-extended', data: { from: '2026-12-15', until: '2027-01-15', reason: 'schwierig' } }]);
});

test('FEEL sees the end of the clock only while it runs', () => {
  assert.equal(clockContext(open).endsAt, '2026-12-16T00:00:00');
  assert.equal(clockContext({ ...open, pausedAt: at('2026-11-20').now }).endsAt, null);
  assert.equal(clockContext({ ...open, outcome: 'granted' }).endsAt, null);
  const { clock: _none, ...promised } = open;
  assert.deepEqual([clockContext(promised as Case).running, clockContext(promised as Case).endsAt], [false, null]);
});
