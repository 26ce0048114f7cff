import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { guessCatalogue, readCatalogue } from './read-catalogue.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { guessColumns } from './read-sheet.ts';

const DATA = join(process.env.CONFORMANCE_DATA ?? resolve(import.meta.dirname, '../../../../../shared/data'), 'service-catalogues');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const HEAD = 'leika_key;name;typ;ozg_id;ozg_leistung;rechtsgrundlage';

for (const [file, kind, rows] of [['leika-leistungen.csv', 'leika', 5251], ['ozg-leistungen.csv', 'ozg', 557], ['munich/services_de.json', 'dldb', 287], ['berlin/services_de.json', 'dldb', 560]] as const) {
  test(`the real catalogue ${file} is recognised and every row is read`, { skip: existsSync(join(DATA, file)) ? false : `${join(DATA, file)} is missing` }, async () => {
    const content = readFileSync(join(DATA, file));
    assert.equal(guessCatalogue(content), kind);
    const read = await readCatalogue(kind, content);
    assert.deepEqual([read.rows.length, read.refused], [rows, []]);
    assert.equal(new Set(read.rows.map(({ key }) => key)).size, rows);
  });
}

test('Latin-1, byte order marks and UTF-16 are read with their umlauts, and what is no UTF-8 is told', async () => {
  const text = `${HEAD}\n99012001000000;Bäume fällen;4;1;Größe;§ 1 BauO [http://x.example/a]\n`;
  const latin = Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)));
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  for (const [content, notes] of [[latin, 1], [bytes(`\ufeff${text}`), 0], [utf16, 1]] as const) {
    const read = await readCatalogue('leika', content);
    assert.deepEqual([read.rows[0]?.said.name, read.notes.length], ['Bäume fällen', notes]);
    assert.deepEqual(read.rows[0]?.said.legalBasis, [{ title: '§ 1 BauO', url: 'https://x.example/a' }]);
  }
});

test('a broken row is refused with its line, the others are read; twins are refused, not merged', async () => {
  const read = await readCatalogue('leika', bytes(`${HEAD}\n99012001000000;Abbruch;4;1;x;\n99012001000001;;4;1;x;\n99012001000000;Abbruch zwei;4;1;x;\nkurz\n`));
  assert.deepEqual(read.rows.map(({ said }) => said.name), ['Abbruch']);
  assert.deepEqual(read.refused.map(({ line, reason }) => `${line}: ${reason}`), ['3: Der Name fehlt.', '4: Der Schlüssel 99012001000000 stand schon in Zeile 2.', '5: Der Name fehlt.']);
});

test('what is no catalogue is refused as a whole with one sentence', async () => {
  const bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>';
  const deep = `<x xmlns="http://xoev.de/schemata/xzufi/2_2_0">${'<a>'.repeat(150)}${'</a>'.repeat(150)}</x>`;
  // The directory at the end announces two gigabytes.
  const unpacking = Buffer.from(zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(10) }));
  unpacking.writeUInt32LE(0x7f_ff_ff_ff, unpacking.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  for (const [kind, content, reason] of [
    ['xzufi', bytes(bomb), /DOCTYPE/], ['xzufi', bytes('<a>'), /Zeile \d+ ist kein gültiges XML/], ['xzufi', bytes('<a/>'), /keine Nachricht nach XZuFi/], ['xzufi', bytes(deep), /geschachtelt/],
    ['dldb', bytes('{"data": 5}'), /keine Liste/], ['dldb', bytes('{'), /kein gültiges JSON/], ['leika', bytes('a;b\n1;2'), /Spalte „leika_key“ fehlt/], ['leika', bytes(`${HEAD}\n1;"offen;4\n2;x;y`), /Anführungszeichen/],
    ['leika', new Uint8Array(0), /leer/], ['leika', new Uint8Array(25_000_001), /größer als 25 MB/], ['leika', bytes(`${HEAD}\n\u0000\u0000`), /keine Textdatei/], ['sheet', unpacking, /entpackt größer/], ['sheet', bytes('PK kaputt'), /XLSX/],
  ] as const) {
    await assert.rejects(readCatalogue(kind, content), { name: 'UnreadableFile', message: reason });
  }
});

