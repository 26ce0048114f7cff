import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileProcess } from '../compile/compile-process.ts';
import type { State } from '../state.ts';
import { feel } from '../testing/feel.ts';
import { Instance } from '../testing/instance.ts';
import { boundary, catching, each, end, extensions, model, on, path, start, sub, user } from '../testing/model.ts';

const DAY = 86_400;
const moving = extensions('<zeebe:properties><zeebe:property name="timerMoves" value="true"/></zeebe:properties>');
const due = on.date('=clock.endsAt');
const frame = each(start, 'begin') + each(end, 'end', 'stop') + each(user, 'check', 'certify');
const waysToWait: [string, string][] = [
  ['a boundary event', frame + boundary('over', 'check', { event: moving + due }) + path('begin', 'check', 'end') + path('over', 'certify', 'stop')],
  [
    'an event sub-process',
    each(start, 'begin') + each(end, 'end') + each(user, 'check') + path('begin', 'check', 'end') +
      sub('deemed', { attributes: 'triggeredByEvent="true"', inner: start('over', { inner: moving + due }) + each(user, 'certify') + each(end, 'stop') + path('over', 'certify', 'stop') }),
  ],
  ['an intermediate event', each(start, 'begin') + catching('over', { inner: moving + due }) + each(user, 'certify') + each(end, 'end') + path('begin', 'over', 'certify', 'end')],
];

for (const [place, xml] of waysToWait)
  for (const roundTrip of [false, true])
    test(`the timer at ${place} stands still, goes on and is put off with the clock${roundTrip ? ' (state stored before every step)' : ''}`, async () => {
      const clock: { endsAt: string | null } = { endsAt: '2026-03-12T00:00:00' };
      const process = await Instance.of(model(xml), { context: { clock }, roundTrip });
      process.start();
      const at = (): string | undefined => process.state.waits.find((wait) => wait.node === 'over')?.at;
      assert.equal(at(), '2026-03-11T23:00:00.000Z');
      clock.endsAt = null;
      process.do({ type: 'reevaluate' });
      assert.equal(at(), undefined);
      assert.deepEqual(process.find('timer-cleared').map(({ reason }) => reason), ['stands-still']);
      process.pass(30 * DAY);
      assert.ok(!process.waiting().includes('certify'));
      clock.endsAt = '2026-04-20T00:00:00';
      process.do({ type: 'reevaluate' });
      const sets = process.find('timer-set').length;
      process.do({ type: 'reevaluate' });
      assert.equal(process.find('timer-set').length, sets, 'nothing moved, nothing is written');
      clock.endsAt = '2026-04-27T00:00:00';
      process.do({ type: 'fireTimer', id: process.state.waits.find((wait) => wait.node === 'over')?.id ?? 0 });
      assert.ok(!process.waiting().includes('certify'), 'put off since: it does not fire');
      process.pass(30 * DAY);
      assert.deepEqual(process.waiting(), ['certify']);
    });

test('a clock that does not run yet sets the timer once it does', async () => {
  const clock: { endsAt: string | null } = { endsAt: null };
  const process = await Instance.of(model(waysToWait[0]?.[1] ?? ''), { context: { clock } });
  process.start();
  assert.deepEqual([process.incidents(), process.find('timer-set')], [[], []]);
  clock.endsAt = '2026-03-12T00:00:00';
  process.do({ type: 'reevaluate' }).pass(20 * DAY);
  assert.deepEqual(process.waiting(), ['certify']);
});

test('a nonsensical date leaves the timer where it was', async () => {
  const clock = { endsAt: '2026-03-12T00:00:00' };
  const process = await Instance.of(model(waysToWait[0]?.[1] ?? ''), { context: { clock } });
  process.start();
  clock.endsAt = 'bald';
  process.do({ type: 'reevaluate' });
  assert.equal(process.state.waits[0]?.at, '2026-03-11T23:00:00.000Z');
});

test('only a date can move', async () => {
  const { findings } = await compileProcess(model(frame + boundary('over', 'check', { event: moving + on.after('P3D') }) + path('begin', 'check', 'end') + path('over', 'certify', 'stop')), { feel });
  assert.deepEqual(findings.filter(({ severity }) => severity === 'error').map(({ code, elementId }) => [code, elementId]), [['timer-moves', 'over']]);
});

const eyes = extensions('<zeebe:properties><zeebe:property name="fourEyesNot" value="check"/></zeebe:properties>');
const twoPersons = model(each(start, 'begin') + each(user, 'check') + user('confirm', { inner: eyes }) + each(end, 'end') + path('begin', 'check', 'confirm', 'end'));
const tokenOf = (state: State, node: string): number => state.tokens.find((token) => token.node === node)?.id ?? 0;

test('four eyes: neither the doer nor the one they stood in for confirms, not even through a substitute', async () => {
  const process = await Instance.of(twoPersons);
  process.start();
  process.do({ type: 'completeTask', tokenId: tokenOf(process.state, 'check'), by: 'anna', for: 'bea' });
  const confirm = { type: 'completeTask' as const, tokenId: tokenOf(process.state, 'confirm') };
  for (const persons of [{ by: 'anna' }, { by: 'bea' }, { by: 'carl', for: 'anna' }, { by: 'carl', for: 'bea' }, { by: 'anna', for: 'dora' }])
    assert.equal(process.do({ ...confirm, ...persons }).refused?.code, 'four-eyes', JSON.stringify(persons));
  assert.equal(process.do({ ...confirm, by: 'carl', for: 'dora' }).state.ended, 'completed');
});

test('four eyes: a confirmation that failed to open cannot be skipped as an incident', async () => {
  const broken = model(each(start, 'begin') + each(user, 'check') + user('confirm', { inner: extensions('<zeebe:taskSchedule dueDate="=when"/><zeebe:properties><zeebe:property name="fourEyesNot" value="check"/></zeebe:properties>') }) + each(end, 'end') + path('begin', 'check', 'confirm', 'end'));
  const process = await Instance.of(broken);
  process.start({ when: 'nonsense' }).complete('check');
  const [incident] = process.incidents();
  assert.equal(process.do({ type: 'skipIncident', tokenId: incident?.id ?? 0, reason: 'eilig' }).refused?.code, 'four-eyes');
  assert.equal(process.do({ type: 'retryIncident', tokenId: incident?.id ?? 0, variables: { when: '2026-04-01' } }).incidents().length, 0);
});
