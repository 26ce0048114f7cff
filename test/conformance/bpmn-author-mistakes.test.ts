import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compileFeel } from '#engines/decisions';
import { type CompileOptions, compileProcess, createProcessRuntime, type Graph, type Incident, processModule } from '#engines/process';
import { newId } from '#platform/db';
import { SYSTEM, type Ctx } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';

/** What one step may keep the server from doing anything else, in milliseconds of its one thread. */
const MOST_BLOCKED_MS = 250;

const graphs = new Map<string, Graph>();
const runtime = createProcessRuntime({
  loadGraph: async (_ctx, versionId) => graphs.get(versionId) ?? assert.fail('no such version'),
  context: async () => ({}),
  onEffects: async () => {},
  runJob: async () => ({}),
});
let t: TestApp;
before(async () => void (t = await testApp({ modules: [processModule] })));
after(() => t.close());
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.transact(SYSTEM, fn);

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const flow = (source: string, target: string, when = ''): string =>
  `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}">${when && `<conditionExpression xsi:type="tFormalExpression">=${escape(when)}</conditionExpression>`}</sequenceFlow>`;
const model = (inner: string): string => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <message id="m" name="nobody-asks"/><process id="p" isExecutable="true"><startEvent id="s"/><endEvent id="e"/>${inner}</process></definitions>`;
const extension = (inner: string): string => `<extensionElements>${inner}</extensionElements>`;
const script = (feel: string): string => model(`<scriptTask id="step" name="Gebühr berechnen">${extension(`<zeebe:script expression="=${escape(feel)}" resultVariable="x"/>`)}</scriptTask>${flow('s', 'step')}${flow('step', 'e')}`);
const many = (feel: string): string =>
  model(`<userTask id="step" name="Ämter fragen"><multiInstanceLoopCharacteristics>${extension(`<zeebe:loopCharacteristics inputCollection="=${escape(feel)}" inputElement="one"/>`)}</multiInstanceLoopCharacteristics></userTask>${flow('s', 'step')}${flow('step', 'e')}`);
const task = (attributes: string, inner = ''): string => model(`<userTask id="step" name="Prüfen" ${attributes}>${inner}</userTask>${flow('s', 'step')}${flow('step', 'e')}`);
const circle = `<exclusiveGateway id="again" name="Noch einmal"/><scriptTask id="count" name="Zählen">${extension('<zeebe:script expression="=1" resultVariable="n"/>')}</scriptTask><exclusiveGateway id="enough" default="enough_again"/>`;

/** Compiling may take its time for a whole file, but it must not block either. */
async function compile(xml: string, options: Partial<CompileOptions> = {}) {
  const { value, cpuMs } = await measured(() => compileProcess(xml, { feel: compileFeel, ...options }));
  assert.ok(cpuMs < MOST_BLOCKED_MS, `compiling took ${cpuMs} ms`);
  return value;
}

async function measured<R>(work: () => Promise<R>): Promise<{ value: R; cpuMs: number }> {
  const before = process.threadCpuUsage();
  const value = await work();
  const { user, system: kernel } = process.threadCpuUsage(before);
  return { value, cpuMs: Math.round((user + kernel) / 1000) };
}

async function run(xml: string, variables: Record<string, unknown> = {}): Promise<{ incidents: Incident[]; cpuMs: number; id: string }> {
  const { graph, findings } = await compile(xml);
  assert.deepEqual(findings.filter(({ severity }) => severity === 'error'), []);
  const versionId = newId();
  graphs.set(versionId, graph ?? assert.fail());
  // The thread does nothing else meanwhile, so all it takes is what others would have to wait for.
  const { value, cpuMs } = await measured(() => system((ctx) => runtime.startInstance(ctx, { versionId, businessKey: 'x', variables })));
  const { id } = value.instance;
  return { incidents: await system((ctx) => runtime.listIncidents(ctx, { instanceId: id })), cpuMs, id };
}

/** Publishing refuses it, and names element and cause. */
function refused(says: string, { model: xml, options, finds: [code, element] }: { model: string; options?: Partial<CompileOptions>; finds: [string, string] }): void {
  test(`${says} is refused at publishing`, async () => {
    const { findings } = await compile(xml, options);
    const found = findings.find((finding) => finding.severity === 'error');
    assert.deepEqual([found?.code, found?.elementName || found?.elementId], [code, element]);
    assert.match(found?.message ?? '', /Bitte|Vorhanden/);
  });
}

/** It runs into an incident that names the step, quickly; the instance can be ended. */
function stopped(says: string, { model: xml, variables, finds: [code, element] }: { model: string; variables?: Record<string, unknown>; finds: [string, string] }): void {
  test(`${says} becomes an incident of its step and blocks nobody`, async () => {
    const { incidents, cpuMs, id } = await run(xml, variables);
    assert.deepEqual([incidents[0]?.code, incidents[0]?.name], [code, element]);
    assert.ok(cpuMs < MOST_BLOCKED_MS, `it took ${cpuMs} ms`);
    const { instance } = await system((ctx) => runtime.advance(ctx, id, { type: 'cancel', reason: 'Fehler im Modell' }));
    assert.equal(instance.state.ended, 'cancelled');
  });
}

refused('a circle without a way out', { model: model(circle.replace(' default="enough_again"', '') + flow('s', 'again') + flow('again', 'count') + flow('count', 'enough') + flow('enough', 'again')), finds: ['loop-endless', 'Noch einmal'] });
refused('an expression that does not parse', { model: script('amount *'), finds: ['expression-invalid', 'Gebühr berechnen'] });
refused('a call of Java', { model: script('1').replace('=1', '${bean.fee(execution)}'), finds: ['expression-juel', 'Gebühr berechnen'] });
refused('a form that does not exist', { model: task('', extension('<zeebe:formDefinition formKey="pruefung"/>')), options: { forms: ['check'] }, finds: ['form-unknown', 'Prüfen'] });
refused('a connector that does not exist', { model: model(`<serviceTask id="step" name="Brief">${extension('<zeebe:taskDefinition type="send-leter"/>')}</serviceTask>${flow('s', 'step')}${flow('step', 'e')}`), options: { connectors: ['send-letter'] }, finds: ['connector-unknown', 'Brief'] });
refused('a called process that does not exist', { model: model(`<callActivity id="step" name="Anhörung" calledElement="hearing"/>${flow('s', 'step')}${flow('step', 'e')}`), options: { processes: [] }, finds: ['call-unknown', 'Anhörung'] });
refused('a process that always calls itself', { model: model(`<callActivity id="step" name="Noch einmal" calledElement="p"/>${flow('s', 'step')}${flow('step', 'e')}`), finds: ['call-circle', 'Noch einmal'] });
refused('a start that depends on what nobody knows yet', { model: model(`<startEvent id="s2" name="Jährlich"><timerEventDefinition id="td"><timeDate>=deadline</timeDate></timerEventDefinition></startEvent>${flow('s', 'e')}${flow('s2', 'e')}`), finds: ['start-unknown', 'Jährlich'] });

stopped('a circle whose condition never changes', { model: model(circle + flow('s', 'again') + flow('again', 'count') + flow('count', 'enough') + flow('enough', 'again') + flow('enough', 'e', 'n > 1')), finds: ['step-limit', 'Zählen'] });
stopped('a range of a thousand million numbers', { model: script('count(for i in 1..1000000000 return i)'), finds: ['expression-failed', 'Gebühr berechnen'] });
stopped('a question to every number of a huge range', { model: script('some i in 1..1000000000 satisfies i < 0'), finds: ['expression-failed', 'Gebühr berechnen'] });
stopped('a function that calls itself for ever', { model: script('{ f: function(n) f(n + 1), r: f(1) }.r'), finds: ['expression-failed', 'Gebühr berechnen'] });
stopped('a pattern that tries everything', { model: script('matches(text, "^(a+)+$")'), variables: { text: `${'a'.repeat(60)}b` }, finds: ['expression-failed', 'Gebühr berechnen'] });
stopped('a list with a thousand million rounds', { model: many('for i in 1..1000000000 return i'), finds: ['expression-failed', 'Ämter fragen'] });
stopped('a list with twenty thousand rounds', { model: many('for i in 1..20000 return i'), finds: ['loop-too-many', 'Ämter fragen'] });
stopped('something that is no list', { model: many('"Amt"'), finds: ['loop-collection', 'Ämter fragen'] });
stopped('a value as deep as a well', { model: script('{ f: function(n) if n = 0 then null else [f(n - 1)], r: f(60) }.r'), finds: ['expression-failed', 'Gebühr berechnen'] });
stopped('a deadline that is no date', { model: task('', extension('<zeebe:taskSchedule dueDate="=&quot;bald&quot;"/>')), finds: ['due-invalid', 'Prüfen'] });
stopped('a timer on a value that is missing', { model: model(`<intermediateCatchEvent id="step" name="Frist abwarten"><timerEventDefinition id="td"><timeDuration xsi:type="tFormalExpression">=order.deadline</timeDuration></timerEventDefinition></intermediateCatchEvent>${flow('s', 'step')}${flow('step', 'e')}`), finds: ['timer-invalid', 'Frist abwarten'] });
stopped('a choice in which nothing applies', { model: model(`<exclusiveGateway id="step" name="Höhe?"/><task id="a"/>${flow('s', 'step')}${flow('step', 'e', 'x = 1')}${flow('step', 'a', 'x = 2')}`), variables: { x: 3 }, finds: ['no-flow', 'Höhe?'] });
stopped('a call by a name that nobody has published', { model: model(`<callActivity id="step" name="Anhörung">${extension('<zeebe:calledElement processId="=which"/>')}</callActivity>${flow('s', 'step')}${flow('step', 'e')}`), variables: { which: 'hearing' }, finds: ['call-unknown', 'Anhörung'] });
stopped('a process that calls itself on a condition that is always true', { model: model(`<exclusiveGateway id="g" default="g_e"/><callActivity id="step" name="Noch einmal" calledElement="p"/>${flow('s', 'g')}${flow('g', 'step', 'true')}${flow('g', 'e')}${flow('step', 'e')}`), finds: ['call-circle', 'Noch einmal'] });
stopped('a message key that is empty', { model: model(`<receiveTask id="step" name="Antwort abwarten" messageRef="m"/>${flow('s', 'step')}${flow('step', 'e')}`).replace('name="nobody-asks"/>', `name="nobody-asks">${extension('<zeebe:subscription correlationKey="=order.id"/>')}</message>`), finds: ['key-empty', 'Antwort abwarten'] });
stopped('ways that multiply', {
  model: model(`<exclusiveGateway id="merge" name="Sammeln"/><exclusiveGateway id="enough" default="enough_split"/><parallelGateway id="split"/><task id="note" name="Vermerken"/>${flow('s', 'merge')}${flow('merge', 'enough')}${flow('enough', 'e', 'n > 1')}${flow('enough', 'split')}${flow('split', 'merge')}${flow('split', 'note')}${flow('note', 'merge')}`),
  variables: { n: 1 },
  finds: ['step-limit', 'Sammeln'],
});

test('a message that nobody waits for is a warning at publishing, and an incident of the step that threw it when nobody comes', async () => {
  const xml = model(`<intermediateThrowEvent id="step" name="Kasse fragen"><messageEventDefinition messageRef="m"/></intermediateThrowEvent><userTask id="u"/>${flow('s', 'step')}${flow('step', 'u')}${flow('u', 'e')}`);
  const { findings } = await compile(xml);
  assert.deepEqual(findings.map(({ code, elementName }) => [code, elementName]), [['message-unheard', 'Kasse fragen']]);
  const { id } = await run(xml);
  for (const pause of [0, 10_000, 60_000]) {
    t.time.advance(pause);
    await runtime.runDueJobs(t.platform, 1);
  }
  const incidents = await system((ctx) => runtime.listIncidents(ctx, { instanceId: id }));
  assert.deepEqual(incidents.map(({ code, name }) => [code, name]), [['message-unheard', 'Kasse fragen']]);
});

test('a date that is over is a warning at publishing, and does not keep the procedure waiting', async () => {
  const xml = model(`<intermediateCatchEvent id="step" name="Stichtag"><timerEventDefinition id="td"><timeDate xsi:type="tFormalExpression">2001-01-01T00:00:00Z</timeDate></timerEventDefinition></intermediateCatchEvent>${flow('s', 'step')}${flow('step', 'e')}`);
  const { findings } = await compile(xml, { now: t.time.now });
  assert.deepEqual(findings.map(({ code, elementName }) => [code, elementName]), [['timer-past', 'Stichtag']]);
  const { id } = await run(xml);
  await runtime.runDueTimers(t.platform, 1);
  assert.equal((await system((ctx) => runtime.findInstance(ctx, id)))?.state.ended, 'completed');
});
