import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshState, type State } from '#engines/process';
import type { Case } from '../case.ts';
import { caseChanges } from './case-changes.ts';

const open = { id: 'c', status: 'open', dueOn: '2026-12-15' } as Case;
const at = (day: string) => ({ now: new Date(`${day}T10:00:00Z`), calendar: 'BY' });
const state = (more: Partial<State>): { state: State } => ({ state: { ...freshState(), ...more } });
const waiting = (name: string) => state({ tokens: [{ id: 1, node: 'w', scope: 1, wait: 'event' }], waits: [{ id: 2, node: 'w', kind: 'message', token: 1, name }] });

test('while a task is open the case is with us, whatever else it waits for', () => {
  const both = state({ tokens: [{ id: 1, node: 't', scope: 1, wait: 'user' }], waits: [{ id: 2, node: 'w', kind: 'message', name: 'papers-received' }] });
  assert.deepEqual(caseChanges({ case: open }, both, at('2026-11-22')), { events: [], clockMoved: false });
});

test('waiting for papers stops the clock, waiting for money does not', () => {
  const papers = caseChanges({ case: open }, waiting('papers-received'), at('2026-11-22'));
  assert.deepEqual([papers.row?.status, papers.row?.paused_at], ['waiting-applicant', at('2026-11-22').now]);
  const money = caseChanges({ case: open }, waiting('payment-received'), at('2026-11-22'));
  assert.deepEqual([money.row?.status, money.row?.paused_at], ['waiting-payment', null]);
});

test('the last day moves by the days lost, and to a working day', () => {
  const paused: Case = { ...open, status: 'waiting-applicant', pausedAt: at('2026-11-20').now };
  const going = caseChanges({ case: paused }, state({ tokens: [{ id: 1, node: 't', scope: 1, wait: 'user' }] }), at('2026-12-01'));
  // 15 + 11 days is the second day of Christmas, a Saturday
  assert.deepEqual([going.row?.due_on, going.row?.paused_at], ['2026-12-28', null]);
});

test('the outcome decides the case once; the end of the process closes it', () => {
  const decided = caseChanges({ case: open }, state({ vars: { outcome: 'granted' }, tokens: [{ id: 1, node: 'j', scope: 1, wait: 'job' }] }), at('2026-11-22'));
  assert.deepEqual([decided.row?.status, decided.row?.outcome, decided.events.map((event) => event.type)], ['decided', 'granted', ['cases/decided', 'cases/status-changed']]);
  const ended = caseChanges({ case: { ...open, status: 'decided', outcome: 'granted', decidedAt: at('2026-11-22').now } }, state({ vars: { outcome: 'granted' }, ended: 'completed' }), at('2026-11-23'));
  assert.deepEqual([ended.row?.status, ended.row?.decided_at, ended.events.map((event) => event.type)], ['closed', at('2026-11-22').now, ['cases/closed']]);
  const withdrawn = caseChanges({ case: open }, state({ vars: { outcome: 'withdrawn' }, ended: 'completed' }), at('2026-11-23'));
  assert.equal(withdrawn.row?.status, 'withdrawn');
});

test('what a connector says about the status wins in its step', () => {
  assert.equal(caseChanges({ case: open, status: 'waiting-payment' }, state({ tokens: [{ id: 1, node: 'j', scope: 1, wait: 'job' }] }), at('2026-11-22')).row?.status, 'waiting-payment');
});

test('a withdrawal ends the case at once, while its confirmation is still on the way', () => {
  const letter = state({ vars: { outcome: 'withdrawn' }, tokens: [{ id: 1, node: 'j', scope: 1, wait: 'job' }] });
  const withdrawn = caseChanges({ case: open }, letter, at('2026-11-22'));
  assert.deepEqual([withdrawn.row?.status, withdrawn.row?.closed_at, withdrawn.events.map(({ type }) => type)], ['withdrawn', at('2026-11-22').now, ['cases/decided', 'cases/closed']]);
  const after = caseChanges({ case: { ...open, status: 'withdrawn', outcome: 'withdrawn', closedAt: at('2026-11-22').now } }, state({ vars: { outcome: 'withdrawn' }, ended: 'completed' }), at('2026-11-22'));
  assert.deepEqual(after.events, []);
});
