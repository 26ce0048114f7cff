import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authModule, findAccountByEmail } from '#platform/auth';
import { SYSTEM, seeds, type Ctx } from '#platform/module';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import { closeArea, covers, createArea, findAreaFor, findOfficeByKey, groupsOf, listAreas, listGroupMembers, organisationModule, setAreasOf, type AreaCover } from './index.ts';

let t: TestApp;
let petra = '';
let daniel = '';
let steueramt = '';
const read = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.read(SYSTEM, fn);
const idOf = async (mail: string): Promise<string> => (await read((ctx) => findAccountByEmail(ctx, 'staff', `${mail}@musterstadt.example`)))?.id ?? '';
before(async () => {
  t = await testApp({ modules: [authModule, organisationModule] });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, seed.run);
  [petra, daniel] = [await idOf('petra.sommer'), await idOf('daniel.weigand')];
  steueramt = (await read((ctx) => findOfficeByKey(ctx, 'steueramt')))?.id ?? '';
});
after(() => t.close());
const head = () => staffActor(['admin/areas'], { officeId: steueramt });
const areaId = async (key: string): Promise<string> => (await read((ctx) => listAreas(ctx, { officeKey: 'steueramt' }))).find((area) => area.key === key)?.id ?? '';
const give = (accountId: string, ...keys: string[]) => Promise.all(keys.map(areaId)).then((areaIds) => t.transact(head(), (ctx) => setAreasOf(ctx, { accountId, officeId: steueramt, areaIds })));
const groupsFor = (id: string): Promise<string[]> => read((ctx) => groupsOf(ctx, id));

test('a name stands where a directory has it', () => {
  const first: AreaCover = { kind: 'letters', from: 'A', to: 'K' };
  const last: AreaCover = { kind: 'letters', from: 'Sch', to: 'Z' };
  for (const name of ['Abel', 'kunz', 'Äpfel', 'Özdemir-Klein']) assert.equal(covers(first, name), !name.startsWith('Ö'), name);
  for (const [name, there] of [['Schmidt', true], ['Sauer', false], ['von der Au', false], ['van Zandt', true], ['Šimek', true], ['', false], ['Ł', false]] as const) assert.equal(covers(last, name), there, name);
  assert.ok(covers(first, 'von der Au'));
  assert.ok(covers({ kind: 'values', values: ['Nordstadt', '99999'] }, 'nordstadt'));
});

test('an area that nobody holds is everybody\'s; given to somebody it is theirs alone', async () => {
  assert.ok((await groupsFor(petra)).includes('steueramt@a-k') && (await groupsFor(daniel)).includes('steueramt/sachbearbeitung@a-k'));
  await give(petra, 'a-k');
  assert.ok((await groupsFor(petra)).includes('steueramt@a-k'));
  assert.ok(!(await groupsFor(daniel)).includes('steueramt@a-k') && (await groupsFor(daniel)).includes('steueramt@l-z'));
  assert.deepEqual(await read((ctx) => listGroupMembers(ctx, 'steueramt@a-k')), [petra]);
  assert.equal((await read((ctx) => listGroupMembers(ctx, 'steueramt@l-z'))).length, 3);
  assert.equal(await read((ctx) => findAreaFor(ctx, 'steueramt', 'Weber')), 'l-z');
  await give(petra);
  assert.ok((await groupsFor(daniel)).includes('steueramt@a-k'));
});

test('areas do not overlap, have letters in order, a name and a key of their own', async () => {
  const make = (name: string, cover: AreaCover) => t.transact(head(), (ctx) => createArea(ctx, { officeId: steueramt, name, cover }));
  const letters = (from: string, to: string): AreaCover => ({ kind: 'letters', from, to });
  for (const cover of [letters('K', 'M'), letters('Ka', 'Ka'), letters('A', 'Z'), letters('Ko', 'L')]) await assert.rejects(make('Neu', cover), { code: 'organisation/area-overlap' }, JSON.stringify(cover));
  await assert.rejects(make('Neu', letters('Z', 'A')), { code: 'organisation/area-letters' });
  await assert.rejects(make('Neu', letters('1', 'A')), { code: 'organisation/area-letters' });
  await assert.rejects(make('  ', letters('A', 'B')), { code: 'organisation/area-name' });
  await assert.rejects(make('Nord', { kind: 'values', values: [' '] }), { code: 'organisation/area-values' });
  await assert.rejects(make('A–K', { kind: 'values', values: ['x'] }), { code: 'organisation/key-taken' });
  assert.equal(await make('Nordstadt', { kind: 'values', values: ['80331', '80331'] }), 'nordstadt');
  await assert.rejects(make('Süd', { kind: 'values', values: ['80331'] }), { code: 'organisation/area-overlap' });
});

test('a closed area belongs to everybody and may come back', async () => {
  await give(petra, 'nordstadt');
  await t.transact(head(), async (ctx) => closeArea(ctx, (await listAreas(ctx, { officeKey: 'steueramt' })).find(({ key }) => key === 'nordstadt')?.id ?? ''));
  assert.ok((await groupsFor(daniel)).includes('steueramt@nordstadt'));
  assert.equal(await read((ctx) => findAreaFor(ctx, 'steueramt', '80331')), undefined);
  await t.transact(head(), (ctx) => createArea(ctx, { officeId: steueramt, name: 'Nordstadt', cover: { kind: 'values', values: ['80333'] } }));
  assert.equal(await read((ctx) => findAreaFor(ctx, 'steueramt', '80333')), 'nordstadt');
});

test('only the head of the office divides its work, and only among its people; the log says how', async () => {
  for (const actor of [staffActor(['cases/work'], { officeId: steueramt }), staffActor(['admin/areas'], { officeId: '00000000-0000-7000-8000-000000000001' })]) {
    await assert.rejects(t.transact(actor, (ctx) => createArea(ctx, { officeId: steueramt, name: 'X', cover: { kind: 'values', values: ['x'] } })), { status: 403 });
    await assert.rejects(t.transact(actor, (ctx) => setAreasOf(ctx, { accountId: petra, officeId: steueramt, areaIds: [] })), { status: 403 });
  }
  const stefan = await idOf('stefan.bauer');
  await assert.rejects(give(stefan, 'a-k'), { code: 'organisation/not-in-office' });
  await assert.rejects(t.transact(head(), (ctx) => setAreasOf(ctx, { accountId: petra, officeId: steueramt, areaIds: [stefan] })), { code: 'organisation/no-such-area' });
  const types = await t.eventTypes();
  for (const type of ['organisation/area-created', 'organisation/area-closed', 'organisation/areas-given']) assert.ok(types.includes(type), type);
});
