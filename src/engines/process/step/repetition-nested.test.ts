import assert from 'node:assert/strict';
import { boundary, catching, each, end, exclusive, extensions, flow, manyOf, model, on, parallel, path, receive, service, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const inside = (content: string, ...ids: string[]): string => each(start, 'i') + each(end, 'o') + content + path('i', ...ids, 'o');
const loop = (attributes: string, condition = ''): string =>
  `<standardLoopCharacteristics ${attributes}>${condition && `<loopCondition xsi:type="tFormalExpression">=${condition}</loopCondition>`}</standardLoopCharacteristics>`;

scenario('a list in a list: every entry of every list, results in their order', {
  model: model(
    frame + sub('outer', { inner: manyOf('rows', { output: 'outputCollection="sums" outputElement="=inner"' }) + inside(`<scriptTask id="s">${extensions('<zeebe:script expression="=item * 10" resultVariable="v"/>')}${manyOf('item', { sequential: true, output: 'outputCollection="inner" outputElement="=v"' })}</scriptTask>`, 's') }) + path('begin', 'outer', 'end'),
  ),
  run: (process) => {
    process.start({ rows: [[1, 2], [], [3]], inner: null });
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('a majority ends the vote; open votes are closed and their deadlines forgotten', {
  model: model(
    frame + sub('vote', { inner: manyOf('members', { until: 'numberOfCompletedInstances > numberOfInstances / 2' }) + inside(each(user, 'ask') + boundary('late', 'ask', { event: on.after('P7D'), attributes: 'cancelActivity="false"' }) + each(user, 'remind') + path('late', 'remind', 'o'), 'ask') }) + each(user, 'after') + path('begin', 'vote', 'after', 'end'),
  ),
  run: (process) => {
    process.start({ members: [1, 2, 3, 4, 5] }).pass(8 * 86_400);
    assert.equal(process.waiting().filter((id) => id === 'remind').length, 5);
    process.complete('ask').complete('ask').complete('ask');
    assert.ok(process.waiting().includes('ask'), 'reminders keep the rounds open');
    process.complete('remind').complete('remind').complete('remind');
    assert.deepEqual([process.waiting(), process.state.waits, process.state.scopes.length], [['after'], [], 1]);
  },
});

scenario('a deadline inside each round takes that round its own way', {
  model: model(
    frame + sub('each', { inner: manyOf('list') + inside(each(user, 'work', 'other') + boundary('late', 'work', { event: on.after('=item') }) + path('late', 'other', 'o'), 'work') }) + path('begin', 'each', 'end'),
  ),
  run: (process) => void assert.deepEqual(process.start({ list: ['PT1H', 'PT2H', 'PT3H'] }).pass(2 * 3600).waiting(), ['other', 'other', 'work']),
});

scenario('one after the other: the next round sees what the one before has left', {
  model: model(frame + `<scriptTask id="s">${extensions('<zeebe:script expression="=total + item" resultVariable="total"/>')}${manyOf('list', { sequential: true })}</scriptTask>` + path('begin', 's', 'end')),
  run: (process) => void assert.deepEqual(process.start({ list: [1, 2, 3], total: 0 }).state.vars['total'], 6),
});

scenario('one after the other: a completion condition leaves the rest out', {
  model: model(frame + user('ask', { inner: manyOf('list', { sequential: true, until: 'found = true' }) }) + path('begin', 'ask', 'end')),
  run: (process) => {
    process.start({ list: [1, 2, 3], found: false }).complete('ask').complete('ask', { found: true });
    assert.deepEqual([process.state.ended, process.find('task-opened').length], ['completed', 2]);
  },
});

scenario('a number instead of a list counts the rounds', {
  model: model(frame + user('ask', { inner: '<multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">=n</loopCardinality></multiInstanceLoopCharacteristics>' }) + path('begin', 'ask', 'end')),
  run: (process) => void assert.deepEqual(process.start({ n: 3 }).find('task-opened').map(({ variables }) => variables['loopCounter']), [1, 2, 3]),
});

scenario('receive tasks for a list: each waits with the key of its entry', {
  model: model(frame + receive('wait', { attributes: 'messageRef="keyed"', inner: manyOf('ids', { output: 'outputCollection="answers" outputElement="=said"' }) }) + path('begin', 'wait', 'end')).replace('<message id="msg-other"', `<message id="keyed" name="answer">${extensions('<zeebe:subscription correlationKey="=item"/>')}</message><message id="msg-other"`),
  run: (process) => {
    process.start({ ids: ['a', 'b', 'c'] });
    for (const key of ['b', 'c', 'a']) process.do({ type: 'message', name: 'answer', key, variables: { said: key.toUpperCase() } });
    assert.deepEqual([process.state.ended, process.state.vars['answers']], ['completed', ['A', 'B', 'C']]);
  },
});

scenario('an event for the whole list beside it does not touch the rounds', {
  model: model(frame + user('ask', { inner: manyOf('list') }) + boundary('more', 'ask', { event: on.message(), attributes: 'cancelActivity="false"' }) + each(user, 'look') + path('begin', 'ask', 'end') + path('more', 'look', 'stop')),
  run: (process) => void assert.deepEqual(process.start({ list: [1, 2] }).message('payment-received').message('payment-received').waiting(), ['ask', 'ask', 'look', 'look']),
});

scenario('a failed entry of a list is skipped with a value of its own', {
  model: model(frame + service('register', { inner: manyOf('list', { output: 'outputCollection="answers" outputElement="=said"' }) }) + path('begin', 'register', 'end')),
  run: (process) => {
    process.start({ list: [1, 2] }).complete('register', { said: 'a' });
    process.do({ type: 'failJob', tokenId: process.open()[0]?.id ?? 0, message: 'weg', retryable: false });
    process.do({ type: 'skipIncident', tokenId: process.incidents()[0]?.id ?? 0, reason: 'geprüft', variables: { said: 'b' } });
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('a sub-process that repeats itself keeps its deadline through all rounds', {
  model: model(frame + sub('part', { inner: loop('loopMaximum="5"', 'again') + inside(each(user, 'work'), 'work') }) + boundary('late', 'part', { event: on.after('PT3H') }) + each(user, 'remind') + path('begin', 'part', 'end') + path('late', 'remind', 'stop')),
  run: (process) => {
    process.start().pass(3600).complete('work', { again: true }).pass(3600).complete('work', { again: true });
    assert.deepEqual(process.waiting(), ['work']);
    assert.deepEqual([process.find('timer-set').length, process.pass(3600).waiting()], [1, ['remind']]);
  },
});

scenario('a repeated step stops at its maximum although its condition still holds', {
  model: model(frame + service('work', { inner: loop('loopMaximum="3"', 'true') }) + path('begin', 'work', 'end')),
  options: { work: { work: () => ({}) } },
  run: (process) => void assert.deepEqual([process.start().state.ended, process.find('node-entered').filter((one) => one.nodeId === 'work').length], ['completed', 1]),
});

scenario('a list of sub-processes with a choice, a wait and a join in each', {
  model: model(
    frame +
      sub('each', { inner: manyOf('list') + inside(each(parallel, 's', 'j') + exclusive('g', { attributes: 'default="d"' }) + each(exclusive, 'm') + catching('pause', { inner: on.after('PT1H') }) + each(user, 'a', 'b') + path('s', 'pause', 'j') + path('s', 'g') + flow('g', 'a', { when: 'item > 1' }) + flow('g', 'b', { id: 'd' }) + path('a', 'm') + path('b', 'm', 'j') + path('i', 's') + path('j', 'o')) }) +
      path('begin', 'each', 'end'),
  ).replace('<sequenceFlow id="x" sourceRef="i" targetRef="o"/>', ''),
  run: (process) => {
    process.start({ list: [1, 2, 3] });
    assert.deepEqual(process.waiting(), ['a', 'a', 'b']);
    process.complete('a').complete('b').pass(3600).complete('a');
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('an escalation that interrupts a list ends all its rounds at the first call', {
  model: model(frame + sub('each', { inner: manyOf('list') + inside(throwing('tell', { inner: on.escalation }) + each(user, 'work'), 'tell', 'work') }) + boundary('edge', 'each', { event: on.escalation }) + each(user, 'head') + path('begin', 'each', 'end') + path('edge', 'head', 'stop')),
  run: (process) => {
    process.start({ list: [1, 2, 3] });
    assert.deepEqual([process.waiting(), process.count('edge'), process.state.scopes.length], [['head'], 1, 1]);
  },
});

scenario('a loop over a list that nobody works on stops as an incident, although each list is short', {
  model: model(frame + each(exclusive, 'again') + sub('each', { inner: manyOf('[1, 2]') + inside('') }) + exclusive('enough', { attributes: 'default="yes"' }) + path('begin', 'again', 'each', 'enough') + flow('enough', 'again', { when: 'v = 2' }) + flow('enough', 'end', { id: 'yes' })),
  run: (process) => {
    process.start({ v: 2 });
    assert.deepEqual([...new Set(process.incidents().map((token) => token.error?.code))], ['step-limit']);
    while (process.incidents().length > 0) process.do({ type: 'retryIncident', tokenId: process.incidents()[0]?.id ?? 0, variables: { v: 1 } });
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('a model that multiplies its ways is stopped before it blocks the server', {
  model: model(frame + each(exclusive, 'merge') + exclusive('enough', { attributes: 'default="no"' }) + each(parallel, 'split') + each(user, 'work') + path('begin', 'merge', 'enough') + flow('enough', 'split', { id: 'no' }) + flow('enough', 'end', { when: 'v = 1' }) + path('split', 'merge') + path('split', 'work', 'merge')),
  run: (process) => {
    process.start();
    for (let i = 0; i < 3; i++) process.complete('work');
    assert.ok(process.state.tokens.length <= 6100, `${process.state.tokens.length} ways`);
    assert.ok(process.incidents().length > 0 && process.incidents().length < 100);
  },
});
