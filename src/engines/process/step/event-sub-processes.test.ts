import assert from 'node:assert/strict';
import { bpmnError } from '../environment.ts';
import { boundary, catching, each, end, model, on, parallel, path, service, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const eventSub = (id: string, { event, task, attributes = '' }: { event: string; task: string; attributes?: string }): string =>
  sub(id, { attributes: 'triggeredByEvent="true"', inner: start(`${id}-start`, { attributes, inner: event }) + each(user, task) + each(end, `${id}-end`) + path(`${id}-start`, task, `${id}-end`) });
const beside = 'isInterrupting="false"';
const DAY = 86_400;

scenario('a failed step is handled for the whole procedure', {
  model: model(frame + service('ask-register') + each(user, 'check') + path('begin', 'ask-register', 'check', 'end') + eventSub('broken', { event: on.error, task: 'by-hand' })),
  options: { work: { 'ask-register': () => { throw bpmnError('NOT_FOUND'); } } },
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['by-hand']);
    assert.equal(process.complete('by-hand').state.ended, 'completed');
  },
});

scenario('what fails ends what runs beside it, also where the drawing says that it should not', {
  model: model(
    frame + each(parallel, 'split') + service('ask-register') + each(user, 'check') + path('begin', 'split', 'ask-register', 'end') + path('split', 'check', 'stop') +
      eventSub('broken', { event: on.error, task: 'by-hand', attributes: beside }),
  ),
  options: { work: { 'ask-register': () => { throw bpmnError('NOT_FOUND'); } } },
  run: (process) => void assert.deepEqual(process.start().waiting(), ['by-hand']),
});

scenario('an error while handling an error is not handled by the same one again', {
  model: model(
    frame + sub('part', { inner: each(start, 'in') + end('fails', { inner: on.error }) + path('in', 'fails') +
        sub('broken', { attributes: 'triggeredByEvent="true"', inner: start('caught', { inner: on.error }) + end('again', { inner: on.error }) + path('caught', 'again') }) }) +
      boundary('outside', 'part', { event: on.anyError }) + each(user, 'by-hand') + path('begin', 'part', 'end') + path('outside', 'by-hand', 'stop'),
  ),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['by-hand']);
  },
});

scenario('the event with the exact code is preferred to one that catches everything', {
  model: model(
    frame + service('ask') + boundary('any', 'ask', { event: on.anyError }) + boundary('known', 'ask', { event: on.error }) + each(user, 'a', 'b') +
      path('begin', 'ask', 'end') + path('any', 'a', 'stop') + path('known', 'b', 'stop'),
  ),
  run: (process) => {
    process.start().do({ type: 'throwError', tokenId: process.open()[0]?.id ?? 0, code: 'NOT_FOUND' });
    assert.deepEqual(process.waiting(), ['b']);
  },
});

scenario('a reminder comes every week as long as the procedure runs', {
  model: model(frame + each(user, 'check') + path('begin', 'check', 'end') + eventSub('weekly', { event: on.every('R/P7D'), task: 'remind', attributes: beside })),
  run: (process) => {
    process.start().pass(21 * DAY);
    assert.deepEqual(process.waiting(), ['check', 'remind', 'remind', 'remind']);
    process.complete('check').complete('remind').complete('remind');
    assert.equal(process.state.ended, undefined);
    assert.equal(process.complete('remind').state.ended, 'completed');
    assert.equal(process.state.waits.length, 0);
  },
});

scenario('a deadline for the whole procedure takes it away', {
  model: model(frame + each(user, 'check') + path('begin', 'check', 'end') + eventSub('late', { event: on.after('P90D'), task: 'deem-approved' })),
  run: (process) => {
    process.start().pass(90 * DAY);
    assert.deepEqual(process.waiting(), ['deem-approved']);
    assert.equal(process.complete('deem-approved').state.ended, 'completed');
  },
});

scenario('a condition is heard when the variables make it true, and once', {
  model: model(
    frame + each(user, 'check', 'again') + path('begin', 'check', 'again', 'end') + eventSub('high', { event: on.condition('fee_cents > 100000'), task: 'treasurer', attributes: beside }),
  ),
  run: (process) => {
    process.start({ fee_cents: 100 });
    assert.deepEqual(process.waiting(), ['check']);
    process.complete('check', { fee_cents: 200_000 });
    assert.deepEqual(process.waiting(), ['again', 'treasurer']);
    process.do({ type: 'setVariables', variables: { fee_cents: 300_000 } });
    assert.deepEqual(process.waiting(), ['again', 'treasurer']);
    process.do({ type: 'setVariables', variables: { fee_cents: 1 } }).do({ type: 'setVariables', variables: { fee_cents: 200_000 } });
    assert.deepEqual(process.waiting(), ['again', 'treasurer', 'treasurer']);
  },
});

scenario('a condition that is true already is not waited for', {
  model: model(frame + catching('paid', { inner: on.condition('open_cents = 0') }) + path('begin', 'paid', 'end')),
  run: (process) => {
    assert.equal(process.start({ open_cents: 0 }).state.ended, 'completed');
  },
});

const facts = { withdrawn: false };
scenario('a condition on a task takes it away when outside facts have changed', {
  model: model(frame + each(user, 'check') + boundary('gone', 'check', { event: on.condition('case.withdrawn = true') }) + each(user, 'close') + path('begin', 'check', 'end') + path('gone', 'close', 'stop')),
  options: { context: { case: facts } },
  run: (process) => {
    facts.withdrawn = false;
    process.start().do({ type: 'reevaluate' });
    assert.deepEqual(process.waiting(), ['check']);
    facts.withdrawn = true;
    process.do({ type: 'reevaluate' });
    assert.deepEqual(process.waiting(), ['close']);
  },
});

scenario('an interrupting escalation ends the thrower, too', {
  model: model(
    frame + sub('hearing', { inner: each(start, 'in') + throwing('late', { inner: on.escalation }) + each(user, 'invite') + each(end, 'out') + path('in', 'late', 'invite', 'out') }) +
      boundary('heard', 'hearing', { event: on.escalation }) + each(user, 'head') + path('begin', 'hearing', 'end') + path('heard', 'head', 'stop'),
  ),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['head']);
  },
});

scenario('an escalation that nobody hears changes nothing', {
  model: model(frame + throwing('late', { inner: on.escalation }) + each(user, 'check') + path('begin', 'late', 'check', 'end')),
  run: (process) => assert.deepEqual(process.start().waiting(), ['check']),
});

scenario('a signal with an interrupting catcher ends its own branch', {
  model: model(
    frame + each(parallel, 'split') + each(user, 'work') + boundary('stopped', 'work', { event: on.signal }) + each(user, 'warn') + throwing('storm', { inner: on.signal }) +
      path('begin', 'split', 'work', 'end') + path('stopped', 'end') + path('split', 'warn', 'storm', 'stop'),
  ),
  run: (process) => {
    process.start().complete('warn');
    assert.deepEqual(process.waiting(), []);
    assert.equal(process.state.ended, 'completed');
    assert.deepEqual(process.find('signal-thrown').map((signal) => signal.name), ['storm-warning']);
  },
});
