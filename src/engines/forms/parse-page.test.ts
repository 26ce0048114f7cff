import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from 'preact-render-to-string';
import { parsePage, renderPage } from './index.ts';
import type { CompiledForm, FormData } from './index.ts';
import { dogForm, goodAnswers } from './testing/dog-form.ts';
import { compiled, env, onePage } from './testing/feel-for-tests.ts';
import { postedBy } from './testing/posted-by.ts';

const form = compiled(dogForm);
const text = { type: 'text', key: 'a', label: 'A' };
const post = (of: CompiledForm, body: Record<string, unknown>, data: FormData = {}) => parsePage(of, { pageId: 'p', body, data, env });

test('what a page shows, posted again unchanged, gives the same answers', () => {
  const answers: FormData = {
    ...goodAnswers,
    exempt: true,
    reason: 'Zeile 1\nZeile 2 "&<',
    proof: [{ id: 'f1', name: 'a.pdf', type: 'application/pdf', size: 10 }],
    startOn: '2026-10-01',
    endOn: '2026-10-01',
    phone: '+49301234567',
    email: 'a@b.de',
    taxCents: 24000,
  };
  for (const page of form.pages) {
    const drawn = renderPage({ form, pageId: page.id, data: answers, env });
    const parsed = parsePage(form, { pageId: page.id, body: postedBy(render(drawn.fields)), data: answers, env });
    assert.deepEqual(parsed.errors, [], page.id);
    assert.equal(parsed.complete, true, page.id);
    assert.deepEqual(parsed.values, answers, page.id);
  }
});

test('the same holds for every kind of field', () => {
  const every = onePage([
    { type: 'money', key: 'money', label: 'M' },
    { type: 'decimal', key: 'decimal', label: 'D' },
    { type: 'percentage', key: 'share', label: 'P' },
    { type: 'integer', key: 'count', label: 'I' },
    { type: 'plate', key: 'plate', label: 'K' },
    { type: 'taxId', key: 'tax', label: 'T' },
    { type: 'country', key: 'country', label: 'L' },
    { type: 'nationality', key: 'nation', label: 'N' },
    { type: 'time', key: 'time', label: 'Z' },
    { type: 'multiChoice', key: 'many', label: 'V', options: [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }] },
    { type: 'choice', key: 'one', label: 'W', appearance: 'select', options: [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }] },
    { type: 'yesNo', key: 'unknown', label: 'U', dontKnow: true },
    { type: 'integer', key: 'unknownToo', label: 'U', dontKnow: true },
  ]);
  const answers: FormData = { money: 123450, decimal: 1234.5, share: 12.5, count: 1000, plate: 'MÜ-AB 12E', tax: '86095742719', country: 'FR', nation: 'XXA', time: '09:05', many: ['a', 'b'], one: 'b', unknown: null, unknownToo: null };
  for (const forStaff of [false, true]) {
    for (const locale of ['de', 'en'] as const) {
      const drawn = renderPage({ form: every, pageId: 'p', data: answers, env: { ...env, locale }, forStaff });
      const parsed = parsePage(every, { pageId: 'p', body: postedBy(render(drawn.fields)), data: {}, env: { ...env, locale } });
      assert.deepEqual(parsed.errors, []);
      assert.deepEqual(parsed.values, answers);
    }
  }
});

test('ten megabytes in a field give a clear error and a short echo', () => {
  const huge = 'x'.repeat(10_000_000);
  const parsed = post(onePage([text, { type: 'textarea', key: 'b', label: 'B' }, { type: 'iban', key: 'c', label: 'C' }]), { a: huge, b: huge, c: huge });
  assert.deepEqual(parsed.errors.map((error) => error.path), ['a', 'b', 'c']);
  assert.equal(parsed.errors[0]?.message, '„A“ ist zu lang: 10.000.000 Zeichen. Höchstens 200 sind möglich.');
  assert.equal(String(parsed.typed.a).length, 200);
  assert.equal(String(parsed.typed.b).length, 5000);
  assert.deepEqual(parsed.values, {});
});

