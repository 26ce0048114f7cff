import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addDays } from '#core/organisation';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { SYSTEM } from '#platform/module';
import { htmlMistakes, staffActor, type TestClient } from '#platform/testing';
import { newId } from '#platform/db';
import { publishClockSample } from '../sample/clock-service.ts';
import { sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { getCase, openCase } from '../index.ts';

let city: SampleCity;
let carla: TestClient;
let versionId: string;
before(async () => {
  city = await sampleCity();
  versionId = await city.t.transact(SYSTEM, publishClockSample);
  carla = city.browser(city.clerks.carla);
});
after(() => city.t.close());

const open = async (): Promise<{ caseId: string; dueOn: string; here: string }> => {
  const { caseId } = await city.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId, data: { purpose: 'Fest' }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }));
  const { dueOn = '' } = await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId));
  return { caseId, dueOn, here: `/office/vorgaenge/${caseId}` };
};
const says = (page: { text: string }, ...words: string[]): void => assert.deepEqual(words.filter((word) => !page.text.includes(word)), []);

test('the case page shows the clock, until when it runs and what happens then', async () => {
  const { here, dueOn } = await open();
  const page = await carla.get(here);
  assert.deepEqual(await htmlMistakes(page.text), []);
  says(page, 'Frist des Gesetzes', 'läuft', formatDate(dueOn), `Begonnen`, formatDate(calendarDayOf(city.t.time.now)), 'gilt der Antrag als genehmigt (§ 42a VwVfG)', 'Frist verlängern');
});

test('a clerk extends it with a reason; what cannot be accepted comes back with what was typed', async () => {
  const { caseId, here, dueOn } = await open();
  const empty = await carla.post(`${here}/frist`, { bis: dueOn, grund: 'Mein langer Grund' });
  assert.equal(empty.status, 422);
  assert.deepEqual(await htmlMistakes(empty.text), []);
  says(empty, 'Der neue letzte Tag muss nach dem', 'Mein langer Grund', 'error-summary');
  const done = await carla.post(`${here}/frist`, { bis: addDays(dueOn, 20), grund: 'Ein Gutachten fehlt.' });
  assert.equal(done.status, 200);
  const found = await city.t.read(SYSTEM, (ctx) => getCase(ctx, caseId));
  says(done, formatDate(found.dueOn ?? ''), 'Verlängert', 'Ein Gutachten fehlt.', 'Eine zweite Verlängerung ist nicht möglich', 'Frist verlängert bis');
  assert.deepEqual(await htmlMistakes(done.text), []);
  const again = await carla.post(`${here}/frist`, { bis: addDays(dueOn, 60), grund: 'Noch einmal' });
  assert.equal(again.status, 409);
});

test('who may only read sees the clock and no button; a stranger gets 404', async () => {
  const { here, dueOn } = await open();
  const reader = city.browser(staffActor(['cases/read'], { id: newId(), name: 'Nur Lesend', officeId: city.officeId }));
  const page = await reader.get(here);
  says(page, 'Frist des Gesetzes');
  assert.doesNotMatch(page.text, /Frist verlängern/);
  assert.equal((await reader.post(`${here}/frist`, { bis: addDays(dueOn, 20), grund: 'x' })).status, 403);
  const stranger = city.browser(staffActor(['cases/work'], { id: newId(), name: 'Fremd', officeId: newId() }));
  assert.equal((await stranger.post(`${here}/frist`, { bis: addDays(dueOn, 20), grund: 'x' })).status, 404);
});
