import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { htmlRules } from '#platform/ui';
import { fieldTypeNames, parsePage, renderData, renderPage, renderReview, validateAll } from './index.ts';
import type { CompiledForm, FormData } from './index.ts';
import { dogForm, goodAnswers } from './testing/dog-form.ts';
import { compiled, env, onePage } from './testing/feel-for-tests.ts';
import { postedBy } from './testing/posted-by.ts';

const form = compiled(dogForm);
const checker = new HtmlValidate(htmlRules);

async function assertGoodHtml(body: VNode): Promise<string> {
  const html = render(body);
  const page = `<!DOCTYPE html><html lang="de"><head><title>Test</title></head><body><main><h1>Test</h1><form method="post" novalidate>${html}<button type="submit">Weiter</button></form></main></body></html>`;
  const report = await checker.validateString(page);
  assert.deepEqual(report.results.flatMap((result) => result.messages.map((m) => `${m.ruleId}: ${m.message} ${page.slice(m.offset - 40, m.offset + 60)}`)), []);
  return html;
}

const show = (of: CompiledForm, data: FormData = {}, more: object = {}) => renderPage({ form: of, pageId: 'p', data, env, ...more }).fields;

test('pages, review and dense view are valid HTML, empty, full and with errors', async () => {
  const full = { ...goodAnswers, exempt: true, proof: [{ id: '1', name: 'a.pdf', type: 'application/pdf', size: 1000 }] };
  for (const { id } of form.pages) {
    for (const data of [{}, full] as FormData[]) {
      await assertGoodHtml(renderPage({ form, pageId: id, data, env, fileHref: (file) => `/f/${file.id}` }).fields);
      const parsed = parsePage(form, { pageId: id, data, env, body: { '_rows.dogs': '2', email: 'x', payment: 'y' } });
      await assertGoodHtml(renderPage({ form, pageId: id, data: parsed.values, env, typed: parsed.typed, errors: parsed.errors }).fields);
    }
  }
  await assertGoodHtml(renderReview(form, full, { locale: 'de', changeHref: (id) => `/x/${id}` }));
});

test('every kind of field has a label, in every language, with hint and help', async () => {
  const options = [{ value: 'a', label: 'A', hint: 'Hinweis' }, { value: 'b', label: 'B' }];
  const fields = fieldTypeNames.map((type) => ({
    type,
    key: `x${type}`,
    label: { de: `Frage ${type}`, en: `Question ${type}` },
    hint: 'Ein Hinweis',
    help: 'Eine Hilfe\n\n- Punkt',
    purpose: 'Für die Steuer',
    legalBasis: '§ 1 HundesteuerG',
    ...(type === 'calculated' ? { value: '1 + 1' } : { dontKnow: true }),
    ...(type === 'choice' || type === 'multiChoice' ? { options } : {}),
  }));
  const of = onePage(fields);
  for (const locale of ['de', 'en', 'de-leicht'] as const) {
    const html = await assertGoodHtml(show(of, {}, { env: { ...env, locale } }));
    for (const type of fieldTypeNames) assert.match(html, new RegExp(`${locale === 'en' ? 'Question' : 'Frage'} ${type}`));
    assert.doesNotMatch(html, /<script|style=|onclick/);
  }
});

test('an error stands in the summary and beside its input, tied to it', () => {
  const parsed = parsePage(form, { pageId: 'owner', data: {}, env, body: { email: 'kaputt' } });
  const page = renderPage({ form, pageId: 'owner', data: parsed.values, env, typed: parsed.typed, errors: parsed.errors });
  const html = render(page.fields);
  for (const { id, text } of page.summary) {
    assert.ok(id && html.includes(`id="${id}"`), `${id} fehlt`);
    assert.ok(html.includes(text.replaceAll('"', '&quot;')), text);
  }
  assert.match(html, /id="f-email"[^>]*aria-describedby="f-email-error"[^>]*aria-invalid="true"/);
  assert.match(html, /name="email" value="kaputt"/);
});

test('every error of every field links to an input that exists', () => {
  const options = [{ value: 'a', label: 'A' }];
  const of = onePage(fieldTypeNames.filter((type) => type !== 'calculated').map((type) => ({ type, key: `x${type}`, label: type, required: true, ...(type === 'choice' || type === 'multiChoice' ? { options } : {}) })));
  const errors = validateAll(of, {}, env).pages[0]?.errors ?? [];
  assert.equal(errors.length, fieldTypeNames.length - 1);
  const html = render(show(of, {}, { errors }));
  for (const error of errors) assert.ok(html.includes(`id="${error.id}"`), error.path);
});

test('what a person typed is shown again as text, never as HTML', () => {
  const evil = '"><script>alert(1)</script>';
  const of = onePage([{ type: 'text', key: 'a', label: 'A' }, { type: 'textarea', key: 'b', label: evil, hint: evil }, { type: 'info', text: evil }]);
  const parsed = parsePage(of, { pageId: 'p', data: {}, env, body: { a: evil, b: evil } });
  const html = render(show(of, parsed.values, { typed: parsed.typed }));
  assert.doesNotMatch(html, /<script/);
  assert.equal(postedBy(html).a, evil);
  assert.doesNotMatch(render(renderData(of, { a: evil, b: evil }, { locale: 'de' })), /<script/);
});

