import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileForm } from './index.ts';
import type { Finding } from './index.ts';
import { dogForm } from './testing/dog-form.ts';
import { feel } from './testing/feel-for-tests.ts';

type Loose = Record<string, unknown>;
const text = { type: 'text', key: 'a', label: 'A' };

const findingsOf = (elements: unknown[], page: Loose = {}, form: Loose = {}): Finding[] =>
  compileForm({ schemaVersion: 1, id: 'test', title: 'Test', pages: [{ id: 'p', title: 'Hund', elements, ...page }], ...form }, { feel }).findings;

function assertFinding(findings: Finding[], code: Finding['code'], words: RegExp): void {
  const found = findings.find((finding) => finding.code === code);
  assert.ok(found, `kein „${code}“ in ${JSON.stringify(findings)}`);
  assert.match(`${found.where}: ${found.message}`, words);
  assert.equal(found.severity, 'error');
}

test('the example of the README is a good form', () => {
  const json = /```json\n([\s\S]+?)```/.exec(readFileSync(new URL('README.md', import.meta.url), 'utf8'))?.[1] ?? '';
  assert.deepEqual(compileForm(JSON.parse(json), { feel }).findings, []);
});

test('the dog registration has no findings and knows its fields by path', () => {
  const { form, findings } = compileForm(dogForm, { feel });
  assert.deepEqual(findings, []);
  assert.equal(form?.fields.get('dogs.permit')?.definition.label, 'Nummer der Erlaubnis');
  assert.equal(form?.fields.get('owner.familyName')?.page.id, 'owner');
});

test('anything but a form is refused without falling over', () => {
  for (const json of [null, undefined, 7, 'x', [], {}, { pages: 'x' }, { pages: [null] }, { pages: [{ elements: {} }] }]) {
    assert.ok(compileForm(json, { feel }).findings.length > 0);
    assert.equal(compileForm(json, { feel }).form, undefined);
  }
});

test('an unknown field type is named with its page, and a near one is suggested', () => {
  assertFinding(findingsOf([text, { type: 'adress', key: 'b', label: 'B' }]), 'unknown-type', /Seite „Hund“, Feld „b“: .*„adress“ gibt es nicht; meinen Sie „address“/);
  assertFinding(findingsOf([{ key: 'b', label: 'B' }]), 'unknown-type', /„type“ fehlt/);
});

test('a mistyped property is refused', () => {
  const findings = findingsOf([{ ...text, requierd: true }]);
  assertFinding(findings, 'unknown-property', /Feld „a“: „requierd“ gibt es hier nicht/);
  assert.equal(findings[0]?.path, 'pages.0.elements.0.requierd');
});

test('a text without German is refused', () => {
  assertFinding(findingsOf([{ ...text, label: { en: 'Name' } }]), 'missing-german-text', /Feld „a“: „label“ fehlt der deutsche Text/);
});

test('a key is an identifier, free, and there once on its level', () => {
  assertFinding(findingsOf([{ ...text, key: 'Birth-Date' }]), 'shape', /Schlüssel besteht aus Buchstaben/);
  assertFinding(findingsOf([text, { ...text }]), 'duplicate-key', /Den Schlüssel „a“ gibt es auf dieser Ebene schon/);
  assertFinding(findingsOf([{ ...text, key: 'application' }]), 'reserved-key', /„application“ ist ein festes Wort/);
  assertFinding(findingsOf([{ ...text, key: 'constructor' }]), 'reserved-key', /constructor/);
  const nested = { type: 'group', key: 'g', label: 'G', elements: [text] };
  assert.deepEqual(findingsOf([text, nested]), []);
  assertFinding(findingsOf([text, { type: 'group', label: 'G', elements: [text] }]), 'duplicate-key', /„a“/);
});

test('two pages or two options with one name are refused', () => {
  const page = { id: 'p', title: 'P', elements: [] };
  assertFinding(findingsOf([], {}, { pages: [page, page] }), 'duplicate-key', /Seitenkennung „p“/);
  const option = { value: 'x', label: 'X' };
  assertFinding(findingsOf([{ type: 'choice', key: 'c', label: 'C', options: [option, option] }]), 'duplicate-key', /Auswahlwert „x“/);
});

test('FEEL that cannot be read is refused with its place', () => {
  assertFinding(findingsOf([{ ...text, condition: 'a +' }]), 'bad-feel', /Feld „a“/);
});

test('FEEL that names an unknown field is refused, and a near one is suggested', () => {
  assertFinding(findingsOf([text, { ...text, key: 'b', condition: 'aa = "x"' }]), 'unknown-name', /„aa“ ist hier nicht bekannt; meinen Sie „a“/);
  assertFinding(findingsOf([{ ...text, condition: 'application.nope = 1' }]), 'unknown-name', /application\.nope/);
  const group = { type: 'group', key: 'owner', label: 'O', elements: [{ ...text, key: 'name' }] };
  assertFinding(findingsOf([group, { ...text, condition: 'owner.nme = "x"' }]), 'unknown-name', /owner\.nme.*meinen Sie „owner“|owner\.nme/);
  assertFinding(findingsOf([{ ...text, condition: 'row.x = 1' }]), 'unknown-name', /„row“/);
});

