import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileProcess } from '../compile/compile-process.ts';
import type { CompileOptions } from '../compile/compiling.ts';
import type { Finding } from '../findings.ts';
import { feel } from '../testing/feel.ts';
import { boundary, call, catching, each, end, eventGateway, exclusive, extensions, flow, manyOf, model, on, parallel, path, receive, service, start, sub, throwing, user } from '../testing/model.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const task = each(user, 'check');
const around = (inner: string, ...ids: string[]): string => model(each(start, 'begin') + each(end, 'end') + inner + path('begin', ...ids, 'end'));

async function findings(xml: string, options: Partial<CompileOptions> = {}): Promise<Finding[]> {
  return (await compileProcess(xml, { feel, ...options })).findings;
}

/** Says what is wrong with a model, and that the linter finds it at this element. */
function finds(says: string, [code, elementId]: readonly [string, string], { xml, severity = 'error', options = {} }: { xml: string; severity?: Finding['severity']; options?: Partial<CompileOptions> }): void {
  test(says, async () => {
    const all = await findings(xml, options);
    const found = all.find((finding) => finding.code === code);
    assert.ok(found, `expected ${code}, got ${all.map((finding) => finding.code).join(', ') || 'nothing'}`);
    assert.deepEqual([found.severity, found.elementId], [severity, elementId]);
    assert.match(found.message, /^[A-ZÄÖÜ„].*\.$/s, 'a finding is a sentence');
  });
}

test('a sound model has no findings', async () => {
  assert.deepEqual(await findings(around(task, 'check')), []);
});

for (const [what, xml] of [
  ['no XML', 'Guten Tag'],
  ['nothing', ''],
  ['XML of another kind', '<html/>'],
  ['a cut-off file', around(task, 'check').slice(0, 400)],
  ['a DOCTYPE', around(task, 'check').replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>')],
  ['no process', '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"/>'],
] as const)
  test(`a file with ${what} is a finding and never an exception`, async () => {
    const all = await findings(xml);
    assert.ok(all.some((finding) => finding.severity === 'error'));
  });

for (const [what, xml] of [
  ['tags that are never closed', `<?xml version="1.0"?><definitions a = "x">${'<a '.repeat(300_000)}`],
  ['comments that are never closed', `<?xml version="1.0"?><definitions a = "x">${'<!--'.repeat(300_000)}`],
  ['a million blanks within a tag', `<?xml version="1.0"?><definitions a = "x"><b${' '.repeat(1_000_000)}/>`],
  ['20,000 sub-processes within each other', model('<subProcess id="a">'.repeat(20_000) + '</subProcess>'.repeat(20_000))],
  ['a DOCTYPE behind a long comment', `<?xml version="1.0"?><!--${' '.repeat(20_000)}--><!DOCTYPE x [<!ENTITY a "b">]><definitions/>`],
  ['another namespace', around(task, 'check').replace('20100524', '20990101')],
] as const)
  test(`a file with ${what} is refused at once and in short`, async () => {
    const began = performance.now();
    const [first] = await findings(xml);
    assert.equal(first?.code, 'xml-unreadable');
    assert.ok((first?.message.length ?? 0) < 350 && performance.now() - began < 5000);
  });

test('ten thousand steps are read in seconds, also where nobody waits between them', async () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => `t${i}`);
  const began = performance.now();
  assert.deepEqual(await findings(around(ids.map((id) => `<task id="${id}"/>`).join(''), ...ids)), []);
  assert.ok(performance.now() - began < 20_000, `${performance.now() - began} ms`);
});

test('a text may speak of a DOCTYPE', async () => {
  assert.deepEqual(await findings(around(user('check', { inner: '<documentation><![CDATA[<!DOCTYPE html>]]></documentation>' }), 'check')), []);
});

test('a file of 6 MB is refused before it is read', async () => {
  assert.equal((await findings(' '.repeat(6_000_000)))[0]?.code, 'xml-unreadable');
});

test('blanks around an equals sign are legal XML', async () => {
  assert.deepEqual(await findings(around('<userTask id = "check" name="a = b"/>', 'check')), []);
});

