import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallBinding, Graph } from '../graph.ts';
import { compileProcess } from '../compile/compile-process.ts';
import { feel } from '../testing/feel.ts';
import { compiled, Instance } from '../testing/instance.ts';
import { boundary, call, camundaModel, each, end, extensions, manyOf, model, on, path, service, start, throwing, user } from '../testing/model.ts';
import { scenario } from '../testing/scenario.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const child = (inner: string, more = ''): string => `<process id="child" isExecutable="true" ${more}>${each(start, 'c-in') + each(end, 'c-out') + inner}</process>`;
const calling = (attributes = 'calledElement="child"', inner = ''): string => call('ask', { attributes, inner });
const zeebeCall = (more: string): string => calling('', extensions(`<zeebe:calledElement processId="child" ${more}/>`));

scenario('a called process reads what is around it, and its results come back when it ends', {
  model: model(frame + zeebeCall('') + each(user, 'after') + path('begin', 'ask', 'after', 'end'), child(each(user, 'c-task') + service('c-job') + path('c-in', 'c-task', 'c-job', 'c-out'))),
  options: { work: { 'c-job': () => ({ known: 2 }) } },
  run: (process) => {
    process.start({ known: 1 }).complete('c-task', { found: 'x' });
    assert.deepEqual([process.state.vars, process.waiting()], [{ known: 2, found: 'x' }, ['after']]);
  },
});

scenario('a called process may be named with a prefix of the file', {
  model: model(frame + calling('calledElement="t:child"') + path('begin', 'ask', 'end'), child(each(user, 'c-task') + path('c-in', 'c-task', 'c-out'))).replace('id="defs"', 'id="defs" xmlns:t="urn:test"'),
  run: (process) => void assert.deepEqual(process.start().waiting(), ['c-task']),
});

scenario('what a called process has found is not seen outside before it ends, nor when it is broken off', {
  model: model(frame + zeebeCall('') + boundary('late', 'ask', { event: on.after('PT1H') }) + path('begin', 'ask', 'end') + each(user, 'remind') + path('late', 'remind', 'stop'), child(each(user, 'c-task', 'c-more') + path('c-in', 'c-task', 'c-more', 'c-out'))),
  run: (process) => {
    process.start().complete('c-task', { found: 'x' });
    assert.deepEqual(process.state.vars, {});
    assert.deepEqual([process.pass(3600).waiting(), process.state.vars], [['remind'], {}]);
  },
});

scenario('a called process that gets nothing sees nothing, and one that gives nothing changes nothing', {
  model: model(frame + zeebeCall('propagateAllParentVariables="false" propagateAllChildVariables="false"') + path('begin', 'ask', 'end'), child(`<scriptTask id="c">${extensions('<zeebe:script expression="=if known = null then 5 else 6" resultVariable="known"/>')}</scriptTask>` + path('c-in', 'c', 'c-out'))),
  run: (process) => void assert.deepEqual(process.start({ known: 1 }).state.vars, { known: 1 }),
});

scenario('with outputs only they come back', {
  model: model(
    frame + calling('', extensions('<zeebe:calledElement processId="child"/><zeebe:ioMapping><zeebe:input source="=known + 1" target="given"/><zeebe:output source="=found * 2" target="answer.twice"/></zeebe:ioMapping>')) + path('begin', 'ask', 'end'),
    child(`<scriptTask id="c">${extensions('<zeebe:script expression="=given + 10" resultVariable="found"/>')}</scriptTask>` + path('c-in', 'c', 'c-out')),
  ),
  run: (process) => void assert.deepEqual(process.start({ known: 1 }).state.vars, { known: 1, answer: { twice: 24 } }),
});

scenario('the called process is named by an expression, one for each entry of a list', {
  model: model(frame + calling('', manyOf('offices', { output: 'outputCollection="answers" outputElement="=said"' }) + extensions('<zeebe:calledElement processId="=item"/>')) + path('begin', 'ask', 'end'), child(each(user, 'c-task') + path('c-in', 'c-task', 'c-out')) + '<process id="other" isExecutable="true">' + each(start, 'o-in') + each(user, 'o-task') + each(end, 'o-out') + path('o-in', 'o-task', 'o-out') + '</process>'),
  run: (process) => {
    process.start({ offices: ['child', 'other', 'child'] });
    assert.deepEqual(process.waiting(), ['c-task', 'c-task', 'o-task']);
    process.complete('o-task', { said: 2 }).complete('c-task', { said: 1 }).complete('c-task', { said: 3 });
    assert.deepEqual(process.state.vars['answers'], [1, 2, 3]);
  },
});

scenario('an error of a called process is caught at the call by its code, with what it brings', {
  model: model(
    frame + zeebeCall('') + boundary('edge', 'ask', { event: on.error }) + each(user, 'by-hand') + path('begin', 'ask', 'end') + path('edge', 'by-hand', 'stop'),
    child(service('register') + path('c-in', 'register', 'c-out')),
  ),
  run: (process) => {
    process.start().do({ type: 'throwError', tokenId: process.open()[0]?.id ?? 0, code: 'NOT_FOUND', variables: { why: 'weg' } });
    assert.deepEqual([process.waiting(), process.state.vars['why']], [['by-hand'], 'weg']);
  },
});

