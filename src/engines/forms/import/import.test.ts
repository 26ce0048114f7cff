import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { render } from 'preact-render-to-string';
import { importFormFile, importFormJs, importXDatenfelder, renderPage, toJsonSchema } from '../index.ts';
import type { Imported } from '../index.ts';
import { compiled, env, feel } from '../testing/feel-for-tests.ts';

const data = join(process.env.CONFORMANCE_DATA ?? '../shared/data', 'forms');
const missing = existsSync(data) ? false : `${data} ist nicht da`;
const read = (file: string): string => readFileSync(file, 'utf8');

/** A draft must compile, draw and describe itself without a change by hand. */
function assertGoodDraft(imported: Imported, name: string): void {
  assert.ok(imported.definition, `${name}: ${JSON.stringify(imported.refusals)}`);
  const form = compiled(imported.definition);
  toJsonSchema(form);
  for (const page of form.pages) render(renderPage({ form, pageId: page.id, data: {}, env }).fields);
}

test('every valid form of form-js becomes a draft, every invalid one is refused', { skip: missing }, () => {
  const files = globSync(`${data}/form-js/validation-cases/*.json`);
  assert.equal(files.length, 81);
  for (const file of files) {
    const { name, valid, form } = JSON.parse(read(file)) as { name: string; valid: boolean; form: unknown };
    const imported = importFormJs(form, { feel });
    if (valid) assertGoodDraft(imported, name);
    else assert.ok(imported.refusals.length > 0 && !imported.definition, name);
  }
});

test('a refusal of a form-js form names the property and its place', { skip: missing }, () => {
  for (const file of globSync(`${data}/form-js/validation-cases/*.json`)) {
    const { valid, form, errors } = JSON.parse(read(file)) as { valid: boolean; form: unknown; errors?: { instancePath: string }[] };
    if (valid) continue;
    const places = importFormJs(form, { feel }).refusals.map((refusal) => refusal.where);
    const expected = errors?.[0]?.instancePath.slice(1).replaceAll('/', '.') ?? '';
    assert.ok(places.some((place) => place.startsWith(expected) || expected.startsWith(place)), `${basename(file)}: ${places.join()} statt ${expected}`);
  }
});

test('the sample forms of form-js become drafts or say why not', { skip: missing }, () => {
  const outcomes = globSync(`${data}/form-js/forms/**/*.json`).map((file) => {
    const imported = importFormJs(JSON.parse(read(file)), { feel });
    if (imported.definition) assertGoodDraft(imported, file);
    return imported.definition ? 'draft' : 'refused';
  });
  assert.deepEqual([outcomes.filter((o) => o === 'draft').length, outcomes.length], [58, 64]);
});

test('conditions, lists and types of form-js keep their meaning', () => {
  const imported = importFormJs(
    {
      type: 'default',
      components: [
        { type: 'checkbox', key: 'has.dog', label: 'Hund?' },
        { type: 'textfield', key: 'Name', label: 'Name', conditional: { hide: '=has.dog != true' }, validate: { required: true, pattern: '^[A-Z]+$' } },
        { type: 'dynamiclist', path: 'dogs', label: 'Hund', components: [{ type: 'number', key: 'age', label: 'Alter', decimalDigits: 0 }] },
        { type: 'textfield', key: 'x', label: 'X', conditional: { hide: '=outside = 1' } },
      ],
    },
    { feel },
  );
  const elements = imported.definition?.pages[0]?.elements;
  assert.deepEqual(elements?.[1], { key: 'name', label: 'Name', required: true, condition: '(hasDog != true) != true', type: 'text', pattern: '[A-Z]+' });
  assert.deepEqual(elements?.[2], { type: 'repeat', key: 'dogs', label: 'Hund', itemLabel: 'Hund', elements: [{ key: 'age', label: 'Alter', type: 'integer' }] });
  assert.ok(!('condition' in (elements?.[3] ?? {})));
  assert.ok(imported.notes.some((note) => /outside = 1.*ausgelassen/.test(note.message)));
});

test('whatever is no form-js form is refused without falling over', () => {
  let deep: unknown = { type: 'group', components: [] };
  for (let i = 0; i < 10_000; i++) deep = { type: 'group', components: [deep] };
  for (const json of [null, 1, [], 'x', {}, { type: 'default', components: [null, 1, 'x', {}] }, { type: 'default', components: [deep] }]) {
    assert.ok(importFormJs(json, { feel }).refusals.length > 0);
  }
});

const good = new Set(['data-field-rule', 'data-group-rule', 'label', 'minimal', 'rule', 'select', 'simple', 'input', 'BlaueKarte']);

test('XDatenfelder 2 and 3: good files become drafts, faulty ones are refused', { skip: missing }, async () => {
  const files = globSync(`${data}/fim-xdatenfelder/**/*.xml`);
  assert.ok(files.length >= 19);
  for (const file of files) {
    const imported = await importXDatenfelder(read(file), { feel });
    if (good.has(basename(file, '.xml'))) assertGoodDraft(imported, file);
    else assert.ok(imported.refusals.length > 0 && !imported.definition, file);
  }
});