finds('an attribute that BPMN does not know', ['xml-attribute', 'check'], { xml: around('<userTask id="check" colour="red"/>', 'check') });
finds('an id that is used twice', ['id-double', 'check'], { xml: around(task + task, 'check') });
finds('a process that is not marked as executable', ['not-executable', 'main'], { xml: around(task, 'check').replace('isExecutable="true"', ''), severity: 'warning' });
finds('a process without start', ['no-start-event', 'main'], { xml: model(task + each(end, 'end') + path('check', 'end')) });
finds('a process with two plain starts', ['many-start-events', 'two'], { xml: model(frame + each(start, 'two') + task + path('begin', 'check', 'end') + path('two', 'check')) });
finds('a sub-process that waits for a message to begin', ['sub-start-event', 'in'], { xml: around(sub('part', { inner: start('in', { inner: on.message() }) + each(end, 'out') + path('in', 'out') }), 'part') });
finds('an event sub-process with an arrow', ['event-sub-flow', 'part'], { xml: around(sub('part', { attributes: 'triggeredByEvent="true"', inner: start('in', { inner: on.message() }) + each(end, 'out') + path('in', 'out') }), 'part') });
finds('an event sub-process without an event', ['start-type', 'in'], { xml: model(frame + path('begin', 'end') + sub('part', { attributes: 'triggeredByEvent="true"', inner: each(start, 'in') + each(end, 'out') + path('in', 'out') })) });
finds('a complex gateway', ['complex-gateway', 'g'], { xml: around('<complexGateway id="g"/>', 'g') });
finds('an ad-hoc sub-process', ['ad-hoc', 'g'], { xml: around(`<adHocSubProcess id="g">${task}</adHocSubProcess>`, 'g') });
finds('a step that nothing leads to', ['unconnected', 'lonely'], { xml: around(task + user('lonely'), 'check'), severity: 'warning' });
finds('an arrow into the void', ['flow-open', 'f'], { xml: around(task + '<sequenceFlow id="f" sourceRef="check" targetRef="gone"/>', 'check') });
finds('an arrow over the border of a sub-process', ['flow-crossing', 'f'], { xml: around(sub('part', { inner: each(start, 'in') + each(end, 'out') + path('in', 'out') }) + task, 'part', 'check') .replace('</process>', `${flow('in', 'check', { id: 'f' })}</process>`) });
finds('an exclusive gateway without a default way', ['no-default-flow', 'g'], { xml: model(frame + each(exclusive, 'g') + path('begin', 'g') + flow('g', 'end', { when: 'a = 1' }) + flow('g', 'stop', { when: 'a = 2' })), severity: 'warning' });
test('an exclusive gateway with a condition and its opposite needs no default way', async () => {
  const ways = (a: string, b: string) => model(frame + each(exclusive, 'g') + path('begin', 'g') + flow('g', 'end', { when: a }) + flow('g', 'stop', { when: b }));
  for (const [a, b] of [['ok', 'not(ok)'], ['x = true', 'x = false'], ['x != 1', 'x = 1']] as const) assert.deepEqual(await findings(ways(a, b)), []);
});
finds('an exclusive way without a condition', ['flow-without-condition', 'f'], { xml: model(frame + each(exclusive, 'g') + path('begin', 'g') + flow('g', 'end', { id: 'f' }) + flow('g', 'stop', { when: 'a = 2' })), severity: 'warning' });
finds('a condition that does not parse', ['expression-invalid', 'f'], { xml: model(frame + exclusive('g', { attributes: 'default="d"' }) + path('begin', 'g') + flow('g', 'end', { id: 'f', when: 'a >' }) + flow('g', 'stop', { id: 'd' })) });
finds('a parallel join behind a choice', ['parallel-after-exclusive', 'p'], { xml: model(frame + exclusive('g', { attributes: 'default="d"' }) + each(user, 'a', 'b') + each(parallel, 'p') + path('begin', 'g', 'a', 'p', 'end') + flow('g', 'b', { when: 'x' }) + path('b', 'p')).replace(/<sequenceFlow id="[^"]*" sourceRef="g" targetRef="a">/, '<sequenceFlow id="d" sourceRef="g" targetRef="a">'), severity: 'warning' });
finds('a receive task without message', ['message-missing', 'r'], { xml: around(each(receive, 'r'), 'r') });
finds('a catching event without trigger', ['event-place', 'c'], { xml: around(each(catching, 'c'), 'c') });
finds('a timer that is none', ['timer-invalid', 'c'], { xml: around(catching('c', { inner: on.after('14 days') }), 'c') });
finds('an event with two triggers', ['event-multiple', 'c'], { xml: around(catching('c', { inner: on.message() + on.signal }), 'c') });
finds('a service task that says not what to do', ['service-without-type', 's'], { xml: around('<serviceTask id="s"/>', 's') });
finds('a connector that does not exist', ['connector-unknown', 'send-leter'], { xml: around(service('send-leter'), 'send-leter'), options: { connectors: ['send-letter'] } });
finds('a form that does not exist', ['form-unknown', 'check'], { xml: around(user('check', { inner: extensions('<zeebe:formDefinition formKey="nope"/>') }), 'check'), options: { forms: ['check'] } });
finds('a decision that does not exist', ['decision-unknown', 'd'], { xml: around(`<businessRuleTask id="d">${extensions('<zeebe:calledDecision decisionId="nope" resultVariable="r"/>')}</businessRuleTask>`, 'd'), options: { decisions: ['fee'] } });
finds('a called process that does not exist', ['call-unknown', 'c'], { xml: around(call('c', { attributes: 'calledElement="nope"' }), 'c'), options: { processes: [] } });
finds('a process that calls itself for ever', ['call-circle', 'c'], { xml: around(call('c', { attributes: 'calledElement="main"' }), 'c') });
finds('a script in another language', ['script-unsupported', 's'], { xml: around('<scriptTask id="s" scriptFormat="javascript"><script>x = 1</script></scriptTask>', 's') });
finds('a boundary event that leads nowhere', ['boundary-open', 'b'], { xml: around(task + boundary('b', 'check', { event: on.message() }), 'check'), severity: 'warning' });
finds('a cancel event outside of a transaction', ['cancel-outside', 'b'], { xml: around(task + boundary('b', 'check', { event: on.cancel }), 'check').replace('</process>', `${path('b', 'end')}</process>`) });
finds('a transaction that is cancelled and has no event for it', ['cancel-boundary', 'x'], { xml: around(`<transaction id="t">${each(start, 'in') + end('x', { inner: on.cancel }) + path('in', 'x')}</transaction>`, 't') });
finds('a pool that shows a process of another file', ['participant-unknown', 'pool'], { xml: around(task, 'check').replace('<process', '<collaboration id="c"><participant id="pool" name="Amt" processRef="elsewhere"/></collaboration><process') });
finds('a condition that says nothing', ['condition-missing', 'c'], { xml: around(catching('c', { inner: '<conditionalEventDefinition/>' }), 'c'), severity: 'warning' });
finds('an event gateway that leads to a task', ['event-gateway-target', 'check'], { xml: around(each(eventGateway, 'g') + task, 'g', 'check') });
finds('a link without its other end', ['link-open', 'l'], { xml: model(frame + throwing('l', { inner: on.link('A') }) + path('begin', 'l')) });
finds('a list that says not of what', ['loop-collection', 'check'], { xml: around(user('check', { inner: '<multiInstanceLoopCharacteristics/>' }), 'check') });
finds('an endless standard loop', ['loop-endless', 'check'], { xml: around(user('check', { inner: '<standardLoopCharacteristics/>' }), 'check') });
finds('a circle without an exit in which nobody waits', ['loop-endless', 'a'], { xml: model(frame + each(exclusive, 'a', 'b') + path('begin', 'a', 'b', 'a')) });
finds('a circle with an exit in which nobody waits', ['loop-without-wait', 'a'], { xml: model(frame + each(exclusive, 'a') + exclusive('b', { attributes: 'default="d"' }) + path('begin', 'a', 'b') + flow('b', 'a', { when: 'x' }) + flow('b', 'end', { id: 'd' })), severity: 'warning' });
finds('four eyes with a task that does not exist', ['four-eyes-unknown', 'check'], { xml: around(user('check', { inner: extensions('<zeebe:properties><zeebe:property name="fourEyesNot" value="gone"/></zeebe:properties>') }), 'check') });
finds('a mapping without target', ['mapping-target', 'check'], { xml: around(user('check', { inner: extensions('<zeebe:ioMapping><zeebe:input source="=1"/></zeebe:ioMapping>') }), 'check') });
finds('a compensation event without a handler', ['undo-missing', 'b'], { xml: around(task + boundary('b', 'check', { event: on.compensation }), 'check') });

finds('an id that modelling programs cannot read', ['id-illegal', 'Prüfung'], { xml: around(user('Prüfung'), 'Prüfung') });
finds('a loop without a number as its limit', ['loop-maximum', 'check'], { xml: around(user('check', { inner: '<standardLoopCharacteristics loopMaximum="viele"/>' }), 'check') });
finds('a cycle of no rounds', ['timer-invalid', 'pause'], { xml: around(catching('pause', { inner: on.every('R0/PT1H') }), 'pause') });
finds('a receive task with a boundary event behind an event gateway', ['event-gateway-receive', 'r'], { xml: model(frame + each(eventGateway, 'g') + receive('r', { attributes: 'messageRef="msg-paid"' }) + boundary('b', 'r', { event: on.after('PT1H') }) + path('begin', 'g', 'r', 'end') + path('b', 'stop')) });
finds('two events for one message behind an event gateway', ['message-double', 'b'], { xml: model(frame + each(eventGateway, 'g') + catching('a', { inner: on.message() }) + catching('b', { inner: on.message() }) + path('begin', 'g', 'a', 'end') + path('g', 'b', 'stop')) });
finds('a call of a global task', ['call-global', 'c'], { xml: model(each(start, 'begin') + each(end, 'end') + call('c', { attributes: 'calledElement="g"' }) + path('begin', 'c', 'end'), '<globalUserTask id="g" name="Prüfen"/>') });
finds('a process that a condition should begin', ['start-conditional', 'begin'], { xml: model(start('begin', { inner: on.condition('x > 1') }) + each(end, 'end') + path('begin', 'end')), severity: 'warning' });

test('a circle with a task in it is no finding', async () => {
  const xml = model(each(start, 'begin') + each(end, 'end') + task + exclusive('g', { attributes: 'default="d"' }) + path('begin', 'check', 'g') + flow('g', 'check', { when: 'again' }) + flow('g', 'end', { id: 'd' }));
  assert.deepEqual(await findings(xml), []);
});

test('a list with its entries is no finding', async () => {
  assert.deepEqual(await findings(around(user('check', { inner: manyOf('offices') }), 'check')), []);
});
