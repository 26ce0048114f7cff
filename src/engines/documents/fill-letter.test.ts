import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainText } from './content.ts';
import { fillLetter, LetterError } from './fill-letter.ts';
import { compiled, CONTEXT, letterOf, NOTICE } from './testing/samples.ts';

const filled = (body: string, context: Record<string, unknown>) => fillLetter(compiled(letterOf(body)), context);
const textOf = (body: string, context: Record<string, unknown>) => plainText(filled(body, context));

describe('A filled letter', () => {
  const content = fillLetter(compiled(NOTICE), CONTEXT);
  const text = plainText(content);

  it('carries subject, title and kind', () => {
    assert.equal(content.attrs.subject, 'Bescheid über die Hundesteuer 2026');
    assert.equal(fillLetter(compiled(NOTICE), CONTEXT, 'en').attrs.title, 'Dog tax notice');
    assert.equal(content.attrs.kind, 'notice');
  });

  it('repeats table rows and list items of a loop in one table and one list', () => {
    const table = content.content.find((node) => node.type === 'table');
    assert.equal(table?.content?.length, 4);
    assert.equal(content.content.filter((node) => node.type === 'bulletList').length, 1);
    assert.match(text, /Frau Schmidt\t10\t100,00\u00a0€\nSumme\t\t180,00\u00a0€/);
  });

  it('shows the branch whose condition is true', () => {
    assert.match(text, /Eine Befreiung kommt nicht in Betracht/);
    assert.match(plainText(fillLetter(compiled(NOTICE), { ...CONTEXT, exempt: true })), /Die Befreiung wird gewährt/);
    const body = ':::if n = 1\neins\n:::else if n = 2\nzwei\n:::else\nviele\n:::';
    assert.deepEqual([1, 2, 3].map((n) => textOf(body, { n })), ['eins', 'zwei', 'viele']);
  });

  it('ends with the instruction on appeal', () => {
    assert.equal(content.content.at(-1)?.type, 'appeal');
    assert.match(text, /Der Widerspruch ist bei Stadt Musterstadt, Steueramt, Rathausplatz 1/);
  });

  it('shows values as text, whatever markup they hold', () => {
    const name = '**fett** <b>x</b> | {{ y }} #eval("1") :::if [a](https://x)';
    const node = filled('Guten Tag {{ name }}', { name }).content[0];
    assert.deepEqual(node?.content?.map((child) => [child.type, child.marks]), [['text', undefined], ['text', undefined]]);
    assert.equal(textOf('{{ name }}', { name }), name);
  });

  it('drops invisible characters that could turn a text around', () => {
    assert.equal(textOf('{{ name }}', { name: 'Erika\u202e nnamretsuM\u0000\u200b' }), 'Erika nnamretsuM');
  });

  it('keeps the lines of a value', () => {
    assert.equal(textOf('{{ address }}', { address: 'Weg 1\r\n12345 Ort' }), 'Weg 1\n12345 Ort');
    assert.equal(textOf('{{ parts | lines }}', { parts: ['a', 'b'] }), 'a\nb');
  });

  it('keeps every line of easy language', () => {
    const source = letterOf('Ein Satz.\nNoch ein Satz.', 'kind: letter\ntitle: T\nlanguage: de-leicht');
    assert.equal(plainText(fillLetter(compiled(source), {})), 'Ein Satz.\nNoch ein Satz.');
  });

  it('is refused with every gap and its line', () => {
    const body = '{{ a }}\n{{ b.c | date }}\n\n:::if d > 1\nx\n:::\n:::for e in f\ny\n:::';
    assert.throws(
      () => filled(body, {}),
      (error) => {
        assert.ok(error instanceof LetterError);
        assert.deepEqual(error.findings.map((finding) => finding.line), [5, 6, 8, 11]);
        assert.match(error.message, /line 5: a: the value is missing/);
        assert.match(error.message, /line 8: d > 1: the condition is neither true nor false/);
        return true;
      },
    );
  });

  it('lets a gap through only when the template says what to write instead', () => {
    assert.equal(textOf('Telefon: {{ phone | default("keine Angabe") }}', {}), 'Telefon: keine Angabe');
    assert.equal(textOf('A\n\n{{ phone | default("") }}\n\nB', {}), 'A\n\nB');
  });

  it('takes links only to the web, mail and telephone', () => {
    const [link] = filled('[Konto]({{ url }})', { url: 'https://stadt.example/k' }).content[0]?.content ?? [];
    assert.deepEqual(link?.marks, [{ type: 'link', attrs: { href: 'https://stadt.example/k' } }]);
    assert.throws(() => filled('[Konto]({{ url }})', { url: 'javascript:alert(1)' }), /a link must start with https/);
  });
});

describe('Formats in a letter', () => {
  const shown = (placeholder: string, x: unknown) => textOf(`{{ ${placeholder} }}`, { x });

  it('write money from whole cents and refuse anything else', () => {
    assert.equal(shown('x | money', 123456), '1.234,56\u00a0€');
    assert.throws(() => shown('x | money', 12.5), /a whole number of cents expected/);
    assert.throws(() => shown('x | money', '12'), /a whole number of cents expected/);
    assert.equal(shown('x | euro', 12.5), '12,50\u00a0€');
  });

  it('write dates and refuse days that do not exist', () => {
    assert.equal(shown('x | date', '2026-03-02'), '02.03.2026');
    assert.equal(shown('x | date(long)', '2026-03-02'), '2. März 2026');
    assert.equal(shown('x | datetime', '2026-07-01T08:30:00Z'), '01.07.2026, 10:30 Uhr');
    assert.equal(shown('date("2026-03-02") | date', null), '02.03.2026');
    assert.throws(() => shown('x | date', '2026-02-30'), /a date expected/);
  });

  it('write numbers, lists, yes and no and account numbers', () => {
    assert.equal(shown('x | number(2)', 1234.5), '1.234,50');
    assert.equal(shown('x', 2026), '2026');
    assert.equal(shown('x', 2.5), '2,5');
    assert.equal(shown('x', true), 'ja');
    assert.equal(shown('x | list', ['a', 'b', 'c']), 'a, b und c');
    assert.equal(shown('x | list(or)', ['a', 'b']), 'a oder b');
    assert.equal(shown('x | iban', 'DE02120300000000202051').replaceAll('\u00a0', ' '), 'DE02 1203 0000 0000 2020 51');
    assert.throws(() => shown('x', ['a']), /got a list of 1/);
  });
});