test('FEEL may name the surroundings, the row, filtered properties and answers of later pages', () => {
  const list = { type: 'repeat', key: 'dogs', label: 'D', itemLabel: 'D', elements: [{ ...text, key: 'breed' }, { ...text, key: 'b', condition: 'rowNumber > 1 and row.breed = breed' }] };
  const conditions = ['account.kind = "x"', 'count(dogs[breed = "x"]) > 0', 'some d in dogs satisfies d.breed = "x"', 'later = "x"', 'application.later = "x"', 'date("2020-01-01") < date(today)'];
  for (const condition of conditions) {
    const pages = [{ id: 'p', title: 'P', elements: [list, { ...text, condition }] }, { id: 'q', title: 'Q', elements: [{ ...text, key: 'later' }] }];
    assert.deepEqual(findingsOf([], {}, { pages }), [], condition);
  }
});

test('names that the caller provides are known when it says so', () => {
  const definition = { schemaVersion: 1, id: 't', title: 'T', pages: [{ id: 'p', title: 'P', elements: [{ ...text, condition: 'application.anything = 1 and riskScore > 3' }] }] };
  assert.equal(compileForm(definition, { feel }).findings.length, 2);
  assert.deepEqual(compileForm(definition, { feel, context: ['application', 'riskScore'] }).findings, []);
});

test('a comparison with a value that is no option can never be true and is refused', () => {
  const choice = { type: 'choice', key: 'c', label: 'C', options: [{ value: 'x', label: 'X' }] };
  assertFinding(findingsOf([choice, { ...text, condition: 'c = "y"' }]), 'unknown-option', /„y“ ist keine Auswahl von „c“/);
  assertFinding(findingsOf([{ type: 'yesNo', key: 'c', label: 'C' }, { ...text, condition: 'c = "ja"' }]), 'unknown-option', /Ja-Nein-Frage/);
});

test('conditions in a circle are refused', () => {
  const findings = findingsOf([{ ...text, condition: 'b = "1"' }, { ...text, key: 'b', condition: 'a = "1"' }]);
  assertFinding(findings, 'cycle', /a → b → a|b → a → b/);
  assertFinding(findingsOf([{ ...text, condition: 'a = "1"' }]), 'cycle', /a → a/);
  assertFinding(findingsOf([{ type: 'calculated', key: 'x', label: 'X', value: 'y + 1' }, { type: 'calculated', key: 'y', label: 'Y', value: 'x + 1' }]), 'cycle', /x → y → x/);
  assertFinding(findingsOf([text], { condition: 'a = "1"' }), 'cycle', /Seite p/);
});

test('a row may count the list it lies in', () => {
  const list = { type: 'repeat', key: 'dogs', label: 'D', itemLabel: 'D', elements: [{ ...text, condition: 'count(dogs) > 1' }] };
  assert.deepEqual(findingsOf([list]), []);
});

test('a page that can never appear is refused', () => {
  assertFinding(findingsOf([text], { condition: '1 = 2' }), 'unreachable-page', /Seite „Hund“: Diese Seite erscheint nie/);
});

test('patterns must be readable and harmless', () => {
  assertFinding(findingsOf([{ ...text, pattern: '(' }]), 'bad-pattern', /nicht lesbar/);
  for (const pattern of ['(a+)+', '(a*)*', '([a-z]+)*', '(a{1,9})+', '(?:x+){3,}']) {
    assertFinding(findingsOf([{ ...text, pattern }]), 'bad-pattern', /blockieren/);
  }
  assert.deepEqual(findingsOf([{ ...text, pattern: '(E|H)-\\d{4}' }]), []);
});

test('limits must fit the type and each other', () => {
  assertFinding(findingsOf([{ type: 'integer', key: 'n', label: 'N', min: 5, max: 3 }]), 'bad-limits', /\(5\) ist größer als der größte \(3\)/);
  assertFinding(findingsOf([{ type: 'integer', key: 'n', label: 'N', min: '5' }]), 'bad-limits', /Zahl oder FEEL/);
  assertFinding(findingsOf([{ type: 'money', key: 'n', label: 'N', max: 12.5 }]), 'bad-limits', /Geld in Cent/);
  assertFinding(findingsOf([{ type: 'date', key: 'd', label: 'D', min: '1.1.2020' }]), 'bad-limits', /„2026-01-31“/);
  assertFinding(findingsOf([{ ...text, minLength: 5, maxLength: 3 }]), 'bad-limits', /Länge/);
  assertFinding(findingsOf([{ type: 'repeat', key: 'r', label: 'R', itemLabel: 'R', min: 3, max: 2, elements: [text] }]), 'bad-limits', /mindestens 3/);
});

test('a rule names fields of its page, and rows have their own rules', () => {
  const rule = (fields: string[]) => [{ assert: 'true', message: 'x', fields }];
  const list = { type: 'repeat', key: 'r', label: 'R', itemLabel: 'R', elements: [text] };
  assertFinding(findingsOf([text], { rules: rule(['b']) }), 'bad-rule', /„b“ steht nicht auf dieser Seite/);
  assertFinding(findingsOf([list], { rules: rule(['r.a']) }), 'bad-rule', /gehört in die Liste/);
  assert.deepEqual(findingsOf([{ type: 'address', key: 'home', label: 'H' }], { rules: rule(['home.city']) }), []);
});

test('a preset leaves out only what it has', () => {
  assertFinding(findingsOf([{ type: 'group', label: 'G', preset: 'person', without: ['iban'] }]), 'nothing-to-leave-out', /„iban“/);
});

test('groups nested without end are refused before they exhaust anything', () => {
  let element: unknown = text;
  for (let i = 0; i < 50_000; i++) element = { type: 'group', label: 'G', elements: [element] };
  assertFinding(findingsOf([element]), 'shape', /tiefer als/);
});
