import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileProcess } from '../compile/compile-process.ts';
import { feel } from '../testing/feel.ts';
import { Instance } from '../testing/instance.ts';
import { boundary, catching, each, end, eventGateway, extensions, flow, model, on, path, receive, start, sub, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const starts = start('plain') + start('paid', { inner: on.message() }) + start('storm', { inner: on.signal });
const several = model(starts + each(user, 'a', 'b', 'c') + each(end, 'end') + path('plain', 'a', 'end') + path('paid', 'b', 'end') + path('storm', 'c', 'end'));

scenario('a process with several starts begins where it is asked to', {
  model: several,
  run: (process) => void assert.deepEqual(process.start().waiting(), ['a']),
});
scenario('a process with several starts begins at its message', {
  model: several,
  run: (process) => void assert.deepEqual(process.do({ type: 'start', message: 'payment-received', variables: { n: 1 } }).waiting(), ['b']),
});
scenario('a process with several starts begins at its signal', {
  model: several,
  run: (process) => void assert.deepEqual(process.do({ type: 'start', signal: 'storm-warning' }).waiting(), ['c']),
});
scenario('a process begins at a start event named by its id, with what came with it', {
  model: several,
  run: (process) => void assert.deepEqual([process.do({ type: 'start', nodeId: 'paid', variables: { n: 1 } }).waiting(), process.state.vars], [['b'], { n: 1 }]),
});
scenario('a start that the process does not have is refused', {
  model: several,
  run: (process) => {
    for (const how of [{ message: 'unknown' }, { signal: 'unknown' }, { nodeId: 'a b' }, { processId: 'other' }]) assert.equal(process.do({ type: 'start', ...how }).refused?.code, 'no-such-start');
  },
});

scenario('a receive task that begins a process has its message already', {
  model: model(receive('paid', { attributes: 'messageRef="msg-paid" instantiate="true"' }) + each(user, 'a') + each(end, 'end') + path('paid', 'a', 'end')),
  run: (process) => void assert.deepEqual([process.do({ type: 'start', message: 'payment-received', variables: { n: 1 } }).waiting(), process.state.vars], [['a'], { n: 1 }]),
});

const gateway = model(
  eventGateway('wait', { attributes: 'instantiate="true"' }) + catching('paid', { inner: on.message() }) + receive('other', { attributes: 'messageRef="msg-other"' }) + each(user, 'a', 'b') + each(end, 'end') + path('wait', 'paid', 'a', 'end') + path('wait', 'other', 'b', 'end'),
);
scenario('an event gateway that begins a process: the first message begins it and decides the way', {
  model: gateway,
  run: (process) => {
    process.do({ type: 'start', message: 'other-message', variables: { n: 2 } });
    assert.deepEqual([process.waiting(), process.state.waits, process.state.vars], [['b'], [], { n: 2 }]);
  },
});

test('the starts of a process are listed with what they wait for', async () => {
  const timer = model(start('yearly', { inner: on.every('0 0 6 1 1 *') }) + start('paid', { inner: on.message() }) + each(end, 'end') + path('yearly', 'end') + path('paid', 'end'));
  const { graph } = await compileProcess(timer, { feel });
  assert.deepEqual(graph?.starts.map(({ nodeId, type }) => [nodeId, type]), [['yearly', 'timer'], ['paid', 'message']]);
  assert.deepEqual((await Instance.of(gateway)).graph.starts.map(({ nodeId, type }) => [nodeId, type]), [['paid', 'message'], ['other', 'message']]);
});

test('an event gateway that wants all its events to begin a process is refused', async () => {
  const { findings } = await compileProcess(gateway.replace('instantiate="true"', 'instantiate="true" eventGatewayType="Parallel"'), { feel });
  assert.deepEqual(findings.filter(({ severity }) => severity === 'error').map(({ code, elementId }) => [code, elementId]), [['event-gateway-parallel', 'wait']]);
});

test('a start timer that reads a variable is refused: nothing is known before the beginning', async () => {
  const xml = (timer: string): string => model(start('begin', { inner: timer }) + each(end, 'end') + path('begin', 'end'));
  const codes = async (timer: string): Promise<string[]> => (await compileProcess(xml(timer), { feel })).findings.map(({ code }) => code);
  assert.deepEqual(await codes(on.date('=deadline')), ['start-unknown']);
  assert.deepEqual(await codes(on.message()), []);
  assert.deepEqual(await codes(on.every('=&quot;R3/PT1H&quot;')), []);
});

scenario('two processes of one file: the message finds the one that begins with it', {
  model: model(each(start, 'begin') + each(end, 'end') + each(user, 'a') + path('begin', 'a', 'end'), `<process id="second" isExecutable="true">${start('paid', { inner: on.message() }) + each(user, 'b') + each(end, 'e2') + path('paid', 'b', 'e2')}</process>`),
  run: (process) => void assert.deepEqual(process.do({ type: 'start', message: 'payment-received' }).waiting(), ['b']),
});

const dates: [string, string, string][] = [
  ['a date with offset', on.date('2026-03-05T10:00:00+02:00'), '2026-03-05T08:00:00.000Z'],
  ['a date in Z', on.date('2026-03-05T10:00:00Z'), '2026-03-05T10:00:00.000Z'],
  ['a local date', on.date('2026-03-05T10:00:00'), '2026-03-05T09:00:00.000Z'],
  ['a date of FEEL', on.date('=date and time(day + &quot;T12:00:00+01:00&quot;)'), '2026-03-05T11:00:00.000Z'],
  ['a period of FEEL', on.after('=duration(&quot;PT&quot; + string(hours) + &quot;H&quot;)'), '2026-03-02T11:00:00.000Z'],
  ['a period as text', on.after('=&quot;P&quot; + string(hours) + &quot;D&quot;'), '2026-03-05T08:00:00.000Z'],
  ['weeks', on.after('P2W'), '2026-03-16T08:00:00.000Z'],
  ['months to the last day', on.after('P6M'), '2026-09-02T07:00:00.000Z'],
  ['a date in the past', on.date('2020-01-01T00:00:00Z'), '2020-01-01T00:00:00.000Z'],
];
for (const [what, timer, at] of dates)
  scenario(`an event waits for ${what}`, {
    model: model(each(start, 'begin') + each(end, 'end') + catching('wait', { inner: timer }) + path('begin', 'wait', 'end')),
    run: (process) => {
      process.start({ day: '2026-03-05', hours: 3 });
      assert.equal(process.find('timer-set')[0]?.at, at);
      assert.equal(process.pass(400 * 86_400).state.ended, 'completed');
    },
  });

const cycles: [string, string, string[]][] = [
  ['three times an hour apart', 'R3/PT1H', ['09:00', '10:00', '11:00']],
  ['as FEEL writes it', '=&quot;R2/PT&quot; + string(hours) + &quot;H&quot;', ['11:00', '14:00']],
  ['from a date on', 'R2/2026-03-02T09:30:00Z/PT1H', ['09:30', '10:30']],
  ['by cron, local time', '0 0 10,12 * * MON', ['09:00', '11:00']],
  ['by Quartz words', '0 0/30 9 ? * MON', ['08:30']],
];
for (const [what, cycle, at] of cycles)
  scenario(`a timer repeats ${what}`, {
    model: model(each(start, 'begin') + each(end, 'end', 'stop') + each(user, 'work', 'remind') + boundary('again', 'work', { event: on.every(cycle), attributes: 'cancelActivity="false"' }) + path('begin', 'work', 'end') + path('again', 'remind', 'stop')),
    run: (process) => {
      process.start({ hours: 3 }).pass(8 * 3600);
      const times = process.find('timer-set').map((one) => one.at.slice(11, 16));
      assert.deepEqual(times.slice(0, at.length), at);
      assert.equal(process.waiting().filter((id) => id === 'remind').length, at.length);
    },
  });

scenario('a process with an empty sub-process, a task without way on and two ends just runs', {
  model: model(each(start, 'begin') + sub('part', { inner: each(start, 'i') }) + each(user, 'last') + each(end, 'end') + path('begin', 'part', 'last') + flow('part', 'end')),
  run: (process) => void assert.equal(process.start().complete('last').state.ended, 'completed'),
});

scenario('a message key is looked up when the waiting begins', {
  model: model(each(start, 'begin') + each(end, 'end') + catching('wait', { inner: on.message('keyed') }) + path('begin', 'wait', 'end'), '').replace('<message id="msg-other"', `<message id="keyed" name="answer">${extensions('<zeebe:subscription correlationKey="=order.id"/>')}</message><message id="msg-other"`),
  run: (process) => {
    process.start({ order: { id: 42 } });
    assert.deepEqual(process.find('subscribed').map(({ name, key }) => [name, key]), [['answer', '42']]);
    assert.equal(process.do({ type: 'message', name: 'answer', key: '43' }).refused?.code, 'not-waiting');
    assert.equal(process.do({ type: 'message', name: 'answer', key: '42' }).state.ended, 'completed');
  },
});