test('the application for the EU Blue Card keeps its fields, lists, rules and ids', { skip: missing }, async () => {
  const { definition, notes } = await importXDatenfelder(read(`${data}/fim-xdatenfelder/real/BlaueKarte.xml`), { feel });
  const form = compiled(definition);
  const fields = [...form.fields.values()];
  assert.equal(form.pages.length, 9);
  assert.equal(fields.filter((field) => field.definition.fim).length, 88);
  assert.ok(fields.some((field) => field.definition.type === 'nationality'));
  assert.equal(fields.filter((field) => field.definition.condition?.endsWith('= true')).length, 9);
  assert.equal(notes.filter((note) => /Codeliste .* muss eingetragen/.test(note.message)).length > 0, true);
  assert.equal(notes.filter((note) => note.message.startsWith('Zu prüfen')).length, 3);
});

const xdf = (inner: string): string =>
  `<x:xdatenfelder.datenfeldgruppe.0103 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:datenfeldgruppe><x:identifikation><x:id>G1</x:id></x:identifikation><x:name>Gruppe</x:name>${inner}</x:datenfeldgruppe></x:xdatenfelder.datenfeldgruppe.0103>`;
const xdfField = (id: string, name: string, type: string, more = ''): string =>
  `<x:datenfeld><x:identifikation><x:id>${id}</x:id></x:identifikation><x:name>${name}</x:name><x:feldart><code>input</code></x:feldart><x:datentyp><code>${type}</code></x:datentyp>${more}</x:datenfeld>`;
const times = (n: string, inner: string): string => `<x:struktur><x:anzahl>${n}</x:anzahl><x:enthaelt>${inner}</x:enthaelt></x:struktur>`;

test('types, limits and numbers of times of FIM become ours', async () => {
  const { definition } = await importXDatenfelder(
    xdf(
      times('1:1', xdfField('F1', 'Geburtsdatum', 'date')) +
        times('0:1', xdfField('F2', 'Einkommen', 'num_currency', '<x:praezisierung minValue="0" maxValue="99.5"/>')) +
        times('1:*', xdfField('F3', 'Kind', 'text_latin')) +
        times('0:3', xdfField('F4', 'Nachweis', 'file', '<x:maxSize>5000000</x:maxSize><x:mediaType>application/pdf</x:mediaType>')),
    ),
    { feel },
  );
  const elements = definition?.pages.flatMap((page) => page.elements) ?? [];
  assert.deepEqual(elements.map((element) => element.type), ['birthDate', 'money', 'repeat', 'file']);
  assert.deepEqual(elements[1], { key: 'einkommen', label: 'Einkommen', fim: 'F2', type: 'money', min: 0, max: 9950 });
  assert.deepEqual(elements[3], { key: 'nachweis', label: 'Nachweis', fim: 'F4', type: 'file', accept: ['application/pdf'], maxMegabytes: 5, several: true, max: 3 });
});

test('an optional group with required fields asks first, a choice group asks which', async () => {
  const group = (id: string, name: string, inner: string, art = ''): string =>
    `<x:datenfeldgruppe><x:identifikation><x:id>${id}</x:id></x:identifikation><x:name>${name}</x:name>${art}${inner}</x:datenfeldgruppe>`;
  const inner = times('1:1', xdfField('F1', 'A', 'text')) + times('1:1', xdfField('F2', 'B', 'text'));
  const optional = await importXDatenfelder(xdf(times('0:1', group('G2', 'Konto', inner))), { feel });
  const [question, asked] = optional.definition?.pages[0]?.elements ?? [];
  assert.deepEqual([question?.type, asked?.condition], ['yesNo', 'mitKonto = true']);
  const choice = await importXDatenfelder(xdf(times('1:1', group('G3', 'Anschrift', inner, '<x:art><code>X</code></x:art>'))), { feel });
  const chosen = choice.definition?.pages[0]?.elements[0];
  assert.ok(chosen?.type === 'group');
  assert.deepEqual(chosen.elements.map((element) => [element.type, element.condition]), [['choice', undefined], ['text', 'auswahl = "v1"'], ['text', 'auswahl = "v2"']]);
});

test('XML that attacks or is broken is refused', async () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xdf('');
  assert.match((await importXDatenfelder(bomb, { feel })).refusals[0]?.message ?? '', /DOCTYPE/);
  for (const xml of ['', '<', 'kein XML', '<a/>', '<x:y/>', xdf('').slice(0, -5), `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`]) {
    assert.ok((await importXDatenfelder(xml, { feel })).refusals.length > 0, xml.slice(0, 20));
  }
  const other = '<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_4"/>';
  assert.match((await importXDatenfelder(other, { feel })).refusals[0]?.message ?? '', /nicht XDatenfelder 1, 2 oder 3/);
});

