import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { authModule, createSession, findAccountByEmail } from '#platform/auth';
import { deadLettersModule } from '#platform/dead-letters';
import { enqueue, jobs } from '#platform/jobs';
import { SYSTEM, defineModule, seeds } from '#platform/module';
import { openSecrets, secretsModule } from '#platform/secrets';
import { htmlMistakes, testApp, type TestApp, type TestClient, type TestResponse } from '#platform/testing';
import { organisationModule } from '#core/organisation';
import { officeAdminModule } from './module.ts';

let t: TestApp;
let broken = true;
const failing = defineModule({
  name: 'failing',
  contributes: [
    jobs.of({
      name: 'failing/job',
      title: 'Etiketten drucken',
      handle: async () => {
        if (broken) throw new Error('kein Papier');
      },
    }),
  ],
});
before(async () => {
  t = await testApp({ modules: [secretsModule, deadLettersModule, authModule, organisationModule, officeAdminModule, failing] });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, seed.run);
});
after(() => t.close());
async function as(mail: string): Promise<TestClient> {
  const id = (await t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'staff', `${mail}@musterstadt.example`)))?.id ?? '';
  const { token } = await t.transact(SYSTEM, (ctx) => createSession(ctx, id));
  const client = t.client();
  client.cookies.set('stadtkern_session', token);
  return client;
}
const says = async (page: TestResponse, ...words: string[]): Promise<void> => {
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.deepEqual(words.filter((word) => !page.text.includes(word)), []);
};
const SECRETS = '/office/verwaltung/geheimnisse';
const DEAD = '/office/verwaltung/unzustellbar';
const valueFor = async (name: string, host: string): Promise<string | undefined> => (await t.transact(SYSTEM, (ctx) => openSecrets(ctx, [name], host))).get(name);

test('a secret is put in, replaced and deleted, and no page ever shows it', async () => {
  const admin = await as('tobias.kraemer');
  await says(await admin.get(SECRETS), 'Es gibt noch keine Geheimnisse.');
  const wrong = await admin.post(SECRETS, { name: 'klein', value: 'streng-geheim', note: 'Drucker', hosts: 'https://x' });
  assert.equal(wrong.status, 422);
  await says(wrong, 'Ein Name besteht aus Großbuchstaben', 'value="klein"', 'https://x');
  assert.doesNotMatch(wrong.text, /streng-geheim/);
  await admin.post(SECRETS, { name: 'PRINTER_TOKEN', value: 'streng-geheim\r\n', note: 'Drucker', hosts: 'printer.example\n*.druck.example' });
  assert.equal(await valueFor('PRINTER_TOKEN', 'a.druck.example'), 'streng-geheim');
  const list = await admin.get(SECRETS);
  await says(list, 'PRINTER_TOKEN', 'printer.example, *.druck.example', 'Tobias Krämer');
  const again = await admin.post(SECRETS, { name: 'PRINTER_TOKEN', value: 'anderes', hosts: '' });
  assert.equal(again.status, 422);
  await says(again, 'gibt es schon');
  const page = await admin.get(`${SECRETS}/PRINTER_TOKEN`);
  await says(page, 'secret:PRINTER_TOKEN', 'Leer lassen');
  await admin.post(`${SECRETS}/PRINTER_TOKEN`, { value: '', note: 'neuer Drucker', hosts: 'neu.example' });
  assert.equal(await valueFor('PRINTER_TOKEN', 'neu.example'), 'streng-geheim');
  await admin.post(`${SECRETS}/PRINTER_TOKEN`, { value: 'ganz-neu', note: '', hosts: 'neu.example' });
  assert.equal(await valueFor('PRINTER_TOKEN', 'neu.example'), 'ganz-neu');
  for (const shown of [list, page, await admin.get(SECRETS)]) assert.doesNotMatch(shown.text, /streng-geheim|ganz-neu/);
  await says(await admin.get(`${SECRETS}/PRINTER_TOKEN/loeschen`), 'werden zu Störungen');
  await admin.post(`${SECRETS}/PRINTER_TOKEN/loeschen`, {});
  await says(await admin.get(SECRETS), 'Es gibt noch keine Geheimnisse.');
});

test('what has failed for good is seen, tried again or dropped with a reason', async () => {
  const admin = await as('tobias.kraemer');
  await says(await admin.get(DEAD), 'Hier liegt nichts.');
  for (let i = 0; i < 2; i++) await t.transact(SYSTEM, (ctx) => enqueue(ctx, 'failing/job', {}));
  for (let i = 0; i < 10; i++) {
    await t.platform.db.pool.query("update pgboss.job set start_after = now() - interval '1 second' where state in ('created', 'retry')");
    await t.jobs.drain();
  }
  const page = await admin.get(DEAD);
  await says(page, 'Etiketten drucken', 'kein Papier', '2 von 2 Einträge');
  const [one = '', two = ''] = [...new Set([...page.text.matchAll(/name="id" value="([^"]+)"/g)].map(([, id = '']) => id))];
  const without = await admin.post(`${DEAD}/verwerfen`, { art: 'auftraege', id: one, grund: '' });
  assert.equal(without.status, 422);
  await says(without, 'Bitte geben Sie einen Grund an.');
  await admin.post(`${DEAD}/verwerfen`, { art: 'auftraege', id: one, grund: 'Drucker ersetzt' });
  broken = false;
  await admin.post(`${DEAD}/wiederholen`, { art: 'auftraege', id: two });
  await t.jobs.drain();
  await says(await admin.get(DEAD), 'Hier liegt nichts.');
  assert.equal((await admin.post(`${DEAD}/wiederholen`, { art: 'auftraege', id: two })).status, 404);
  assert.equal((await admin.post(`${DEAD}/wiederholen`, { art: 'gibtesnicht', id: 'x' })).status, 404);
  const { rows } = await t.transact(SYSTEM, (ctx) => sql<{ body: string }>`select body from audit.event where type = 'dead-letters/dropped'`.execute(ctx.db()));
  assert.match(rows[0]?.body ?? '', /Drucker ersetzt/);
});

test('both are for those who may', async () => {
  const clerk = await as('petra.sommer');
  for (const path of [SECRETS, `${SECRETS}/X`, DEAD]) {
    assert.equal((await clerk.get(path)).status, 403, path);
    assert.match((await t.client().get(path, { follow: false })).location ?? '', /^\/office\/anmelden/, path);
  }
  assert.equal((await clerk.post(SECRETS, { name: 'X1', value: 'abcd' })).status, 403);
  assert.equal((await clerk.post(`${DEAD}/verwerfen`, { art: 'auftraege', id: 'x', grund: 'x' })).status, 403);
});

test('without a key the page says what to do, and nothing can be typed in vain', async () => {
  const admin = await as('tobias.kraemer');
  t.platform.config.mode = 'production';
  try {
    const page = await admin.get(SECRETS);
    assert.match(page.text, /Auf diesem Server ist noch kein Schlüssel eingerichtet.*SECRET_KEY/s);
    assert.match(page.text, /<button[^>]*disabled[^>]*>[^<]*(<[^>]*>)*\s*Anlegen/);
  } finally {
    t.platform.config.mode = 'demo';
  }
});
