import assert from 'node:assert/strict';
import { bpmnError } from '../environment.ts';
import { boundary, catching, each, end, eventGateway, model, on, parallel, path, service, start, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const HOUR = 3600;

const payment = (duration: string): string =>
  model(
    frame + each(eventGateway, 'first') + catching('paid', { inner: on.message() }) + catching('too-late', { inner: on.after(duration) }) +
      each(user, 'issue', 'remind') + path('begin', 'first', 'paid', 'issue', 'end') + path('first', 'too-late', 'remind', 'stop'),
  );

scenario('behind an event gateway the payment comes first, the deadline is forgotten', {
  model: payment('P14D'),
  run: (process) => {
    process.start().message('payment-received', { amount_cents: 3000 });
    assert.deepEqual(process.waiting(), ['issue']);
    assert.equal(process.state.waits.length, 0);
    assert.equal(process.pass(20 * 24 * HOUR).complete('issue').state.ended, 'completed');
    assert.equal(process.count('remind'), 0);
    assert.equal(process.state.vars['amount_cents'], 3000);
  },
});

scenario('behind an event gateway the deadline comes first', {
  model: payment('P14D'),
  run: (process) => {
    process.start().pass(14 * 24 * HOUR);
    assert.deepEqual(process.waiting(), ['remind']);
    process.message('payment-received');
    assert.equal(process.refused?.code, 'not-waiting');
    assert.equal(process.complete('remind').state.ended, 'completed');
  },
});

scenario('a waiting time passes', {
  model: model(frame + catching('pause', { inner: on.after('PT1H') }) + path('begin', 'pause', 'end')),
  run: (process) => {
    assert.equal(process.start().pass(HOUR - 1).state.ended, undefined);
    assert.equal(process.pass(1).state.ended, 'completed');
  },
});

scenario('an appointment on a date from a variable is waited for', {
  model: model(frame + catching('appointment', { inner: on.date('=appointment_at') }) + path('begin', 'appointment', 'end')),
  run: (process) => {
    process.start({ appointment_at: '2026-03-02T10:00:00+01:00' });
    assert.equal(process.find('timer-set')[0]?.at, '2026-03-02T09:00:00.000Z');
    assert.equal(process.pass(HOUR - 1).state.ended, undefined);
    assert.equal(process.pass(1).state.ended, 'completed');
  },
});

const deadline = (event: string, { interrupts, target }: { interrupts: boolean; target: string }): string =>
  model(
    frame + each(user, 'check') + boundary('late', 'check', { event, attributes: interrupts ? '' : 'cancelActivity="false"' }) + target +
      path('begin', 'check', 'end') + path('late', 'next', 'stop'),
  );

scenario('a missed deadline takes the task away', {
  model: deadline(on.after('PT1H'), { interrupts: true, target: user('next') }),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['check']);
    process.pass(HOUR);
    assert.deepEqual(process.waiting(), ['next']);
    assert.equal(process.find('task-closed')[0]?.reason, 'cancelled');
    assert.equal(process.complete('next').state.ended, 'completed');
    assert.equal(process.count('check'), 0);
  },
});

scenario('a deadline that was kept does not fire', {
  model: deadline(on.after('PT1H'), { interrupts: true, target: user('next') }),
  run: (process) => {
    assert.equal(process.start().complete('check').state.ended, 'completed');
    assert.equal(process.find('timer-cleared')[0]?.reason, 'cancelled');
    assert.equal(process.pass(2 * HOUR).count('next'), 0);
    assert.equal(process.count('late'), 0);
  },
});

scenario('a reminder goes out while the task stays open', {
  model: deadline(on.after('PT1H'), { interrupts: false, target: service('next') }),
  options: { work: { next: () => ({}) } },
  run: (process) => {
    process.start().pass(HOUR);
    assert.deepEqual(process.waiting(), ['check']);
    assert.equal(process.count('next'), 1);
    assert.equal(process.complete('check').state.ended, 'completed');
  },
});

scenario('a reminder is repeated three times and then no more', {
  model: deadline(on.every('R3/PT1H'), { interrupts: false, target: service('next') }),
  options: { work: { next: () => ({}) } },
  run: (process) => {
    process.start();
    for (let hours = 0; hours < 5; hours++) process.pass(HOUR);
    assert.deepEqual(process.waiting(), ['check']);
    assert.equal(process.count('next'), 3);
    assert.equal(process.complete('check').state.ended, 'completed');
  },
});

const register = model(
  frame + service('ask-register') + boundary('unknown', 'ask-register', { event: on.error }) + each(user, 'by-hand', 'check') +
    path('begin', 'ask-register', 'check', 'end') + path('unknown', 'by-hand', 'stop'),
);
const failing = (error: () => Error) => ({
  work: {
    'ask-register': () => {
      throw error();
    },
  },
});

scenario('an error of the field goes the way drawn for its code', {
  model: register,
  options: failing(() => bpmnError('NOT_FOUND')),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['by-hand']);
    assert.equal(process.complete('by-hand').state.ended, 'completed');
    assert.equal(process.count('check'), 0);
  },
});

