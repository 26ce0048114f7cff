import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compiled, Instance } from '../testing/instance.ts';
import { boundary, call, each, end, extensions, model, on, path, service, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const io = (...lines: string[]): string => `<zeebe:ioMapping>${lines.join('')}</zeebe:ioMapping>`;
const input = (source: string, target: string): string => `<zeebe:input source="${source}" target="${target}"/>`;
const output = (source: string, target: string): string => `<zeebe:output source="${source}" target="${target}"/>`;
const task = (id: string, inner: string): string => user(id, { inner: extensions(inner) });

scenario('a connector gets what is mapped, and only what is mapped out stays', {
  model: model(
    frame + `<serviceTask id="charge">${extensions(`<zeebe:taskDefinition type="charge"/>${io(input('=dogs * 9600', 'amount_cents'), input('Hundesteuer', 'reason'), output('=number', 'invoice.number'))}`)}</serviceTask>` +
      each(user, 'check') + path('begin', 'charge', 'check', 'end'),
  ),
  run: (process) => {
    process.start({ dogs: 2, invoice: { paid: false } });
    assert.deepEqual(process.find('job-queued')[0]?.input, { amount_cents: 19200, reason: 'Hundesteuer' });
    process.complete('charge', { number: 'R-1', secret: 'x' });
    assert.deepEqual(process.state.vars, { dogs: 2, invoice: { paid: false, number: 'R-1' } });
  },
});

scenario('a task is told to the right people, with form and deadline', {
  model: model(
    frame +
      task('check', '<zeebe:assignmentDefinition assignee="=case.clerk" candidateGroups="tax, =x" /><zeebe:formDefinition formKey="check-form"/><zeebe:taskSchedule dueDate="P14D" followUpDate="=date(&quot;2026-03-09&quot;)"/><zeebe:priorityDefinition priority="=80"/><zeebe:properties><zeebe:property name="publicName" value="Wird geprüft"/><zeebe:property name="officeId" value="=case.officeId"/></zeebe:properties>') +
      task('decide', '<zeebe:assignmentDefinition candidateGroups="=[&quot;tax&quot;, case.clerk]"/><zeebe:taskSchedule dueDate="10 Arbeitstage"/>') +
      path('begin', 'check', 'decide', 'end'),
  ),
  options: {
    context: { case: { clerk: 'p-7', officeId: 'o-1' } },
    addWorkingDays: (from, days) => new Date(from.getTime() + days * 1.4 * 86_400_000),
  },
  run: (process) => {
    const [check] = process.start().find('task-opened');
    assert.deepEqual(
      [check?.assignee, check?.candidateGroups, check?.formKey, check?.dueOn, check?.followUpOn, check?.priority],
      ['p-7', ['tax', '=x'], 'check-form', '2026-03-16', '2026-03-09', 80],
    );
    assert.deepEqual(check?.properties, { publicName: 'Wird geprüft', officeId: 'o-1' });
    const decide = process.complete('check').find('task-opened')[1];
    assert.deepEqual([decide?.candidateGroups, decide?.dueOn], [['tax', 'p-7'], '2026-03-16']);
  },
});

scenario('four eyes: who has checked may not confirm', {
  model: model(
    frame + each(user, 'check', 'other') + task('confirm', '<zeebe:properties><zeebe:property name="fourEyesNot" value="check, other"/></zeebe:properties>') +
      path('begin', 'check', 'other', 'confirm', 'end'),
  ),
  run: (process) => {
    const by = (person: string) => process.do({ type: 'completeTask', tokenId: process.open()[0]?.id ?? 0, by: person });
    process.start();
    by('anna');
    by('ben');
    const opened = process.find('task-opened')[2];
    assert.deepEqual([opened?.fourEyesNot, opened?.excludedPersons], [['check', 'other'], ['anna', 'ben']]);
    by('anna');
    assert.equal(process.refused?.code, 'four-eyes');
    assert.deepEqual(process.waiting(), ['confirm']);
    by('carla');
    assert.equal(process.state.ended, 'completed');
  },
});

scenario('names of the environment cannot be overwritten', {
  model: model(frame + each(user, 'check') + service('register') + path('begin', 'check', 'register', 'end')),
  options: { context: { applicant: { name: 'Max' } } },
  run: (process) => {
    process.start().complete('check', { applicant: {} });
    assert.equal(process.refused?.code, 'reserved-name');
    process.complete('check').complete('register', { applicant: {} });
    assert.equal(process.incidents()[0]?.error?.code, 'reserved-name');
  },
});

scenario('dates and periods of FEEL are kept as ISO text', {
  model: model(
    frame + `<scriptTask id="until">${extensions('<zeebe:script expression="=date(&quot;2026-03-02&quot;) + duration(&quot;P1M&quot;)" resultVariable="until_on"/>')}</scriptTask>` + each(user, 'check') + path('begin', 'until', 'check', 'end'),
  ),
  run: (process) => assert.equal(process.start().state.vars['until_on'], '2026-04-02'),
});

const parent = (attributes: string, inner = ''): string =>
  model(frame + call('hear', { inner: extensions(`<zeebe:calledElement processId="hearing" ${attributes}/>${inner}`) }) + each(user, 'decide') + path('begin', 'hear', 'decide', 'end'));
const hearing = model(frame + each(user, 'invite') + path('begin', 'invite', 'end')).replaceAll('"main"', '"hearing"');

test('a called process of another file stays on the version it was started with', async () => {
  const first = { ...(await compiled(hearing)), version: 'v1' };
  const versions: (string | undefined)[] = [];
  const process = await Instance.of(parent(''), {
    roundTrip: true,
    resolveCall: (id, version) => (versions.push(version), id === 'hearing' ? first : undefined),
  });
  process.start({ street: 'Markt' });
  assert.deepEqual(process.find('called-process')[0]?.version, 'v1');
  process.complete('invite', { heard: true });
  assert.deepEqual(process.waiting(), ['decide']);
  assert.equal(process.state.vars['heard'], true);
  assert.ok(versions.slice(1).includes('v1'));
});

test('a called process gets and returns only what is mapped', async () => {
  const child = await compiled(hearing);
  const closed = await Instance.of(parent('propagateAllParentVariables="false" propagateAllChildVariables="false"', io(input('=street', 'place'), output('=minutes', 'result'))), { resolveCall: () => child });
  closed.start({ street: 'Markt', secret: 1 });
  const scope = closed.state.scopes.find((one) => one.vars);
  assert.deepEqual(scope?.vars, { place: 'Markt' });
  closed.complete('invite', { minutes: 'M', other: 'x' });
  assert.deepEqual(closed.state.vars, { street: 'Markt', secret: 1, result: 'M' });
});

test('a called process that nobody has published is an incident that can be retried later', async () => {
  let published = false;
  const child = await compiled(hearing);
  const process = await Instance.of(parent(''), { resolveCall: () => (published ? child : undefined) });
  process.start();
  assert.equal(process.incidents()[0]?.error?.code, 'call-unknown');
  published = true;
  assert.deepEqual(process.retry().waiting(), ['invite']);
});

test('processes that call each other for ever are stopped', async () => {
  const round = await compiled(parent(''));
  const process = Instance.on(round, { resolveCall: () => round });
  process.start();
  assert.equal(process.incidents()[0]?.error?.code, 'call-circle');
});

scenario('a message carries its mapped content and its key', {
  model: model(frame + throwing('tell', { inner: extensions(io(input('=dogs', 'count'))) + on.message() }) + path('begin', 'tell', 'end')),
  run: (process) => {
    const [thrown] = process.start({ dogs: 3 }).find('message-thrown');
    assert.deepEqual([thrown?.name, thrown?.variables], ['payment-received', { count: 3 }]);
  },
});

scenario('variables of a sub-process mapping stay inside', {
  model: model(
    frame + sub('part', { inner: extensions(io(input('=1', 'n'), output('=n + 1', 'm'))) + each(start, 'in') + each(user, 'work') + each(end, 'out') + path('in', 'work', 'out') }) +
      each(user, 'check') + path('begin', 'part', 'check', 'end'),
  ),
  run: (process) => {
    process.start().complete('work', { n: 41 });
    assert.deepEqual(process.state.vars, { m: 42 });
  },
});

scenario('an error tells code and text to whoever catches it', {
  model: model(
    frame + service('ask') + boundary('failed', 'ask', { event: '<errorEventDefinition/>' }) + each(user, 'by-hand') + path('begin', 'ask', 'end') + path('failed', 'by-hand', 'stop'),
  ).replace('<errorEventDefinition/>', '<errorEventDefinition xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:errorCodeVariable="code" camunda:errorMessageVariable="text"/>'),
  run: (process) => {
    process.start().do({ type: 'throwError', tokenId: process.open()[0]?.id ?? 0, code: 'E7', message: 'gesperrt', variables: { at: 'register' } });
    assert.deepEqual(process.state.vars, { code: 'E7', text: 'gesperrt', at: 'register' });
  },
});
