import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listCaseTasks } from '#core/cases';
import { newId } from '#platform/db';
import { SYSTEM } from '#platform/module';
import { htmlMistakes, type TestClient } from '#platform/testing';
import { caseOf, doTask } from '../../../test/apply.ts';
import { openTown, type Town } from '../../../test/town.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const answers = { topic: 'website', page: '/leistungen', text: 'Die Suche findet „Hund“ nicht.', reply: 'true', email: 'rita@example.org' };
/** Sends what a browser would send from the page. */
const send = async (client: TestClient, fields: Record<string, string>, token = newId()): ReturnType<TestClient['post']> => client.post('/rueckmeldung', { ...fields, _token: token, _homepage: '' }, { follow: false });
const main = (text: string): string => (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

test('feedback without account reaches the office for its topic; the answer is read with number and code', async () => {
  const rita = town.t.client();
  const page = await rita.get('/rueckmeldung?seite=/leistungen');
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.match(page.text, /value="\/leistungen"/);
  const sent = await send(rita, answers);
  assert.equal(sent.status, 303);
  const id = sent.location?.split('/').at(-1) ?? '';
  assert.match(main((await rita.get(sent.location ?? '')).text), /Ihr Antrag ist angekommen/);
  await town.work();
  const found = await caseOf(town, id);
  const [task] = await town.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, found.id));
  assert.deepEqual(task?.groups, ['digitalisierung']);
  await doTask(town, found.id, { as: 'svenja.ohlsen@musterstadt.example', data: { answer: 'Danke, das ist behoben.' } });
  assert.match(main((await rita.get(`/status/${id}`)).text), /Danke, das ist behoben/);
});

test('what is missing is said at its field and nothing typed is lost', async () => {
  const wrong = await send(town.t.client(), { topic: 'praise', text: 'Sehr gut gemacht!', name: 'Rita' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Sehr gut gemacht!/);
  assert.match(wrong.text, /error-summary/);
  assert.deepEqual(await htmlMistakes(wrong.text), []);
});

test('a double click makes one case; a machine that fills every field makes none; the eleventh in a row has to wait', async () => {
  const client = town.t.client();
  await client.get('/rueckmeldung');
  const token = newId();
  const first = await send(client, answers, token);
  const second = await send(client, answers, token);
  assert.equal(first.location, second.location);
  const robot = await client.post('/rueckmeldung', { ...answers, _token: newId(), _homepage: 'http://spam.example' }, { follow: false });
  assert.equal(robot.location, '/');
  let last = first;
  for (let n = 0; n < 12; n++) last = await send(client, { ...answers, text: `Nachricht ${n}` });
  assert.equal(last.status, 429);
  assert.match(last.text, /Bitte warten Sie eine Viertelstunde/);
  assert.match(last.text, /Nachricht 11/);
});

test('the page is there in English and in easy language', async () => {
  for (const [locale, title] of [['en', 'Give feedback'], ['de-leicht', 'Uns etwas sagen']] as const) {
    const page = await town.t.client().get(`/rueckmeldung?sprache=${locale}`);
    assert.match(main(page.text), new RegExp(title));
    assert.deepEqual(await htmlMistakes(page.text), []);
  }
});
