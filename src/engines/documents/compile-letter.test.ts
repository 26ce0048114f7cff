import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileLetter } from './compile-letter.ts';
import { feel } from './testing/feel.ts';
import { compiled, letterOf, NOTICE } from './testing/samples.ts';

const findingsOf = (source: string) =>
  compileLetter(source, { feel }).findings.map(({ severity, line, message }) => `${severity} ${line}: ${message}`);

describe('A letter template', () => {
  it('names the variables it needs, without those of its loops', () => {
    const expected = ['applicant', 'authority', 'dogs', 'dueOn', 'exempt', 'giro', 'total', 'year'];
    assert.deepEqual(compiled(NOTICE).names, expected);
  });

  it('gets the layout of its kind when none is named', () => {
    assert.equal(compiled(letterOf('Text', 'kind: receipt\ntitle: Eingang')).layout, 'receipt');
    assert.equal(compiled(NOTICE).layout, 'letter');
  });

  it('is refused with the line of a wrong expression', () => {
    const { letter, findings } = compileLetter(letterOf('Guten Tag\n\n{{ if }}'), { feel });
    assert.equal(letter, undefined);
    assert.equal(findings[0]?.line, 7);
    assert.match(findings[0]?.message ?? '', /^if: /);
  });

  it('is refused for an unknown format, a wrong argument or a placeholder that does not end', () => {
    const [unknown, argument, open] = findingsOf(letterOf('{{ a | shout }}\n{{ a | number(9) }}\n{{ a'));
    assert.match(unknown ?? '', /^error 5: unknown format "shout"; known are money, /);
    assert.match(argument ?? '', /^error 6: .*does not take \(9\)/);
    assert.match(open ?? '', /^error 7: a placeholder starts with/);
  });

  it('keeps a bar inside a FEEL text apart from a format', () => {
    assert.deepEqual(findingsOf(letterOf('{{ "a | b" | default("–") }}')), []);
  });

  it('is refused for blocks that do not fit together', () => {
    assert.match(findingsOf(letterOf(':::if a\nText'))[0] ?? '', /^error 5: the block ":::if" is not closed/);
    assert.match(findingsOf(letterOf('Text\n:::'))[0] ?? '', /^error 6: ":::" closes a block that was not opened/);
    assert.match(findingsOf(letterOf(':::else\n:::'))[0] ?? '', /belongs into an ":::if" block/);
    assert.match(findingsOf(letterOf(':::loop x\nText\n:::'))[0] ?? '', /^error 5: unknown block/);
    assert.match(findingsOf(letterOf(':::if a\nA\n:::else\nB\n:::else if b\nC\n:::'))[0] ?? '', /nothing may follow/);
  });

  it('is refused for HTML, images and code: a letter has text only', () => {
    assert.match(findingsOf(letterOf('Text\n\n<b>fett</b>'))[0] ?? '', /^error 7: "html" is not allowed/);
    assert.match(findingsOf(letterOf('![Bild](x.png)'))[0] ?? '', /"image" is not allowed/);
  });

  it('is refused for table rows without a table and rows of another width', () => {
    assert.match(findingsOf(letterOf('| a | b |'))[0] ?? '', /^error 5: a table needs a heading row/);
    assert.match(findingsOf(letterOf('| a | b |\n| --- | --- |\n| 1 |'))[0] ?? '', /^error 7: the row has 1 cells/);
  });

  it('is refused for wrong front matter, at its line', () => {
    assert.match(findingsOf('Text')[0] ?? '', /^error 1: the file must start with front matter/);
    assert.match(findingsOf(letterOf('Text', 'kind: poem\ntitle: X'))[0] ?? '', /^error 2: front matter: kind/);
    assert.match(findingsOf(letterOf('Text', 'kind: letter\ntitle: X\nbetreff: Y')).join(), /unknown key betreff/);
    assert.match(findingsOf(letterOf('Text', 'kind: letter\ntitle: X\nappeal: maybe')).join(), /error 4: unknown instruction/);
  });

  it('warns of a notice without reasons and without instruction on appeal', () => {
    const findings = findingsOf(letterOf('Text', 'kind: notice\ntitle: Bescheid'));
    assert.equal(findings.length, 2);
    assert.match(findings.join(), /warning 1: .*§ 58 Abs. 2 VwGO.*warning 1: .*§ 39 VwVfG/);
  });

  it('takes the city’s own instruction on appeal', () => {
    const source = letterOf('## Begründung\n\nText', 'kind: notice\ntitle: B\nappeal: own');
    const { letter } = compileLetter(source, { feel, appeals: { own: 'Rufen Sie {{ authority.name }} an.' } });
    assert.deepEqual(letter?.names, ['authority']);
  });
});
