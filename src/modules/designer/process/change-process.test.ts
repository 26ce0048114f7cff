import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBundle, validateServiceFolder } from '#core/catalogue';
import { patterns } from '../patterns/pattern-library.ts';
import { addWay, getElement, insertStep, moveStep, redirectWay, removeStep, removeWay, writeElement } from './change-process.ts';
import { readElement, type ElementChoices } from './element-properties.ts';
import { redrawProcess } from './keep-layout.ts';
import { layoutProcess } from './layout.ts';
import { readProcess, writeProcess, type ProcessFile } from './moddle.ts';

const choices: ElementChoices = { groups: [], forms: [], decisions: [], letters: [], userTasks: [], connectors: [{ type: 'send-letter', label: 'Schreiben', inputs: [{ name: 'letter', label: '', hint: '', required: true }] }] };
const files = await patterns[0]?.make({ slug: 'firewood-permit', name: 'Brennholzschein', office: 'umweltamt', prefix: 'HOLZ' });
assert.ok(files);
const open = () => readProcess(files['process.bpmn'] ?? '');
const errorsAfter = async (file: ProcessFile): Promise<string[]> => {
  layoutProcess(file);
  const { errors } = await validateServiceFolder(makeBundle('firewood-permit', { ...files, 'process.bpmn': await writeProcess(file) }));
  return errors.filter((line) => line.startsWith('process.bpmn'));
};
const wayTo = (file: ProcessFile, target: string): string => getElement(file, target).incoming?.[0]?.id ?? '';

test('writing what was read changes nothing', async () => {
  const file = await open();
  const before = await writeProcess(file);
  for (const element of file.byId.values()) if (/Task$|SequenceFlow$|Event$/.test(element.$type)) writeElement(file, element, readElement(element, choices));
  assert.equal(await writeProcess(file), before);
});

test('a step is put into a way, and taken out again, and the process still runs', async () => {
  const file = await open();
  const step = insertStep(file, { flowId: wayTo(file, 'Gate_granted'), kind: 'task', name: 'Förster fragen' });
  assert.deepEqual(getElement(file, 'Task_decide').outgoing?.map((flow) => flow.targetRef?.id), [step.id]);
  assert.deepEqual(await errorsAfter(file), []);
  removeStep(file, step.id ?? '');
  assert.deepEqual(getElement(file, 'Task_decide').outgoing?.map((flow) => flow.targetRef?.id), ['Gate_granted']);
  assert.deepEqual(await errorsAfter(file), []);
});

test('a step changes places with its neighbour and back; past a branch or the beginning it does not go', async () => {
  const file = await open();
  const step = insertStep(file, { flowId: wayTo(file, 'Gate_granted'), kind: 'task', name: 'Förster fragen' }).id ?? '';
  const order = (): string[] => {
    const ids: string[] = [];
    for (let at = getElement(file, 'Start'); at.outgoing?.length === 1; at = at.outgoing[0]?.targetRef ?? at) ids.push(at.id ?? '');
    return ids;
  };
  redrawProcess(file);
  moveStep(file, step, 'up');
  assert.deepEqual(order(), ['Start', step, 'Task_decide']);
  const xOf = (id: string) => file.root.diagrams?.[0]?.plane?.planeElement?.find((one) => one.bpmnElement?.id === id)?.bounds?.x ?? 0;
  assert.ok(xOf(step) < xOf('Task_decide'), 'in the drawing too');
  assert.deepEqual(await errorsAfter(file), []);
  assert.throws(() => moveStep(file, step, 'up'), /refused/);
  moveStep(file, step, 'down');
  assert.deepEqual(order(), ['Start', 'Task_decide', step]);
  assert.throws(() => moveStep(file, step, 'down'), /refused/);
});

