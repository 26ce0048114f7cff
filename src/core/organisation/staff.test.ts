import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authModule, createSession, findAccountByEmail } from '#platform/auth';
import { page, routes, view } from '#platform/http';
import { SYSTEM, defineModule, may, seeds, type Actor, type Ctx } from '#platform/module';
import { citizenActor, staffActor, testApp, type TestApp } from '#platform/testing';
import { calendarDayOf } from '#platform/i18n';
import { addDays, addStaffMember, assignRole, endAssignment, findEmployee, findOfficeByKey, groupsOf, listAssignments, listGroupMembers, listSampleSignIns, organisationModule } from './index.ts';

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

before(async () => {
  t = await testApp({ modules: [authModule, organisationModule, probe] });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, seed.run);
  [petra, renate, stefan] = [await idOf('petra.sommer'), await idOf('renate.lindner'), await idOf('stefan.bauer')];
});
after(() => t.close());

/** Signs in and looks at the actor that requests get. */
async function visit(accountId: string): Promise<Actor | undefined> {
  const { token } = await t.transact(SYSTEM, (ctx) => createSession(ctx, accountId));
  const client = t.client();
  client.cookies.set('stadtkern_session', token);
  seen = undefined;
  await client.get('/probe');
  return seen;
}

test('a clerk may work in the own office and nowhere else', async () => {
  const actor = await visit(petra);
  assert.ok(actor && may(actor, 'cases/work', await officeId('steueramt')));
  assert.equal(may(actor, 'cases/work', await officeId('gewerbeamt')), false);
  assert.deepEqual(groups.filter((group) => !group.includes('@')).toSorted(), ['steueramt', 'steueramt/sachbearbeitung']);
});

test('a head of office reaches the offices below, a city-wide role everywhere', async () => {
  const head = await visit(renate);
  assert.ok(head && may(head, 'cases/supervise', await officeId('stadtkasse')));
  assert.equal(may(head, 'cases/supervise', await officeId('ordnungsamt')), false);
  const service = await visit(await idOf('mehmet.yilmaz'));
  assert.ok(service && may(service, 'contact/serve', await officeId('bauamt')));
});

test('the members of a group are found for delegating', async () => {
  const all = await read((ctx) => listGroupMembers(ctx, 'steueramt'));
  assert.equal(all.length, 3);
  assert.deepEqual(await read((ctx) => listGroupMembers(ctx, 'steueramt/leitung')), [renate]);
  assert.deepEqual(await read((ctx) => listGroupMembers(ctx, 'hexenamt')), []);
});

test('a role can be given, holds from its first day, and can be taken again', async () => {
  const office = await officeId('umweltamt');
  await t.transact(hr, (ctx) => assignRole(ctx, { accountId: petra, roleKey: 'sachbearbeitung', officeId: office, validFrom: addDays(today(), 1) }));
  assert.equal((await read((ctx) => listAssignments(ctx, { accountIds: [petra] }))).length, 1);
  const id = await t.transact(hr, (ctx) => assignRole(ctx, { accountId: petra, roleKey: 'leitung', officeId: office }));
  await assert.rejects(t.transact(hr, (ctx) => assignRole(ctx, { accountId: petra, roleKey: 'leitung', officeId: office })), { code: 'organisation/already-assigned' });
  await assert.rejects(t.transact(hr, (ctx) => assignRole(ctx, { accountId: petra, roleKey: 'koenigin', officeId: office })), { code: 'organisation/no-such-role' });
  await t.transact(hr, (ctx) => endAssignment(ctx, id));
  assert.equal((await read((ctx) => listAssignments(ctx, { accountIds: [petra] }))).length, 1);
  assert.ok((await t.eventTypes()).includes('organisation/role-ended'));
});

test('an ended role stays as history', async () => {
  const [held] = await read((ctx) => listAssignments(ctx, { accountIds: [stefan] }));
  await t.transact(hr, (ctx) => endAssignment(ctx, held?.id ?? ''));
  assert.equal((await read((ctx) => listAssignments(ctx, { accountIds: [stefan] }))).length, 0);
  const [past] = await read((ctx) => listAssignments(ctx, { accountIds: [stefan], all: true }));
  assert.equal(past?.validUntil, addDays(today(), -1));
});

test('only who may, gives roles or adds people', async () => {
  const office = await officeId('steueramt');
  for (const actor of [staffActor(['cases/work']), citizenActor(), staffActor(['admin/people'], { officeId: await officeId('bauamt') })]) {
    await assert.rejects(t.transact(actor, (ctx) => assignRole(ctx, { accountId: petra, roleKey: 'leitung', officeId: office })), { status: 403 });
    await assert.rejects(t.transact(actor, (ctx) => addStaffMember(ctx, { name: 'X', email: 'x@musterstadt.example', officeId: office })), { status: 403 });
  }
});

test('somebody must stay who can give roles', async () => {
  const assignments = await read((ctx) => listAssignments(ctx));
  const keepers = assignments.filter(({ roleKey }) => ['personalverwaltung', 'systembetreuung'].includes(roleKey));
  const last = keepers.pop();
  for (const { id } of keepers) await t.transact(hr, (ctx) => endAssignment(ctx, id));
  await assert.rejects(t.transact(hr, (ctx) => endAssignment(ctx, last?.id ?? '')), { code: 'organisation/last-administrator' });
});

test('the demo tells its sample sign-ins, production has none', async () => {
  const samples = listSampleSignIns(t.platform);
  assert.ok(samples.some((one) => one.kind === 'citizen') && samples.some((one) => one.kind === 'staff'));
  assert.deepEqual(listSampleSignIns({ config: { ...t.platform.config, mode: 'production' } }), []);
  const employee = await read((ctx) => findEmployee(ctx, petra));
  assert.deepEqual([employee?.jobTitle, employee?.room], ['Sachbearbeiterin Hundesteuer', '212']);
});