test('a text that is a little too long is kept whole for correction', () => {
  const parsed = post(onePage([text]), { a: 'x'.repeat(201) });
  assert.equal(String(parsed.typed.a).length, 201);
  assert.match(parsed.errors[0]?.message ?? '', /201 Zeichen/);
});

test('fields that do not belong to the page are refused and not kept', () => {
  const two = compiled({ schemaVersion: 1, id: 't', title: 'T', pages: [{ id: 'p', title: 'P', elements: [text] }, { id: 'q', title: 'Q', elements: [{ ...text, key: 'b' }] }] });
  for (const name of ['b', 'foreign', 'constructor', 'a.b', 'a-day', 'toString']) {
    const body = JSON.parse(`{"a":"x",${JSON.stringify(name)}:"y"}`) as Record<string, unknown>;
    const parsed = post(two, body);
    assert.deepEqual(parsed.values, { a: 'x' }, name);
    assert.equal(parsed.errors[0]?.field, null, name);
    assert.equal(parsed.complete, false, name);
  }
  assert.equal(post(two, { a: 'x', _csrf: '1' }).complete, true);
  const proto = post(two, JSON.parse('{"a":"x","__proto__":{"a":"y"}}') as Record<string, unknown>);
  assert.deepEqual(Object.keys(proto.values), ['a']);
});

test('anything but text in a body is as if it were not there', () => {
  for (const value of [null, 7, {}, [null, 7], true, undefined]) assert.deepEqual(post(onePage([text]), { a: value }).values, {});
  assert.deepEqual(post(onePage([text]), { a: ['x', 'y'] }).values, { a: 'x' });
});

test('an answer to a hidden question is dropped, and a calculation cannot be posted', () => {
  const of = onePage([{ type: 'yesNo', key: 'dog', label: 'D' }, { ...text, condition: 'dog' }, { type: 'calculated', key: 'fee', label: 'F', value: 'if dog then 5 else 0', format: 'money' }]);
  const parsed = post(of, { dog: 'false', a: 'x', fee: '1' });
  assert.deepEqual(parsed.values, { dog: false, fee: 0 });
  assert.deepEqual(parsed.errors, []);
});

test('a question that appears because of an answer makes the page come again without blame', () => {
  const of = onePage([{ type: 'integer', key: 'n', label: 'N', required: true }, { ...text, condition: 'n > 1', required: true }]);
  const first = postedBy(render(renderPage({ form: of, pageId: 'p', data: {}, env }).fields));
  const parsed = post(of, { ...first, n: '2' });
  assert.deepEqual([parsed.errors, parsed.revealed, parsed.complete], [[], ['a'], false]);
  const second = postedBy(render(renderPage({ form: of, pageId: 'p', data: parsed.values, env }).fields));
  assert.ok('a' in second);
  const again = post(of, second, parsed.values);
  assert.deepEqual([again.errors[0]?.path, again.revealed], ['a', []]);
  assert.equal(post(of, { ...second, a: 'x' }).complete, true);
});

test('a question inside an answer is on the page from the start and counts only for that answer', () => {
  const of = onePage([{ type: 'yesNo', key: 'dog', label: 'D', required: true }, { ...text, condition: 'dog = true', required: true }, { ...text, key: 'b', condition: 'dog = false' }]);
  const body = postedBy(render(renderPage({ form: of, pageId: 'p', data: {}, env }).fields));
  assert.ok('a' in body && 'b' in body);
  assert.deepEqual(post(of, { ...body, dog: 'false', b: 'y' }).values, { dog: false, b: 'y' });
  const missing = post(of, { ...body, dog: 'true' });
  assert.deepEqual([missing.errors[0]?.path, missing.revealed], ['a', []]);
});

const list = (more: object = {}, elements: unknown[] = [text, { type: 'confirm', key: 'ok', label: 'OK' }]) =>
  onePage([{ type: 'repeat', key: 'rows', label: 'Zeilen', itemLabel: 'Zeile', max: 3, elements, ...more }]);

