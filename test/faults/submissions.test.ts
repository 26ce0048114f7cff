// The program dies in the middle of 200 submissions, then together with its database in the middle of the letters.
// Nothing that was confirmed may be lost, and nothing may happen twice.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startDraft, visitorOf, VISITOR_COOKIE } from '#core/applications';
import { findCurrentVersion } from '#core/catalogue';
import { readConfig } from '#platform/config';
import { startEmbedded } from '#platform/db';
import { ANONYMOUS } from '#platform/module';
import { openInstallation } from '../../src/app/installation.ts';
import { walkthroughData } from '../walkthrough.ts';
import { PROJECT, ask, dataFolder, databaseOf, environment, isAlive, removeCity, runCommand, startCity, until, type CityProcess } from './city-process.ts';

const COUNT = 200;
const slug = 'dog-registration';
const dir = dataFolder();
type Applicant = { id: string; cookies: string[]; confirmed?: string };
let applicants: Applicant[] = [];
let city: CityProcess;

before(async () => {
  city = await startCity({ dir });
  applicants = await prepareDrafts();
});
after(() => removeCity(dir, city));

/** Filled in as by people, written beside the running server. */
async function prepareDrafts(): Promise<Applicant[]> {
  const embedded = await startEmbedded({ dir: join(dir, 'postgres') });
  const { platform, close } = await openInstallation(readConfig({ ...environment(dir), DATABASE_URL: embedded.url, DATABASE_POOL: '2' }, PROJECT));
  const data = await walkthroughData(slug, 'Ein Hund, klarer Fall');
  const drafts: Applicant[] = [];
  for (let i = 0; i < COUNT; i++) {
    const token = `fault-${i}`;
    const id = await platform.transact({ tenantId: 1, actor: ANONYMOUS }, async (ctx) => {
      const current = await findCurrentVersion(ctx, slug);
      return startDraft(ctx, { slug, versionId: current?.versionId ?? '', visitor: visitorOf(ANONYMOUS, token), prefill: data, anew: true });
    });
    drafts.push({ id, cookies: [`${VISITOR_COOKIE}=${token}`] });
  }
  await close();
  await embedded.stop(); // the city goes on with it; from here on only the city watches over it
  return drafts;
}

/** Sends one application as a browser does. @returns the address of the receipt when the city confirmed it */
async function send({ id, cookies }: Applicant): Promise<string | undefined> {
  const answer = await fetch(`${city.url}/antrag/entwurf/${id}/absenden`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: city.url, cookie: cookies.join('; ') },
    body: new URLSearchParams({ richtig: 'ja', zustellung: 'post' }),
  }).catch(() => undefined); // the connection broke: nobody was told anything
  for (const cookie of answer?.headers.getSetCookie() ?? []) cookies.push(cookie.split(';')[0] ?? '');
  const location = answer?.headers.get('location') ?? '';
  return answer?.status === 303 && location.startsWith('/antrag/eingang/') ? location : undefined;
}

const count = async (sql: string): Promise<number> => Number((await ask<{ n: string }>(dir, `select count(*) as n from (${sql}) q`))[0]?.n);

test('they all send at once, and in the middle of it the program is killed', async (t) => {
  let confirmed = 0;
  let killed: Promise<unknown> | undefined;
  await Promise.all(
    applicants.map(async (applicant) => {
      applicant.confirmed = await send(applicant);
      if (applicant.confirmed && ++confirmed === COUNT * 0.4) killed = city.end('SIGKILL');
    }),
  );
  assert.equal(await killed, 'SIGKILL');
  t.diagnostic(`${confirmed} of ${COUNT} were confirmed`);
  assert.ok(confirmed >= COUNT * 0.4 && confirmed < COUNT);
  assert.ok(isAlive(databaseOf(dir).pid), 'the database survives its parent');
});

test('the next start adopts the database; every confirmed application is there once, with its number', async () => {
  city = await startCity({ dir });
  assert.match(city.output(), /Laufende Datenbank übernommen/);
  const numbers = new Set<string>();
  for (const { cookies, confirmed } of applicants.filter((one) => one.confirmed)) {
    const page = await fetch(city.url + confirmed, { headers: { cookie: cookies.join('; ') } });
    assert.equal(page.status, 200);
    const number = /\d{4}-HUND-\d{6}/.exec(await page.text())?.[0];
    assert.ok(number && !numbers.has(number), `number ${number} is given once`);
    numbers.add(number);
  }
});

test('killed again in the middle of the letters, the database too; whoever got no answer simply sends again', async (t) => {
  await until('some letters are made', async () => (await count("select 1 from records.document where kind = 'decision'")) >= 20);
  const before = await count('select 1 from audit.event');
  const database = databaseOf(dir);
  process.kill(database.pid, 'SIGKILL');
  await city.end('SIGKILL');
  const began = performance.now();
  city = await startCity({ dir });
  t.diagnostic(`up again after ${Math.round(performance.now() - began)} ms`);
  assert.ok((await count('select 1 from audit.event')) >= before);
  await Promise.all(
    applicants.map(async (applicant) => {
      const again = await send(applicant);
      assert.ok(again, 'the second try is answered');
      if (applicant.confirmed) assert.equal(again, applicant.confirmed, 'the first result is found');
    }),
  );
  for (const table of ['applications.application', 'cases.case']) assert.equal(await count(`select 1 from ${table}`), COUNT, table);
  assert.equal(await count('select distinct number from cases.case'), COUNT);
  assert.equal(await count("select 1 from audit.event where type = 'applications/submitted'"), COUNT);
});

test('every step of every process has happened once: one letter, one claim, one tag each', async () => {
  await until('every letter is made', async () => (await count("select 1 from records.document where kind = 'decision'")) >= COUNT);
  await until('the background work is done', async () => (await count('select 1 from cases.case where closed_at is null')) === 0);
  assert.equal(await count('select 1 from process.incident'), 0);
  const steps = await ask<{ nodes: string[] }>(dir, "select array_agg(node) as nodes from audit.event, jsonb_array_elements_text((body::jsonb)->'data'->'entered') node where type = 'cases/moved' group by case_id");
  assert.equal(steps.length, COUNT);
  for (const { nodes } of steps) assert.equal(new Set(nodes).size, nodes.length, `a step twice: ${nodes.join(' ')}`);
  assert.equal(await count("select case_id from records.document where kind = 'decision' group by case_id having count(*) = 1"), COUNT, 'letters');
  assert.equal(await count('select case_id from payments.claim group by case_id having count(*) = 1'), COUNT, 'claims');
  const tags = "select (regexp_match(state::text, 'M-[0-9]{6}'))[1] as tag from process.instance";
  assert.equal(await count(`select distinct tag from (${tags}) all_tags where tag is not null`), COUNT, 'tags');
});

test('Ctrl-C ends everything in order, and the log of all that happened is intact', async () => {
  const { pid } = databaseOf(dir);
  assert.equal(await city.end('SIGINT'), 0);
  assert.equal(isAlive(pid), false, 'the database has ended too');
  const { code, printed, complained } = runCommand(dir, 'audit', 'verify', '--json');
  assert.equal(code, 0, printed + complained);
  assert.equal((JSON.parse(printed) as { intact: boolean }[])[0]?.intact, true);
});
