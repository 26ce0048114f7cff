import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { compileServiceFolder, makeBundle, readServiceFolder, validateServiceFolder, type ServiceBundle } from '../index.ts';

const SERVICES = resolve(import.meta.dirname, '../../../../services');
const folders = readdirSync(SERVICES, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(SERVICES, entry.name, 'service.yaml')));

for (const { name } of folders) {
  test(`the examples of ${name} reach every page, way, rule and letter branch`, async () => {
    const verdict = await validateServiceFolder(join(SERVICES, name));
    assert.deepEqual({ errors: verdict.errors, unreached: verdict.unreached }, { errors: [], unreached: [] });
    assert.ok(verdict.valid && verdict.walkthroughs > 0);
  });
}

const { bundle: dog } = await readServiceFolder(join(SERVICES, 'dog-registration'));
const changed = (file: string, change: (text: string) => string): ServiceBundle => makeBundle(dog.slug, { ...dog.files, [file]: change(dog.files[file] ?? '') });
const without = (file: string): ServiceBundle => makeBundle(dog.slug, Object.fromEntries(Object.entries(dog.files).filter(([name]) => name !== file)));

test('an example that comes out differently is named with what was expected', async () => {
  const { valid, errors } = await validateServiceFolder(changed('walkthroughs.yaml', (text) => text.replace('yearCents: 12000, firstYearCents: 6000', 'yearCents: 13000, firstYearCents: 6000')));
  assert.equal(valid, false);
  assert.match(errors.join('\n'), /Ein Hund, klarer Fall.*Variable „tax“: erwartet .*13000/);
});

test('what no example reaches is named by file and element', async () => {
  const { valid, errors, unreached } = await validateServiceFolder(changed('walkthroughs.yaml', (text) => text.slice(0, text.indexOf('  - name: Zurückgenommen'))));
  assert.deepEqual([valid, errors], [false, []]);
  assert.ok(unreached.some((gap) => gap.kind === 'step' && gap.element === 'Task_withdrawn'));
  assert.ok(unreached.some((gap) => gap.kind === 'flow' && gap.file === 'process.bpmn'));
});

test('an application that the form refuses is an error with page and field', async () => {
  const { errors } = await validateServiceFolder(changed('walkthroughs.yaml', (text) => text.replace("chipNumber: '276098100123456'", "chipNumber: '12'")));
  assert.match(errors.join('\n'), /Seite „dogs“, dogs\.0\.chipNumber: Die Chipnummer hat genau 15 Ziffern/);
});

const broken: [what: string, bundle: ServiceBundle, file: string, message: RegExp][] = [
  ['missing form', without('form.json'), 'form.json', /fehlt/],
  ['form that is no JSON', changed('form.json', () => '{ "pages": '), 'form.json', /kein gültiges JSON/],
  ['unknown field type', changed('form.json', (text) => text.replace('"type": "address"', '"type": "adress"')), 'form.json', /adress/],
  ['process that is no XML', changed('process.bpmn', () => '<bpmn:definitions'), 'process.bpmn', /./],
  ['unknown connector', changed('process.bpmn', (text) => text.replace('type="charge-fee"', 'type="charge-fees"')), 'process.bpmn', /charge-fees/],
  ['unknown decision', changed('process.bpmn', (text) => text.replace('decisionId="dogTax"', 'decisionId="dogTaxes"')), 'process.bpmn', /dogTaxes/],
  ['unknown task form', without('forms/check-registration.json'), 'process.bpmn', /check-registration/],
  ['wrong FEEL in a decision', changed('decisions.dmn', (text) => text.replace('sum(dogLines.yearCents)', 'sum(dogLines.yearCents')), 'decisions.dmn', /./],
  ['letter with a gap', changed('letters/refusal.md', (text) => text.replace('{{ reason }}', '{{ reasn }}')), 'letters/refusal.md', /setzt der Prozess nirgends/],
  ['missing setting', changed('service.yaml', (text) => text.replace(/^filePlan:.*$/m, '')), 'service.yaml', /fehlt/],
  ['setting misspelt', changed('service.yaml', (text) => text.replace('retentionYears', 'retentionYear')), 'service.yaml', /gibt es nicht|fehlt/],
  ['YAML that is none', changed('service.yaml', (text) => `${text}\nrelated2: [`), 'service.yaml', /kein gültiges YAML/],
  ['wrong slug', changed('service.yaml', (text) => text.replace('slug: dog-registration', 'slug: cat-registration')), 'service.yaml', /Name des Ordners/],
  ['unknown name in the title', changed('service.yaml', (text) => text.replace(/^title:.*$/m, 'title: applicatoin.name')), 'service.yaml', /applicatoin/],
];
for (const [what, bundle, file, message] of broken) {
  test(`a ${what} is found, named by file, and nothing is thrown`, async () => {
    const { service, findings } = await compileServiceFolder(bundle);
    assert.equal(service, undefined);
    const errors = findings.filter((finding) => finding.severity === 'error');
    assert.ok(errors.some((finding) => finding.file === file && message.test(finding.message)), JSON.stringify(errors));
    assert.equal((await validateServiceFolder(bundle)).valid, false);
  });
}

test('a service made by npm run new:service is valid from the start', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'stadtkern-new-'));
  try {
    execFileSync(process.execPath, [resolve(SERVICES, '../scripts/new-service.mjs'), 'tree-planting', 'Baum pflanzen', 'umweltamt', 'BAUM'], { env: { ...process.env, SERVICES_DIR: dir } });
    const verdict = await validateServiceFolder(join(dir, 'tree-planting'));
    assert.deepEqual([verdict.valid, verdict.errors, verdict.unreached], [true, [], []]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
