import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { authModule, createSession, findAccountByEmail } from '#platform/auth';
import { page, routes, view } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { listMails } from '#platform/mail';
import { SYSTEM, defineModule, may, seeds, type Actor, type Ctx } from '#platform/module';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import { actFor, addDays, arrangeSubstitution, assignRole, endSubstitution, findOfficeByKey, groupsOf, listLentScopes, listSubstitutionConflicts, listSubstitutions, organisationModule, type NewSubstitution } from './index.ts';

let t: TestApp;
let seen: Actor | undefined;
let groups: string[] = [];
const probe = defineModule({
  name: 'probe',
  contributes: [
    routes.of(page({
      method: 'GET', path: '/probe', site: 'office', access: 'staff',
      handle: async (rq) => {
        seen = rq.actor;
        groups = await rq.read((ctx) => groupsOf(ctx, rq.actor.id ?? ''));
        return view({ title: 'x', body: 'x' });
      },
    })),
  ],
});
const hr = staffActor(['admin/people', 'admin/substitutes']);
const read = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.read(SYSTEM, fn);
const idOf = async (mail: string): Promise<string> => (await read((ctx) => findAccountByEmail(ctx, 'staff', `${mail}@musterstadt.example`)))?.id ?? '';
const officeId = async (key: string): Promise<string> => (await read((ctx) => findOfficeByKey(ctx, key)))?.id ?? '';
const today = (): string => calendarDayOf(t.platform.clock());
let petra = '';
let renate = '';
let stefan = '';
let nadine = '';

before(async () => {
  t = await testApp({ modules: [authModule, organisationModule, probe] });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, seed.run);
  [petra, renate, stefan, nadine] = [await idOf('petra.sommer'), await idOf('renate.lindner'), await idOf('stefan.bauer'), await idOf('nadine.kuehn')];
});
after(() => t.close());
/** Every test begins with nobody absent. */
beforeEach(async () => {
  for (const { id } of await read((ctx) => listSubstitutions(ctx))) await t.transact(SYSTEM, (ctx) => endSubstitution(ctx, id));
});

/** Signs in and looks at the actor that requests get. */
async function visit(accountId: string, actingFor?: string): Promise<Actor | undefined> {
  const { token, sessionId } = await t.transact(SYSTEM, (ctx) => createSession(ctx, accountId));
  if (actingFor) await t.transact(SYSTEM, (ctx) => actFor(ctx, { id: sessionId, accountId }, actingFor));
  const client = t.client();
  client.cookies.set('stadtkern_session', token);
  seen = undefined;
  await client.get('/probe');
  return seen;
}
const arrange = (wanted: Partial<NewSubstitution>, actor: Actor = SYSTEM): Promise<string> =>
  t.transact(actor, (ctx) => arrangeSubstitution(ctx, { absentId: petra, substituteId: stefan, startsOn: today(), endsOn: addDays(today(), 7), ...wanted }));

test('a substitute works with the tasks and rights of the absent person, and the log says so', async () => {
  const id = await t.transact(staffActor([], { id: petra, name: 'Petra Sommer' }), (ctx) => arrangeSubstitution(ctx, { absentId: petra, substituteId: stefan, startsOn: today(), endsOn: addDays(today(), 7), reason: 'Urlaub' }));
  const alone = await visit(stefan);
  assert.equal(alone?.actingFor, undefined);
  assert.ok(!groups.includes('steueramt'));
  const substitute = await visit(stefan, petra);
  assert.deepEqual(substitute?.actingFor, { id: petra, name: 'Petra Sommer' });
  assert.ok(substitute && may(substitute, 'cases/work', await officeId('steueramt')));
  assert.ok(groups.includes('steueramt/sachbearbeitung'));
  await t.transact(staffActor([], { id: stefan }), (ctx) => endSubstitution(ctx, id));
  await assert.rejects(visit(stefan, petra), { code: 'organisation/not-substitute' });
});

test('when a substitution ends, an open session loses it with the next request', async () => {
  const id = await t.transact(hr, (ctx) => arrangeSubstitution(ctx, { absentId: petra, substituteId: stefan, startsOn: today(), endsOn: today() }));
  const { token, sessionId } = await t.transact(SYSTEM, (ctx) => createSession(ctx, stefan));
  await t.transact(SYSTEM, (ctx) => actFor(ctx, { id: sessionId, accountId: stefan }, petra));
  const client = t.client();
  client.cookies.set('stadtkern_session', token);
  await client.get('/probe');
  assert.equal(seen?.actingFor?.id, petra);
  await t.transact(hr, (ctx) => endSubstitution(ctx, id));
  await client.get('/probe');
  assert.equal(seen?.actingFor, undefined);
});

test('administration is not handed on to a substitute', async () => {
  const tobias = await idOf('tobias.kraemer');
  const mainOffice = await officeId('hauptamt');
  await t.transact(SYSTEM, (ctx) => assignRole(ctx, { accountId: tobias, roleKey: 'personalverwaltung', officeId: mainOffice }));
  await t.transact(SYSTEM, (ctx) => arrangeSubstitution(ctx, { absentId: tobias, substituteId: stefan, startsOn: today(), endsOn: today() }));
  const substitute = await visit(stefan, tobias);
  assert.equal(substitute?.actingFor?.id, tobias);
  assert.equal(may(substitute, 'admin/people'), false);
});