test('an XZuFi message gives names in two languages, papers, fee, time and the LeiKa key', async () => {
  const module = (code: string, name: string, de: string, en = ''): string => `<z:modulText><z:inhalt languageCode="de">${de}</z:inhalt>${en ? `<z:inhalt languageCode="en">${en}</z:inhalt>` : ''}<z:leikaTextmodul><code>${code}</code><name>${name}</name></z:leikaTextmodul></z:modulText>`;
  const xml = `<?xml version="1.0"?><z:antwort xmlns:z="http://xoev.de/schemata/xzufi/2_2_0"><z:schreibe><z:leistung><z:id schemeAgencyID="L1">S-17</z:id><z:referenzLeiKa><code>99012001001000</code></z:referenzLeiKa>
    ${module('02', 'Leistungsbezeichnung', 'Abbruchgenehmigung Erteilung')}${module('03', 'Leistungsbezeichnung II', 'Gebäude abreißen')}${module('06', 'Volltext', '&lt;p&gt;Vor dem Abriss brauchen Sie eine Genehmigung. Sie gilt drei Jahre.&lt;/p&gt;&lt;script&gt;böse()&lt;/script&gt;', 'You need a permit.')}
    ${module('10', 'Erforderliche Unterlagen', '&lt;ul&gt;&lt;li&gt;Lageplan&lt;/li&gt;&lt;li&gt;Fotos&lt;/li&gt;&lt;/ul&gt;')}<z:modulKosten><z:beschreibung languageCode="de">ab 50 Euro</z:beschreibung></z:modulKosten></z:leistung><z:leistung><z:id>S-18</z:id></z:leistung></z:schreibe></z:antwort>`;
  assert.equal(guessCatalogue(bytes(xml)), 'xzufi');
  const read = await readCatalogue('xzufi', bytes(xml));
  assert.deepEqual(read.rows.map(({ key, said }) => [key, said]), [['S-17', {
    name: 'Gebäude abreißen', description: { de: 'Vor dem Abriss brauchen Sie eine Genehmigung. Sie gilt drei Jahre.', en: 'You need a permit.' }, summary: 'Vor dem Abriss brauchen Sie eine Genehmigung.',
    leika: '99012001001000', synonyms: ['Abbruchgenehmigung Erteilung'], fee: { text: { de: 'ab 50 Euro' } }, papers: [{ name: 'Lageplan' }, { name: 'Fotos' }],
  }]]);
  assert.deepEqual(read.refused.map(({ line, reason }) => [line > 0, reason]), [[true, 'Der Name fehlt.']]);
});

test('the own spreadsheet: columns are guessed by their headings, the guard against formulas comes off again', async () => {
  const csv = 'Nr;Leistung;Kurzbeschreibung;Zuständiges Amt;Zielgruppe;Unterlagen;Gebühr\n7;"\'=Eis verkaufen";Ein Stand;ordnungsamt;Unternehmen;Ausweis; 20 €\n';
  assert.deepEqual(guessColumns(csv.split('\n')[0]?.split(';') ?? []), { key: 0, name: 1, summary: 2, office: 3, audience: 4, papers: 5, fee: 6 });
  const read = await readCatalogue('sheet', bytes(csv));
  assert.deepEqual(read.rows[0], { key: '7', line: 2, said: { summary: 'Ein Stand', office: 'ordnungsamt', audience: ['business'], papers: [{ name: 'Ausweis' }], fee: { text: '20 €' }, name: '=Eis verkaufen' } });
  const row = (number: number, ...cells: string[]): string => `<row r="${number}">${cells.map((cell, at) => `<c r="${'ABC'[at] ?? ''}${number}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const xlsx = zipSync({
    '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    'xl/workbook.xml': strToU8(`<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Leistungen" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet xmlns="${main}"><sheetData>${row(1, 'Nr', 'Leistung', 'Gebühr')}${row(2, '8', 'Eis essen', '2 €')}</sheetData></worksheet>`),
  });
  assert.deepEqual((await readCatalogue('sheet', xlsx)).rows, [{ key: '8', line: 2, said: { fee: { text: '2 €' }, name: 'Eis essen' } }]);
});

test("editors' HTML becomes text that cannot be markup again", () => {
  assert.equal(htmlToMarkdown('<h2>Was</h2><p>Ein&nbsp;<b>Satz</b> mit <a href="https://a.example/x">Link</a> und <a href="javascript:x()">keinem</a>.<br>Neu</p><ul><li>eins</li><li>zwei</li></ul><style>p{}</style>'), '### Was\n\nEin **Satz** mit [Link](https://a.example/x) und keinem.\nNeu\n\n- eins\n- zwei');
});
