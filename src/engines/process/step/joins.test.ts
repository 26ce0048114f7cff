import assert from 'node:assert/strict';
import { boundary, catching, each, end, eventGateway, exclusive, flow, inclusive, manyOf, model, on, parallel, path, receive, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const HOUR = 3600;
const frame = each(start, 'begin') + each(end, 'end', 'stop');

scenario('a parallel join takes one token of each way, the second pair passes it again', {
  model: model(
    frame + each(parallel, 'split', 'join') + each(exclusive, 'merge') + each(user, 'a', 'b', 'c', 'after') + path('begin', 'split', 'a', 'merge', 'join', 'after', 'end') + path('split', 'b', 'merge') + path('split', 'c', 'join'),
  ),
  run: (process) => {
    process.start().complete('a').complete('b');
    assert.deepEqual(process.waiting(), ['c'], 'two came by the same way');
    process.complete('c');
    assert.deepEqual(process.waiting(), ['after']);
    assert.equal(process.incidents().length, 1, 'the other one waits for what can never come');
    assert.equal(process.incidents()[0]?.error?.code, 'join-stuck');
  },
});

scenario('a parallel join in a loop is passed in every round', {
  model: model(
    frame + each(exclusive, 'again') + each(parallel, 'split', 'join') + each(user, 'a', 'b') + exclusive('enough', { attributes: 'default="no"' }) + path('begin', 'again', 'split', 'a', 'join', 'enough') + path('split', 'b', 'join') +
      flow('enough', 'again', { id: 'no' }) + flow('enough', 'end', { when: 'done' }),
  ),
  run: (process) => {
    process.start().complete('a').complete('b').complete('b').complete('a', { done: false }).complete('a').complete('b', { done: true });
    assert.equal(process.state.ended, 'completed');
    assert.equal(process.count('join'), 3);
  },
});

scenario('a parallel join behind a loop waits for the branch that goes round', {
  model: model(
    frame + each(parallel, 'split', 'join') + each(exclusive, 'again') + exclusive('enough', { attributes: 'default="yes"' }) + each(user, 'a', 'b', 'after') + path('begin', 'split', 'again', 'a', 'enough') + flow('enough', 'join', { id: 'yes' }) +
      flow('enough', 'again', { when: 'more' }) + path('split', 'b', 'join', 'after', 'end'),
  ),
  run: (process) => {
    process.start().complete('b').complete('a', { more: true }).complete('a', { more: true });
    assert.deepEqual([process.waiting(), process.incidents()], [['a'], []]);
    assert.deepEqual(process.complete('a', { more: false }).waiting(), ['after']);
  },
});

scenario('a parallel join misses a branch whose deadline took another way, and says so', {
  model: model(
    frame + each(parallel, 'split', 'join') + each(user, 'a', 'b', 'other') + boundary('late', 'a', { event: on.after('PT1H') }) + path('begin', 'split', 'a', 'join', 'end') + path('split', 'b', 'join') + path('late', 'other', 'stop'),
  ),
  run: (process) => {
    process.start().complete('b').pass(HOUR);
    assert.equal(process.incidents()[0]?.error?.code, 'join-stuck');
    const [incident] = process.incidents();
    process.do({ type: 'skipIncident', tokenId: incident?.id ?? 0, reason: 'geprüft' }).complete('other');
    assert.equal(process.state.ended, 'completed');
  },
});

const split = (join: string): string =>
  frame + inclusive('split', { attributes: 'default="d"' }) + join + each(user, 'a', 'b', 'c', 'after') + path('begin', 'split') + flow('split', 'a', { when: 'x' }) + flow('split', 'b', { when: 'y' }) + flow('split', 'c', { id: 'd' });

scenario('an inclusive join waits for a branch that takes a way round first', {
  model: model(
    split(each(inclusive, 'join')) + each(exclusive, 'merge') + exclusive('again', { attributes: 'default="out"' }) + path('a', 'join') + path('merge', 'again') + flow('again', 'join', { id: 'out' }) + flow('again', 'b', { when: 'more' }) + path('b', 'merge') + path('c', 'join', 'after', 'end'),
  ),
  run: (process) => {
    process.start({ x: true, y: true, more: true }).complete('a').complete('b').complete('b');
    assert.deepEqual(process.waiting(), ['b']);
    assert.deepEqual(process.complete('b', { more: false }).waiting(), ['after']);
    assert.equal(process.count('join'), 1);
  },
});

scenario('an inclusive join goes on when the missing branch has ended elsewhere', {
  model: model(split(each(inclusive, 'join')) + exclusive('way', { attributes: 'default="in"' }) + path('a', 'join') + path('b', 'way') + flow('way', 'join', { id: 'in' }) + flow('way', 'stop', { when: 'away' }) + path('c', 'join', 'after', 'end')),
  run: (process) => {
    process.start({ x: true, y: true, away: true }).complete('a');
    assert.deepEqual(process.waiting(), ['b']);
    assert.deepEqual(process.complete('b').waiting(), ['after']);
  },
});

scenario('an inclusive join goes on when the missing branch was taken away by its deadline', {
  model: model(split(each(inclusive, 'join')) + boundary('late', 'b', { event: on.after('PT1H') }) + path('late', 'stop') + path('a', 'join') + path('b', 'join') + path('c', 'join', 'after', 'end')),
  run: (process) => {
    process.start({ x: true, y: true }).complete('a');
    assert.deepEqual(process.waiting(), ['b']);
    assert.deepEqual(process.pass(HOUR).waiting(), ['after']);
  },
});

scenario('an inclusive join waits for work in a sub-process on the way to it', {
  model: model(split(each(inclusive, 'join')) + sub('part', { inner: each(start, 'i') + each(user, 'inner') + each(end, 'o') + path('i', 'inner', 'o') }) + path('a', 'join') + path('b', 'part', 'join') + path('c', 'join', 'after', 'end')),
  run: (process) => {
    process.start({ x: true, y: true }).complete('a').complete('b');
    assert.deepEqual(process.waiting(), ['inner']);
    assert.deepEqual(process.complete('inner').waiting(), ['after']);
  },
});

scenario('an inclusive join behind a parallel split waits for all of its branches', {
  model: model(frame + each(parallel, 'split') + each(inclusive, 'join') + each(user, 'a', 'b', 'c', 'after') + path('begin', 'split', 'a', 'join', 'after', 'end') + path('split', 'b', 'join') + path('split', 'c', 'join')),
  run: (process) => {
    process.start().complete('a').complete('c');
    assert.deepEqual(process.waiting(), ['b']);
    assert.deepEqual(process.complete('b').waiting(), ['after']);
  },
});

scenario('an inclusive join in a loop is not kept waiting by the way back', {
  model: model(
    frame + each(inclusive, 'join') + inclusive('split', { attributes: 'default="d"' }) + each(user, 'a', 'b', 'check') + path('begin', 'join', 'check', 'split') + flow('split', 'a', { when: 'x' }) + flow('split', 'b', { when: 'y' }) + flow('split', 'end', { id: 'd' }) + path('a', 'join') + path('b', 'join'),
  ),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['check']);
    process.complete('check', { x: true, y: true }).complete('a');
    assert.deepEqual(process.waiting(), ['b']);
    process.complete('b');
    assert.deepEqual([process.waiting(), process.count('join')], [['check'], 2]);
    assert.equal(process.complete('check', { x: false, y: false }).state.ended, 'completed');
  },
});