test('a substitution is refused with oneself, in the past, for citizens, and by strangers', async () => {
  const span = { startsOn: today(), endsOn: today() };
  await assert.rejects(t.transact(hr, (ctx) => arrangeSubstitution(ctx, { absentId: petra, substituteId: petra, ...span })), { code: 'organisation/substitution-self' });
  await assert.rejects(t.transact(hr, (ctx) => arrangeSubstitution(ctx, { absentId: petra, substituteId: stefan, startsOn: '2020-01-01', endsOn: '2020-01-02' })), { code: 'organisation/substitution-dates' });
  await assert.rejects(t.transact(SYSTEM, (ctx) => arrangeSubstitution(ctx, { absentId: '00000000-0000-7000-8000-000000000000', substituteId: stefan, ...span })), { code: 'organisation/no-such-person' });
  await assert.rejects(t.transact(staffActor([], { id: stefan }), (ctx) => arrangeSubstitution(ctx, { absentId: renate, substituteId: stefan, ...span })), { status: 403 });
  const open = await arrange({});
  await assert.rejects(t.transact(staffActor([], { id: renate }), (ctx) => endSubstitution(ctx, open)), { status: 403 });
});


test('while somebody stands in, the rights are those of the absent person and no others', async () => {
  await arrange({ absentId: stefan, substituteId: petra });
  const acting = await visit(petra, stefan);
  assert.ok(acting && may(acting, 'cases/work', await officeId('gewerbeamt')));
  assert.equal(may(acting, 'cases/work', await officeId('steueramt')), false, 'what is done for Stefan is done with his rights');
  assert.ok(may((await visit(petra)) as Actor, 'cases/work', await officeId('steueramt')));
});

test('a substitution reaches one office, one group or one service', async () => {
  const steueramt = await officeId('steueramt');
  const lent = (): ReturnType<typeof listLentScopes> => read((ctx) => listLentScopes(ctx, { substituteId: stefan, absentId: renate }));
  const office = await arrange({ absentId: renate, officeId: await officeId('gewerbeamt') });
  assert.deepEqual((await lent()).map(({ groups, grants }) => [groups, grants]), [[[], []]], 'she holds nothing there');
  await t.transact(SYSTEM, (ctx) => endSubstitution(ctx, office));
  const group = await arrange({ absentId: renate, group: 'steueramt/leitung' });
  assert.deepEqual((await lent())[0]?.groups.filter((one) => !one.includes('@')), ['steueramt/leitung']);
  assert.ok((await lent())[0]?.grants.some(({ permission, officeId }) => permission === 'cases/supervise' && officeId === steueramt));
  await t.transact(SYSTEM, (ctx) => endSubstitution(ctx, group));
  await arrange({ absentId: renate, serviceSlug: 'dog-registration' });
  assert.deepEqual([(await lent())[0]?.serviceSlug, (await lent())[0]?.groups.includes('steueramt')], ['dog-registration', true]);
  const acting = await visit(stefan, renate);
  assert.deepEqual([acting?.actingFor?.id, acting?.grants], [renate, []], 'a grant cannot say "this service only", so none is given');
});

test('two scopes at once, a group the absent person is not in: refused', async () => {
  await assert.rejects(arrange({ group: 'steueramt', serviceSlug: 'dog-registration' }), { code: 'organisation/one-scope' });
  await assert.rejects(arrange({ group: 'gewerbeamt' }), { code: 'organisation/not-their-group' });
});

test('planned in advance it begins and ends by itself', async () => {
  const first = addDays(today(), 3);
  await arrange({ startsOn: first, endsOn: addDays(first, 2) });
  await assert.rejects(visit(stefan, petra), { code: 'organisation/not-substitute' });
  const now = t.time.now;
  t.time.advance(4 * 86_400_000);
  assert.equal((await visit(stefan, petra))?.actingFor?.id, petra);
  t.time.advance(3 * 86_400_000);
  await assert.rejects(visit(stefan, petra), { code: 'organisation/not-substitute' });
  t.time.now = now;
});

test('no chain: an absent person is no substitute, and a substitute names none', async () => {
  await arrange({ absentId: stefan, substituteId: nadine });
  await assert.rejects(arrange({ endsOn: addDays(today(), 30) }), { code: 'organisation/substitute-absent' });
  const acting: Actor = { ...staffActor(['admin/substitutes'], { id: nadine, name: 'Nadine Kühn' }), actingFor: { id: stefan, name: 'Stefan Bauer' } };
  await assert.rejects(arrange({ absentId: stefan, substituteId: petra }, acting), { status: 403 });
  assert.deepEqual(await read((ctx) => listLentScopes(ctx, { substituteId: nadine, absentId: petra })), []);
});

test('when the substitute falls away, the conflict is shown and whoever is left alone gets a mail', async () => {
  const from = addDays(today(), 2);
  const id = await arrange({ endsOn: addDays(today(), 10) });
  await arrange({ absentId: stefan, substituteId: nadine, startsOn: from, endsOn: addDays(today(), 20) });
  const mine = await read((ctx) => listSubstitutions(ctx, { absentId: petra }));
  assert.deepEqual(await read((ctx) => listSubstitutionConflicts(ctx, mine)), [{ substitutionId: id, from, until: addDays(today(), 10) }]);
  await t.settle();
  const mails = await read((ctx) => listMails(ctx));
  assert.ok(mails.some(({ to, subject }) => to.includes('petra.sommer') && subject === 'Ihre Vertretung Stefan Bauer ist abwesend'));
});

test('the same once more, or longer than a year: refused', async () => {
  await arrange({});
  await assert.rejects(arrange({ startsOn: addDays(today(), 1) }), { code: 'organisation/substitution-exists' });
  await assert.rejects(arrange({ startsOn: addDays(today(), 30), endsOn: addDays(today(), 500) }), { code: 'organisation/substitution-too-long' });
});
