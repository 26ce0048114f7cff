import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from 'preact-render-to-string';
import { applyConditions, coverage, describeData, firstOpenPage, nextPage, parsePage, previousPage, renderData, renderPage, renderReview, toJsonSchema, validateAll, visiblePages } from './index.ts';
import { dogForm, goodAnswers } from './testing/dog-form.ts';
import { compiled, env } from './testing/feel-for-tests.ts';

const form = compiled(dogForm);

test('complete answers are valid and the tax is calculated', () => {
  const result = validateAll(form, goodAnswers, env);
  assert.deepEqual(result.pages, []);
  assert.equal(result.valid, true);
  assert.equal(result.data.taxCents, 24000);
});

test('the exemption page appears only for those who ask for it', () => {
  assert.deepEqual(visiblePages(form, goodAnswers, env).map((page) => page.id), ['owner', 'dogs', 'payment', 'finish']);
  assert.equal(nextPage(form, { pageId: 'payment', data: { ...goodAnswers, exempt: true }, env })?.id, 'exemption');
  assert.equal(previousPage(form, { pageId: 'finish', data: goodAnswers, env })?.id, 'payment');
  assert.equal(firstOpenPage(form, { ...goodAnswers, iban: undefined }, env)?.id, 'payment');
  assert.equal(firstOpenPage(form, goodAnswers, env), undefined);
});

test('hidden answers are dropped, on hidden pages too', () => {
  const data = applyConditions(form, { ...goodAnswers, payment: 'transfer', reason: 'Blindenhund', foreign: 1 }, env);
  assert.equal('iban' in data, false);
  assert.equal('reason' in data, false);
  assert.equal('foreign' in data, false);
});

test('a page is read as a browser posts it', () => {
  const parsed = parsePage(form, {
    pageId: 'owner',
    data: {},
    env,
    body: {
      'owner.givenNames': ' Erika  Maria ',
      'owner.familyName': 'Mustermann',
      'owner.birthDate-day': '12',
      'owner.birthDate-month': '8',
      'owner.birthDate-year': '1984',
      'address.street': 'Hauptstraße',
      'address.houseNumber': '5a',
      'address.addition': '',
      'address.postcode': '12345',
      'address.city': 'Musterstadt',
      email: 'Erika@Example.ORG',
      phone: '0171 1234567',
    },
  });
  assert.deepEqual(parsed.errors, []);
  assert.equal(parsed.complete, true);
  assert.deepEqual(parsed.values, {
    owner: { givenNames: 'Erika Maria', familyName: 'Mustermann', birthDate: '1984-08-12' },
    address: { street: 'Hauptstraße', houseNumber: '5a', postcode: '12345', city: 'Musterstadt' },
    email: 'Erika@example.org',
    phone: '+491711234567',
    dogs: [],
    taxCents: 0,
  });
});

test('errors name the input, and what was typed comes back', () => {
  const body = { 'owner.givenNames': 'Erika', 'owner.familyName': '', 'owner.birthDate-day': '31', 'owner.birthDate-month': '2', 'owner.birthDate-year': '1984', 'address.street': 'Weg', 'address.postcode': '123' };
  const parsed = parsePage(form, { pageId: 'owner', data: {}, env, body });
  assert.deepEqual(
    parsed.errors.map((error) => [error.path, error.id]),
    [
      ['owner.familyName', 'f-owner-familyName'],
      ['owner.birthDate', 'f-owner-birthDate'],
      ['address.houseNumber', 'f-address-houseNumber'],
      ['address.postcode', 'f-address-postcode'],
      ['address.city', 'f-address-city'],
    ],
  );
  assert.equal(parsed.errors[1]?.message, 'Den Tag 31.2.1984 gibt es nicht. Bitte prüfen Sie „Geburtsdatum“.');
  const page = renderPage({ form, pageId: 'owner', data: parsed.values, env, typed: parsed.typed, errors: parsed.errors });
  const html = render(page.fields);
  assert.match(html, /name="address.postcode" value="123"/);
  assert.match(html, /id="f-owner-birthDate"[^>]*value="31"/);
  assert.equal(page.summary[0]?.text, 'Bitte füllen Sie „Familienname“ aus.');
});

