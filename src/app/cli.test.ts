import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli, type Ended } from './run-cli.ts';

const project = resolve(import.meta.dirname, '../..');
const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);
let dir: string;
before(() => void (dir = mkdtempSync(join(tmpdir(), 'stadtkern-cli-'))));
after(() => rmSync(dir, { recursive: true, force: true }));
const stadtkern = (...words: string[]): Promise<Ended> => runCli(words, { STADTKERN_DATA: dir });

test('without words the command line says what it can do', async () => {
  const { code, out } = await stadtkern();
  assert.equal(code, 0);
  for (const command of ['serve', 'audit verify', 'backup DIR', 'restore DIR', 'tenant list']) assert.ok(out.includes(`stadtkern ${command}`), command);
});

test('wrong use ends with 2 and one sentence on the error channel, nothing on the other', async () => {
  const wrong: [string[], RegExp][] = [
    [['tenat', 'list'], /Den Befehl „tenat list“ gibt es nicht/],
    [['service'], /„service“ ist noch kein ganzer Befehl/],
    [['backup', 'a', 'b'], /„b“ ist zu viel/],
    [['migrate', '--forse'], /Den Schalter --forse gibt es hier nicht/],
    [['decide', 'nowhere.dmn', '{}'], /Die Datei nowhere.dmn gibt es nicht/],
    [['service', 'validate', 'nowhere'], /Den Ordner nowhere gibt es nicht/],
    [['conformance', 'cmmn', '.'], /„cmmn“ ist nicht bekannt/],
    [['restore', 'nowhere'], /Den Ordner nowhere gibt es nicht/],
  ];
  for (const [words, sentence] of wrong) {
    const { code, out, err } = await stadtkern(...words);
    assert.deepEqual([code, out], [2, ''], words.join(' '));
    assert.match(err, sentence);
  }
});

test('a wrong setting ends with 2 and its name', async () => {
  const { code, err } = await runCli(['migrate'], { STADTKERN_DATA: dir, PORT: 'abc' });
  assert.equal(code, 2);
  assert.match(err, /PORT: /);
});

test('every command explains itself with its exit codes', async () => {
  const { code, out } = await stadtkern('restore', '--help');
  assert.equal(code, 0);
  assert.match(out, /--force .*\n[\s\S]*--json[\s\S]*0 gut, 1 etwas gefunden, 2 falsch benutzt/);
});

test('decide gives the decisions of a model and the rules that held', async () => {
  const input = join(dir, 'input.json');
  writeFileSync(input, '{"dogs": 2}');
  const { code, out } = await stadtkern('decide', fixture('decisions/dog-tax.dmn'), input, '--json');
  const { decisions, rules } = JSON.parse(out);
  assert.deepEqual([code, decisions.tax], [0, 180]);
  assert.match(JSON.stringify(rules), /"more"/);
  writeFileSync(input, '[2]');
  assert.equal((await stadtkern('decide', fixture('decisions/dog-tax.dmn'), input)).code, 2);
});

test('process lint names the gateway that no case could leave', async () => {
  const { code, out } = await stadtkern('process', 'lint', fixture('no-way-out.bpmn'));
  assert.equal(code, 1);
  assert.match(out, /✖ Welcher Weg\?: /);
  const good = await stadtkern('process', 'lint', join(project, 'services/dog-registration/process.bpmn'), '--json');
  assert.deepEqual([good.code, JSON.parse(good.out).runnable], [0, true]);
});

test('conformance counts the cases of a test collection', async () => {
  const { code, out } = await stadtkern('conformance', 'dmn', fixture('decisions'), '--json');
  const { passed, failed, skipped, total, cases } = JSON.parse(out);
  assert.deepEqual([code, passed, failed, skipped, total, cases.length], [0, 2, 0, 0, 2, 2]);
});

test('service validate passes a new service and names file and place in a broken one', async () => {
  execFileSync(process.execPath, [join(project, 'scripts/new-service.mjs'), 'tree-planting', 'Baum pflanzen'], { env: { ...process.env, SERVICES_DIR: dir } });
  const folder = join(dir, 'tree-planting');
  const good = await stadtkern('service', 'validate', folder, '--json');
  assert.deepEqual([good.code, JSON.parse(good.out)[0].valid, JSON.parse(good.out)[0].slug], [0, true, 'tree-planting']);
  appendFileSync(join(folder, 'form.json'), '}');
  const broken = await stadtkern('service', 'validate', dir, '--json');
  const [verdict] = JSON.parse(broken.out);
  assert.deepEqual([broken.code, verdict.valid], [1, false]);
  assert.match(verdict.errors.join('\n'), /form\.json/);
});