test('fields about the person carry autofill tokens, rows about others do not', () => {
  const fields = [{ type: 'email', key: 'e', label: 'E' }, { type: 'birthDate', key: 'b', label: 'B' }, { type: 'address', key: 'a', label: 'A' }, { type: 'name', key: 'n', label: 'N', autocomplete: 'family-name' }];
  const html = render(show(onePage(fields)));
  for (const token of ['email', 'bday-day', 'postal-code', 'address-level2', 'family-name']) assert.match(html, new RegExp(`autocomplete="${token}"`));
  const rows = render(show(onePage([{ type: 'repeat', key: 'r', label: 'R', itemLabel: 'R', min: 1, elements: fields.slice(0, 3) }])));
  assert.doesNotMatch(rows, /autocomplete=/);
});

test('Enter in a list never removes a row: the first button only goes on', () => {
  const html = render(show(onePage([{ type: 'repeat', key: 'r', label: 'R', itemLabel: 'R', elements: [{ type: 'text', key: 'a', label: 'A' }] }]), { r: [{ a: 'x' }] }));
  const first = /<button[^>]*>/.exec(html)?.[0] ?? '';
  assert.doesNotMatch(first, /name=/);
  assert.match(first, /tabindex="-1"/);
});

test('a list shows its smallest number of rows and offers no removal below it', () => {
  const of = onePage([{ type: 'repeat', key: 'r', label: 'R', itemLabel: 'Hund', min: 2, max: 2, elements: [{ type: 'text', key: 'a', label: 'A' }] }]);
  const html = render(show(of));
  assert.match(html, /name="r\.1\.a"/);
  assert.doesNotMatch(html, /_remove|_add/);
  assert.match(html, /Höchstens 2 Einträge/);
});

test('clerks get the browser’s own date input', () => {
  const of = onePage([{ type: 'date', key: 'd', label: 'D' }]);
  assert.match(render(show(of, { d: '2026-01-31' }, { forStaff: true })), /type="date"|value="2026-01-31"/);
  assert.match(render(show(of, { d: '2026-01-31' })), /name="d-month"/);
});

test('an option whose condition fails is not offered', () => {
  const of = onePage([{ type: 'yesNo', key: 'adult', label: 'A' }, { type: 'choice', key: 'c', label: 'C', options: [{ value: 'x', label: 'X', condition: 'adult' }, { value: 'y', label: 'Y' }] }]);
  assert.doesNotMatch(render(show(of, { adult: false })), /value="x"/);
  assert.match(render(show(of, { adult: true })), /value="x"/);
});

test('a form of a thousand fields is drawn and checked in a tenth of a second', () => {
  const kinds = ['text', 'date', 'money', 'iban', 'yesNo', 'phone', 'address', 'email', 'integer', 'name'];
  const of = onePage(Array.from({ length: 1000 }, (_, i) => ({ type: kinds[i % 10], key: `f${i}`, label: `Feld ${i}`, required: true, ...(i % 10 === 9 ? { condition: `f${i - 5} = true` } : {}) })));
  const value: Record<string, unknown> = { text: 'x', date: '2026-01-01', money: 1, iban: 'DE02120300000000202051', yesNo: true, phone: '+49301234567', address: { street: 'A', houseNumber: '1', postcode: '12345', city: 'B' }, email: 'a@b.de', integer: 1, name: 'X' };
  const data = Object.fromEntries([...of.fields.values()].map((field) => [field.key, value[field.definition.type]])) as FormData;
  let best = Infinity;
  for (let i = 0; i < 8; i++) {
    const before = process.cpuUsage();
    assert.equal(validateAll(of, data, env).valid, true);
    render(show(of, data));
    const used = process.cpuUsage(before);
    best = Math.min(best, (used.user + used.system) / 1000);
  }
  assert.ok(best < 100, `${best.toFixed(0)} ms`);
});

test('a row that nobody has begun asks only what is asked without answers', () => {
  const html = render(renderPage({ form, pageId: 'dogs', data: {}, env }).fields);
  assert.match(html, /name="dogs.0.name"/);
  const select = onePage([{ type: 'repeat', key: 'list', label: 'Liste', itemLabel: 'Zeile', min: 1, elements: [{ type: 'text', key: 'a', label: 'A' }, { type: 'text', key: 'b', label: 'B', condition: 'a = "x"' }] }]);
  assert.doesNotMatch(render(show(select)), /name="list.0.b"/);
  assert.match(render(show(select, { list: [{ a: 'x' }] })), /name="list.0.b"/);
});

test('a group that is the whole topic of its page has no second heading of the same words', () => {
  const one = onePage([{ type: 'group', key: 'a', label: 'Seite', elements: [{ type: 'text', key: 'b', label: 'B' }] }]);
  const named = compiled({ ...one.definition, pages: one.definition.pages.map((page) => ({ ...page, title: 'Seite' })) });
  assert.doesNotMatch(render(show(named)), /<legend/);
  assert.match(render(show(named)), /name="a.b"/);
  assert.match(render(show(compiled({ ...one.definition, pages: one.definition.pages.map((page) => ({ ...page, title: 'Anders' })) }))), /<legend/);
});