test('a drawing made by hand stays as it is: only what is new gets a place, and only its ways are drawn', async () => {
  const file = await open();
  const shapes = () => new Map((file.root.diagrams?.[0]?.plane?.planeElement ?? []).map((one) => [one.bpmnElement?.id ?? '', one]));
  const box = (id: string) => { const { x = NaN, y = NaN, width = NaN, height = NaN } = shapes().get(id)?.bounds ?? {}; return { x, y, width, height }; };
  const decide = shapes().get('Task_decide')?.bounds;
  assert.ok(decide);
  Object.assign(decide, { y: decide.y - 200 });
  redrawProcess(file);
  const before = new Map([...shapes()].flatMap(([id, { bounds }]) => (bounds ? [[id, box(id)]] : [])));
  const step = insertStep(file, { flowId: wayTo(file, 'Task_decide'), kind: 'branch', name: 'Im Stadtwald?' }).id ?? '';
  redrawProcess(file);
  assert.equal(box('Task_decide').y, decide.y);
  for (const [id, { y, width }] of before) assert.deepEqual([box(id).y, box(id).width], [y, width], id);
  const all = [...shapes()].flatMap(([id, { bounds }]) => (bounds && getElement(file, id).$parent === file.process && !getElement(file, id).attachedToRef ? [box(id)] : []));
  for (const one of all) for (const other of all) assert.ok(one === other || one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y, 'nothing lies on another');
  const flow = shapes().get(wayTo(file, 'Task_decide'))?.waypoint ?? [];
  assert.ok((flow[0]?.x ?? 0) >= box(step).x && Math.abs((flow.at(-1)?.x ?? 0) - box('Task_decide').x) < 1);
  await readProcess(await writeProcess(file));
});

test('a branch has two ways; a way can lead elsewhere, be added and be taken away with what only it led to', async () => {
  const file = await open();
  const branch = insertStep(file, { flowId: wayTo(file, 'Task_decide'), kind: 'branch', name: 'Vollständig?' });
  assert.equal(branch.outgoing?.length, 2);
  const no = branch.outgoing?.find(({ name }) => name === 'nein');
  redirectWay(file, no?.id ?? '', 'Task_refusal');
  assert.equal(no?.targetRef?.id, 'Task_refusal');
  const third = addWay(file, branch.id ?? '', { targetId: '', name: 'später' });
  writeElement(file, third, { name: 'später', condition: 'today > "2026-01-01"' });
  writeElement(file, branch.outgoing?.find(({ name }) => name === 'ja') as never, { name: 'ja', condition: 'application.wish != null' });
  assert.deepEqual(await errorsAfter(file), []);
  removeWay(file, third.id ?? '');
  assert.equal(branch.outgoing?.length, 2);
  assert.throws(() => removeStep(file, branch.id ?? ''), /verzweigt|refused/);
  assert.throws(() => removeStep(file, 'Start'), /refused/);
  assert.throws(() => redirectWay(file, no?.id ?? '', 'Start'), /refused/);
});

test('plain texts become FEEL texts, numbers stay numbers, expressions stay expressions', async () => {
  const file = await open();
  const task = getElement(file, 'Task_approval');
  writeElement(file, task, { ...readElement(task, choices), 'input.letter': 'notice "2"', inputs: 'dueInDays = 30\ntext = case.number' });
  const xml = await writeProcess(file);
  assert.match(xml, /source="= &#34;notice \\&#34;2\\&#34;&#34;" target="letter"|source="= &quot;notice \\&quot;2\\&quot;&quot;" target="letter"/);
  assert.equal(readElement(task, choices)['input.letter'], 'notice "2"');
  assert.match(readElement(task, choices)['inputs'] ?? '', /dueInDays = 30\ntext = case\.number/);
});

test('broken files are a sentence, not an exception', async () => {
  await assert.rejects(readProcess('<html/>'), /unreadable/);
  await assert.rejects(readProcess('<!DOCTYPE x [<!ENTITY a "b">]><bpmn:definitions/>'), /unreadable/);
});
