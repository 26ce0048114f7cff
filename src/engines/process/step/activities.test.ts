import assert from 'node:assert/strict';
import { boundary, call, each, end, manyOf, model, on, parallel, path, service, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const HOUR = 3600;
const inside = (...ids: string[]): string => each(start, 'in') + each(user, ...ids) + each(end, 'out') + path('in', ...ids, 'out');

scenario('a sub-process is done when its inside is done', {
  model: model(frame + sub('hearing', { inner: inside('invite', 'minutes') }) + each(user, 'decide') + path('begin', 'hearing', 'decide', 'end')),
  run: (process) => {
    process.start().complete('invite').complete('minutes');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
    assert.equal(process.count('hearing'), 1);
  },
});

scenario('a deadline on a sub-process ends everything inside', {
  model: model(
    frame +
      sub('hearing', {
        inner: each(start, 'in') + each(parallel, 'split') + each(user, 'invite', 'minutes') + each(end, 'out', 'out2') + path('in', 'split', 'invite', 'out') + path('split', 'minutes', 'out2'),
      }) +
      boundary('late', 'hearing', { event: on.after('PT1H') }) + each(user, 'take-over') + path('begin', 'hearing', 'end') + path('late', 'take-over', 'stop'),
  ),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['invite', 'minutes']);
    process.pass(HOUR);
    assert.deepEqual(process.waiting(), ['take-over']);
    assert.equal(process.complete('take-over').state.ended, 'completed');
  },
});

scenario('an error end inside a sub-process is caught at its edge', {
  model: model(
    frame +
      sub('hearing', { inner: each(start, 'in') + each(user, 'invite') + end('nobody', { inner: on.error }) + path('in', 'invite', 'nobody') }) +
      boundary('failed', 'hearing', { event: on.error }) + each(user, 'by-file', 'decide') + path('begin', 'hearing', 'decide', 'end') + path('failed', 'by-file', 'stop'),
  ),
  run: (process) => {
    process.start().complete('invite');
    assert.deepEqual(process.waiting(), ['by-file']);
    assert.equal(process.complete('by-file').state.ended, 'completed');
  },
});

const withdrawal = (interrupting: boolean): string =>
  model(
    frame + each(user, 'check') + path('begin', 'check', 'end') +
      sub('on-message', {
        attributes: 'triggeredByEvent="true"',
        inner:
          start('asked', { attributes: `isInterrupting="${interrupting}"`, inner: on.message() }) + each(user, 'answer') + each(end, 'answered') + path('asked', 'answer', 'answered'),
      }),
  );

scenario('a question from the applicant is answered beside the procedure', {
  model: withdrawal(false),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['check']);
    process.message('payment-received');
    assert.deepEqual(process.waiting(), ['answer', 'check']);
    assert.equal(process.complete('answer').state.ended, undefined);
    assert.equal(process.complete('check').state.ended, 'completed');
  },
});

scenario('a withdrawal ends the procedure and is worked on alone', {
  model: withdrawal(true),
  run: (process) => {
    process.start().message('payment-received');
    assert.deepEqual(process.waiting(), ['answer']);
    assert.equal(process.complete('answer').state.ended, 'completed');
    assert.equal(process.count('check'), 0);
  },
});

scenario('another process of the same file is called and returns', {
  model: model(
    frame + call('hear', { attributes: 'calledElement="hearing"' }) + each(user, 'decide') + path('begin', 'hear', 'decide', 'end'),
    `<process id="hearing">${inside('invite')}</process>`,
  ),
  run: (process) => {
    process.start({ street: 'Marktplatz' });
    assert.deepEqual(process.waiting(), ['invite']);
    process.complete('invite', { heard: true });
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.state.vars['heard'], true);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

const many = (loop: string): string =>
  model(frame + user('statement', { inner: loop }) + each(user, 'decide') + path('begin', 'statement', 'decide', 'end'));

scenario('every office of a list is asked at once', {
  model: many(manyOf('offices')),
  run: (process) => {
    process.start({ offices: ['fire', 'water', 'heritage'] });
    assert.equal(process.waiting().length, 3);
    assert.deepEqual(process.find('task-opened').map((task) => task.variables['item']), ['fire', 'water', 'heritage']);
    process.complete('statement').complete('statement');
    assert.deepEqual(process.waiting(), ['statement']);
    process.complete('statement');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

scenario('the offices of a list are asked one after the other', {
  model: many(manyOf('offices', { sequential: true })),
  run: (process) => {
    process.start({ offices: ['fire', 'water'] });
    assert.deepEqual(process.waiting(), ['statement']);
    process.complete('statement');
    assert.deepEqual(process.waiting(), ['statement']);
    assert.equal(process.find('task-opened').at(-1)?.variables['item'], 'water');
    process.complete('statement');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

scenario('the first objection makes the other statements unnecessary', {
  model: many(manyOf('offices', { until: 'objection = true' })),
  run: (process) => {
    process.start({ offices: ['fire', 'water', 'heritage'], objection: false }).complete('statement', { objection: true });
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.find('task-closed').filter((task) => task.reason === 'cancelled').length, 2);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

scenario('a sub-process is gone through for every entry of a list', {
  model: model(frame + sub('hearing', { inner: manyOf('neighbours') + inside('invite') }) + each(user, 'decide') + path('begin', 'hearing', 'decide', 'end')),
  run: (process) => {
    process.start({ neighbours: ['A', 'B'] });
    assert.deepEqual(process.waiting(), ['invite', 'invite']);
    process.complete('invite').complete('invite');
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

scenario('what was booked is undone by its compensation', {
  model: model(
    frame + service('book') + boundary('undo-by', 'book', { event: on.compensation }) + service('cancel-booking', { attributes: 'isForCompensation="true"' }) +
      '<association id="as" associationDirection="One" sourceRef="undo-by" targetRef="cancel-booking"/>' +
      each(user, 'check', 'inform') + throwing('undo', { inner: on.compensation }) + path('begin', 'book', 'check', 'undo', 'inform', 'end'),
  ),
  options: { work: { book: () => ({}), 'cancel-booking': () => ({}) } },
  run: (process) => {
    process.start();
    assert.equal(process.count('cancel-booking'), 0);
    process.complete('check');
    assert.equal(process.count('cancel-booking'), 1);
    assert.deepEqual(process.waiting(), ['inform']);
    assert.equal(process.complete('inform').state.ended, 'completed');
  },
});

scenario('an escalation informs the head while the work goes on', {
  model: model(
    frame +
      sub('hearing', { inner: each(start, 'in') + throwing('late', { inner: on.escalation }) + each(user, 'invite') + each(end, 'out') + path('in', 'late', 'invite', 'out') }) +
      boundary('heard', 'hearing', { event: on.escalation, attributes: 'cancelActivity="false"' }) + service('head') + path('begin', 'hearing', 'end') + path('heard', 'head', 'stop'),
  ),
  options: { work: { head: () => ({}) } },
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['invite']);
    assert.equal(process.count('head'), 1);
    assert.equal(process.complete('invite').state.ended, 'completed');
  },
});
