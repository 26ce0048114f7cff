import assert from 'node:assert/strict';
import { each, end, exclusive, flow, inclusive, model, parallel, path, service, start, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const ends = (...ids: string[]): string => ids.map((id) => flow(id, 'end')).join('');
const frame = each(start, 'begin') + each(end, 'end');

scenario('tasks follow one another and keep what was entered', {
  model: model(frame + each(user, 'receive', 'check') + path('begin', 'receive', 'check', 'end')),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['receive']);
    process.complete('receive', { dogs: 2 });
    assert.deepEqual(process.waiting(), ['check']);
    process.complete('check');
    assert.equal(process.state.ended, 'completed');
    assert.equal(process.state.vars['dogs'], 2);
  },
});

scenario('a connector works on the variables mapped to it and its result is kept', {
  model: model(
    frame +
      '<serviceTask id="tax"><extensionElements><zeebe:taskDefinition type="tax"/><zeebe:ioMapping><zeebe:input source="=dogs" target="count"/></zeebe:ioMapping></extensionElements></serviceTask>' +
      each(user, 'check') +
      path('begin', 'tax', 'check', 'end'),
  ),
  options: { work: { tax: ({ count }) => ({ tax_cents: Number(count) * 9600 }) } },
  run: (process) => {
    process.start({ dogs: 2 });
    assert.equal(process.state.vars['tax_cents'], 19200);
    assert.equal(process.state.vars['count'], undefined, 'an input stays with its step');
    assert.equal(process.complete('check').state.ended, 'completed');
  },
});

const fees = (fallback: string): string =>
  model(
    frame +
      exclusive('which', { attributes: `default="${fallback}"` }) +
      each(user, 'head', 'clerk', 'auto') +
      path('begin', 'which') +
      flow('which', 'head', { when: 'amount > 1000' }) +
      flow('which', 'clerk', { when: 'amount > 100' }) +
      flow('which', 'auto', { id: 'small' }) +
      ends('head', 'clerk', 'auto'),
  );

scenario('an exclusive gateway takes the first way whose condition is true', {
  model: fees('small'),
  run: (process) => {
    process.start({ amount: 500 });
    assert.deepEqual(process.waiting(), ['clerk']);
    assert.equal(process.complete('clerk').state.ended, 'completed');
  },
});

scenario('an exclusive gateway takes the default way when no condition is true', {
  model: fees('small'),
  run: (process) => {
    process.start({ amount: 5 });
    assert.deepEqual(process.waiting(), ['auto']);
    assert.equal(process.complete('auto').state.ended, 'completed');
  },
});

scenario('an exclusive gateway without a matching way becomes an incident that can be mended', {
  model: model(
    frame + each(exclusive, 'which') + each(user, 'head') + path('begin', 'which') + flow('which', 'head', { when: 'amount > 1000' }) + ends('head'),
  ),
  run: (process) => {
    process.start({ amount: 5 });
    assert.equal(process.incidents()[0]?.error?.code, 'no-flow');
    const [incident] = process.find('incident-raised');
    assert.equal(incident?.nodeId, 'which');
    process.do({ type: 'retryIncident', tokenId: incident?.tokenId ?? 0, variables: { amount: 5000 } });
    assert.deepEqual(process.waiting(), ['head']);
    assert.deepEqual(process.incidents(), []);
  },
});

scenario('two offices work side by side and the join waits for both', {
  model: model(
    frame + each(parallel, 'split', 'join') + each(user, 'fire-service', 'heritage', 'decide') +
      path('begin', 'split', 'fire-service', 'join', 'decide', 'end') + path('split', 'heritage', 'join'),
  ),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['fire-service', 'heritage']);
    process.complete('heritage');
    assert.deepEqual(process.waiting(), ['fire-service']);
    process.complete('fire-service');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
    assert.equal(process.count('decide'), 1);
  },
});

scenario('a join behind a merge waits although the merge has two ways in', {
  model: model(
    frame + each(parallel, 'split', 'join') + exclusive('needed', { attributes: 'default="skip"' }) + each(exclusive, 'merge') +
      each(user, 'check', 'report', 'decide') +
      path('begin', 'split', 'check', 'join', 'decide', 'end') + path('split', 'needed') +
      flow('needed', 'report', { when: 'need = true' }) + flow('needed', 'merge', { id: 'skip' }) + path('report', 'merge', 'join'),
  ),
  run: (process) => {
    process.start({ need: true });
    assert.deepEqual(process.waiting(), ['check', 'report']);
    process.complete('check');
    assert.deepEqual(process.waiting(), ['report']);
    process.complete('report');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
    assert.equal(process.count('decide'), 1);
  },
});

