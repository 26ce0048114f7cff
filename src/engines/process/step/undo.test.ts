import assert from 'node:assert/strict';
import { boundary, each, end, manyOf, model, on, path, service, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const all = { work: Object.fromEntries(['book', 'pay', 'unbook', 'unpay', 'refund'].map((name) => [name, () => ({})])) };
/** A step and the one that undoes it. */
const undoable = (id: string, undo: string, inner = ''): string =>
  service(id, { inner }) + boundary(`${id}-undo`, id, { event: on.compensation }) + service(undo, { attributes: 'isForCompensation="true"' }) +
  `<association id="${id}-as" sourceRef="${id}-undo" targetRef="${undo}"/>`;
const undone = (trace: readonly string[]): string[] => trace.filter((id) => id.startsWith('un') || id === 'refund');

scenario('what was done last is undone first', {
  model: model(frame + undoable('book', 'unbook') + undoable('pay', 'unpay') + throwing('undo', { inner: on.compensation }) + path('begin', 'book', 'pay', 'undo', 'end')),
  options: all,
  run: (process) => {
    process.start();
    assert.deepEqual(undone(process.trace), ['unpay', 'unbook', 'undo']);
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('only the named activity is undone, and once', {
  model: model(
    frame + undoable('book', 'unbook') + undoable('pay', 'unpay') + throwing('undo', { inner: '<compensateEventDefinition activityRef="book"/>' }) +
      throwing('undo2', { inner: '<compensateEventDefinition activityRef="book"/>' }) + path('begin', 'book', 'pay', 'undo', 'undo2', 'end'),
  ),
  options: all,
  run: (process) => {
    process.start();
    assert.deepEqual(undone(process.trace), ['unbook', 'undo', 'undo2']);
  },
});

scenario('a completed sub-process is undone by what was done inside', {
  model: model(
    frame + sub('part', { inner: each(start, 'in') + each(end, 'out') + undoable('book', 'unbook') + undoable('pay', 'unpay') + path('in', 'book', 'pay', 'out') }) +
      throwing('undo', { inner: on.compensation }) + path('begin', 'part', 'undo', 'end'),
  ),
  options: all,
  run: (process) => {
    process.start();
    assert.deepEqual(undone(process.trace), ['unpay', 'unbook', 'undo']);
  },
});

scenario('a sub-process that knows how to undo itself does it its way', {
  model: model(
    frame +
      sub('part', {
        inner:
          each(start, 'in') + each(end, 'out') + undoable('book', 'unbook') + path('in', 'book', 'out') +
          sub('undo-part', {
            attributes: 'triggeredByEvent="true"',
            inner: start('asked', { inner: on.compensation }) + service('refund') + throwing('inner', { inner: on.compensation }) + each(end, 'done') + path('asked', 'refund', 'inner', 'done'),
          }),
      }) + throwing('undo', { inner: on.compensation }) + path('begin', 'part', 'undo', 'end'),
  ),
  options: all,
  run: (process) => {
    process.start();
    assert.deepEqual(undone(process.trace), ['refund', 'unbook', 'undo-part', 'undo']);
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('every round of a list is undone with its own entry', {
  model: model(frame + undoable('book', 'unbook', manyOf('rooms')) + throwing('undo', { inner: on.compensation }) + path('begin', 'book', 'undo', 'end')),
  options: { work: { book: () => ({}) } },
  run: (process) => {
    process.start({ rooms: ['A', 'B'] });
    const undoJobs = () => process.find('job-queued').filter((job) => job.jobType === 'unbook').map((job) => job.input['item']);
    assert.deepEqual(undoJobs(), ['B']);
    process.complete('unbook');
    assert.deepEqual(undoJobs(), ['B', 'A']);
    assert.equal(process.complete('unbook').state.ended, 'completed');
  },
});

scenario('a cancelled transaction ends its open work, undoes the rest and goes on beside', {
  model: model(
    frame +
      `<transaction id="deal">${each(start, 'in') + each(end, 'out') + undoable('book', 'unbook') + '<parallelGateway id="split"/>' + each(user, 'check', 'wait') + end('broken-off', { inner: on.cancel }) +
        path('in', 'book', 'split', 'check', 'broken-off') + path('split', 'wait', 'out')}</transaction>` +
      boundary('cancelled', 'deal', { event: on.cancel }) + each(user, 'inform') + path('begin', 'deal', 'end') + path('cancelled', 'inform', 'stop'),
  ),
  options: all,
  run: (process) => {
    process.start().complete('check');
    assert.deepEqual(process.waiting(), ['inform']);
    assert.deepEqual(undone(process.trace), ['unbook']);
    assert.equal(process.count('deal'), 0);
    assert.equal(process.complete('inform').state.ended, 'completed');
  },
});

scenario('what was never done is not undone', {
  model: model(frame + undoable('book', 'unbook') + throwing('undo', { inner: on.compensation }) + each(user, 'check') + path('begin', 'undo', 'check', 'end') + path('check', 'book', 'stop')),
  options: all,
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['check']);
    assert.deepEqual(undone(process.trace), ['undo']);
  },
});

scenario('an event that does not wait for the undoing goes on while people still undo', {
  model: model(frame + undoable('book', 'unbook') + throwing('undo', { inner: '<compensateEventDefinition waitForCompletion="false"/>' }) + each(user, 'check') + path('begin', 'book', 'undo', 'check', 'end')),
  run: (process) => {
    process.start().complete('book');
    assert.deepEqual(process.waiting(), ['check', 'unbook']);
    assert.equal(process.complete('check').state.ended, undefined);
    assert.equal(process.complete('unbook').state.ended, 'completed');
  },
});