scenario('calls within calls: an error two levels down is caught on top', {
  model: model(
    frame + zeebeCall('') + boundary('edge', 'ask', { event: on.error }) + each(user, 'by-hand') + path('begin', 'ask', 'end') + path('edge', 'by-hand', 'stop'),
    child(call('deeper', { attributes: 'calledElement="grand"' }) + path('c-in', 'deeper', 'c-out')) + `<process id="grand" isExecutable="true">${each(start, 'g-in') + end('g-out', { inner: on.error }) + each(user, 'g-task') + path('g-in', 'g-task', 'g-out')}</process>`,
  ),
  run: (process) => void assert.deepEqual(process.start().complete('g-task').waiting(), ['by-hand']),
});

scenario('in Camunda 7 results of a called process climb out with its error', {
  model: camundaModel(
    frame + calling('calledElement="child"', extensions('<camunda:in variables="all"/><camunda:out source="found" target="answer"/>')) + boundary('edge', 'ask', { event: on.error }) + each(user, 'by-hand') + path('begin', 'ask', 'end') + path('edge', 'by-hand', 'stop'),
    child(each(user, 'c-task') + end('fail', { inner: on.error }) + path('c-in', 'c-task', 'fail')),
  ),
  run: (process) => void assert.deepEqual([process.start({ known: 1 }).complete('c-task', { found: 7 }).waiting(), process.state.vars], [['by-hand'], { known: 1, answer: 7 }]),
});

scenario('in Camunda 7 results climb out with an escalation, while the call goes on', {
  model: camundaModel(
    frame + calling('calledElement="child"', extensions('<camunda:out variables="all"/>')) + boundary('edge', 'ask', { event: on.escalation, attributes: 'cancelActivity="false"' }) + each(user, 'head') + path('begin', 'ask', 'end') + path('edge', 'head', 'stop'),
    child(each(user, 'c-task', 'c-more') + throwing('tell', { inner: on.escalation }) + path('c-in', 'c-task', 'tell', 'c-more', 'c-out')),
  ),
  run: (process) => {
    process.start().complete('c-task', { found: 7 });
    assert.deepEqual([process.waiting(), process.state.vars], [['c-more', 'head'], { found: 7 }]);
  },
});

scenario('in Camunda 7 a call takes over nothing that is not named', {
  model: camundaModel(
    frame + calling('calledElement="child"', extensions('<camunda:in source="known" target="given"/><camunda:in sourceExpression="${known * 2}" target="twice"/><camunda:out sourceExpression="${given + twice}" target="sum"/>')) + path('begin', 'ask', 'end'),
    child(each(user, 'c-task') + path('c-in', 'c-task', 'c-out')),
  ),
  run: (process) => {
    process.start({ known: 3, secret: 1 });
    assert.deepEqual(process.state.scopes.at(-1)?.vars, { given: 3, twice: 6 });
    assert.deepEqual(process.complete('c-task', { noise: 1 }).state.vars, { known: 3, secret: 1, sum: 9 });
  },
});

const bindings: [string, string, CallBinding][] = [
  ['zeebe, nothing said', model(zeebeCall('')), { kind: 'latest' }],
  ['zeebe deployment', model(zeebeCall('bindingType="deployment"')), { kind: 'deployment' }],
  ['zeebe version tag', model(zeebeCall('bindingType="versionTag" versionTag="2026-1"')), { kind: 'versionTag', value: '2026-1' }],
  ['camunda version', camundaModel(calling('calledElement="child" camunda:calledElementBinding="version" camunda:calledElementVersion="${3}"')), { kind: 'version', value: '3' }],
  ['camunda version tag', camundaModel(calling('calledElement="child" camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="ver-${year}"')), { kind: 'versionTag', value: 'ver-2026' }],
];
for (const [what, xml, expected] of bindings)
  test(`a call says which version it means: ${what}`, async () => {
    const called = await compiled(model(each(start, 's') + each(user, 'c-task') + each(end, 'e') + path('s', 'c-task', 'e')).replaceAll('"main"', '"child"'));
    const asked: unknown[] = [];
    const resolveCall = (...wanted: unknown[]): Graph => (asked.push(wanted), { ...called, version: 'v7' });
    const process = await Instance.of(xml.replace('isExecutable="true">', `isExecutable="true">${frame}${path('begin', 'ask', 'end')}`), { resolveCall });
    process.start({ year: 2026 });
    assert.deepEqual(asked[0], ['child', undefined, expected]);
    process.complete('c-task');
    assert.deepEqual(asked.at(-1), ['child', 'v7'], 'later steps ask for what it was bound to');
    assert.equal(process.state.ended, 'completed');
  });

test('a tag that the process of the same file carries means that one', async () => {
  const xml = (tag: string): string => model(frame + zeebeCall(`bindingType="versionTag" versionTag="${tag}"`) + path('begin', 'ask', 'end'), child(extensions('<zeebe:versionTag value="A"/>') + each(user, 'c-task') + path('c-in', 'c-task', 'c-out')));
  assert.deepEqual((await Instance.of(xml('A'))).start().waiting(), ['c-task']);
  const process = (await Instance.of(xml('B'))).start();
  assert.match(process.incidents()[0]?.error?.message ?? '', /„child“ in der Fassung „B“ ist nicht veröffentlicht/);
});

test('a binding that names no version, or none that exists, is refused', async () => {
  for (const [more, code] of [['bindingType="versionTag"', 'call-version'], ['bindingType="newest"', 'call-binding']] as const) {
    const { findings } = await compileProcess(model(frame + zeebeCall(more) + path('begin', 'ask', 'end'), child(path('c-in', 'c-out'))), { feel });
    assert.deepEqual(findings.filter(({ severity }) => severity === 'error').map((one) => [one.code, one.elementId]), [[code, 'ask']]);
  }
});