scenario('a join fed by a parallel gateway with a single way in waits for it', {
  model: model(
    frame + each(parallel, 'after', 'join') + each(user, 'check', 'decide') +
      path('begin', 'join') + path('begin', 'check', 'after', 'join', 'decide', 'end'),
  ),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['check']);
    process.complete('check');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

scenario('an application goes back for correction until it is complete', {
  model: model(
    frame + exclusive('complete', { attributes: 'default="yes"' }) + each(user, 'fill', 'check') +
      path('begin', 'fill', 'check', 'complete') + flow('complete', 'fill', { when: 'again = true' }) + flow('complete', 'end', { id: 'yes' }),
  ),
  run: (process) => {
    process.start();
    for (const again of [true, true, false]) process.complete('fill').complete('check', { again });
    assert.equal(process.state.ended, 'completed');
    assert.equal(process.count('fill'), 3);
  },
});

scenario('a parallel part can be gone through again', {
  model: model(
    frame + each(exclusive, 'merge') + each(parallel, 'split', 'join') + exclusive('enough', { attributes: 'default="yes"' }) + each(user, 'fire-service', 'heritage') +
      path('begin', 'merge', 'split', 'fire-service', 'join', 'enough') + path('split', 'heritage', 'join') +
      flow('enough', 'merge', { when: 'again = true' }) + flow('enough', 'end', { id: 'yes' }),
  ),
  run: (process) => {
    process.start();
    for (const again of [true, false]) {
      assert.deepEqual(process.waiting(), ['fire-service', 'heritage']);
      process.complete('fire-service', { again });
      assert.deepEqual(process.waiting(), ['heritage']);
      process.complete('heritage');
    }
    assert.equal(process.state.ended, 'completed');
    assert.deepEqual([process.count('fire-service'), process.count('heritage')], [2, 2]);
  },
});

const statements = model(
  frame + inclusive('who', { attributes: 'default="nobody"' }) + each(inclusive, 'all-in') + each(user, 'fire-service', 'heritage', 'clerk', 'decide') +
    path('begin', 'who') + flow('who', 'fire-service', { when: 'tall = true' }) + flow('who', 'heritage', { when: 'old = true' }) +
    flow('who', 'clerk', { id: 'nobody' }) + path('fire-service', 'all-in') + path('heritage', 'all-in') + path('clerk', 'all-in', 'decide', 'end'),
);

scenario('an inclusive gateway asks those concerned and waits for exactly them', {
  model: statements,
  run: (process) => {
    process.start({ tall: true, old: true });
    assert.deepEqual(process.waiting(), ['fire-service', 'heritage']);
    process.complete('fire-service');
    assert.deepEqual(process.waiting(), ['heritage']);
    process.complete('heritage');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
    assert.equal(process.count('decide'), 1);
  },
});

scenario('an inclusive gateway takes only the default way when nobody is concerned', {
  model: statements,
  run: (process) => {
    process.start({ tall: false });
    assert.deepEqual(process.waiting(), ['clerk']);
    process.complete('clerk');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

scenario('an instance ends only when all its ends are reached', {
  model: model(
    frame + each(end, 'filed') + each(parallel, 'split') + each(user, 'decide', 'file') + path('begin', 'split', 'decide', 'end') + path('split', 'file', 'filed'),
  ),
  run: (process) => {
    process.start().complete('file');
    assert.equal(process.state.ended, undefined);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

const unmerged = (target: string): string =>
  model(frame + each(parallel, 'split') + each(user, 'first', 'second') + target + path('begin', 'split', 'first', 'next', 'end') + path('split', 'second', 'next'));

scenario('two tokens without a join do an automatic step twice', {
  model: unmerged(service('next')),
  options: { work: { next: () => ({}) } },
  run: (process) => {
    process.start().complete('first').complete('second');
    assert.equal(process.state.ended, 'completed');
    assert.equal(process.count('next'), 2);
  },
});

scenario('two tokens without a join open a task twice', {
  model: unmerged(user('next')),
  run: (process) => {
    process.start().complete('first').complete('second');
    assert.deepEqual(process.waiting(), ['next', 'next']);
    assert.equal(process.complete('next').state.ended, undefined);
    assert.equal(process.complete('next').state.ended, 'completed');
  },
});

scenario('a task chooses its way by conditions and has a default', {
  model: model(
    frame + user('check', { attributes: 'default="other"' }) + each(user, 'grant', 'refuse') + path('begin', 'check') +
      flow('check', 'grant', { when: 'result = 1' }) + flow('check', 'refuse', { id: 'other' }) + ends('grant', 'refuse'),
  ),
  run: (process) => {
    process.start().complete('check', { result: 2 });
    assert.deepEqual(process.waiting(), ['refuse']);
    assert.equal(process.complete('refuse').state.ended, 'completed');
  },
});

scenario('a task that somebody else has completed is refused, and counts once', {
  model: model(frame + each(user, 'check', 'decide') + path('begin', 'check', 'decide', 'end')),
  run: (process) => {
    process.start();
    const tokenId = process.open()[0]?.id ?? 0;
    process.complete('check').do({ type: 'completeTask', tokenId });
    assert.equal(process.refused?.code, 'task-not-open');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
    assert.equal(process.count('check'), 1);
  },
});
