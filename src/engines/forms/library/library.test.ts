import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileForm, listReferences, readLibrary, toJsonSchema } from '../index.ts';
import { feel } from '../testing/feel-for-tests.ts';

const person = {
  schemaVersion: 1,
  block: 'person',
  title: { de: 'Person', en: 'Person' },
  versions: [
    { version: 1, elements: [{ type: 'name', key: 'familyName', label: 'Name', required: true }] },
    {
      version: 2,
      note: 'Geburtstag dazu',
      elements: [
        { type: 'name', key: 'familyName', label: 'Familienname', required: true },
        { type: 'birthDate', key: 'birthDate', label: 'Geburtsdatum' },
      ],
      rules: [{ assert: 'familyName != "Test"', message: 'Bitte den richtigen Namen angeben.', fields: ['familyName'] }],
    },
  ],
};
const household = { schemaVersion: 1, block: 'household', title: 'Haushalt', versions: [{ version: 1, elements: [{ type: 'block', block: 'person', version: 1, key: 'head' }] }] };
const states = { schemaVersion: 1, codeList: 'states', title: 'Länder', versions: [{ version: '1989', codes: [{ value: 'BE', label: 'Berlin (West)' }] }, { version: '1990', codes: [{ value: 'BE', label: 'Berlin' }, { value: 'BB', label: 'Brandenburg' }] }] };
const files = { 'blocks/person.json': JSON.stringify(person), 'blocks/household.json': JSON.stringify(household), 'code-lists/states.json': JSON.stringify(states), 'form.json': '{}' };

const formWith = (...elements: unknown[]) => ({ schemaVersion: 1, id: 'f', title: 'F', pages: [{ id: 'p', title: 'Seite', elements }] });
const compile = (...elements: unknown[]) => compileForm(formWith(...elements), { feel, library: readLibrary(files).library });

test('a block stands in the form as if its questions were written there, in the version asked for', () => {
  const { form, findings } = compile({ type: 'block', block: 'person', version: 1, key: 'owner' }, { type: 'block', block: 'person', key: 'keeper', label: 'Halterin' });
  assert.deepEqual(findings, []);
  assert.deepEqual([...(form?.fields.keys() ?? [])], ['owner.familyName', 'keeper.familyName', 'keeper.birthDate']);
  const [owner, keeper] = form?.definition.pages[0]?.elements ?? [];
  assert.ok(owner?.type === 'group' && keeper?.type === 'group');
  assert.deepEqual([owner.block, owner.label, keeper.block, keeper.label], ['person@1', { de: 'Person', en: 'Person' }, 'person@2', 'Halterin']);
  assert.equal(keeper.rules?.length, 1);
});

test('questions of the form may follow those of a block, as with a preset', () => {
  const { form } = compile({ type: 'block', block: 'person', version: 1, key: 'owner', elements: [{ type: 'email', key: 'email', label: 'E-Mail' }], rules: [{ assert: 'email != null', message: 'Bitte.', fields: ['email'] }] });
  assert.deepEqual([...(form?.fields.keys() ?? [])], ['owner.familyName', 'owner.email']);
});

test('a block may leave questions out, lie in a list and contain another block', () => {
  const { form, findings } = compile(
    { type: 'block', block: 'person', without: ['birthDate'] },
    { type: 'repeat', key: 'people', label: 'Personen', itemLabel: 'Person', elements: [{ type: 'block', block: 'household', version: 1 }] },
  );
  assert.deepEqual(findings, []);
  assert.deepEqual([...(form?.fields.keys() ?? [])], ['familyName', 'people.head.familyName']);
});

test('a code list gives the answers of a question in its newest version or the one named', () => {
  const { form, findings } = compile({ type: 'choice', key: 'a', label: 'Land', codeList: 'states' }, { type: 'choice', key: 'b', label: 'Land', codeList: 'states', codeListVersion: '1989' });
  assert.deepEqual(findings, []);
  assert.equal(form?.fields.get('a')?.definition.options?.length, 2);
  assert.equal(form?.fields.get('a')?.definition.codeListVersion, '1990');
  assert.equal(form?.fields.get('b')?.definition.options?.length, 1);
  assert.deepEqual((toJsonSchema(form).properties as Record<string, { enum?: string[] }>)['a']?.enum, ['BE', 'BB']);
});

test('what does not exist is refused with its place and what was probably meant', () => {
  const messages = (...elements: unknown[]): string[] => compile(...elements).findings.map(({ where, message }) => `${where}: ${message}`);
  assert.deepEqual(messages({ type: 'block', block: 'persen' }), ['Seite „Seite“, Baustein „persen“: Den Baustein „persen“ gibt es nicht; meinen Sie „person“?']);
  assert.match(messages({ type: 'block', block: 'person', version: 7 })[0] ?? '', /nicht in Fassung 7; es gibt 1, 2/);
  assert.match(messages({ type: 'block', block: 'person', without: ['phone'] })[0] ?? '', /„phone“ kommt im Baustein „person“ nicht vor/);
  assert.match(messages({ type: 'choice', key: 'a', label: 'A', codeList: 'state' })[0] ?? '', /Codeliste „state“ gibt es nicht; meinen Sie „states“/);
  assert.match(messages({ type: 'choice', key: 'a', label: 'A', codeList: 'states', options: [] })[0] ?? '', /nicht beides/);
  assert.match(messages({ type: 'block' })[0] ?? '', /Name des Bausteins/);
});

test('a block that contains itself is refused, not followed for ever', () => {
  const loop = { ...household, versions: [{ version: 1, elements: [{ type: 'block', block: 'household' }] }] };
  const { library } = readLibrary({ 'blocks/household.json': JSON.stringify(loop) });
  const { findings } = compileForm(formWith({ type: 'block', block: 'household' }), { feel, library });
  assert.match(findings[0]?.message ?? '', /enthält sich selbst/);
});

test('a mistake inside a block is found where the block is used', () => {
  const { library } = readLibrary({ 'blocks/x.json': JSON.stringify({ ...household, block: 'x', versions: [{ version: 1, elements: [{ type: 'text', key: 'A', label: 'A' }] }] }) });
  const { findings } = compileForm(formWith({ type: 'block', block: 'x' }), { feel, library });
  assert.equal(findings[0]?.path, 'pages.0.elements.0.elements.0.key');
});

test('a library file that is broken names itself', () => {
  const bad = { 'blocks/a.json': '{', 'blocks/b.json': JSON.stringify({ ...person, block: 'other' }), 'code-lists/c.json': JSON.stringify({ ...states, versions: [{ version: '1', codes: [{ value: 'x', label: 'X' }, { value: 'x', label: 'Y' }] }], codeList: 'c' }) };
  const { findings, library } = readLibrary(bad);
  assert.deepEqual(findings.map(({ file }) => file), ['blocks/a.json', 'blocks/b.json', 'code-lists/c.json']);
  assert.match(findings[2]?.message ?? '', /„x“ gibt es zweimal/);
  assert.equal(library.blocks.size + library.codeLists.size, 0);
});

test('the references of a form are found, also in groups and lists', () => {
  const json = formWith({ type: 'group', label: 'G', elements: [{ type: 'block', block: 'person', version: 2 }] }, { type: 'choice', key: 'a', label: 'A', codeList: 'states' });
  assert.deepEqual(listReferences(json), [{ kind: 'block', name: 'person', version: 2 }, { kind: 'codeList', name: 'states' }]);
});
