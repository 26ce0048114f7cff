import assert from 'node:assert/strict';
import { boundary, catching, each, end, exclusive, extensions, flow, inclusive, model, on, parallel, path, service, start, sub, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const incidentOf = (process: { incidents(): { id: number; error?: { code: string } }[] }): { id: number; code: string } => {
  const [first] = process.incidents();
  return { id: first?.id ?? 0, code: first?.error?.code ?? '' };
};

scenario('an endless loop is stopped after its steps and can go on when the data is mended', {
  model: model(frame + exclusive('again', { attributes: 'default="out"' }) + each(exclusive, 'merge') + path('begin', 'merge', 'again') + flow('again', 'merge', { when: 'stop != true' }) + flow('again', 'end', { id: 'out' })),
  run: (process) => {
    process.start();
    assert.equal(incidentOf(process).code, 'step-limit');
    assert.equal(process.state.tokens.length, 1);
    process.retry();
    assert.equal(incidentOf(process).code, 'step-limit');
    process.do({ type: 'retryIncident', tokenId: incidentOf(process).id, variables: { stop: true } });
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('a parallel join that will never be full is told instead of waiting for ever', {
  model: model(
    frame + exclusive('which', { attributes: 'default="b"' }) + each(parallel, 'join') + each(user, 'x', 'y') + path('begin', 'which') + flow('which', 'x', { when: 'a = 1' }) +
      flow('which', 'y', { id: 'b' }) + path('x', 'join') + path('y', 'join', 'end'),
  ),
  run: (process) => {
    process.start({ a: 1 }).complete('x');
    assert.equal(incidentOf(process).code, 'join-stuck');
    process.retry();
    assert.equal(incidentOf(process).code, 'join-stuck');
    process.do({ type: 'skipIncident', tokenId: incidentOf(process).id, reason: 'Modellfehler' });
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('two inclusive joins that wait for each other are let go', {
  model: model(
    frame + inclusive('split', { attributes: 'default="d"' }) + each(inclusive, 'a', 'b') + each(exclusive, 'ra') + each(user, 'u', 'v') + path('begin', 'split') +
      flow('split', 'u', { when: 'true' }) + flow('split', 'v', { id: 'd' }) + path('u', 'a', 'ra', 'end') + path('v', 'b', 'a') + flow('ra', 'b', { when: 'again = true' }),
  ).replace('id="ra"', 'id="ra" default="x"').replace(/<sequenceFlow id="[^"]*" sourceRef="ra" targetRef="end">/, '<sequenceFlow id="x" sourceRef="ra" targetRef="end">'),
  run: (process) => assert.equal(process.start().complete('u').state.ended, 'completed'),
});

scenario('a job is tried as often as the model says, with pauses, before people are asked', {
  model: model(frame + `<serviceTask id="send">${extensions('<zeebe:taskDefinition type="send" retries="2"/><zeebe:taskHeaders><zeebe:header key="retryBackoff" value="PT5M"/></zeebe:taskHeaders>')}</serviceTask>` + path('begin', 'send', 'end')),
  run: (process) => {
    process.start();
    const tokenId = process.open()[0]?.id ?? 0;
    process.do({ type: 'failJob', tokenId, message: 'down' });
    const again = process.find('job-queued')[1];
    assert.deepEqual([again?.tries, again?.at], [1, '2026-03-02T08:05:00.000Z']);
    process.do({ type: 'failJob', tokenId, message: 'still down' });
    assert.deepEqual([incidentOf(process).code, process.waiting()], ['job-failed', []]);
    process.retry();
    assert.deepEqual([process.find('job-queued')[2]?.tries, process.waiting()], [0, ['send']]);
  },
});

scenario('a step that failed can be passed with a reason, with values of its own, or by another way', {
  model: model(frame + service('fee') + exclusive('free', { attributes: 'default="no"' }) + each(user, 'bill') + path('begin', 'fee', 'free') + flow('free', 'end', { when: 'fee_cents = 0' }) + flow('free', 'bill', { id: 'no' }) + path('bill', 'stop')),
  run: (process) => {
    process.start().do({ type: 'failJob', tokenId: process.open()[0]?.id ?? 0, message: 'x', retryable: false });
    process.do({ type: 'skipIncident', tokenId: incidentOf(process).id, reason: 'gebührenfrei', flowId: 'nowhere' });
    assert.equal(process.refused?.code, 'no-such-flow');
    process.do({ type: 'skipIncident', tokenId: incidentOf(process).id, reason: 'gebührenfrei', variables: { fee_cents: 0 } });
    assert.equal(process.state.ended, 'completed');
    assert.deepEqual(process.find('incident-resolved').map(({ how, reason }) => [how, reason]), [['skipped', 'gebührenfrei']]);
    process.do({ type: 'skipIncident', tokenId: 1, reason: 'x' });
    assert.equal(process.refused?.code, 'already-ended');
  },
});

const broken: [string, string, Record<string, unknown>][] = [
  ['a deadline of a task', each((id) => user(id, { inner: extensions('<zeebe:taskSchedule dueDate="=when"/>') }), 'x'), { when: 'P3D' }],
  ['a boundary timer', each(user, 'x') + boundary('b', 'x', { event: on.after('=when') }) + path('b', 'stop'), { when: 'P3D' }],
  ['a waiting time', catching('x', { inner: on.after('=when') }), { when: 'PT0S' }],
];
for (const [what, inner, mended] of broken)
  scenario(`${what} that makes no sense is an incident which the right value mends`, {
    model: model(frame + inner + path('begin', 'x', 'end')),
    run: (process) => {
      process.start({ when: 'bald' });
      const { id } = incidentOf(process);
      assert.ok(id, 'an incident is expected');
      assert.equal(process.state.waits.length, 0);
      process.do({ type: 'retryIncident', tokenId: id, variables: mended });
      assert.deepEqual(process.incidents(), []);
    },
  });

scenario('an event sub-process whose timer makes no sense is an incident of its own', {
  model: model(frame + each(user, 'x') + path('begin', 'x', 'end') + sub('late', { attributes: 'triggeredByEvent="true"', inner: start('at', { inner: on.after('=when') }) + each(end, 'out') + path('at', 'out') })),
  run: (process) => {
    process.start({ when: 'bald' });
    assert.deepEqual(process.waiting(), ['x']);
    process.do({ type: 'retryIncident', tokenId: incidentOf(process).id, variables: { when: 'P1D' } });
    assert.equal(process.state.waits.length, 1);
    assert.equal(process.complete('x').state.ended, 'completed');
  },
});

scenario('a cancelled procedure closes everything that was open', {
  model: model(frame + each(parallel, 'split') + each(user, 'x') + boundary('late', 'x', { event: on.after('P1D') }) + service('y') + catching('paid', { inner: on.message() }) + path('begin', 'split', 'x', 'end') + path('late', 'stop') + path('split', 'y', 'stop') + path('split', 'paid', 'stop')),
  run: (process) => {
    process.start().do({ type: 'cancel', reason: 'irrtümlich angelegt' });
    assert.deepEqual(process.state, { vars: {}, seq: process.state.seq, tokens: [], scopes: [], waits: [], ended: 'cancelled' });
    for (const type of ['task-closed', 'job-closed', 'timer-cleared', 'unsubscribed', 'ended'] as const) assert.equal(process.find(type).length, 1, type);
    assert.equal(process.message('payment-received').refused?.code, 'already-ended');
  },
});

scenario('commands that come too early or twice are refused', {
  model: model(frame + each(user, 'x') + path('begin', 'x', 'end')),
  run: (process) => {
    assert.equal(process.message('payment-received').refused?.code, 'not-started');
    assert.equal(process.start().start().refused?.code, 'already-started');
    assert.equal(process.do({ type: 'retryIncident', tokenId: 1 }).refused?.code, 'no-incident');
    assert.equal(process.do({ type: 'fireTimer', id: 1 }).refused?.code, 'not-waiting');
    assert.equal(process.do({ type: 'completeJob', tokenId: 2 }).refused?.code, 'task-not-open');
    let deep: unknown = 1;
    for (let i = 0; i < 100; i++) deep = [deep];
    assert.equal(process.complete('x', { deep }).refused?.code, 'not-storable');
  },
});

scenario('an error that a person reports and nobody handles closes the task and is an incident', {
  model: model(frame + each(user, 'x') + path('begin', 'x', 'end')),
  run: (process) => {
    process.start().do({ type: 'throwError', tokenId: process.open()[0]?.id ?? 0, code: 'LOST', message: 'Akte fehlt' });
    assert.deepEqual([incidentOf(process).code, process.find('task-closed')[0]?.reason], ['error-uncaught', 'error']);
    assert.deepEqual(process.retry().waiting(), ['x']);
  },
});
