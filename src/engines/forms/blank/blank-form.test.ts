import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from 'preact-render-to-string';
import { compiled } from '../testing/feel-for-tests.ts';
import { describeBlank } from './blank-form.ts';
import type { BlankItem } from './blank-form.ts';
import { conditionInWords } from './condition-words.ts';
import { renderBlank } from './render-blank.tsx';

const option = (value: string, label: string): { value: string; label: string } => ({ value, label });
const form = compiled({
  schemaVersion: 1,
  id: 'blank',
  title: 'Antrag',
  pages: [
    {
      id: 'one',
      title: 'Über Sie',
      elements: [
        { type: 'choice', key: 'kind', label: 'Art', required: true, options: [option('a', 'Person'), option('b', 'Betrieb'), option('listed-c', 'Verein'), option('listed-d', 'Stiftung')] },
        { type: 'yesNo', key: 'owner', label: 'Eigentum?' },
        { type: 'integer', key: 'rooms', label: 'Zimmer', unit: 'Räume' },
        { type: 'money', key: 'rent', label: 'Miete', required: 'owner = false' },
        { type: 'nationality', key: 'nationality', label: 'Staatsangehörigkeit' },
        { type: 'text', key: 'chip', label: 'Chipnummer', pattern: '\\d{15}', dontKnow: true, purpose: 'Damit wir den Hund finden.', legalBasis: '§ 1 HStS', retention: '10 Jahre' },
        { type: 'file', key: 'proof', label: 'Nachweis', condition: 'kind = "b" and owner = true' },
        { type: 'calculated', key: 'sum', label: 'Summe', value: 'rooms * 2' },
      ],
    },
    {
      id: 'two',
      title: 'Kinder',
      condition: 'kind = "a"',
      elements: [
        {
          type: 'repeat',
          key: 'children',
          label: 'Kinder',
          itemLabel: 'Kind',
          max: 9,
          elements: [
            { type: 'yesNo', key: 'school', label: 'Geht in die Schule?', required: true },
            { type: 'text', key: 'which', label: 'Welche?', condition: 'school' },
          ],
        },
        { type: 'confirm', key: 'truthful', label: 'Alles stimmt.', required: true },
      ],
    },
  ],
  signatures: { order: 'parallel', signers: [{ key: 'self', label: 'Antragsteller', self: true, name: 'chip' }, { key: 'other', label: 'Verein', name: 'chip', email: 'chip', condition: 'kind = "listed-c"' }] },
});
const say = (condition: string, path?: string): string => conditionInWords(form, condition, { locale: 'de', ...(path ? { path } : {}) });

test('conditions are said as questions and answers', () => {
  const expected: Record<string, string> = {
    'kind = "b"': 'Nur ausfüllen, wenn: „Art“ – Betrieb',
    'kind = "b" or kind = "a"': 'Nur ausfüllen, wenn: „Art“ – Betrieb oder Person',
    'kind in ("a", "b", "listed-c")': 'Nur ausfüllen, wenn: „Art“ – nicht Stiftung',
    'not(kind in ("a", "b"))': 'Nur ausfüllen, wenn: „Art“ – Verein oder Stiftung',
    'starts with(kind, "listed-")': 'Nur ausfüllen, wenn: „Art“ – Verein oder Stiftung',
    'kind != "a" and kind != "b"': 'Nur ausfüllen, wenn: „Art“ – Verein oder Stiftung',
    '(owner = true) and rooms >= 3': 'Nur ausfüllen, wenn: „Eigentum?“ – Ja und „Zimmer“ – mindestens 3 Räume',
    'not(owner)': 'Nur ausfüllen, wenn: „Eigentum?“ – Nein',
    'rent > 50000': 'Nur ausfüllen, wenn: „Miete“ – mehr als 500,00\u00a0€',
    'chip != null': 'Nur ausfüllen, wenn: „Chipnummer“ ist ausgefüllt',
    'nationality = "FR"': 'Nur ausfüllen, wenn: „Staatsangehörigkeit“ – Frankreich',
    'sum(children.age) > 3 and kind = "a or b"': 'Nur wenn nötig; es hängt ab von: „Art“',
    'account.age > 18': 'Nur ausfüllen, wenn es auf Sie zutrifft.',
  };
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((condition) => [condition, say(condition)])), expected);
  assert.equal(say('school', 'children.which'), 'Nur ausfüllen, wenn: „Geht in die Schule?“ – Ja');
});

test('the empty form has boxes for digits, rows for a list, places for those who sign, and no field that the machine fills', () => {
  const { pages, signing, reasons } = describeBlank(form, 'de');
  const [first, second] = pages;
  const named = (label: string): BlankItem | undefined => first?.items.find((item) => 'label' in item && item.label === label);
  assert.deepEqual(named('Chipnummer'), { kind: 'write', label: 'Chipnummer', required: false, parts: [{ share: 0.825, boxes: 15 }], lines: 1, unknown: 'Das weiß ich nicht' });
  assert.equal(named('Summe'), undefined);
  assert.equal((named('Miete') as { hint?: string }).hint, 'Nötig, wenn: „Eigentum?“ – Nein');
  assert.equal(second?.only, 'Nur ausfüllen, wenn: „Art“ – Person');
  assert.equal(second?.items.filter((item) => item.kind === 'heading').length, 4);
  assert.deepEqual(signing.places, [{ label: 'Antragsteller' }, { label: 'Verein', only: 'Nur ausfüllen, wenn: „Art“ – Verein' }]);
  assert.deepEqual(reasons, [{ label: 'Chipnummer', text: 'Damit wir den Hund finden. Rechtsgrundlage: § 1 HStS. Aufbewahrung: 10 Jahre.' }]);
  assert.match(render(renderBlank(form, 'de-leicht')), /Schreiben Sie hier nur, wenn: „Art“ – Betrieb und „Eigentum\?“ – Ja/);
});