scenario('two inclusive splits in each other are joined from the inside out', {
  model: model(
    frame + inclusive('s1', { attributes: 'default="d1"' }) + inclusive('s2', { attributes: 'default="d2"' }) + each(inclusive, 'j1', 'j2') + each(user, 'a', 'b', 'c', 'after') + path('begin', 's1') + flow('s1', 's2', { when: 'x' }) + flow('s1', 'c', { when: 'y' }) + flow('s1', 'j1', { id: 'd1' }) +
      flow('s2', 'a', { when: 'x' }) + flow('s2', 'b', { when: 'y' }) + flow('s2', 'j2', { id: 'd2' }) + path('a', 'j2') + path('b', 'j2', 'j1') + path('c', 'j1', 'after', 'end'),
  ),
  run: (process) => {
    process.start({ x: true, y: true }).complete('c').complete('a');
    assert.deepEqual(process.waiting(), ['b']);
    assert.deepEqual(process.complete('b').waiting(), ['after']);
    assert.deepEqual([process.count('j1'), process.count('j2')], [1, 1]);
  },
});

scenario('an inclusive join counts tokens that stand at an event', {
  model: model(split(each(inclusive, 'join')) + catching('pause', { inner: on.after('PT1H') }) + path('a', 'join') + path('b', 'pause', 'join') + path('c', 'join', 'after', 'end')),
  run: (process) => {
    process.start({ x: true, y: true }).complete('a').complete('b');
    assert.deepEqual(process.waiting(), []);
    assert.deepEqual(process.pass(HOUR).waiting(), ['after']);
  },
});

