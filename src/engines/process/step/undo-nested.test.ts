import assert from 'node:assert/strict';
import { boundary, call, each, end, exclusive, extensions, flow, manyOf, model, on, parallel, path, service, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
/** Everything done by connectors, and in which order what was undone. */
const recording = () => {
  const log: string[] = [];
  const names = ['book', 'pay', 'print', 'unbook', 'unpay', 'unprint', 'refund', 'notify'];
  const note = (name: string) => (input: Record<string, unknown>) => void log.push([name, input['what']].filter((part) => part !== undefined).join(' '));
  return { log, options: { work: Object.fromEntries(names.map((name) => [name, (input: Record<string, unknown>) => (note(name)(input), {})])) } };
};
const what = extensions('<zeebe:taskDefinition type="TYPE"/><zeebe:ioMapping><zeebe:input source="=item" target="what"/></zeebe:ioMapping>');
const withItem = (id: string, attributes = ''): string => `<serviceTask id="${id}" ${attributes}>${what.replace('TYPE', id)}</serviceTask>`;
const undoable = (id: string, { item = false, inner = '' }: { item?: boolean; inner?: string } = {}): string => {
  const undo = 'isForCompensation="true"';
  const tasks = item ? withItem(id) + withItem(`un${id}`, undo) : service(id, { inner }) + service(`un${id}`, { attributes: undo });
  return tasks + boundary(`${id}-undo`, id, { event: on.compensation }) + `<association id="${id}-as" sourceRef="${id}-undo" targetRef="un${id}"/>`;
};
const inside = (content: string, ...ids: string[]): string => each(start, 'in') + each(end, 'out') + content + path('in', ...ids, 'out');
const undo = throwing('undo', { inner: on.compensation });

/** Runs a model that needs nobody and says what its connectors did, after the last `|` what was undone. */
function undoing(says: string, { model: xml, does, ends = 'completed', variables = {} }: { model: string; does: string[]; ends?: string; variables?: Record<string, unknown> }): void {
  let seen = recording();
  scenario(says, {
    model: xml,
    options: () => (seen = recording()).options,
    run: (process) => {
      process.start(variables);
      assert.deepEqual(seen.log, does);
      assert.equal(process.state.ended, ends);
    },
  });
}

undoing('steps in a sub-process are undone among the others, by when they were done', {
  model: model(frame + undoable('pay') + sub('part', { inner: inside(undoable('book'), 'book') }) + undoable('print') + undo + path('begin', 'pay', 'part', 'print', 'undo', 'end')),
  does: ['pay', 'book', 'print', 'unprint', 'unbook', 'unpay'],
});

undoing('a step done three times is undone three times', {
  model: model(
    frame + each(exclusive, 'again') + undoable('book') + `<scriptTask id="count">${extensions('<zeebe:script expression="=n + 1" resultVariable="n"/>')}</scriptTask>` + exclusive('enough', { attributes: 'default="no"' }) + undo +
      path('begin', 'again', 'book', 'count', 'enough') + flow('enough', 'again', { id: 'no' }) + flow('enough', 'undo', { when: 'n >= 3' }) + path('undo', 'end'),
  ),
  variables: { n: 0 },
  does: ['book', 'book', 'book', 'unbook', 'unbook', 'unbook'],
});

undoing('each round of a list of sub-processes is undone with its own entry, the last first', {
  model: model(frame + sub('each', { inner: manyOf('list', { sequential: true }) + inside(undoable('book', { item: true }) + undoable('pay', { item: true }), 'book', 'pay') }) + undo + path('begin', 'each', 'undo', 'end')),
  variables: { list: ['A', 'B'] },
  does: ['book A', 'pay A', 'book B', 'pay B', 'unpay B', 'unbook B', 'unpay A', 'unbook A'],
});

undoing('a list of sub-processes that know how to undo themselves does it round by round', {
  model: model(
    frame +
      sub('each', {
        inner:
          manyOf('list') + inside(undoable('book', { item: true }), 'book') +
          sub('undo-each', { attributes: 'triggeredByEvent="true"', inner: start('asked', { inner: on.compensation }) + withItem('refund') + throwing('inner', { inner: on.compensation }) + each(end, 'done') + path('asked', 'refund', 'inner', 'done') }),
      }) + undo + path('begin', 'each', 'undo', 'end'),
  ),
  variables: { list: ['A', 'B'] },
  does: ['book A', 'book B', 'refund B', 'unbook B', 'refund A', 'unbook A'],
});

undoing('a step with a list is undone once per entry', {
  model: model(frame + undoable('book', { inner: manyOf('list') }) + undo + path('begin', 'book', 'undo', 'end')),
  variables: { list: [1, 2, 3] },
  does: ['book', 'book', 'book', 'unbook', 'unbook', 'unbook'],
});

undoing('an event for one sub-process undoes only what was done in it', {
  model: model(frame + undoable('pay') + sub('part', { inner: inside(undoable('book'), 'book') }) + throwing('undo', { inner: '<compensateEventDefinition activityRef="part"/>' }) + path('begin', 'pay', 'part', 'undo', 'end')),
  does: ['pay', 'book', 'unbook'],
});

undoing('inside a sub-process only its own steps are undone', {
  model: model(frame + undoable('pay') + sub('part', { inner: inside(undoable('book') + undo, 'book', 'undo') }) + path('begin', 'pay', 'part', 'end')),
  does: ['pay', 'book', 'unbook'],
});

undoing('a compensation end undoes, too', {
  model: model(each(start, 'begin') + undoable('book') + end('undo', { inner: on.compensation }) + path('begin', 'book', 'undo')),
  does: ['book', 'unbook'],
});

undoing('a sub-process with a handler of its own is undone by that, not by what is inside', {
  model: model(
    frame + sub('part', { inner: inside(undoable('book'), 'book') }) + boundary('part-undo', 'part', { event: on.compensation }) + service('refund', { attributes: 'isForCompensation="true"' }) +
      '<association id="as" sourceRef="part-undo" targetRef="refund"/>' + undo + path('begin', 'part', 'undo', 'end'),
  ),
  does: ['book', 'refund'],
});

undoing('a called process is undone by the handler at the call', {
  model: model(
    frame + call('part', { attributes: 'calledElement="child"' }) + boundary('part-undo', 'part', { event: on.compensation }) + service('refund', { attributes: 'isForCompensation="true"' }) +
      '<association id="as" sourceRef="part-undo" targetRef="refund"/>' + undo + path('begin', 'part', 'undo', 'end'),
    `<process id="child" isExecutable="true">${inside(undoable('book'), 'book')}</process>`,
  ),
  does: ['book', 'refund'],
});

undoing('a handler can be a whole sub-process', {
  model: model(
    frame + service('book') + boundary('b', 'book', { event: on.compensation }) + sub('handler', { attributes: 'isForCompensation="true"', inner: inside(service('unbook') + service('notify'), 'unbook', 'notify') }) +
      '<association id="as" sourceRef="b" targetRef="handler"/>' + undo + path('begin', 'book', 'undo', 'end'),
  ),
  does: ['book', 'unbook', 'notify'],
});

undoing('an error at the edge undoes what was done before it, from outside', {
  model: model(
    frame + undoable('pay') + sub('part', { inner: each(start, 'in') + undoable('book') + end('fail', { inner: on.error }) + path('in', 'book', 'fail') }) + boundary('edge', 'part', { event: on.error }) + undo +
      path('begin', 'pay', 'part', 'end') + path('edge', 'undo', 'stop'),
  ),
  // what was done in the part that failed is gone with it
  does: ['pay', 'book', 'unpay'],
});

scenario('while something is undone, other branches go on and what they do later is not undone', {
  model: model(
    frame + each(parallel, 'split') + undoable('book') + throwing('undo', { inner: on.compensation }) + each(user, 'wait') + undoable('pay') + path('begin', 'split', 'book', 'undo', 'end') + path('split', 'wait', 'pay', 'stop'),
  ),
  options: { work: { book: () => ({}), pay: () => ({}) } },
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['unbook', 'wait']);
    process.complete('wait');
    assert.deepEqual(process.waiting(), ['unbook']);
    assert.equal(process.complete('unbook').state.ended, 'completed');
    assert.equal(process.count('unpay'), 0);
  },
});

