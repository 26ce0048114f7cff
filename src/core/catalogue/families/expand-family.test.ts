import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { compileServiceFolder, makeBundle, readServiceFolder, validateServiceFolder } from '../index.ts';

const SERVICES = resolve(import.meta.dirname, '../../../../services');
const { bundle } = await readServiceFolder(join(SERVICES, 'tree-felling'));
const own = (name: string): string => readFileSync(join(SERVICES, 'tree-felling', name), 'utf8');
const source = Object.fromEntries(['service.yaml', 'form.json', 'decisions.dmn', 'walkthroughs.yaml'].map((name) => [name, own(name)]));

test('a service has the process, task forms and letters of its family, in its own words', () => {
  assert.deepEqual(Object.keys(bundle.files).filter((name) => !(name in source) && !name.startsWith('blocks/')), ['forms/check.json', 'forms/consult.json', 'letters/approval.md', 'letters/refusal.md', 'process.bpmn']);
  assert.match(bundle.files['process.bpmn'] ?? '', /<bpmn:process id="tree-felling" name="Baum fällen oder stark schneiden"/);
  assert.match(bundle.files['process.bpmn'] ?? '', /candidateGroups="umweltamt"/);
  assert.match(bundle.files['letters/approval.md'] ?? '', /Der Bescheid gilt zwei Jahre/);
  assert.equal(Object.values(bundle.files).join('').match(/__[A-Z_]+__/), null);
});

test('a file of its own stands before that of the family', () => {
  const letter = '---\nkind: letter\ntitle: Eigener Brief\n---\nGuten Tag.\n';
  const files = makeBundle('tree-felling', { ...source, 'letters/refusal.md': letter }).files;
  assert.equal(files['letters/refusal.md'], letter);
  assert.equal(files['process.bpmn'], bundle.files['process.bpmn']);
});

test('expanding what is expanded changes nothing, so that a draft can begin with a published version', () => {
  assert.deepEqual(makeBundle(bundle.slug, bundle.files), bundle);
});

test('examples of the family are played with the application of the service', async () => {
  const { walkthroughs, valid } = await validateServiceFolder(bundle);
  assert.ok(valid);
  assert.ok(walkthroughs > (source['walkthroughs.yaml']?.match(/^ {2}- name:/gm)?.length ?? 0));
});

const broken: [what: string, change: (yaml: string) => string, message: RegExp][] = [
  ['family that does not exist', (yaml) => yaml.replace('name: permit', 'name: permitt'), /Die Familie „permitt“, Fassung 1, in der Art „consult“ gibt es nicht/],
  ['version that does not exist', (yaml) => yaml.replace('  version: 1', '  version: 7'), /Fassung 7/],
  ['shape that leads out of the folder', (yaml) => yaml.replace('shape: consult', 'shape: ../free'), /shape/],
  ['missing parameter', (yaml) => yaml.replace(/^ {4}consultOffice: .*\n/m, ''), /consultOffice.*Diese Angabe fehlt: Schlüssel des Amtes/],
];
for (const [what, change, message] of broken) {
  test(`a ${what} is said in service.yaml`, async () => {
    const { service, findings } = await compileServiceFolder(makeBundle('tree-felling', { ...source, 'service.yaml': change(source['service.yaml'] ?? '') }));
    assert.equal(service, undefined);
    assert.match(findings.map((finding) => `${finding.file} ${finding.element} ${finding.message}`).join('\n'), message);
  });
}

test('a published version runs on when its family is gone', async () => {
  const files = { ...bundle.files, 'service.yaml': (bundle.files['service.yaml'] ?? '').replace('  version: 1', '  version: 99') };
  const { service } = await compileServiceFolder({ ...bundle, files });
  assert.ok(service);
});

test('a word of the service cannot break the files of the family', () => {
  const files = makeBundle('tree-felling', { ...source, 'service.yaml': (source['service.yaml'] ?? '').replace('Baum fällen oder stark schneiden', "Baum <fällen> & schneiden") }).files;
  assert.match(files['process.bpmn'] ?? '', /name="Baum &lt;fällen&gt; &amp; schneiden"/);
});