scenario('an inclusive join does not wait for what happens in another round of a list', {
  model: model(
    frame + sub('each', { inner: manyOf('list') + each(start, 'i') + each(end, 'o') + each(inclusive, 'j') + inclusive('s', { attributes: 'default="d"' }) + each(user, 'a', 'b') + path('i', 's') + flow('s', 'a', { id: 'd' }) + flow('s', 'b', { when: 'item = 2' }) + path('a', 'j') + path('b', 'j', 'o') }) + path('begin', 'each', 'end'),
  ),
  run: (process) => {
    process.start({ list: [1, 2] });
    assert.deepEqual(process.waiting(), ['a', 'b']);
    process.complete('a');
    assert.deepEqual([process.waiting(), process.count('j')], [['b'], 1]);
  },
});

scenario('an exclusive gateway as merge lets every token through', {
  model: model(frame + each(parallel, 'split') + each(exclusive, 'merge') + each(user, 'after') + path('begin', 'split', 'merge', 'after', 'end') + path('split', 'merge')),
  run: (process) => void assert.deepEqual(process.start().waiting(), ['after', 'after']),
});

const race = (targets: string): string => frame + each(eventGateway, 'wait') + targets + path('begin', 'wait');

scenario('behind an event gateway a receive task can wait, too', {
  model: model(race(receive('paid', { attributes: 'messageRef="msg-paid"' }) + catching('storm', { inner: on.signal }) + each(user, 'a', 'b') + path('wait', 'paid', 'a', 'end') + path('wait', 'storm', 'b', 'stop'))),
  run: (process) => {
    process.start().message('payment-received', { n: 1 });
    assert.deepEqual([process.waiting(), process.state.waits, process.state.vars['n']], [['a'], [], 1]);
  },
});

scenario('behind an event gateway a condition that is true already wins at once', {
  model: model(race(catching('ready', { inner: on.condition('ready') }) + catching('late', { inner: on.after('PT1H') }) + each(user, 'a', 'b') + path('wait', 'ready', 'a', 'end') + path('wait', 'late', 'b', 'stop'))),
  run: (process) => {
    process.start({ ready: true });
    assert.deepEqual([process.waiting(), process.state.waits], [['a'], []]);
  },
});

scenario('behind an event gateway two timers: the earlier one wins, the later one is forgotten', {
  model: model(race(catching('soon', { inner: on.after('PT1H') }) + catching('later', { inner: on.after('PT2H') }) + each(user, 'a', 'b') + path('wait', 'soon', 'a', 'end') + path('wait', 'later', 'b', 'stop'))),
  run: (process) => {
    process.start().pass(5 * HOUR);
    assert.deepEqual([process.waiting(), process.find('timer-cleared').map(({ reason }) => reason)], [['a'], ['fired', 'cancelled']]);
  },
});

scenario('one message, two who wait for it in one instance: the one that waited longer has it', {
  model: model(frame + each(parallel, 'split') + catching('one', { inner: on.message() }) + catching('two', { inner: on.message() }) + each(user, 'a', 'b') + path('begin', 'split', 'one', 'a', 'end') + path('split', 'two', 'b', 'stop')),
  run: (process) => {
    process.start().message('payment-received');
    assert.deepEqual(process.waiting(), ['a']);
    assert.deepEqual(process.message('payment-received').waiting(), ['a', 'b']);
  },
});

scenario('two links into one place and a condition on the flow behind it', {
  model: model(
    frame + exclusive('which', { attributes: 'default="d"' }) + throwing('l1', { inner: on.link('X') }) + throwing('l2', { inner: on.link('X') }) + `<intermediateCatchEvent id="x">${on.link('X')}</intermediateCatchEvent>` + each(user, 'a') +
      path('begin', 'which') + flow('which', 'l1', { id: 'd' }) + flow('which', 'l2', { when: 'second' }) + path('x', 'a', 'end'),
  ),
  run: (process) => {
    process.start({ second: true });
    assert.deepEqual([process.waiting(), process.count('l2'), process.count('l1')], [['a'], 1, 0]);
  },
});

scenario('a task with a way without condition, one with and a default takes the first always', {
  model: model(frame + user('work', { attributes: 'default="d"' }) + each(user, 'always', 'maybe', 'other') + path('begin', 'work', 'always', 'end') + flow('work', 'maybe', { when: 'yes' }) + flow('work', 'other', { id: 'd' }) + path('maybe', 'end') + path('other', 'end')),
  run: (process) => {
    process.start({ yes: false }).complete('work');
    assert.deepEqual(process.waiting(), ['always', 'other']);
  },
});