test('a schema of the first edition becomes the same draft as one of the second', async () => {
  const text = (edition: number, own: (id: string) => string, list: string, inside: (element: string) => string): string =>
    `<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_${edition}"><x:stammdatenschema>${own('S1')}<x:name>Antrag</x:name><x:struktur><x:anzahl>1:1</x:anzahl>${inside(
      `<x:datenfeldgruppe>${own('G1')}<x:name>Person</x:name>${['Name', 'Staat'].map((name) => `<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld>${own(`F${name}`)}<x:name>${name}</x:name><x:feldart><code>${name === 'Staat' ? 'select' : 'input'}</code></x:feldart><x:datentyp><code>text</code></x:datentyp>${name === 'Staat' ? list : ''}</x:datenfeld></x:enthaelt></x:struktur>`).join('')}</x:datenfeldgruppe>`,
    )}</x:struktur></x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>`;
  const staat = 'urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat';
  const first = text(1, (id) => `<x:id>${id}</x:id><x:version>1.0</x:version>`, `<x:codeliste><x:kennung>${staat}</x:kennung></x:codeliste>`, (element) => element);
  const second = text(2, (id) => `<x:identifikation><x:id>${id}</x:id><x:version>1.0</x:version></x:identifikation>`, `<x:codelisteReferenz><x:genericodeIdentification><x:canonicalIdentification>${staat}</x:canonicalIdentification></x:genericodeIdentification></x:codelisteReferenz>`, (element) => `<x:enthaelt>${element}</x:enthaelt>`);
  const [old, newer] = [await importXDatenfelder(first, { feel }), await importXDatenfelder(second, { feel })];
  assert.deepEqual(old.definition, newer.definition);
  assert.deepEqual([...compiled(old.definition).fields.values()].map(({ definition }) => definition.type), ['text', 'country']);
});

test('a file is read in its own encoding, and refused when its signs do not fit', async () => {
  const text = xdf(times('1:1', xdfField('F1', 'Größe', 'num')));
  const label = async (bytes: Uint8Array): Promise<unknown> => (await importXDatenfelder(bytes, { feel })).definition?.pages[0]?.title;
  const declared = (name: string): string => `<?xml version="1.0" encoding="${name}"?>${text}`;
  const utf16 = Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le');
  for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${declared('UTF-8')}`), Buffer.from(declared('ISO-8859-1'), 'latin1'), utf16, Buffer.from(utf16).swap16()]) assert.equal(await label(bytes), 'Größe');
  const refused = await importXDatenfelder(Buffer.from(declared('UTF-8'), 'latin1'), { feel });
  assert.match(refused.refusals[0]?.message ?? '', /passen nicht zur Kodierung/);
});

test('what a schema says wrongly or strangely is told in words, and the draft is one that people can fill in', async () => {
  const loose = Array.from({ length: 70 }, (_, i) => times('0:1', xdfField(`F1${i}`, `Feld ${i}`, 'text'))).join('');
  const { definition, notes } = await importXDatenfelder(
    xdf(
      times('0:0', xdfField('F1', 'Nie', 'text')) +
        times('viele', xdfField('F2', 'Oft', 'text')) +
        times('1:1', xdfField('F3', '-', 'num_int', '<x:bezeichnungEingabe>.</x:bezeichnungEingabe><x:hilfetextEingabe>&lt;p&gt;Bitte &lt;b&gt;genau&lt;/b&gt;&lt;/p&gt;</x:hilfetextEingabe><x:praezisierung minValue="9" maxValue="3"/><x:neu/>')) +
        times('1:1', '<x:datenfeldgruppe><x:identifikation><x:id>G9</x:id></x:identifikation><x:name>Verweis</x:name></x:datenfeldgruppe>') +
        loose,
    ),
    { feel },
  );
  const said = notes.map(({ message }) => message).join('\n');
  for (const words of [/„0:0“ nicht vor/, /„viele“ ist nicht lesbar/, /9 bis 3 widersprechen sich/, /hat keinen Inhalt/, /kennt der Standard nicht.*neu/]) assert.match(said, words);
  assert.deepEqual(definition?.pages.map(({ elements }) => elements.length), [30, 30, 12]);
  assert.deepEqual(definition?.pages[0]?.elements[1], { type: 'integer', key: 'f3', label: 'F3', hint: 'Bitte genau', required: true, fim: 'F3' });
});

test('a file says by its content what it is; anything else is refused with a sentence', async () => {
  const read = async (text: string | Uint8Array): Promise<string> => {
    const { format, definition, refusals } = await importFormFile(typeof text === 'string' ? Buffer.from(text) : text, { feel });
    return `${format}: ${definition ? 'Entwurf' : (refusals[0]?.message ?? '')}`;
  };
  assert.equal(await read(Buffer.from(`\uFEFF${xdf(times('1:1', xdfField('F1', 'A', 'text')))}`, 'utf16le')), 'XDatenfelder: Entwurf');
  assert.equal(await read(JSON.stringify({ type: 'default', components: [{ type: 'textfield', key: 'a', label: 'A' }] })), 'form-js: Entwurf');
  assert.equal(await read(''), 'unbekannt: Die Datei ist leer');
  assert.match(await read('Guten Tag'), /^unbekannt: Das ist weder XML/);
  assert.match(await read('{"a":'), /^form-js: Das JSON ist nicht lesbar/);
  assert.match(await read('{"$schema":"x"}'), /^unbekannt: Das ist ein Formular als JSON Schema/);
});