test('a list keeps its order, its boxes and its rows without text', () => {
  const before = { rows: [{}, {}, {}] };
  const parsed = post(list(), { '_rows.rows': '3', 'rows.0.a': 'x', 'rows.2.ok': 'true' }, before);
  assert.deepEqual(parsed.values, { rows: [{ a: 'x' }, {}, { ok: true }] });
});

test('empty rows at the end fall away, but never below the minimum', () => {
  const before = { rows: [{}, {}, {}] };
  assert.deepEqual(post(list(), { '_rows.rows': '3', 'rows.0.a': 'x', 'rows.1.a': '' }, before).values, { rows: [{ a: 'x' }] });
  const parsed = post(list({ min: 1 }, [{ ...text, required: true }]), { '_rows.rows': '1', 'rows.0.a': '' });
  assert.deepEqual(parsed.errors.map((error) => error.path), ['rows.0.a']);
});

test('a list does not grow beyond its maximum', () => {
  const full = { 'rows.0.a': 'x', 'rows.1.a': 'y', 'rows.2.a': 'z' };
  const added = post(list(), { ...full, '_add.rows': '1' });
  assert.match(added.errors[0]?.message ?? '', /höchstens 3 Einträge/);
  assert.equal((added.values.rows as unknown[]).length, 3);
  const more = post(list(), { ...full, 'rows.3.a': 'w' });
  assert.match(more.errors[0]?.message ?? '', /höchstens 3 Einträge/);
});

test('row numbers and counts out of nothing cost nothing', () => {
  const nested = list({ max: 500 }, [{ type: 'repeat', key: 'inner', label: 'I', itemLabel: 'I', max: 500, elements: [text] }]);
  const body: Record<string, string> = { '_rows.rows': '99999999', '_rows.rows.0.inner': '500' };
  for (let i = 0; i < 500; i++) body[`rows.${i}.inner.499.a`] = 'x';
  const before = process.cpuUsage();
  const parsed = post(nested, { ...body, 'rows.999999.a': 'x' });
  assert.ok(process.cpuUsage(before).user < 2_000_000, 'µs of computing, not of waiting');
  assert.ok(parsed.errors.length > 0);
});

test('a row that is not there cannot be removed, and unknown lists have no buttons', () => {
  assert.deepEqual(post(list(), { 'rows.0.a': 'x', '_remove.rows.7': '1' }).values, { rows: [{ a: 'x' }] });
  assert.equal(post(list(), { 'rows.0.a': 'x', '_add.foreign': '1' }).action, undefined);
});

test('lists within lists are added to and taken from', () => {
  const nested = list({}, [text, { type: 'repeat', key: 'inner', label: 'I', itemLabel: 'I', elements: [text] }]);
  const added = post(nested, { 'rows.0.a': 'x', 'rows.1.a': 'y', '_add.rows.1.inner': '1' });
  assert.deepEqual(added.values, { rows: [{ a: 'x', inner: [] }, { a: 'y', inner: [{}] }] });
  assert.equal(added.action?.focus, 'f-rows-1-inner-0');
  const removed = post(nested, { 'rows.0.a': 'x', 'rows.1.a': 'y', 'rows.1.inner.0.a': 'u', 'rows.1.inner.1.a': 'v', '_remove.rows.1.inner.0': '1' });
  assert.deepEqual(removed.values, { rows: [{ a: 'x', inner: [] }, { a: 'y', inner: [{ a: 'v' }] }] });
  assert.equal(removed.typed['rows.1.inner.0.a'], 'v');
});

test('“weiß ich nicht” answers a required question with null', () => {
  const of = onePage([{ ...text, dontKnow: true, required: true }, { type: 'yesNo', key: 'b', label: 'B', dontKnow: true, required: true }]);
  assert.deepEqual(post(of, { a: 'egal', '_dontKnow.a': 'true', b: '_dontKnow' }).values, { a: null, b: null });
  assert.equal(post(of, { a: '', b: '' }).errors.length, 2);
  const not = onePage([{ ...text, required: true }]);
  assert.deepEqual(post(not, { a: '', '_dontKnow.a': 'true' }).errors.map((error) => error.path), ['a']);
});

