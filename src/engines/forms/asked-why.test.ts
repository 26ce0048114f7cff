import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from 'preact-render-to-string';
import { compileForm, listAskedFacts, listPrefillSources, parsePage, prefillData, renderPage } from './index.ts';
import { compiled, env, feel } from './testing/feel-for-tests.ts';

const cities = ['Aachen', 'Bad Münster', 'Münster', 'Münsingen'].map((label, i) => ({ value: `c${i}`, label }));
const form = compiled({
  schemaVersion: 1,
  id: 'f',
  title: 'F',
  registers: [{ name: 'mail', query: {}, purpose: 'Zum Vorbelegen' }],
  pages: [
    {
      id: 'p',
      title: 'Seite',
      elements: [
        { type: 'choice', key: 'city', label: 'Ort', options: cities, appearance: 'autocomplete' },
        { type: 'email', key: 'email', label: 'E-Mail', prefill: ['register.mail.address', 'account.email'], purpose: { de: 'Für Rückfragen', en: 'For questions' }, legalBasis: '§ 1 MustG', retention: '3 Jahre', help: 'Mehr.' },
        { type: 'repeat', key: 'rows', label: 'Kinder', itemLabel: 'Kind', elements: [{ type: 'text', key: 'name', label: 'Name', required: true, condition: 'rowNumber > 0' }] },
      ],
    },
  ],
});
const draw = (data: Record<string, never> | object, more: object = {}): string => render(renderPage({ form, pageId: 'p', data: data as never, env, ...more }).fields);

test('a long list is a text with suggestions; what is typed is found in it, whatever its case and accents', () => {
  const typed = (city: string) => parsePage(form, { pageId: 'p', body: { city }, data: {}, env });
  assert.match(draw({}), /list="f-city-list".*<datalist id="f-city-list"><option value="Aachen"/s);
  assert.match(draw({ city: 'c2' }), /value="Münster"/);
  for (const [text, value] of [['Münster', 'c2'], ['munster', 'c2'], ['aach', 'c0'], ['c3', 'c3'], ['', undefined]] as const) assert.equal(typed(text).values['city'], value, text);
  assert.match(typed('Müns').errors[0]?.message ?? '', /Meinen Sie: Münster, Münsingen, Bad Münster\?/);
  assert.match(typed('Xanten').errors[0]?.message ?? '', /nicht in der Liste. Bitte wählen/);
  assert.equal(typed('Xanten').typed['city'], 'Xanten');
});

test('purpose, legal basis and retention stand behind "Warum fragen wir das?"', () => {
  const html = draw({});
  assert.match(html, /Warum fragen wir das\?.*Für Rückfragen.*§ 1 MustG.*3 Jahre/s);
  assert.match(html, /Mehr dazu/);
  assert.match(render(renderPage({ form, pageId: 'p', data: {}, env: { ...env, locale: 'en' } }).fields), /Why do we ask this\?.*For questions/s);
});

test('a first value names its source until the person changes it; of several sources the first that fits counts', () => {
  const context = { register: { mail: { address: 'keine Adresse' } }, account: { email: 'a@example.org' } };
  const { data, sources } = prefillData(form, {}, { ...env, context });
  assert.deepEqual(sources, { email: { from: 'account.email', value: 'a@example.org' } });
  const sourceWords = (from: string): string => `Aus: ${from}`;
  assert.match(draw(data, { sources, sourceWords }), /Aus: account\.email/);
  assert.doesNotMatch(draw({ email: 'b@example.org' }, { sources, sourceWords }), /Aus: /);
  assert.deepEqual(listPrefillSources(form), ['register.mail.address', 'account.email']);
});

test('a register that the form does not announce is refused', () => {
  const definition = { schemaVersion: 1, id: 'f', title: 'F', pages: [{ id: 'p', title: 'P', elements: [{ type: 'email', key: 'email', label: 'E', prefill: 'register.residents.email' }] }] };
  assert.match(compileForm(definition, { feel }).findings[0]?.message ?? '', /Register „residents“ steht nicht unter „registers“/);
});

test('the list for data protection has every question with page, group and whether it is demanded', () => {
  const facts = listAskedFacts(form);
  assert.deepEqual(facts.map(({ path, required, conditional }) => [path, required, conditional]), [['city', 'never', false], ['email', 'never', false], ['rows.name', 'always', true]]);
  assert.deepEqual([facts[1]?.purpose, facts[1]?.legalBasis, facts[1]?.retention, facts[2]?.groups], ['Für Rückfragen', '§ 1 MustG', '3 Jahre', ['Kinder']]);
});