scenario('an error with another code is not caught and becomes an incident', {
  model: register,
  options: failing(() => bpmnError('BLOCKED', 'Auskunftssperre')),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), []);
    assert.equal(process.incidents()[0]?.error?.code, 'error-uncaught');
  },
});

scenario('a technical failure is not an error of the field', {
  model: register,
  options: failing(() => new Error('connection refused')),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), []);
    assert.equal(process.incidents()[0]?.error?.message, 'connection refused');
  },
});

scenario('a step that failed goes on after it was tried again', {
  model: model(frame + each(user, 'check', 'decide') + service('ask-register') + path('begin', 'check', 'ask-register', 'decide', 'end')),
  options: () => {
    let calls = 0;
    return {
      work: {
        'ask-register': () => {
          if (calls++ === 0) throw new Error('connection refused');
          return { registered: true };
        },
      },
    };
  },
  run: (process) => {
    process.start().complete('check');
    assert.deepEqual(process.waiting(), []);
    process.retry();
    assert.deepEqual(process.waiting(), ['decide']);
    assert.equal(process.find('incident-resolved')[0]?.how, 'retried');
    assert.equal(process.complete('decide').state.ended, 'completed');
  },
});

scenario('a withdrawal by message takes the task away', {
  model: deadline(on.message(), { interrupts: true, target: user('next') }),
  run: (process) => {
    process.start().message('payment-received');
    assert.deepEqual(process.waiting(), ['next']);
    assert.equal(process.complete('next').state.ended, 'completed');
    assert.equal(process.count('check'), 0);
  },
});

scenario('a receive task takes its message and no other', {
  model: model(frame + '<receiveTask id="paid" messageRef="msg-paid"/>' + each(user, 'issue') + path('begin', 'paid', 'issue', 'end')),
  run: (process) => {
    process.start().message('other-message');
    assert.equal(process.refused?.code, 'not-waiting');
    process.message('payment-received', { paid: true });
    assert.deepEqual(process.waiting(), ['issue']);
    assert.equal(process.state.vars['paid'], true);
    assert.equal(process.complete('issue').state.ended, 'completed');
  },
});

scenario('a message begins an instance and brings its content', {
  model: model(start('posted', { inner: on.message() }) + each(user, 'check') + each(end, 'end') + path('posted', 'check', 'end')),
  run: (process) => {
    process.do({ type: 'start', message: 'payment-received', variables: { amount_cents: 700 } });
    assert.deepEqual(process.waiting(), ['check']);
    assert.equal(process.state.vars['amount_cents'], 700);
    assert.equal(process.complete('check').state.ended, 'completed');
  },
});

scenario('a signal from one branch is heard in another', {
  model: model(
    frame + each(parallel, 'split') + catching('heard', { inner: on.signal }) + each(user, 'warn', 'evacuate') + throwing('storm', { inner: on.signal }) +
      path('begin', 'split', 'heard', 'evacuate', 'end') + path('split', 'warn', 'storm', 'stop'),
  ),
  run: (process) => {
    process.start().complete('warn');
    assert.deepEqual(process.waiting(), ['evacuate']);
    assert.equal(process.complete('evacuate').state.ended, 'completed');
  },
});

scenario('a link goes on where its name stands again', {
  model: model(
    frame + throwing('to-page-2', { inner: on.link('Seite 2') }) + catching('page-2', { inner: on.link('Seite 2') }) + each(user, 'check') +
      path('begin', 'to-page-2') + path('page-2', 'check', 'end'),
  ),
  run: (process) => {
    process.start();
    assert.deepEqual(process.waiting(), ['check']);
    assert.equal(process.complete('check').state.ended, 'completed');
  },
});

scenario('a terminate end ends everything that is still open', {
  model: model(
    frame + end('refused', { inner: on.terminate }) + each(parallel, 'split') + each(user, 'check', 'reject') +
      path('begin', 'split', 'check', 'end') + path('split', 'reject', 'refused'),
  ),
  run: (process) => {
    process.start().complete('reject');
    assert.equal(process.state.ended, 'terminated');
    assert.equal(process.count('check'), 0);
    assert.deepEqual(process.state.tokens, []);
  },
});

scenario('a decision and a sent letter leave their results', {
  model: model(
    frame +
      '<businessRuleTask id="fee"><extensionElements><zeebe:calledDecision decisionId="fee" resultVariable="fee_cents"/></extensionElements></businessRuleTask>' +
      '<sendTask id="letter"><extensionElements><zeebe:taskDefinition type="send-letter"/></extensionElements></sendTask>' +
      each(user, 'check') + path('begin', 'fee', 'letter', 'check', 'end'),
  ),
  options: { work: { decision: ({ amount }) => (Number(amount) > 10 ? 5000 : 2000), 'send-letter': () => ({ sent: true }) } },
  run: (process) => {
    process.start({ amount: 50 });
    assert.deepEqual([process.state.vars['fee_cents'], process.state.vars['sent']], [5000, true]);
    assert.equal(process.complete('check').state.ended, 'completed');
  },
});
