import assert from 'node:assert/strict';
import { boundary, camundaModel, catching, each, end, extensions, model, on, parallel, path, service, start, sub, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const beside = 'isInterrupting="false"';
const heard = (event: string, attributes = ''): string =>
  each(user, 'work', 'more') + path('begin', 'work', 'more', 'end') + boundary('edge', 'work', { event, attributes }) + each(user, 'look') + path('edge', 'look', 'stop');
const script = (id: string, expression: string, variable: string): string => `<scriptTask id="${id}">${extensions(`<zeebe:script expression="=${expression}" resultVariable="${variable}"/>`)}</scriptTask>`;
const set = (variables: Record<string, unknown>) => ({ type: 'setVariables' as const, variables });

scenario('a condition beside a task is heard each time it turns true', {
  model: model(frame + heard(on.condition('amount > 100'), 'cancelActivity="false"')),
  run: (process) => {
    process.start({ amount: 5 }).do(set({ amount: 200 })).do(set({ amount: 300 }));
    assert.deepEqual(process.waiting(), ['look', 'work'], 'it was true already');
    process.do(set({ amount: 1 })).do(set({ amount: 400 }));
    assert.deepEqual(process.waiting(), ['look', 'look', 'work']);
  },
});

scenario('in Camunda 7 it is heard each time variables are set while it holds', {
  model: camundaModel(frame + heard(on.condition('amount > 100'), 'cancelActivity="false"')),
  run: (process) => {
    process.start({ amount: 5 }).do(set({ amount: 200 })).do(set({ amount: 300 })).do({ type: 'reevaluate' });
    assert.deepEqual(process.waiting(), ['look', 'look', 'work']);
  },
});

scenario('in Camunda 7 a condition can listen for one variable only', {
  model: camundaModel(frame + heard(on.condition('amount > 100').replace('<conditionalEventDefinition', '<conditionalEventDefinition camunda:variableName="amount"'), 'cancelActivity="false"')),
  run: (process) => {
    process.start({ amount: 200 }).do(set({ other: 1 }));
    assert.deepEqual(process.waiting(), ['look', 'work']);
    assert.deepEqual(process.do(set({ amount: 201, other: 2 })).waiting(), ['look', 'look', 'work']);
  },
});

scenario('a condition that is true from the beginning takes the task away at once', {
  model: model(frame + heard(on.condition('amount > 100'))),
  run: (process) => void assert.deepEqual(process.start({ amount: 200 }).waiting(), ['look']),
});

scenario('an event sub-process with a condition interrupts wherever the procedure stands', {
  model: model(frame + each(parallel, 'split') + each(user, 'a', 'b') + path('begin', 'split', 'a', 'end') + path('split', 'b', 'stop') + sub('gone', { attributes: 'triggeredByEvent="true"', inner: start('asked', { inner: on.condition('withdrawn = true') }) + each(user, 'confirm') + each(end, 'done') + path('asked', 'confirm', 'done') })),
  run: (process) => void assert.deepEqual(process.start().complete('a', { withdrawn: true }).waiting(), ['confirm']),
});

scenario('an event sub-process beside is opened again when its condition turns true again', {
  model: model(frame + each(user, 'work') + path('begin', 'work', 'end') + sub('alert', { attributes: 'triggeredByEvent="true"', inner: start('asked', { attributes: beside, inner: on.condition('level > 3') }) + each(user, 'warn') + each(end, 'done') + path('asked', 'warn', 'done') })),
  run: (process) => {
    process.start({ level: 1 }).do(set({ level: 5 })).do(set({ level: 2 })).do(set({ level: 4 }));
    assert.deepEqual(process.waiting(), ['warn', 'warn', 'work']);
  },
});

scenario('a variable that the procedure itself sets makes a condition true', {
  model: model(frame + each(parallel, 'split') + catching('ready', { inner: on.condition('n = 3') }) + script('count', '3', 'n') + each(user, 'a', 'b') + path('begin', 'split', 'ready', 'a', 'end') + path('split', 'count', 'b', 'stop')),
  run: (process) => void assert.deepEqual(process.start({ n: 0 }).waiting(), ['a', 'b']),
});

scenario('of two conditions that turn true together both are heard, unless the first takes the other away', {
  model: model(frame + each(user, 'work') + boundary('one', 'work', { event: on.condition('x > 1'), attributes: 'cancelActivity="false"' }) + boundary('two', 'work', { event: on.condition('x > 2') }) + each(user, 'a', 'b') + path('begin', 'work', 'end') + path('one', 'a', 'stop') + path('two', 'b', 'stop')),
  run: (process) => {
    process.start({ x: 0 }).do(set({ x: 3 }));
    assert.deepEqual(process.waiting(), ['a', 'b']);
  },
});

scenario('a condition on local variables of a sub-process is looked at there', {
  model: model(
    frame + sub('part', { inner: extensions('<zeebe:ioMapping><zeebe:input source="=5" target="limit"/></zeebe:ioMapping>') + each(start, 'i') + each(end, 'o') + each(user, 'work') + boundary('edge', 'work', { event: on.condition('amount > limit') }) + each(user, 'look') + path('i', 'work', 'o') + path('edge', 'look', 'o') }) + path('begin', 'part', 'end'),
  ),
  run: (process) => {
    process.start({ amount: 1, limit: 0 });
    assert.deepEqual(process.waiting(), ['work']);
    assert.deepEqual(process.do(set({ amount: 6 })).waiting(), ['look']);
  },
});

scenario('conditions that make each other true for ever stop as an incident with the name of a step', {
  model: model(
    frame + each(user, 'work') + path('begin', 'work', 'end') +
      ['a', 'b'].map((id) => sub(`on-${id}`, { attributes: 'triggeredByEvent="true"', inner: start(`${id}-in`, { attributes: beside, inner: on.condition(id === 'a' ? 'x = 1' : 'x = 2') }) + script(`${id}-set`, id === 'a' ? '2' : '1', 'x') + each(end, `${id}-out`) + path(`${id}-in`, `${id}-set`, `${id}-out`) })).join(''),
  ),
  run: (process) => {
    process.start({ x: 0 }).do(set({ x: 1 }));
    assert.ok(process.find('node-entered').length < 9000);
    assert.deepEqual([...new Set(process.incidents().map((token) => token.error?.code))], ['step-limit']);
  },
});

scenario('a condition that cannot be worked out has not come true, and can later', {
  model: model(frame + heard(on.condition('order.total > 5'), 'cancelActivity="false"')),
  run: (process) => {
    assert.deepEqual(process.start({ order: 'none' }).waiting(), ['work']);
    assert.deepEqual(process.do(set({ order: { total: 6 } })).waiting(), ['look', 'work']);
  },
});

scenario('a condition is forgotten with its step', {
  model: model(frame + heard(on.condition('x')) + service('never')),
  run: (process) => {
    process.start({ x: false }).complete('work').do(set({ x: true }));
    assert.deepEqual([process.waiting(), process.state.waits], [['more'], []]);
  },
});
