import assert from 'node:assert/strict';
import { boundary, each, end, manyOf, model, on, path, service, start, sub, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const loop = (attributes: string, condition = ''): string =>
  `<standardLoopCharacteristics ${attributes}>${condition && `<loopCondition xsi:type="tFormalExpression">=${condition}</loopCondition>`}</standardLoopCharacteristics>`;
const repeated = (inner: string): string => model(frame + user('ask', { inner }) + each(user, 'decide') + path('begin', 'ask', 'decide', 'end'));
const collected = 'outputCollection="statements" outputElement="=text"';

scenario('statements are collected in the order of the list, whoever is first', {
  model: repeated(manyOf('offices', { output: collected })),
  run: (process) => {
    process.start({ offices: ['fire', 'water'] });
    const second = process.open()[1]?.id ?? 0;
    process.do({ type: 'completeTask', tokenId: second, variables: { text: 'nass' } }).complete('ask', { text: 'heiß' });
    assert.deepEqual(process.state.vars['statements'], ['heiß', 'nass']);
    assert.equal(process.state.vars['text'], undefined, 'what a round says stays in the round');
  },
});

scenario('an empty list is passed', {
  model: repeated(manyOf('offices', { output: collected })),
  run: (process) => {
    process.start({ offices: [] });
    assert.deepEqual(process.waiting(), ['decide']);
    assert.deepEqual(process.state.vars['statements'], []);
  },
});

scenario('what is no list becomes an incident, and can be mended', {
  model: repeated(manyOf('offices')),
  run: (process) => {
    process.start({ offices: 'fire' });
    assert.equal(process.incidents()[0]?.error?.code, 'loop-collection');
    process.do({ type: 'retryIncident', tokenId: process.incidents()[0]?.id ?? 0, variables: { offices: ['fire'] } });
    assert.deepEqual(process.waiting(), ['ask']);
  },
});

scenario('a list that is too long becomes an incident instead of blocking everything', {
  model: repeated(manyOf('offices')),
  run: (process) => {
    process.start({ offices: Array.from({ length: 1001 }, (_, i) => i) });
    assert.equal(process.incidents()[0]?.error?.code, 'loop-too-many');
  },
});

scenario('a thousand sub-processes are gone through in one go', {
  model: model(frame + sub('each', { inner: manyOf('items') + each(start, 'in') + service('count') + each(end, 'out') + path('in', 'count', 'out') }) + path('begin', 'each', 'end')),
  options: { work: { count: () => ({}) } },
  run: (process) => {
    process.start({ items: Array.from({ length: 1000 }, (_, i) => i) });
    assert.deepEqual(process.incidents(), []);
    assert.equal(process.state.ended, 'completed');
    assert.equal(process.count('count'), 1000);
  },
});

scenario('a deadline on a list ends all its rounds', {
  model: model(frame + user('ask', { inner: manyOf('offices') }) + boundary('late', 'ask', { event: on.after('P30D') }) + each(user, 'decide') + path('begin', 'ask', 'end') + path('late', 'decide', 'stop')),
  run: (process) => {
    process.start({ offices: ['fire', 'water'] }).complete('ask').pass(30 * 86_400);
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

scenario('a step is repeated until its condition is no longer true', {
  model: repeated(loop('', 'complete = false')),
  run: (process) => {
    process.start().complete('ask', { complete: false }).complete('ask', { complete: false }).complete('ask', { complete: true });
    assert.deepEqual(process.waiting(), ['decide']);
  },
});

scenario('a step is repeated at most as often as the model says', {
  model: repeated(loop('loopMaximum="2"')),
  run: (process) => {
    process.start().complete('ask').complete('ask');
    assert.deepEqual(process.waiting(), ['decide']);
  },
});

scenario('a step whose condition is tested before may not be done at all', {
  model: repeated(loop('testBefore="true"', 'missing = true')),
  run: (process) => assert.deepEqual(process.start({ missing: false }).waiting(), ['decide']),
});

scenario('one failed round is retried while the others go on', {
  model: model(frame + service('ask', { inner: manyOf('offices') }) + path('begin', 'ask', 'end')),
  run: (process) => {
    process.start({ offices: ['fire', 'water'] });
    const [first, second] = process.open();
    process.do({ type: 'failJob', tokenId: first?.id ?? 0, message: 'down', retryable: false }).do({ type: 'completeJob', tokenId: second?.id ?? 0 });
    assert.equal(process.state.ended, undefined);
    process.retry().complete('ask');
    assert.equal(process.state.ended, 'completed');
  },
});
