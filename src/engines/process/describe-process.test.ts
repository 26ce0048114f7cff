import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeProcess } from './describe-process.ts';
import { currentNodes } from './state.ts';
import { compiled, Instance } from './testing/instance.ts';
import { catching, each, end, exclusive, extensions, flow, model, on, parallel, path, service, start, sub, user } from './testing/model.ts';

const frame = each(start, 'begin') + each(end, 'end');
const named = (id: string, publicName: string): string =>
  user(id, {
    inner: extensions(
      `<zeebe:assignmentDefinition candidateGroups="tax, head"/><zeebe:properties><zeebe:property name="publicName" value="${publicName}"/><zeebe:property name="publicHint" value="Dauert zwei Wochen"/></zeebe:properties>`,
    ),
  });

test('the steps of a process are told in their order, with public names and who does them', async () => {
  const graph = await compiled(
    model(frame + named('check', 'Wird geprüft') + service('send-letter') + catching('paid', { inner: on.message() }) + path('begin', 'check', 'paid', 'send-letter', 'end')),
  );
  const steps = describeProcess(graph);
  assert.deepEqual(steps.map((step) => [step.nodeId, step.kind, step.position]), [['check', 'task', 0], ['paid', 'wait', 1], ['send-letter', 'automatic', 2]]);
  assert.deepEqual(
    [steps[0]?.publicName, steps[0]?.publicHint, steps[0]?.who, steps[0]?.optional],
    ['Wird geprüft', 'Dauert zwei Wochen', ['tax', 'head'], false],
  );
  assert.equal(steps[1]?.publicName, null);
});

test('steps side by side share a position, ways back change nothing, and what may be left out is marked', async () => {
  const graph = await compiled(
    model(
      frame + each(parallel, 'split', 'join') + exclusive('ok', { attributes: 'default="yes"' }) + each(user, 'fill', 'fire', 'water', 'extra') +
        path('begin', 'fill', 'split', 'fire', 'join', 'ok') + path('split', 'water', 'join') + flow('ok', 'fill', { when: 'again' }) + flow('ok', 'extra', { when: 'more' }) + flow('ok', 'end', { id: 'yes' }) + path('extra', 'end'),
    ),
  );
  const steps = Object.fromEntries(describeProcess(graph).map((step) => [step.nodeId, [step.position, step.optional]]));
  assert.deepEqual(steps, { fill: [0, false], fire: [1, false], water: [1, false], extra: [2, true] });
});

test('a sub-process is unfolded where it stands', async () => {
  const part = sub('part', { inner: each(start, 'in') + each(user, 'a', 'b') + each(end, 'out') + path('in', 'a', 'b', 'out') });
  const graph = await compiled(model(frame + part + each(user, 'after') + path('begin', 'part', 'after', 'end')));
  assert.deepEqual(describeProcess(graph).map((step) => [step.nodeId, step.position]), [['a', 0], ['b', 1], ['after', 2]]);
});

test('the current position of an instance is told by node', async () => {
  const process = await Instance.of(model(frame + each(user, 'check') + path('begin', 'check', 'end')));
  process.start();
  assert.deepEqual(currentNodes(process.state).map(({ nodeId, wait }) => [nodeId, wait]), [['check', 'user']]);
});