scenario('a handler that fails stands as an incident; tried again, the undoing goes on', {
  model: model(frame + undoable('pay') + undoable('book') + undo + path('begin', 'pay', 'book', 'undo', 'end')),
  options: { work: { book: () => ({}), pay: () => ({}) } },
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['unbook'], 'one after the other');
    process.do({ type: 'failJob', tokenId: process.open()[0]?.id ?? 0, message: 'kaputt', retryable: false });
    assert.equal(process.incidents()[0]?.node, 'unbook');
    process.retry().complete('unbook');
    assert.deepEqual(process.waiting(), ['unpay']);
    assert.equal(process.complete('unpay').state.ended, 'completed');
  },
});

const transaction = (id: string, inner: string): string => `<transaction id="${id}">${inner}</transaction>`;
const cancelled = boundary('gone', 'tx', { event: on.cancel }) + each(user, 'after') + path('gone', 'after', 'stop');

undoing('a cancelled transaction undoes what its inner sub-processes have done', {
  model: model(
    frame + undoable('print') + transaction('tx', each(start, 'in') + end('cancel', { inner: on.cancel }) + undoable('pay') + sub('part', { inner: each(start, 'i') + each(end, 'o') + undoable('book') + path('i', 'book', 'o') }) + path('in', 'pay', 'part', 'cancel')) +
      boundary('gone', 'tx', { event: on.cancel }) + path('begin', 'print', 'tx', 'end') + path('gone', 'stop'),
  ),
  does: ['print', 'pay', 'book', 'unbook', 'unpay'],
});

