import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decide } from '#engines/decisions';
import { hiddenFields, workshopApp, type WorkshopApp } from '../testing/workshop-app.ts';
import { listTables, writeTable } from './table-file.ts';

let w: WorkshopApp;
let id: string;
before(async () => {
  w = await workshopApp();
  id = await w.begin('registration');
});
after(() => w.close());
const url = () => `/office/werkstatt/${id}/regeln?tabelle=fee`;
const xml = async () => (await w.draft(id)).files['decisions.dmn']?.content ?? '';
const table = async () => listTables(await xml())[0];
const fee = async (kind: string) => decide(await xml(), { application: { kind } }).decisions['fee'];

test('writing a table that was read changes nothing for the machine', async () => {
  const before = await xml();
  const [first] = listTables(before);
  assert.ok(first);
  assert.deepEqual(listTables(writeTable(before, first)), listTables(before));
});

test('cells are changed in a plain form; special signs survive', async () => {
  const svenja = w.as('svenja');
  const page = await svenja.get(url());
  await svenja.post(url(), { ...hiddenFields(page, /hitPolicy/), was: 'save', 'r.0.o.0': '4500', 'r.0.d': 'ab 2027 & "teurer" <neu>' });
  assert.equal(await fee('normal'), 4500);
  assert.equal((await table())?.rules[0]?.description, 'ab 2027 & "teurer" <neu>');
});

test('rows and columns come and go by buttons, what was typed before the button stays', async () => {
  const svenja = w.as('svenja');
  const act = async (fields: Record<string, string>) => svenja.post(url(), { ...hiddenFields(await svenja.get(url()), /hitPolicy/), ...fields });
  await act({ was: 'addRule', 'r.1.o.0': '2000' });
  assert.deepEqual([(await table())?.rules.length, await fee('reduced')], [3, null], 'the new row applies to all, so two rows apply');
  await act({ was: 'remove.2' });
  assert.equal(await fee('reduced'), 2000);
  await act({ was: 'addInput' });
  assert.deepEqual((await table())?.rules.map(({ inputs }) => inputs.length), [2, 2]);
  await act({ was: 'removeInput.1' });
  await act({ was: 'up.1' });
  assert.equal((await table())?.rules[0]?.inputs[0], '"reduced"');
  await act({ was: 'addOutput' });
  await act({ was: 'removeOutput.1' });
  assert.equal((await table())?.outputs.length, 1);
});

test('gaps and overlaps are told below the table', async () => {
  const svenja = w.as('svenja');
  const seen = hiddenFields(await svenja.get(url()), /hitPolicy/);
  const answer = await svenja.post(url(), { ...seen, was: 'remove.0' });
  assert.match(answer.text, /Lücke|keine Regel|nicht abgedeckt|fehlt/i);
});

test('two people in one table: different cells and moved rows come together, the same cell is asked', async () => {
  const [svenja, nadine] = [w.as('svenja'), w.as('nadine')];
  const look = async () => hiddenFields(await svenja.get(url()), /hitPolicy/);
  await svenja.post(url(), { ...(await look()), was: 'addRule' });
  const seen = await look();
  await nadine.post(url(), { ...(await look()), was: 'up.1', 'r.0.d': 'Nadine' });
  const both = await svenja.post(url(), { ...seen, was: 'save', 'r.0.o.0': '7777' });
  assert.equal(both.status, 200);
  assert.deepEqual((await table())?.rules.map(({ outputs, description }) => [outputs[0], description]), [['0', ''], ['7777', 'Nadine']], 'the row has moved, the cell went with it');
  const clash = await svenja.post(url(), { ...seen, was: 'save', 'r.0.d': 'Svenja' });
  assert.equal(clash.status, 409);
  assert.match(clash.text, /Zeile 2, Bemerkung: jetzt „Nadine“, von Ihnen „Svenja“[\s\S]*value="Svenja"/);
  assert.equal((await table())?.rules[1]?.description, 'Nadine', 'nothing was overwritten');
  await nadine.post(url(), { ...(await look()), was: 'remove.0' });
  assert.equal((await svenja.post(url(), { ...seen, was: 'save', 'r.1.o.0': '9' })).status, 409, 'typed into a row that is gone');
  await svenja.post(url(), { ...(await look()), was: 'save', 'r.0.d': 'Svenja' });
  assert.deepEqual([(await table())?.rules[0]?.outputs, (await table())?.rules[0]?.description], [['7777'], 'Svenja']);
});

test('a new table is made from a question; a name that is taken or no word is refused', async () => {
  const svenja = w.as('svenja');
  const post = (fields: Record<string, string>) => svenja.post(`/office/werkstatt/${id}/regeln/neu`, { input: 'application.kind', type: 'string', output: 'Tage', outputType: 'number', ...fields });
  assert.equal((await post({ name: 'frist' })).status, 200);
  assert.deepEqual(listTables(await xml()).map(({ name }) => name), ['fee', 'frist']);
  assert.equal(decide(await xml(), { application: { kind: 'normal' } }).decisions['frist'], 0);
  assert.equal((await post({ name: 'frist' })).status, 422);
  assert.equal((await post({ name: 'zwei Wörter' })).status, 422);
});