test('rows are added and removed by buttons, and nothing typed is lost', () => {
  const first = { 'dogs.0.name': 'Rex', 'dogs.0.since-day': '1', 'dogs.0.since-month': 'x', 'dogs.0.since-year': '2026', '_rows.dogs': '1', '_add.dogs': '1' };
  const added = parsePage(form, { pageId: 'dogs', data: {}, env, body: first });
  assert.deepEqual(added.errors, []);
  assert.equal(added.complete, false);
  assert.deepEqual(added.action, { kind: 'add', path: 'dogs', focus: 'f-dogs-1' });
  assert.deepEqual(added.values.dogs, [{ name: 'Rex' }, {}]);
  const html = render(renderPage({ form, pageId: 'dogs', data: added.values, env, typed: added.typed, focus: added.action?.focus }).fields);
  assert.match(html, /name="dogs.0.since-month"[^>]*value="x"/);
  assert.match(html, /name="dogs.1.name"/);
  assert.match(html, /name="_remove.dogs.1"/);
  const second = { ...first, 'dogs.1.name': 'Bello', 'dogs.1.breed': 'listed', 'dogs.1.permit': 'E-1', '_rows.dogs': '2', '_remove.dogs.0': '1', '_add.dogs': undefined };
  const removed = parsePage(form, { pageId: 'dogs', data: added.values, env, body: second });
  assert.deepEqual(removed.values.dogs, [{ name: 'Bello', breed: 'listed', permit: 'E-1' }]);
  assert.equal(removed.typed['dogs.0.name'], 'Bello');
  assert.equal(removed.typed['dogs.1.name'], undefined);
});

test('every page draws, reviews and describes in German and English', () => {
  for (const locale of ['de', 'en', 'de-leicht'] as const) {
    for (const page of form.pages) assert.ok(render(renderPage({ form, pageId: page.id, data: { ...goodAnswers, exempt: true }, env: { ...env, locale } }).fields).length > 200);
    assert.match(render(renderReview(form, goodAnswers, { locale, changeHref: (id) => `/edit/${id}` })), /href="\/edit\/dogs"/);
    assert.match(render(renderData(form, goodAnswers, { locale })), /Rex/);
  }
  const described = describeData(form, goodAnswers, 'de');
  assert.deepEqual(described[1]?.rows.slice(0, 3).map(({ groups, label, value }) => [groups[0], label, value]), [
    ['Hund 1', 'Rufname', 'Rex'],
    ['Hund 1', 'Bei Ihnen seit', '31.01.2026'],
    ['Hund 1', 'Rasse', 'Mischling'],
  ]);
});

test('examples that reach everything leave no gap, and each missing one is named', () => {
  const small = compiled({
    schemaVersion: 1,
    id: 'small',
    title: 'Klein',
    pages: [
      { id: 'p', title: 'P', elements: [{ type: 'yesNo', key: 'dog', label: 'Hund?' }, { type: 'text', key: 'name', label: 'Name', condition: 'dog', required: 'today > "2026-01-01"' }] },
      { id: 'q', title: 'Q', condition: 'dog', elements: [{ type: 'repeat', key: 'papers', label: 'R', itemLabel: 'R', elements: [{ type: 'text', key: 'a', label: 'A' }] }] },
    ],
  });
  const examples = [
    { data: { dog: true, name: 'Rex', papers: [{ a: 'x' }, {}] }, env },
    { data: { dog: true, name: 'Rex' }, env: { ...env, today: '2025-12-31' } },
    { data: { dog: false }, env },
  ];
  assert.deepEqual(coverage(small, examples), []);
  assert.deepEqual(
    coverage(small, examples.slice(0, 1)).map((gap) => gap.message),
    [
      'Die Antwort „false“ auf „dog“ kommt nie vor',
      'Die Bedingung „dog“ von „name“ ist nie unerfüllt',
      'Das Feld „name“ ist nie freiwillig',
      'Die Bedingung „dog“ von „q“ ist nie unerfüllt',
    ],
  );
  assert.deepEqual(
    coverage(small, examples.slice(2)).map((gap) => `${gap.kind} ${gap.path}`),
    ['option dog=true', 'condition name', 'field name', 'condition name', 'condition name', 'page q', 'condition q', 'rows papers', 'field papers.a'],
  );
});

test('the schema and the coverage are drawn from the same definition', () => {
  const schema = toJsonSchema(form) as { required: string[]; properties: Record<string, object> };
  assert.deepEqual(schema.required, ['owner', 'address', 'dogs', 'payment', 'exempt', 'correct']);
  assert.deepEqual(schema.properties.iban, { type: 'string', pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$', title: 'IBAN' });
  const gaps = coverage(form, [{ data: goodAnswers, env }]).map((gap) => gap.path);
  assert.ok(gaps.includes('exemption'));
  assert.ok(gaps.includes('payment=transfer'));
  assert.ok(!gaps.includes('dogs.permit'));
});