scenario('one cancelled round of a list of transactions cancels and undoes all of them, and goes on once', {
  model: model(
    frame +
      transaction('tx', manyOf('list') + each(start, 'in') + each(end, 'out') + undoable('book', { item: true }) + each(user, 'confirm') + exclusive('ok', { attributes: 'default="yes"' }) + end('cancel', { inner: on.cancel }) + path('in', 'book', 'confirm', 'ok') + flow('ok', 'out', { id: 'yes' }) + flow('ok', 'cancel', { when: 'bad' })) +
      path('begin', 'tx', 'end') + cancelled,
  ),
  options: { work: { book: () => ({}) } },
  run: (process) => {
    process.start({ list: ['A', 'B', 'C'], bad: false }).complete('confirm');
    process.complete('confirm', { bad: true });
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(process.waiting(), ['unbook']);
      process.complete('unbook');
    }
    const undone = process.find('job-queued').filter((job) => job.nodeId === 'unbook').map((job) => job.input['what']);
    assert.deepEqual([process.waiting(), process.state.scopes.length, undone.toSorted()], [['after'], 1, ['A', 'B', 'C']]);
    assert.equal(process.complete('after').state.ended, 'completed');
  },
});

scenario('a transaction inside a list of sub-processes is cancelled in its round only', {
  model: model(
    frame +
      sub('each', {
        inner: manyOf('list') + each(start, 'in') + each(end, 'out', 'out2') + transaction('tx', each(start, 'i') + each(end, 'o') + end('cancel', { inner: on.cancel }) + each(user, 'confirm') + exclusive('ok', { attributes: 'default="yes"' }) + path('i', 'confirm', 'ok') + flow('ok', 'o', { id: 'yes' }) + flow('ok', 'cancel', { when: 'bad' })) +
          boundary('gone', 'tx', { event: on.cancel }) + each(user, 'after') + path('in', 'tx', 'out') + path('gone', 'after', 'out2'),
      }) + path('begin', 'each', 'end'),
  ),
  run: (process) => {
    process.start({ list: [1, 2], bad: false }).complete('confirm', { bad: true });
    assert.deepEqual(process.waiting(), ['after', 'confirm']);
  },
});

scenario('a transaction that went well can be undone later, a failed one cannot', {
  model: model(
    frame + transaction('tx', each(start, 'in') + each(end, 'out') + undoable('book') + each(user, 'confirm') + path('in', 'book', 'confirm', 'out')) + boundary('late', 'tx', { event: on.after('PT1H') }) + undo + throwing('undo2', { inner: on.compensation }) +
      path('begin', 'tx', 'undo', 'end') + path('late', 'undo2', 'stop'),
  ),
  options: { work: { book: () => ({}) } },
  run: (process) => {
    if (process.start().waiting()[0] === 'confirm') process.complete('confirm');
    assert.deepEqual(process.waiting(), ['unbook']);
  },
});

scenario('an event sub-process that handles a withdrawal undoes what was done beside it', {
  model: model(
    frame + undoable('pay') + each(user, 'work') + path('begin', 'pay', 'work', 'end') +
      sub('withdraw', { attributes: 'triggeredByEvent="true"', inner: start('asked', { inner: on.message() }) + throwing('undo', { inner: on.compensation }) + each(user, 'confirm') + each(end, 'done') + path('asked', 'undo', 'confirm', 'done') }),
  ),
  options: { work: { pay: () => ({}) } },
  run: (process) => {
    process.start().message('payment-received');
    assert.deepEqual(process.waiting(), ['unpay']);
    assert.deepEqual(process.complete('unpay').waiting(), ['confirm']);
  },
});
