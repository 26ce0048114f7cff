import assert from 'node:assert/strict';
import { boundary, call, each, end, exclusive, extensions, flow, manyOf, model, on, parallel, path, receive, service, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const frame = each(start, 'begin') + each(end, 'end', 'stop');
const beside = 'isInterrupting="false"';
/** An event sub-process with one user task. */
const eventSub = (id: string, event: string, attributes = ''): string =>
  sub(id, {
    attributes: 'triggeredByEvent="true"',
    inner: start(`${id}-in`, { attributes, inner: event }) + each(user, `${id}-task`) + each(end, `${id}-out`) + path(`${id}-in`, `${id}-task`, `${id}-out`),
  });
const work = each(user, 'work') + path('begin', 'work', 'end');

scenario('a non-interrupting event sub-process is opened as often as its message comes', {
  model: model(frame + work + eventSub('ask', on.message(), beside)),
  run: (process) => {
    process.start().message('payment-received').message('payment-received').message('payment-received');
    assert.deepEqual(process.waiting(), ['ask-task', 'ask-task', 'ask-task', 'work']);
    process.complete('ask-task').complete('work').complete('ask-task');
    assert.equal(process.state.ended, undefined, 'one answer is still open');
    assert.equal(process.complete('ask-task').state.ended, 'completed');
  },
});

scenario('an interrupting event sub-process takes the open ones beside it away, and listens no more', {
  model: model(frame + work + eventSub('ask', on.message(), beside) + eventSub('withdraw', on.message('msg-other'))),
  run: (process) => {
    process.start().message('payment-received').message('other-message');
    assert.deepEqual(process.waiting(), ['withdraw-task']);
    process.message('payment-received');
    assert.equal(process.refused?.code, 'not-waiting');
    process.message('other-message');
    assert.equal(process.refused?.code, 'not-waiting');
    assert.equal(process.complete('withdraw-task').state.ended, 'completed');
  },
});

scenario('every round of a list has its own event sub-process', {
  model: model(
    frame + sub('each', { inner: manyOf('offices') + each(start, 'in') + each(user, 'work') + each(end, 'out') + path('in', 'work', 'out') + eventSub('ask', on.message(), beside) }) +
      path('begin', 'each', 'end'),
  ),
  run: (process) => {
    process.start({ offices: ['a', 'b', 'c'] }).message('payment-received').message('payment-received');
    assert.deepEqual(process.waiting(), ['ask-task', 'ask-task', 'work', 'work', 'work']);
    assert.deepEqual(process.state.tokens.filter((token) => token.node === 'ask-task').map((token) => token.scope).length, 2);
    process.complete('work').complete('work').complete('work').complete('ask-task');
    assert.equal(process.state.ended, undefined);
    assert.equal(process.complete('ask-task').state.ended, 'completed');
  },
});

scenario('an interrupted round ends alone, the others go on', {
  model: model(
    frame + sub('each', { inner: manyOf('offices') + each(start, 'in') + each(user, 'work') + each(end, 'out') + path('in', 'work', 'out') + eventSub('stop-it', on.message()) }) +
      each(user, 'after') + path('begin', 'each', 'after', 'end'),
  ),
  run: (process) => {
    process.start({ offices: ['a', 'b'] }).message('payment-received');
    assert.deepEqual(process.waiting(), ['stop-it-task', 'work']);
    assert.deepEqual(process.complete('work').complete('stop-it-task').waiting(), ['after']);
  },
});

scenario('a reminder in an event sub-process comes three times, while the work goes on', {
  model: model(frame + work + eventSub('remind', on.every('R3/P7D'), beside)),
  run: (process) => {
    process.start().pass(60 * DAY);
    assert.deepEqual(process.waiting(), ['remind-task', 'remind-task', 'remind-task', 'work']);
    assert.equal(process.state.waits.length, 0);
  },
});

scenario('a reminder that comes for ever ends with the sub-process it belongs to', {
  model: model(
    frame + sub('part', { inner: each(start, 'in') + each(user, 'work') + each(end, 'out') + path('in', 'work', 'out') + eventSub('remind', on.every('R/PT1H'), beside) }) + each(user, 'after') + path('begin', 'part', 'after', 'end'),
  ),
  run: (process) => {
    process.start().pass(2 * HOUR).complete('work').complete('remind-task').complete('remind-task');
    assert.deepEqual(process.waiting(), ['after']);
    assert.deepEqual([process.state.waits, process.pass(DAY).waiting()], [[], ['after']]);
  },
});

scenario('an event sub-process within an event sub-process listens only while the outer one runs', {
  model: model(
    frame + work +
      sub('outer', {
        attributes: 'triggeredByEvent="true"',
        inner: start('outer-in', { attributes: beside, inner: on.message() }) + each(user, 'outer-task') + each(end, 'outer-out') + path('outer-in', 'outer-task', 'outer-out') + eventSub('inner', on.message('msg-other'), beside),
      }),
  ),
  run: (process) => {
    process.start().message('other-message');
    assert.equal(process.refused?.code, 'not-waiting');
    process.message('payment-received').message('other-message').message('other-message');
    assert.deepEqual(process.waiting(), ['inner-task', 'inner-task', 'outer-task', 'work']);
    process.complete('outer-task').complete('inner-task').complete('inner-task').message('other-message');
    assert.equal(process.refused?.code, 'not-waiting');
    assert.equal(process.complete('work').state.ended, 'completed');
  },
});

scenario('the nearest level that catches an error handles it', {
  model: model(
    frame +
      sub('outer', {
        inner: each(start, 'in') + each(end, 'out') + eventSub('outer-handling', on.error) +
          sub('inner', { inner: each(start, 'in2') + service('register') + each(end, 'out2') + path('in2', 'register', 'out2') + eventSub('inner-handling', on.error) }) +
          path('in', 'inner', 'out'),
      }) + boundary('edge', 'outer', { event: on.error }) + path('begin', 'outer', 'end') + path('edge', 'stop'),
  ),
  run: (process) => {
    process.start().do({ type: 'throwError', tokenId: process.open()[0]?.id ?? 0, code: 'NOT_FOUND' });
    assert.deepEqual(process.waiting(), ['inner-handling-task']);
    assert.equal(process.complete('inner-handling-task').state.ended, 'completed');
    assert.equal(process.count('edge'), 0);
  },
});

scenario('an error in the handling of an error climbs further out', {
  model: model(
    frame +
      sub('part', {
        inner: each(start, 'in') + service('register') + each(end, 'out') + path('in', 'register', 'out') +
          sub('handling', { attributes: 'triggeredByEvent="true"', inner: start('failed', { inner: on.anyError }) + service('repair') + each(end, 'done') + path('failed', 'repair', 'done') }),
      }) + boundary('edge', 'part', { event: on.anyError }) + each(user, 'by-hand') + path('begin', 'part', 'end') + path('edge', 'by-hand', 'stop'),
  ),
  run: (process) => {
    const fail = (): void => void process.do({ type: 'throwError', tokenId: process.open()[0]?.id ?? 0, code: 'X' });
    process.start();
    fail();
    assert.deepEqual(process.waiting(), ['repair']);
    fail();
    assert.deepEqual(process.waiting(), ['by-hand']);
  },
});

scenario('an error in one round of a list ends all rounds and is caught at the edge, once', {
  model: model(
    frame + sub('each', { inner: manyOf('offices') + each(start, 'in') + service('register') + each(end, 'out') + path('in', 'register', 'out') }) + boundary('edge', 'each', { event: on.error }) + each(user, 'by-hand') +
      path('begin', 'each', 'end') + path('edge', 'by-hand', 'stop'),
  ),
  run: (process) => {
    process.start({ offices: [1, 2, 3] }).do({ type: 'throwError', tokenId: process.open()[1]?.id ?? 0, code: 'NOT_FOUND' });
    assert.deepEqual([process.waiting(), process.count('edge')], [['by-hand'], 1]);
    assert.equal(process.find('job-closed').length, 3);
  },
});

scenario('an escalation of every round is heard beside the list', {
  model: model(
    frame + sub('each', { inner: manyOf('offices') + each(start, 'in') + throwing('tell', { inner: on.escalation }) + each(user, 'work') + each(end, 'out') + path('in', 'tell', 'work', 'out') }) +
      boundary('edge', 'each', { event: on.escalation, attributes: 'cancelActivity="false"' }) + each(user, 'head') + path('begin', 'each', 'end') + path('edge', 'head', 'stop'),
  ),
  run: (process) => {
    process.start({ offices: [1, 2] });
    assert.deepEqual(process.waiting(), ['head', 'head', 'work', 'work']);
  },
});

const child = (inner: string): string => `<process id="child" isExecutable="true">${each(start, 'c-in') + each(end, 'c-out') + inner}</process>`;
const callChild = call('ask', { attributes: 'calledElement="child"' });

scenario('an escalation climbs through a call to the one who called', {
  model: model(
    frame + callChild + boundary('edge', 'ask', { event: on.escalation, attributes: 'cancelActivity="false"' }) + each(user, 'head') + path('begin', 'ask', 'end') + path('edge', 'head', 'stop'),
    child(throwing('tell', { inner: on.escalation }) + each(user, 'c-task') + path('c-in', 'tell', 'c-task', 'c-out')),
  ),
  run: (process) => {
    assert.deepEqual(process.start().waiting(), ['c-task', 'head']);
    assert.equal(process.complete('c-task').complete('head').state.ended, 'completed');
  },
});

scenario('an interrupting escalation at a call ends the called process', {
  model: model(
    frame + callChild + boundary('edge', 'ask', { event: on.escalation }) + each(user, 'head') + path('begin', 'ask', 'end') + path('edge', 'head', 'stop'),
    child(each(parallel, 'split') + throwing('tell', { inner: on.escalation }) + each(user, 'c-task', 'c-other') + path('c-in', 'split', 'c-task', 'tell', 'c-out') + path('split', 'c-other', 'c-out')),
  ),
  run: (process) => {
    process.start().complete('c-task');
    assert.deepEqual([process.waiting(), process.state.scopes.length], [['head'], 1]);
  },
});

scenario('an escalation is heard by the inner event sub-process only, when both levels listen', {
  model: model(
    frame +
      sub('part', { inner: each(start, 'in') + throwing('tell', { inner: on.escalation }) + each(end, 'out') + path('in', 'tell', 'out') + eventSub('inner', on.escalation, beside) }) +
      boundary('edge', 'part', { event: on.escalation, attributes: 'cancelActivity="false"' }) + each(user, 'head') + path('begin', 'part', 'end') + path('edge', 'head', 'stop'),
  ),
  run: (process) => void assert.deepEqual(process.start().waiting(), ['inner-task']),
});

scenario('a deadline of the outside takes everything inside away, at any depth', {
  model: model(
    frame +
      sub('one', { inner: each(start, 'i1') + each(end, 'o1') + sub('two', { inner: manyOf('list') + each(start, 'i2') + each(user, 'work') + receive('wait', { attributes: 'messageRef="msg-paid"' }) + each(end, 'o2') + path('i2', 'work', 'o2') + path('i2', 'wait', 'o2') }) + path('i1', 'two', 'o1') }) +
      boundary('late', 'one', { event: on.after('PT1H') }) + each(user, 'remind') + path('begin', 'one', 'end') + path('late', 'remind', 'stop'),
  ),
  run: (process) => {
    process.start({ list: [1, 2] });
    assert.equal(process.state.waits.length, 3);
    process.pass(HOUR);
    assert.deepEqual([process.waiting(), process.state.waits, process.state.scopes.length], [['remind'], [], 1]);
    assert.equal(process.find('unsubscribed').length, 2);
  },
});

scenario('a terminate end ends its sub-process, and what comes after goes on', {
  model: model(
    frame + sub('part', { inner: each(start, 'in') + each(user, 'a', 'b') + end('kill', { inner: on.terminate }) + each(end, 'out') + path('in', 'a', 'kill') + path('in', 'b', 'out') }) + each(user, 'after') + path('begin', 'part', 'after', 'end'),
  ),
  run: (process) => {
    assert.deepEqual(process.start().waiting(), ['a', 'b']);
    assert.deepEqual(process.complete('a').waiting(), ['after']);
    assert.equal(process.complete('after').state.ended, 'completed');
  },
});

scenario('a terminate end in a round of a list ends this round only', {
  model: model(
    frame + sub('each', { inner: manyOf('list') + each(start, 'in') + each(user, 'a', 'b') + end('kill', { inner: on.terminate }) + each(end, 'out') + path('in', 'a', 'kill') + path('in', 'b', 'out') }) + each(user, 'after') + path('begin', 'each', 'after', 'end'),
  ),
  run: (process) => {
    process.start({ list: [1, 2] }).complete('a');
    assert.deepEqual(process.waiting(), ['a', 'b']);
    assert.deepEqual(process.complete('a').waiting(), ['after']);
  },
});

scenario('a terminate end in a called process ends only that', {
  model: model(frame + callChild + each(user, 'after') + path('begin', 'ask', 'after', 'end'), child(each(user, 'a', 'b') + end('kill', { inner: on.terminate }) + path('c-in', 'a', 'kill') + path('c-in', 'b', 'c-out'))),
  run: (process) => {
    process.start().complete('a');
    assert.deepEqual([process.waiting(), process.state.ended], [['after'], undefined]);
  },
});

scenario('a terminate end of the procedure itself takes event sub-processes along', {
  model: model(each(start, 'begin') + end('kill', { inner: on.terminate }) + each(user, 'work') + path('begin', 'work', 'kill') + eventSub('ask', on.message(), beside)),
  run: (process) => void assert.equal(process.start().message('payment-received').complete('work').state.ended, 'terminated'),
});

scenario('a loop through links runs as often as it must', {
  model: model(
    frame + each(exclusive, 'again') + each(user, 'work') + exclusive('enough', { attributes: 'default="yes"' }) + throwing('back', { inner: on.link('A') }) + throwing('back2', { inner: on.link('A') }) +
      `<intermediateCatchEvent id="here">${on.link('A')}</intermediateCatchEvent>` + path('begin', 'again', 'work', 'enough') + flow('enough', 'end', { id: 'yes' }) +
      flow('enough', 'back', { when: 'n = 1' }) + flow('enough', 'back2', { when: 'n = 2' }) + path('here', 'again'),
  ),
  run: (process) => {
    process.start().complete('work', { n: 1 }).complete('work', { n: 2 }).complete('work', { n: 3 });
    assert.deepEqual([process.state.ended, process.count('work'), process.count('back'), process.count('back2')], ['completed', 3, 1, 1]);
  },
});

scenario('a deadline and a message at one step: whoever is first takes it away, both are forgotten', {
  model: model(
    frame + each(user, 'work', 'remind', 'close') + boundary('late', 'work', { event: on.after('PT1H') }) + boundary('gone', 'work', { event: on.message() }) + boundary('nudge', 'work', { event: on.every('R/PT10M'), attributes: 'cancelActivity="false"' }) +
      path('begin', 'work', 'end') + path('late', 'remind', 'stop') + path('gone', 'close', 'stop') + path('nudge', 'stop'),
  ),
  run: (process) => {
    process.start().pass(25 * 60).message('payment-received');
    assert.deepEqual([process.waiting(), process.state.waits, process.count('nudge')], [['close'], [], 2]);
    process.pass(DAY);
    assert.deepEqual([process.waiting(), process.count('nudge')], [['close'], 2]);
  },
});

scenario('a boundary event without a way on ends its branch', {
  model: model(frame + each(user, 'work') + boundary('late', 'work', { event: on.after('PT1H') }) + path('begin', 'work', 'end')),
  run: (process) => void assert.equal(process.start().pass(HOUR).state.ended, 'completed'),
});

scenario('what a signal brings is heard by all who listen at that moment', {
  model: model(
    frame + each(parallel, 'split') + each(user, 'a', 'b') + boundary('ba', 'a', { event: on.signal, attributes: 'cancelActivity="false"' }) + boundary('bb', 'b', { event: on.signal }) + each(user, 'x', 'y') +
      path('begin', 'split', 'a', 'end') + path('split', 'b', 'end') + path('ba', 'x', 'stop') + path('bb', 'y', 'stop') + eventSub('all', on.signal, beside),
  ),
  run: (process) => {
    process.start().do({ type: 'signal', name: 'storm-warning', variables: { level: 3 } });
    assert.deepEqual(process.waiting(), ['a', 'all-task', 'x', 'y']);
    assert.equal(process.state.vars['level'], 3);
    process.do({ type: 'signal', name: 'storm-warning' });
    assert.deepEqual(process.waiting(), ['a', 'all-task', 'all-task', 'x', 'x', 'y']);
  },
});

scenario('a task that failed is taken away by its deadline, and its incident with it', {
  model: model(
    frame + user('work', { inner: extensions('<zeebe:assignmentDefinition assignee="=date(nonsense).year.x.y"/><zeebe:taskSchedule dueDate="=nonsense"/>') }) + boundary('late', 'work', { event: on.after('PT1H') }) + each(user, 'remind') + path('begin', 'work', 'end') + path('late', 'remind', 'stop'),
  ),
  run: (process) => {
    process.start({ nonsense: 'x' });
    assert.equal(process.incidents().length, 1);
    assert.deepEqual([process.pass(HOUR).waiting(), process.incidents()], [['remind'], []]);
    assert.deepEqual(process.find('incident-resolved').map(({ how }) => how), ['cancelled']);
  },
});
