import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { compileFeel } from '#engines/decisions';
import type { FormDefinition } from '#engines/forms';
import { compileProcess } from '#engines/process';
import { readProcess, writeProcess } from '../process/moddle.ts';
import { forModeler } from './for-modeler.ts';
import { readUpload } from './read-upload.ts';

const services = resolve(import.meta.dirname, '../../../../services');
const load = (path: string) => readFile(join(services, path), 'utf8');
const content = async (text: string): Promise<string> => {
  const read = await readUpload(text);
  assert.ok(read.ok, JSON.stringify(read));
  return read.content;
};

/** What the Camunda Modeler 5 makes of a file: other prefix, its own attributes, elements in another order, an element template, more ids. */
function asModelerWrites(xml: string): string {
  const swapped = xml.replaceAll(/<(\/?)bpmn:/g, '<$1bpmn2:').replace('xmlns:bpmn=', 'xmlns:bpmn2=').replaceAll('xsi:type="bpmn:', 'xsi:type="bpmn2:');
  const tasks = [...swapped.matchAll(/\n {4}<bpmn2:userTask[\s\S]*?<\/bpmn2:userTask>/g)].map(([task]) => task);
  const moved = tasks.reduceRight((text, task) => text.replace(task, '').replace(/(\n {2}<\/bpmn2:process>)/, `${task}$1`), swapped);
  return moved.replace('<bpmn2:userTask ', '<bpmn2:userTask zeebe:modelerTemplate="de.musterstadt.pruefen" zeebe:modelerTemplateVersion="2" ').replaceAll('\n', '\r\n').replace(/^/, '\uFEFF');
}

const summary = async (xml: string): Promise<string[]> => {
  const { graph, findings } = await compileProcess(xml, { feel: compileFeel });
  assert.deepEqual(findings.filter(({ severity }) => severity === 'error'), []);
  return [...(graph?.nodes.values() ?? [])].map(({ id, name, kind, task, job, properties, inputs, outputs, outgoing }) => JSON.stringify([id, name, kind, task?.formKey?.constant, job?.type, Object.keys(properties).sort(), inputs.map(({ target }) => target), outputs.map(({ target }) => target), outgoing.map((flow) => flow.id).sort()])).sort();
};

test('every process and every table opens in the Camunda Modeler: engine, our extensions and a drawing stand in it', async () => {
  for (const path of ['dog-registration/process.bpmn', 'dog-registration/decisions.dmn', 'business-registration/process.bpmn']) {
    const { text } = await forModeler(path, await load(path));
    assert.match(text, /modeler:executionPlatform="Camunda Cloud"/);
    assert.match(text, path.endsWith('bpmn') ? /BPMNDiagram/ : /DMNDiagram/);
    assert.equal((text.match(/xmlns:modeler=/g) ?? []).length, 1);
    assert.equal((await forModeler(path, text)).text, text);
  }
  const plain = (await load('dog-registration/process.bpmn')).replace(/<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/, '');
  assert.match((await forModeler('process.bpmn', plain)).text, /BPMNShape/);
});

test('a process that comes back from the Camunda Modeler has lost nothing, also after it was changed here', async () => {
  const xml = await load('dog-registration/process.bpmn');
  const back = await content(asModelerWrites((await forModeler('process.bpmn', xml)).text));
  assert.deepEqual(await summary(back), await summary(xml));
  const again = await writeProcess(await readProcess(back));
  assert.deepEqual(await summary(again), await summary(xml));
  assert.match(again, /modelerTemplate="de\.musterstadt\.pruefen"/);
  assert.match(again, /modeler:executionPlatform="Camunda Cloud"/);
});

test('a form goes to form-js and back: unchanged it is the same form, changed it keeps languages, purposes and conditions', async () => {
  for (const path of globSync('*/form.json', { cwd: services }).sort().slice(0, 40)) {
    const form = JSON.parse(await load(path)) as FormDefinition;
    const { name, text } = await forModeler('form.json', JSON.stringify(form));
    assert.equal(name, 'form.form');
    assert.deepEqual(JSON.parse(await content(text)), form, path);
  }
  const { text } = await forModeler('form.json', await load('dog-registration/form.json'));
  const changed = JSON.parse(text) as { components: { components?: { components?: Record<string, unknown>[] }[] }[] };
  const address = changed.components[0]?.components?.[0]?.components?.[0] ?? {};
  address['label'] = 'Anschrift der Wohnung';
  changed.components[0]?.components?.push({ id: 'x', type: 'textfield', key: 'rasse', label: 'Rasse' } as never);
  const now = JSON.parse(await content(JSON.stringify(changed))) as FormDefinition;
  const group = now.pages[0]?.elements[0] as { elements: { label: unknown; purpose: unknown }[] };
  assert.deepEqual(group.elements[0]?.label, { de: 'Anschrift der Wohnung', en: 'Home address', 'de-leicht': 'Wo wohnen Sie?' });
  assert.ok(group.elements[0]?.purpose);
  const last = now.pages[0]?.elements.at(-1);
  assert.ok(last && 'key' in last && last.key === 'rasse');
});

test('what is no part of a service is refused with the reason', async () => {
  const reason = async (text: string) => {
    const read = await readUpload(text);
    return read.ok ? 'taken' : read.reasons[0]?.message;
  };
  assert.match((await reason('Hallo')) ?? '', /weder XML noch JSON/);
  assert.match((await reason('{"a":1}')) ?? '', /weder ein Formular/);
  assert.match((await reason('{"pages":')) ?? '', /kein gültiges JSON/);
  assert.match((await reason('<!DOCTYPE x><x/>')) ?? '', /DOCTYPE/);
  assert.match((await reason('<html/>')) ?? '', /nicht bekannt/);
});

test('a schema of FIM becomes a form with notes for a person, a faulty one is refused', async () => {
  const xml = (id: string): string =>
    `<x:xdatenfelder.datenfeld.0104 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:datenfeld>${id}<x:name>IBAN</x:name><x:feldart><code>input</code></x:feldart><x:datentyp><code>text</code></x:datentyp></x:datenfeld></x:xdatenfelder.datenfeld.0104>`;
  const read = await readUpload(xml('<x:identifikation><x:id>F1</x:id></x:identifikation>'));
  assert.ok(read.ok && read.kind === 'xdatenfelder' && /"type": "iban"/.test(read.content));
  assert.match(read.notes[0]?.message ?? '', /Feldart „IBAN“/);
  const refused = await readUpload(xml(''));
  assert.deepEqual(!refused.ok && refused.reasons, [{ where: 'datenfeld IBAN', message: 'Die Kennung fehlt' }]);
});
