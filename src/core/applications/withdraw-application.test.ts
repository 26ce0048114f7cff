import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listCaseTasks, type Case } from '#core/cases';
import { listCaseMessages } from '#core/inbox';
import { listCaseClaims } from '#core/payments';
import { SYSTEM } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { apply, caseOf, doTask } from '../../../test/apply.ts';
import { openTown, type Town } from '../../../test/town.ts';

let town: Town;
let anna: TestClient;
before(async () => {
  town = await openTown();
  anna = await town.citizen();
});
after(() => town.close());

const send = async (slug: string, example: string): Promise<string> => {
  const id = await apply(town, anna, { slug, example });
  await town.work();
  return id;
};
const withdraw = async (id: string): ReturnType<TestClient['post']> => {
  const answer = await anna.post(`/konto/antraege/${id}/zurueckziehen`, {});
  await town.work();
  return answer;
};
const lettersOf = ({ id }: Case): Promise<string[]> => town.t.read(SYSTEM, async (ctx) => (await listCaseMessages(ctx, id)).filter(({ kind }) => kind === 'letter').map(({ subject }) => subject));

const services = [
  { slug: 'dog-registration', example: 'Rettungshund', letter: 'Ihre Anmeldung ist zurückgenommen' },
  { slug: 'resident-parking-permit', example: 'Firmenwagen mit Bestätigung', letter: 'Ihr Antrag ist zurückgenommen' },
  { slug: 'business-registration', example: 'Gaststätte mit Erlaubnis', letter: 'Ihre Anzeige ist zurückgenommen' },
];
for (const { slug, example, letter } of services)
  test(`${slug}: withdrawn while the office checks: the task is gone, a letter confirms it, once`, async () => {
    const id = await send(slug, example);
    const before = await caseOf(town, id);
    assert.deepEqual((await town.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, before.id))).map(({ state }) => state), ['open']);
    await withdraw(id);
    await withdraw(id);
    const found = await caseOf(town, id);
    assert.deepEqual([found.status, found.outcome], ['withdrawn', 'withdrawn']);
    assert.deepEqual((await town.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, found.id))).map(({ state }) => state), ['cancelled']);
    assert.deepEqual(await lettersOf(found), [letter]);
    assert.match((await anna.get(`/konto/antraege/${id}`)).text, /Sie haben diesen Antrag zurückgezogen/);
  });

test('what was still to be paid falls away', async () => {
  const id = await send('resident-parking-permit', 'Eigenes Auto in der Nordstadt');
  const { id: caseId, status } = await caseOf(town, id);
  assert.equal(status, 'waiting-payment');
  await withdraw(id);
  assert.deepEqual((await town.t.read(SYSTEM, (ctx) => listCaseClaims(ctx, caseId))).map((claim) => claim.status), ['cancelled']);
});

test('once it is decided a withdrawal is refused with a clear sentence, also by number and code', async () => {
  const id = await send('dog-registration', 'Rettungshund');
  const found = await caseOf(town, id);
  await doTask(town, found.id, { as: 'petra.sommer@musterstadt.example', data: { decision: 'granted' } });
  assert.doesNotMatch((await anna.get(`/konto/antraege/${id}`)).text, /zurueckziehen/);
  const refused = await withdraw(id);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /schon entschieden; er kann nicht mehr zurückgezogen werden\. Ihre Rechte stehen im Bescheid/);
  assert.equal((await caseOf(town, id)).outcome, 'granted');
});
