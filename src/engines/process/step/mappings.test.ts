import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileProcess } from '../compile/compile-process.ts';
import { feel } from '../testing/feel.ts';
import { boundary, camundaModel, catching, each, end, extensions, flow, exclusive, manyOf, model, on, path, service, start, sub, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const io = (...lines: [direction: 'input' | 'output', source: string, target: string][]): string =>
  `<zeebe:ioMapping>${lines.map(([direction, source, target]) => `<zeebe:${direction} source="${source}" target="${target}"/>`).join('')}</zeebe:ioMapping>`;
const script = (id: string, expression: string, { variable = 'result', more = '' } = {}): string => `<scriptTask id="${id}">${extensions(`<zeebe:script expression="=${expression}" resultVariable="${variable}"/>${more}`)}</scriptTask>`;

scenario('a result with the name of an input stays inside', {
  model: model(frame + script('s', 'x + 1', { variable: 'x', more: io(['input', '=5', 'x']) }) + path('begin', 's', 'end')),
  run: (process) => void assert.deepEqual(process.start({ x: 1 }).state.vars, { x: 1 }),
});

scenario('inputs see the ones before them, outputs the ones before them', {
  model: model(frame + script('s', 'a + b', { variable: 'sum', more: io(['input', '=1', 'a'], ['input', '=a + 1', 'b'], ['output', '=sum', 'first'], ['output', '=first * 2', 'second']) }) + path('begin', 's', 'end')),
  run: (process) => void assert.deepEqual(process.start().state.vars, { first: 3, second: 6 }),
});

scenario('targets with dots build a record and keep what is in it', {
  model: model(frame + script('s', '1', { variable: 'n', more: io(['output', '=n', 'address.number'], ['output', '=n', 'a.b.c']) }) + path('begin', 's', 'end')),
  run: (process) => void assert.deepEqual(process.start({ address: { street: 'Lindenweg' } }).state.vars, { address: { street: 'Lindenweg', number: 1 }, a: { b: { c: 1 } } }),
});

scenario('inputs of a sub-process are seen at every depth and go with it', {
  model: model(
    frame + sub('one', { inner: extensions(io(['input', '=base + 1', 'local'])) + each(start, 'i') + each(end, 'o') + sub('two', { inner: each(start, 'i2') + each(end, 'o2') + script('s', 'local * 10') + path('i2', 's', 'o2') }) + path('i', 'two', 'o') }) + script('t', 'local', { variable: 'after' }) + path('begin', 'one', 't', 'end'),
  ),
  run: (process) => void assert.deepEqual(process.start({ base: 1 }).state.vars, { base: 1, result: 20, after: null }),
});

scenario('outputs of a sub-process read what was worked out in it', {
  model: model(frame + sub('one', { inner: extensions(io(['input', '=0', 'sum'], ['output', '=sum + 1', 'total'])) + each(start, 'i') + each(end, 'o') + script('s', '41', { variable: 'sum' }) + path('i', 's', 'o') }) + path('begin', 'one', 'end')),
  run: (process) => void assert.deepEqual(process.start().state.vars, { total: 42 }),
});

scenario('a round of a list has its entry and its number, and the list stays as it was', {
  model: model(frame + `<scriptTask id="s">${extensions('<zeebe:script expression="=item.n * loopCounter" resultVariable="value"/>')}${manyOf('list', { output: 'outputCollection="values" outputElement="=value"' })}</scriptTask>` + path('begin', 's', 'end')),
  run: (process) => void assert.deepEqual(process.start({ list: [{ n: 5 }, { n: 6 }] }).state.vars, { list: [{ n: 5 }, { n: 6 }], values: [5, 12] }),
});

scenario('what a message brings is mapped at the event, and only that stays', {
  model: model(frame + catching('paid', { inner: extensions(io(['output', '=amount / 100', 'euros'])) + on.message() }) + path('begin', 'paid', 'end')),
  run: (process) => void assert.deepEqual(process.start().message('payment-received', { amount: 500, noise: 1 }).state.vars, { euros: 5 }),
});

scenario('what an error brings is mapped at the boundary event', {
  model: model(frame + service('register') + `<boundaryEvent id="edge" attachedToRef="register">${extensions(io(['output', '=reason', 'why']))}${on.anyError}</boundaryEvent>` + each(user, 'by-hand') + path('begin', 'register', 'end') + path('edge', 'by-hand', 'stop')),
  run: (process) => {
    process.start().do({ type: 'throwError', tokenId: process.open()[0]?.id ?? 0, code: 'X', variables: { reason: 'weg', noise: 1 } });
    assert.deepEqual([process.waiting(), process.state.vars], [['by-hand'], { why: 'weg' }]);
  },
});

scenario('a start event maps what a message brings', {
  model: model(start('begin', { inner: extensions(io(['output', '=dog.name', 'name'])) + on.message() }) + each(end, 'end') + each(user, 'work') + path('begin', 'work', 'end')),
  run: (process) => void assert.deepEqual(process.do({ type: 'start', message: 'payment-received', variables: { dog: { name: 'Bello' } } }).state.vars, { name: 'Bello' }),
});

scenario('a thrown message takes its inputs along and nothing else', {
  model: model(frame + throwing('tell', { inner: extensions(io(['input', '=secret + 1', 'told'])) + on.message() }) + path('begin', 'tell', 'end')),
  run: (process) => {
    process.start({ secret: 1 });
    assert.deepEqual(process.find('message-thrown').map(({ name, variables }) => [name, variables]), [['payment-received', { told: 2 }]]);
    assert.deepEqual(process.state.vars, { secret: 1 });
  },
});

scenario('an input that fails is an incident of its step, and its deadline runs on only after the retry', {
  model: model(frame + `<userTask id="work">${extensions(io(['input', '=order.items.count()', 'n']).replace('=order.items.count()', '=date(order).year + nothing.at.all.x'))}</userTask>` + boundary('late', 'work', { event: on.after('=limit') }) + path('begin', 'work', 'end') + path('late', 'stop')),
  run: (process) => {
    process.start({ order: '2026-01-01' });
    assert.equal(process.incidents()[0]?.error?.code, 'timer-invalid');
    assert.equal(process.state.waits.length, 0);
    process.do({ type: 'retryIncident', tokenId: process.incidents()[0]?.id ?? 0, variables: { limit: 'PT1H' } });
    assert.deepEqual([process.waiting(), process.state.waits.length], [['work'], 1]);
  },
});

const camundaIo = (...lines: string[]): string => extensions(`<camunda:inputOutput>${lines.join('')}</camunda:inputOutput>`);

scenario('in Camunda 7 outputs come beside the results', {
  model: camundaModel(frame + user('work', { inner: camundaIo('<camunda:inputParameter name="local">${x}</camunda:inputParameter>', '<camunda:outputParameter name="double">${answer * 2}</camunda:outputParameter>') }) + each(user, 'after') + path('begin', 'work', 'after', 'end')),
  run: (process) => void assert.deepEqual(process.start({ x: 1 }).complete('work', { answer: 4 }).state.vars, { x: 1, answer: 4, double: 8 }),
});

scenario('in Camunda 7 parameters can be lists and maps', {
  model: camundaModel(
    frame + user('work', { inner: camundaIo('<camunda:inputParameter name="list"><camunda:list><camunda:value>${x}</camunda:value><camunda:value>b</camunda:value></camunda:list></camunda:inputParameter>', '<camunda:inputParameter name="map"><camunda:map><camunda:entry key="k">${x + 1}</camunda:entry></camunda:map></camunda:inputParameter>', '<camunda:inputParameter name="text">fest</camunda:inputParameter>') }) + path('begin', 'work', 'end'),
  ),
  run: (process) => {
    process.start({ x: 1 });
    assert.deepEqual(process.find('task-opened')[0]?.variables, { list: [1, 'b'], map: { k: 2 }, text: 'fest' });
  },
});

scenario('in Camunda 7 the input of a connector is its own', {
  model: camundaModel(
    frame + `<serviceTask id="call">${extensions('<camunda:connector><camunda:connectorId>http</camunda:connectorId><camunda:inputOutput><camunda:inputParameter name="url">https://example.org/${id}</camunda:inputParameter><camunda:outputParameter name="answer">${response}</camunda:outputParameter></camunda:inputOutput></camunda:connector>')}</serviceTask>` + path('begin', 'call', 'end'),
  ),
  run: (process) => {
    process.start({ id: 7 });
    assert.deepEqual(process.find('job-queued').map(({ jobType, input }) => [jobType, input]), [['http', { url: 'https://example.org/7' }]]);
    assert.equal(process.complete('call', { response: 'ok' }).state.vars['answer'], 'ok');
  },
});

scenario('in Camunda 7 people, dates and the name of a task are expressions', {
  model: camundaModel(frame + '<userTask id="work" name="Antrag ${number} prüfen" camunda:assignee="${clerk}" camunda:candidateGroups="office, ${group}" camunda:dueDate="${due}" camunda:priority="${n}" camunda:formKey="check"/>' + path('begin', 'work', 'end')),
  run: (process) => {
    process.start({ number: 12, clerk: 'anna', group: 'lead', due: '2026-04-01', n: 7 });
    const [task] = process.find('task-opened');
    assert.deepEqual([task?.name, task?.assignee, task?.candidateGroups, task?.dueOn, task?.priority, task?.formKey], ['Antrag 12 prüfen', 'anna', ['office', 'lead'], '2026-04-01', 7, 'check']);
  },
});

scenario('in Camunda 7 lists are counted from 0, and the round sees how many there are', {
  model: camundaModel(
    frame + `<userTask id="ask" camunda:assignee="\${person}"><multiInstanceLoopCharacteristics isSequential="true" camunda:collection="persons" camunda:elementVariable="person"><completionCondition>\${nrOfCompletedInstances / nrOfInstances >= 0.6}</completionCondition></multiInstanceLoopCharacteristics></userTask>` + path('begin', 'ask', 'end'),
  ),
  run: (process) => {
    process.start({ persons: ['a', 'b', 'c'] });
    assert.deepEqual(process.find('task-opened').map(({ assignee, variables }) => [assignee, variables['loopCounter']]), [['a', 0]]);
    assert.equal(process.complete('ask').complete('ask').state.ended, 'completed');
  },
});

scenario('in Camunda 7 a gateway decides by JUEL, empty and ternary included', {
  model: camundaModel(
    frame + each(exclusive, 'g') + each(user, 'a', 'b', 'c') + path('begin', 'g') +
      ['${empty name}', "${!empty name && name.startsWith('B')}", "${(name == 'Anna' ? 1 : 2) == 1}"].map((text, i) => flow('g', 'abc'[i] ?? '', { when: 'X' }).replace('=X', text)).join('') + path('a', 'end') + path('b', 'end') + path('c', 'end'),
  ),
  run: (process) => void assert.deepEqual(process.start({ name: 'Bello' }).waiting(), ['b']),
});

test('listeners that would have to run are named in both dialects', async () => {
  const c7 = camundaModel(each(start, 'begin') + each(end, 'end') + `<userTask id="work">${extensions('<camunda:taskListener event="create" class="x.Y"/>')}</userTask>` + path('begin', 'work', 'end'));
  const c8 = model(each(start, 'begin') + each(end, 'end') + `<userTask id="work">${extensions('<zeebe:executionListeners><zeebe:executionListener eventType="start" type="note"/></zeebe:executionListeners>')}</userTask>` + path('begin', 'work', 'end'));
  for (const xml of [c7, c8]) {
    const { findings } = await compileProcess(xml, { feel });
    assert.deepEqual(findings.map(({ code, elementId }) => [code, elementId]), [['listener-ignored', 'work']]);
  }
});