const pdf = { id: '1', name: 'a.pdf', type: 'application/pdf', size: 1000 };
const fileForm = (more: object = {}) => onePage([{ type: 'file', key: 'papers', label: 'Unterlagen', required: true, ...more }]);
const upload = (of: CompiledForm, files: object[], data: FormData = {}, body = {}) =>
  parsePage(of, { pageId: 'p', body, data, env, files: { papers: files as never } });

test('a file is taken when its content, size and number fit', () => {
  assert.deepEqual(upload(fileForm(), [pdf]).values, { papers: [pdf] });
  assert.match(upload(fileForm(), [{ ...pdf, type: 'application/x-msdownload' }]).errors[0]?.message ?? '', /„a.pdf“ hat nicht die richtige Art. Möglich sind: PDF/);
  assert.match(upload(fileForm(), [{ ...pdf, name: 'a.exe' }]).errors[0]?.message ?? '', /nicht die richtige Art/);
  assert.match(upload(fileForm({ maxMegabytes: 1 }), [{ ...pdf, size: 2_000_000 }]).errors[0]?.message ?? '', /zu groß. Höchstens 1/);
  assert.match(upload(fileForm(), [{ ...pdf, size: 0 }]).errors[0]?.message ?? '', /ist leer/);
  assert.match(upload(fileForm(), []).errors[0]?.message ?? '', /fügen Sie „Unterlagen“ hinzu/);
});

test('a good file beside a bad one is kept', () => {
  const parsed = upload(fileForm({ several: true }), [pdf, { ...pdf, id: '2', name: 'b.zip', type: 'application/zip' }]);
  assert.equal(parsed.errors.length, 1);
  assert.deepEqual(parsed.values, { papers: [pdf] });
});

test('files add up to the limit, one replaces one, and a button takes a file back', () => {
  const two = { ...pdf, id: '2', name: 'b.pdf' };
  const several = fileForm({ several: true, max: 2 });
  assert.deepEqual(upload(several, [two], { papers: [pdf] }).values, { papers: [pdf, two] });
  assert.match(upload(several, [{ ...pdf, id: '3' }], { papers: [pdf, two] }).errors[0]?.message ?? '', /höchstens 2 Dateien/);
  assert.deepEqual(upload(fileForm(), [two], { papers: [pdf] }).values, { papers: [two] });
  const removed = upload(several, [], { papers: [pdf, two] }, { '_removeFile.papers': '1' });
  assert.deepEqual(removed.values, { papers: [two] });
  assert.deepEqual([removed.action?.kind, removed.errors], ['removeFile', []]);
});

test('a file cannot be posted as text', () => {
  const parsed = post(fileForm(), { papers: JSON.stringify([pdf]) });
  assert.deepEqual(parsed.values, {});
});

test('random bodies never make the reader fail', () => {
  const names = ['dogs', 'dogs.0', 'dogs.0.name', 'dogs.-1.name', 'dogs.1e9.name', '_rows.dogs', '_add.dogs', '_add.', '_remove.dogs', '_remove.dogs.x', '_removeFile.dogs', '_shown', '_dontKnow.dogs.0.chip', 'dogs.0.since-day', 'dogs..name', '.', '', '_'];
  const values = ['', '0', '-1', 'NaN', '1e999', '{}', '\u0000', '𝕏'.repeat(50), ['a', 'b'], '%00', '0x10', '..'];
  let seed = 7;
  const next = (n: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 500; round++) {
    const body: Record<string, unknown> = {};
    for (let i = 0; i < 6; i++) body[names[next(names.length)] ?? ''] = values[next(values.length)];
    const parsed = parsePage(form, { pageId: 'dogs', body, data: {}, env });
    render(renderPage({ form, pageId: 'dogs', data: parsed.values, env, typed: parsed.typed, errors: parsed.errors }).fields);
  }
});
