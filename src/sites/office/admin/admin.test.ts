import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { auditModule } from '#platform/audit';
import { authModule, createSession, findAccountByEmail } from '#platform/auth';
import { calendarDayOf } from '#platform/i18n';
import { listMails } from '#platform/mail';
import { SYSTEM, seeds } from '#platform/module';
import { testApp, type TestApp, type TestClient } from '#platform/testing';
import { htmlRules } from '#platform/ui';
import { catalogueModule } from '#core/catalogue';
import { addDays, findOfficeByKey, organisationModule } from '#core/organisation';
import { officeAdminModule } from './module.ts';

let t: TestApp;
const validator = new HtmlValidate(htmlRules);
before(async () => {
  t = await testApp({ modules: [auditModule, authModule, organisationModule, catalogueModule, officeAdminModule] });
  for (const seed of t.platform.contributions(seeds).filter(({ name }) => name.startsWith('organisation/'))) await t.transact(SYSTEM, seed.run);
});
after(() => t.close());

const inTwoWeeks = (): string => addDays(calendarDayOf(t.platform.clock()), 14);
const idOf = async (mail: string): Promise<string> => (await t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, 'staff', `${mail}@musterstadt.example`)))?.id ?? '';
const officeId = async (key: string): Promise<string> => (await t.read(SYSTEM, (ctx) => findOfficeByKey(ctx, key)))?.id ?? '';
async function as(mail: string): Promise<TestClient> {
  const id = await idOf(mail);
  const { token } = await t.transact(SYSTEM, (ctx) => createSession(ctx, id));
  const client = t.client();
  client.cookies.set('stadtkern_session', token);
  return client;
}
/** The fields of the page's first form to its own address, as a browser would send them. */
function fieldsOf(html: string, action: string): Record<string, string> {
  const form = html.split(`action="${action}"`)[1]?.split('</form>')[0] ?? '';
  const inputs = [...form.matchAll(/<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  const selects = [...form.matchAll(/<select[^>]*? name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(([, name = '', options = '']) => [name, /<option value="([^"]*)" selected/.exec(options)?.[1] ?? '']);
  const areas = [...form.matchAll(/<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)</g)].map(([, name = '', value = '']) => [name, value]);
  return Object.fromEntries([...inputs, ...selects, ...areas]) as Record<string, string>;
}

test('the administration is for those who may; others are refused, strangers are asked to sign in', async () => {
  const clerk = await as('petra.sommer');
  const stranger = t.client();
  for (const path of ['personen', 'personen/neu', 'rollen', 'rollen/kasse', 'aemter', 'aemter/neu']) {
    assert.equal((await clerk.get(`/office/verwaltung/${path}`)).status, 403, path);
    assert.match((await stranger.get(`/office/verwaltung/${path}`, { follow: false })).location ?? '', /^\/office\/anmelden/, path);
  }
  assert.equal((await clerk.post('/office/verwaltung/personen/neu', { name: 'X' })).status, 403);
});

test('every page is valid HTML', async () => {
  const admin = await as('tobias.kraemer');
  const person = await idOf('petra.sommer');
  const pages = ['verwaltung/personen', 'verwaltung/personen/neu', `verwaltung/personen/${person}`, `verwaltung/personen/${person}/sperren`, 'verwaltung/rollen', 'verwaltung/rollen/neu', 'verwaltung/rollen/kasse', 'verwaltung/aemter', 'verwaltung/aemter/neu', `verwaltung/aemter/${await officeId('steueramt')}`, 'vertretung', 'zustaendigkeiten', 'sicherheit'];
  for (const path of pages) {
    const answer = await admin.get(`/office/${path}`);
    assert.equal(answer.status, 200, path);
    const report = await validator.validateString(answer.text);
    const messages = report.results.flatMap((result) => result.messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} ${answer.text.split('\n')[line - 1]?.slice(column - 60, column + 90)}`));
    assert.deepEqual(messages, [], path);
  }
});

test('people are found by name, office and status', async () => {
  const admin = await as('tobias.kraemer');
  const all = await admin.get('/office/verwaltung/personen');
  assert.match(all.text, /50 von \d\d Personen/);
  const found = await admin.get('/office/verwaltung/personen?q=sommer');
  assert.match(found.text, /Petra Sommer/);
  assert.doesNotMatch(found.text, /Renate Lindner/);
  const tax = await admin.get(`/office/verwaltung/personen?amt=${await officeId('steueramt')}`);
  assert.match(tax.text, /3 von 3 Personen/);
  assert.match((await admin.get('/office/verwaltung/personen?status=blocked')).text, /Keine Person passt/);
  assert.match((await admin.get('/office/verwaltung/personen?q=%25')).text, /Keine Person passt/);
});

test('a person is added with role and invitation in one step', async () => {
  const admin = await as('tobias.kraemer');
  const office = await officeId('umweltamt');
  const wrong = await admin.post('/office/verwaltung/personen/neu', { name: 'Al', email: 'keine', officeId: '' });
  assert.equal(wrong.status, 422);
  for (const text of [/Vor- und Familiennamen/, /dienstliche E-Mail-Adresse/, /Wählen Sie das Amt/]) assert.match(wrong.text, text);
  const taken = await admin.post('/office/verwaltung/personen/neu', { name: 'Petra Zwei', email: 'petra.sommer@musterstadt.example', officeId: office });
  assert.match(taken.text, /gibt es schon ein Konto/);
  const added = await admin.post('/office/verwaltung/personen/neu', { name: 'Alma Neu', email: 'alma.neu@musterstadt.example', officeId: office, jobTitle: 'Sachbearbeiterin', roleKey: 'sachbearbeitung', einladen: 'ja' });
  assert.match(added.text, /Sachbearbeiterin, Umweltamt/);
  assert.ok((await t.eventTypes()).includes('organisation/staff-added'));
  const [mail] = await t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'alma.neu@musterstadt.example' }));
  const link = /https?:\/\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  const invited = t.client();
  const url = new URL(link);
  assert.match((await invited.get(url.pathname + url.search)).text, /Neues Passwort/);
  await invited.post('/office/passwort/neu', { code: url.searchParams.get('code') ?? '', password: 'Lampe Wolke Neunzehn' });
  assert.equal((await invited.post('/office/anmelden', { email: 'alma.neu@musterstadt.example', password: 'Lampe Wolke Neunzehn' }, { follow: false })).location, '/office');
});

test('a role is given and, after one question, taken again', async () => {
  const admin = await as('tobias.kraemer');
  const daniel = await idOf('daniel.weigand');
  const base = `/office/verwaltung/personen/${daniel}`;
  const office = await officeId('steueramt');
  assert.equal((await admin.post(`${base}/rollen`, { roleKey: '', roleOffice: office })).status, 422);
  assert.match((await admin.post(`${base}/rollen`, { roleKey: 'sachbearbeitung', roleOffice: office })).text, /hat die Rolle in diesem Amt schon/);
  await admin.post(`${base}/rollen`, { roleKey: 'leitung', roleOffice: office, validUntil: '2099-12-31' });
  const shown = await admin.get(base);
  assert.match(shown.text, /31\.12\.2099/);
  const end = [...shown.text.matchAll(new RegExp(`${base}/rollen/([0-9a-f-]+)" aria-label="Rolle Amtsleitung`, 'g'))][0]?.[1] ?? '';
  const question = await admin.get(`${base}/rollen/${end}`);
  assert.match(question.text, /Rolle „Amtsleitung“ von Daniel Weigand beenden\?/);
  await admin.post(`${base}/rollen/${end}`, {});
  assert.doesNotMatch((await admin.get(base)).text, /31\.12\.2099/);
});

test('an account is blocked after one question, and unblocked', async () => {
  const admin = await as('tobias.kraemer');
  const daniel = await idOf('daniel.weigand');
  const base = `/office/verwaltung/personen/${daniel}`;
  const his = await as('daniel.weigand');
  assert.match((await admin.get(`${base}/sperren`)).text, /Daniel Weigand sperren\?/);
  assert.match((await admin.post(`${base}/sperren`, {})).text, /Entsperren/);
  assert.equal((await his.get('/office/vertretung', { follow: false })).status, 303);
  await admin.post(`${base}/entsperren`, {});
  const own = `/office/verwaltung/personen/${await idOf('tobias.kraemer')}`;
  assert.match((await admin.post(`${own}/sperren`, {})).text, /nicht für sich selbst/);
});

test('a lost second factor is reset by somebody else', async () => {
  const admin = await as('tobias.kraemer');
  const base = `/office/verwaltung/personen/${await idOf('daniel.weigand')}`;
  assert.match((await admin.get(`${base}/zweiter-faktor`)).text, /durch Rückruf/);
  await admin.post(`${base}/zweiter-faktor`, {});
  assert.ok((await t.eventTypes()).includes('auth/second-factor-reset'));
});

test('the page of a person who is none does not exist', async () => {
  const admin = await as('tobias.kraemer');
  assert.equal((await admin.get('/office/verwaltung/personen/00000000-0000-7000-8000-000000000000')).status, 404);
  assert.equal((await admin.get('/office/verwaltung/personen/xyz')).status, 404);
});

test('a role is changed; who was slower sees both versions', async () => {
  const admin = await as('tobias.kraemer');
  const path = '/office/verwaltung/rollen/datenschutz';
  const stand = fieldsOf((await admin.get(path)).text, path).stand ?? '';
  const input = { name: 'Datenschutz', summary: 'Prüft', reach: 'city', permissions: ['audit/read'], stand };
  assert.match((await admin.post(path, input)).text, /Die Rolle|Rollen/);
  const slower = await admin.post(path, { ...input, name: 'Revision' });
  assert.equal(slower.status, 409);
  assert.match(slower.text, /inzwischen von jemand anderem geändert/);
  assert.match(slower.text, /value="Revision"/);
  const stripped = await admin.post('/office/verwaltung/rollen/neu', { key: 'Nein!', name: '' });
  assert.equal(stripped.status, 422);
});

test('an office is changed with its hours; wrong hours are told at the day', async () => {
  const admin = await as('tobias.kraemer');
  const id = await officeId('standesamt');
  const path = `/office/verwaltung/aemter/${id}`;
  const input = fieldsOf((await admin.get(path)).text, path);
  assert.equal(input.tue, '08:30-12:00, 13:30-15:30');
  const wrong = await admin.post(path, { ...input, mon: 'vormittags' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Montag: Schreiben Sie die Zeiten so/);
  await admin.post(path, { ...input, mon: '8-13 Uhr', phone: '+49 89 99998-181' });
  const changed = await t.read(SYSTEM, (ctx) => findOfficeByKey(ctx, 'standesamt'));
  assert.deepEqual([changed?.hours.mon, changed?.phone, changed?.hours.note], [['08:00-13:00'], '+49 89 99998-181', 'Trauungen auch am Samstag']);
  const slower = await admin.post(path, { ...input, phone: '+49 89 99998-199' });
  assert.equal(slower.status, 409);
  assert.match(slower.text, /dort „\+49 89 99998-181“, bei Ihnen „\+49 89 99998-199“/);
});

test('an office is added and, empty, closed', async () => {
  const admin = await as('tobias.kraemer');
  const input = fieldsOf((await admin.get('/office/verwaltung/aemter/neu')).text, '/office/verwaltung/aemter/neu');
  assert.equal((await admin.post('/office/verwaltung/aemter/neu', { ...input, key: 'steueramt', name: 'Doppelt' })).status, 422);
  await admin.post('/office/verwaltung/aemter/neu', { ...input, key: 'marktamt', name: 'Marktamt' });
  const id = await officeId('marktamt');
  assert.match((await admin.get(`/office/verwaltung/aemter/${id}/schliessen`)).text, /Marktamt schließen\?/);
  assert.doesNotMatch((await admin.post(`/office/verwaltung/aemter/${id}/schliessen`, {})).text, />Marktamt</);
  assert.equal((await admin.post(`/office/verwaltung/aemter/${await officeId('hauptamt')}/schliessen`, {})).status, 409);
});

test('a clerk arranges the own substitution; the substitute works for both, and the log names both', async () => {
  const petra = await as('petra.sommer');
  const wrong = await petra.post('/office/vertretung', { substitute: 'Niemand', startsOn: '', endsOn: '' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /gibt es in der Verwaltung nicht/);
  assert.match((await petra.post('/office/vertretung', { substitute: 'sch', startsOn: '2026-01-01', endsOn: inTwoWeeks() })).text, /Mehrere Personen passen/);
  await petra.post('/office/vertretung', { substitute: 'Stefan Bauer <stefan.bauer@musterstadt.example>', startsOn: '2026-01-01', endsOn: inTwoWeeks(), reason: 'Urlaub' });
  const stefan = await as('stefan.bauer');
  assert.match((await stefan.get('/office/vertretung')).text, /In Vertretung arbeiten/);
  await stefan.post('/office/vertretung/handeln', { absentId: await idOf('petra.sommer') }, { follow: false });
  assert.match((await stefan.get('/office/vertretung')).text, /Sie arbeiten gerade in Vertretung für Petra Sommer/);
  await stefan.post('/office/vertretung/handeln', {});
  const { rows } = await t.platform.db.transact({ tenantId: 1 }, ({ client }) => client.query<{ body: string }>("select body from audit.event where type = 'organisation/acting-ended'"));
  assert.match(rows[0]?.body ?? '', /"for":\{[^}]*"name":"Petra Sommer"/);
  assert.equal((await stefan.post('/office/vertretung/handeln', { absentId: await idOf('renate.lindner') })).status, 403);
});

test('a head of office arranges it for the own people only', async () => {
  const renate = await as('renate.lindner');
  const span = { startsOn: '2026-01-01', endsOn: inTwoWeeks(), substitute: 'daniel.weigand@musterstadt.example' };
  await renate.post('/office/vertretung', { ...span, absent: 'igor.petrenko@musterstadt.example' });
  const shown = await renate.get('/office/vertretung');
  assert.match(shown.text, /Vertretung von Igor Petrenko durch Daniel Weigand beenden/);
  assert.equal((await renate.post('/office/vertretung', { ...span, absent: 'tom.schuster@musterstadt.example' })).status, 403);
  const clerk = await as('igor.petrenko');
  assert.doesNotMatch((await clerk.get('/office/vertretung')).text, /Wer ist abwesend/);
});

test('a substitution of one group or service says so; a substitute who is absent is refused with the days, and what was typed stays', async () => {
  const renate = await as('renate.lindner');
  const span = { startsOn: addDays(inTwoWeeks(), 10), endsOn: addDays(inTwoWeeks(), 20), substitute: 'daniel.weigand@musterstadt.example', absent: 'birgit.thalmann@musterstadt.example' };
  assert.match((await renate.post('/office/vertretung', { ...span, scope: 'gruppe:steueramt/leitung' })).text, /gehört nicht zu dieser Gruppe/);
  assert.match((await renate.post('/office/vertretung', { ...span, scope: 'gruppe:hexenamt' })).text, /Wählen Sie, wie weit die Vertretung reicht/);
  assert.match((await renate.post('/office/vertretung', { ...span, scope: 'gruppe:stadtkasse/kasse' })).text, /Stadtkasse, Kassenführung/);
  await renate.post('/office/vertretung', { ...span, absent: 'daniel.weigand@musterstadt.example', substitute: 'petra.sommer@musterstadt.example', startsOn: addDays(inTwoWeeks(), 12), endsOn: addDays(inTwoWeeks(), 13) });
  assert.match((await renate.get('/office/vertretung')).text, /Vertretung fehlt/);
  const refused = await renate.post('/office/vertretung', { ...span, absent: '', reason: 'Mein Urlaub' });
  assert.equal(refused.status, 422);
  for (const words of ['Daniel Weigand ist selbst abwesend, vom', 'Mein Urlaub']) assert.ok(refused.text.includes(words), words);
});

test('the head of an office divides its work into areas; the others read', async () => {
  const renate = await as('renate.lindner');
  const steueramt = await officeId('steueramt');
  const page = await renate.get('/office/zustaendigkeiten');
  for (const words of ['Namen von A bis K', 'alle im Amt', 'Verteilung speichern']) assert.ok(page.text.includes(words), words);
  const ids = [...page.text.matchAll(/action="\/office\/zustaendigkeiten\/([^"]+)\/schliessen"/g)].map((found) => found[1] ?? '');
  const shared = await renate.post(`/office/zustaendigkeiten/${steueramt}/verteilen`, { [`p-${await idOf('petra.sommer')}`]: ids[0] ?? '' });
  assert.match(shared.text, /Petra Sommer<\/td>/);
  const wrong = await renate.post(`/office/zustaendigkeiten/${steueramt}`, { name: 'Neu', art: 'buchstaben', von: 'K', bis: 'M' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /überschneidet sich mit „A–K“/);
  const clerk = await as('petra.sommer');
  assert.doesNotMatch((await clerk.get('/office/zustaendigkeiten')).text, /Verteilung speichern|Bereich anlegen/);
  assert.equal((await clerk.post(`/office/zustaendigkeiten/${steueramt}`, { name: 'X', art: 'werte', werte: 'x' })).status, 403);
  assert.equal((await clerk.get(`/office/zustaendigkeiten?amt=${await officeId('bauamt')}`)).status, 403);
  await renate.post(`/office/zustaendigkeiten/${ids[0]}/schliessen`, {});
  assert.doesNotMatch((await renate.get('/office/zustaendigkeiten')).text, /Namen von A bis K/);
});
