import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { compileFeel } from '#engines/decisions';
import { compileLetter, fillLetter, plainText } from '#engines/documents';
import { inventValues } from './invent-values.ts';
import { readLetter, splitLetter, writeLetter } from './letter-file.ts';
import { survives, toMarkdown, toRich } from './letter-markdown.ts';

const root = resolve(import.meta.dirname, '../../../..');
const letters = globSync('services/*/letters/*.md', { cwd: root });

test('every letter of the sample city survives the rich editor and the fields', () => {
  assert.ok(letters.length >= 6);
  for (const path of letters) {
    const source = readFileSync(`${root}/${path}`, 'utf8').replaceAll('\r\n', '\n');
    assert.ok(survives(splitLetter(source).body), path);
    assert.equal(writeLetter(source, readLetter(source)).trim(), source.trim(), path);
  }
});

test('bold, italic, links, placeholders and line ends come through', () => {
  const text = 'Sehr geehrte Frau **{{ applicant.familyName }}**,\\\nwir *freuen* uns. [Mehr]({{ url }}) und [hier](https://stadt.example/a).';
  assert.equal(toMarkdown(toRich(text)), text);
  const nested = '**fett und *beides* wieder fett**';
  assert.equal(toMarkdown(toRich(nested)), nested);
});

test('conditions and loops stand on lines of their own around what they rule', () => {
  const text = ':::if a > 1\nErster Fall.\n:::else\n- eins\n- zwei\n:::\n\nDanach.';
  assert.equal(toMarkdown(toRich(text)), text);
});

test('what the editor has no button for is kept as it was written', () => {
  for (const text of ['| A | B |\n| --- | ---: |\n:::for x in y\n| {{ x.a }} | 1 |\n:::', 'Zeile eins\nZeile zwei', 'Preis 5 \\* 3', '> Zitat', '`x`']) {
    assert.ok(survives(text), text);
    assert.equal(toRich(text).content?.[0]?.type, 'codeBlock');
  }
});

test('signs that mean something are escaped when they are typed', () => {
  assert.equal(toMarkdown({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '2 * 3 < 7' }] }] }), '2 \\* 3 \\< 7');
});

test('a letter that no example reaches is shown with invented values, and what was invented is named', () => {
  const body = 'Für {{ applicant.name }}: {{ fee | money }}, bis {{ due | date }}, {{ note | default("–") }}.\n\n:::if granted\nJa, {{ application.wish }}.\n:::\n\n:::for hund in application.dogs\n- {{ hund.name }}\n:::\n\n[Mehr]({{ link }})';
  const { letter, findings } = compileLetter(`---\nkind: letter\ntitle: Probe\n---\n${body}\n`, { feel: compileFeel });
  assert.deepEqual(findings, []);
  assert.ok(letter);
  const preview = inventValues(letter, '2026-03-01');
  const text = plainText(fillLetter(preview.letter, { applicant: { name: 'Anna Weber' } }).content);
  assert.match(text, /Für Anna Weber: 123,45\s€, bis 01\.03\.2026, –\.[\s\S]*Ja, \[application\.wish\]\.[\s\S]*\[hund\.name\]/);
  assert.deepEqual([...preview.invented], ['fee', 'due', 'granted', 'application.wish', 'application.dogs', 'hund.name', 'link']);
});
