import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { h } from 'preact';
import { HtmlValidate } from 'html-validate';
import { organisationModule } from '#core/organisation';
import { authModule } from '#platform/auth';
import { frames, sessionResolver } from '#platform/http';
import { SYSTEM, defineModule, seeds, type Actor } from '#platform/module';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import { htmlRules } from '#platform/ui';
import { catalogueModule, findCurrentVersion, listPopularServices, publishChangedServices } from '../index.ts';

const SERVICES = resolve(import.meta.dirname, '../../../../services');
const staff: Record<string, Actor> = { editor: staffActor(['catalogue/edit']), publisher: staffActor(['catalogue/edit', 'catalogue/publish']), clerk: staffActor(['cases/work']) };
/** Signs in whoever the token names, so that the pages of the office can be opened without the sign-in module. */
const signIn = defineModule({
  name: 'catalogue-test',
  contributes: [sessionResolver.of(async ({ token }) => (staff[token] ? { actor: staff[token], session: { id: token, accountId: token, kind: 'staff' as const, data: {} } } : undefined))],
});

/** Shows all parts of a page, as the frame of the portal does. */
const frame = defineModule({ name: 'catalogue-frame', contributes: [frames.of({ site: 'portal', render: (page) => h('html', { lang: 'de' }, h('head', null, h('title', null, page.title)), h('body', null, h('main', null, page.body, page.aside))) })] });

let t: TestApp;
let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'stadtkern-services-'));
  await cp(SERVICES, dir, { recursive: true });
  t = await testApp({ modules: [signIn, frame, authModule, organisationModule, catalogueModule], env: { SERVICES_DIR: dir } });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
  await publishChangedServices(t.platform, t.tenantId);
});
after(async () => {
  await t.close();
  await rm(dir, { recursive: true, force: true });
});
const get = (path: string, language = 'de') => t.client().get(path, { headers: { 'accept-language': language } });
const validator = new HtmlValidate(htmlRules);

for (const path of ['/leistungen', '/leistungen?buchstabe=H', '/leistungen?q=hund&online=1', '/leistungen?q=xyzzy&amt=bauamt', '/leistungen/dog-registration', '/leistungen/passport', '/lebenslagen/steuern-abgaben']) {
  test(`${path} is valid HTML in every language, without script`, async () => {
    for (const language of ['de', 'en', 'de-simple']) {
      const { status, text } = await get(path, language);
      assert.equal(status, 200);
      const report = await validator.validateString(text);
      assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message} (${m.selector})`)).filter((line) => !/^(doctype|meta|title|require)/.test(line)), []);
      assert.doesNotMatch(text, /<script(?! type="application\/ld\+json")|\sstyle="|\son\w+="/);
    }
  });
}

test('the page of an online service names everything and leads to the application', async () => {
  const { text } = await get('/leistungen/dog-registration');
  for (const words of ['href="/antrag/dog-registration"', 'etwa 4 Minuten', '120 €', 'Negativzeugnis', 'zwei Wochen', 'Kommunalabgabengesetz', 'Steueramt', '+49 89 99998-210', 'Hundemarke ersetzen', 'mailto:?subject=', 'Zuletzt geprüft am 02.11.2026', 'schema.org/GovernmentService']) assert.ok(text.includes(words), words);
});

test('a service that is not online says whom to ask instead of offering a form', async () => {
  const { text } = await get('/leistungen/provisional-passport');
  assert.ok(!text.includes('/antrag/'));
  assert.match(text, /noch nicht online.*Bürgerbüro/s);
});

test('an unknown service and an unknown life situation are not found', async () => {
  assert.equal((await get('/leistungen/no-such-service')).status, 404);
  assert.equal((await get('/lebenslagen/nirgends')).status, 404);
});

test('nothing found: the page helps on', async () => {
  const { text } = await get('/leistungen?q=xyzzy&online=1');
  assert.match(text, /haben wir nichts gefunden.*Alle Filter entfernen|Alle Filter entfernen.*nichts gefunden/s);
  assert.match(text, /kürzeren Wort.*\+49 89/s);
});

test('the search of every page leads to the list, and filters stay in the address', async () => {
  const response = await t.client().get('/suche?q=parken', { follow: false });
  assert.equal(response.location, '/leistungen?q=parken');
  assert.match((await get('/leistungen?q=parken&online=1')).text, /href="\/leistungen\?q=parken&amp;online=1&amp;fuer=citizen"/);
});

test('odd parameters do no harm', async () => {
  assert.equal((await get('/leistungen?buchstabe=%F0%9F%92%A5&online=vielleicht&ab=kaputt&fuer=alle')).status, 200);
  assert.equal((await get(`/leistungen?q=${'%27%3B--'.repeat(30)}`)).status, 200);
});

const office = (who: string) => {
  const client = t.client();
  client.cookies.set('stadtkern_session', who);
  return client;
};

test('the office sees versions and state; a clerk without the duty does not', async () => {
  assert.match((await office('editor').get('/office/verwaltung/leistungen')).text, /dog-registration.*veröffentlicht/s);
  assert.equal((await office('clerk').get('/office/verwaltung/leistungen')).status, 403);
  assert.match((await office('editor').get('/office/verwaltung/leistungen/dog-registration')).text, /Alles in Ordnung: 9 Durchläufe/);
});

test('a changed folder is published by the person with the duty, after one question; the editor may not', async () => {
  const file = join(dir, 'dog-registration', 'service.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('minutes: 4', 'minutes: 7'));
  const publisher = office('publisher');
  assert.match((await publisher.get('/office/verwaltung/leistungen')).text, /geändert, noch nicht veröffentlicht/);
  const question = await publisher.get('/office/verwaltung/leistungen/dog-registration/veroeffentlichen');
  const hash = /name="hash" value="([0-9a-f]{64})"/.exec(question.text)?.[1] ?? '';
  const path = '/office/verwaltung/leistungen/dog-registration/veroeffentlichen';
  assert.equal((await office('editor').post(path, { hash })).status, 403);
  assert.equal((await publisher.post(path, { hash: '0'.repeat(64) })).status, 409);
  assert.equal((await publisher.post(path, { hash }, { follow: false })).status, 303);
  const current = await t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, 'dog-registration'));
  assert.deepEqual([current?.service.number, current?.service.settings.minutes], [2, 7]);
  assert.match((await get('/leistungen/dog-registration')).text, /etwa 7 Minuten/);
  const version = await publisher.get(`/office/verwaltung/leistungen/dog-registration/fassungen/${current?.versionId ?? ''}`);
  assert.match(version.text, /Anmeldung prüfen.*steueramt/s);
});

test('what people apply for most comes first', async () => {
  const popular = () => t.read(SYSTEM, (ctx) => listPopularServices(ctx, 6));
  assert.equal((await popular())[0]?.slug, 'dog-registration');
  await t.transact(SYSTEM, async (ctx) => ctx.emit({ type: 'applications/submitted', subject: 'application:1', data: { service: 'business-registration' } }));
  // Events wait for every older transaction of the whole server, those of other test files too.
  for (let tries = 0; tries < 100 && (await popular())[0]?.slug !== 'business-registration'; tries++) await t.settle().then(() => sleep(50));
  assert.equal((await popular())[0]?.slug, 'business-registration');
  assert.equal((await popular()).length, 6);
});
