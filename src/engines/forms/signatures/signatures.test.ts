import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileForm, listSigners, signingRules } from '../index.ts';
import { compiled, env, feel } from '../testing/feel-for-tests.ts';

const elements = [
  { type: 'name', key: 'name', label: 'Ihr Name', required: true },
  { type: 'yesNo', key: 'married', label: 'Verheiratet?' },
  { type: 'group', key: 'spouse', label: 'Ehepartner', condition: 'married = true', elements: [{ type: 'name', key: 'name', label: 'Name' }, { type: 'email', key: 'mail', label: 'E-Mail' }] },
  { type: 'repeat', key: 'tenants', label: 'Mieter', itemLabel: 'Mieter', elements: [{ type: 'name', key: 'given', label: 'Vorname' }, { type: 'name', key: 'family', label: 'Name' }, { type: 'email', key: 'mail', label: 'E-Mail' }] },
];
const signers = [
  { key: 'self', label: 'Sie', self: true, name: 'name' },
  { key: 'spouse', label: 'Ehepartner', condition: 'married = true', name: 'spouse.name', email: 'spouse.mail' },
  { key: 'tenants', label: 'Mieter', each: 'tenants', name: 'given', email: 'mail' },
];
const definition = (signatures: unknown) => ({ schemaVersion: 1, id: 'f', title: 'F', pages: [{ id: 'p', title: 'Seite', elements }], signatures });
const problems = (signatures: unknown): string[] => compileForm(definition(signatures), { feel }).findings.map(({ message, where }) => `${where}: ${message}`);

test('those who must sign follow from the answers: who fills in, another person, everybody in a list', () => {
  const form = compiled(definition({ order: 'sequence', declaration: { de: 'Stimmt.', en: 'True.' }, signers }));
  const data = { name: 'Anna', married: true, spouse: { name: 'Ole', mail: 'ole@example.org' }, tenants: [{ given: 'Ida', family: 'Ohm', mail: 'ida@example.org' }, { given: 'Uwe', family: 'Bär' }] };
  assert.deepEqual(listSigners(form, data, env), [
    { key: 'self', label: 'Sie', self: true, name: 'Anna' },
    { key: 'spouse', label: 'Ehepartner', self: false, name: 'Ole', email: 'ole@example.org' },
    { key: 'tenants.0', label: 'Mieter 1', self: false, name: 'Ida', email: 'ida@example.org' },
    { key: 'tenants.1', label: 'Mieter 2', self: false, name: 'Uwe' },
  ]);
  assert.deepEqual(signingRules(form, 'en'), { order: 'sequence', trustLevel: 'none', declaration: 'True.' });
});

test('whoever is alone signs by sending', () => {
  const form = compiled(definition({ signers }));
  assert.deepEqual(listSigners(form, { name: 'Anna', married: false }, env), []);
  assert.deepEqual(listSigners(compiled(definition({ condition: 'married = true', signers })), { name: 'Anna', tenants: [{ given: 'Ida', mail: 'i@example.org' }] }, env), []);
});

test('mistakes about signatures are refused with their place', () => {
  assert.match(problems({ signers: signers.slice(1) })[0] ?? '', /Genau eine Unterschrift/);
  assert.match(problems({ signers: [signers[0], { ...signers[1], email: undefined }] })[0] ?? '', /Unterschrift 2: .*„email“/);
  assert.match(problems({ signers: [signers[0], { ...signers[2], each: 'name' }] })[0] ?? '', /„name“ ist keine Liste/);
  assert.match(problems({ signers: [signers[0], { ...signers[1], name: 'spuse.name' }] })[0] ?? '', /„spuse“ ist hier nicht bekannt/);
  assert.match(problems({ signers: [signers[0], { ...signers[1], key: 'self' }] })[0] ?? '', /„self“ gibt es zweimal/);
});
