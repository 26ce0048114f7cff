import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authModule, createAccount, createSession, findAccount, findAccountByEmail } from '#platform/auth';
import { listMails } from '#platform/mail';
import { SYSTEM, seeds, type Ctx } from '#platform/module';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import {
  addAdministrator, arrangeSubstitution, blockStaffMember, changeOffice, changeRole, changeStaffMember, closeOffice, createOffice, createRole, findOfficeByKey, findStaffByText, getOffice, getRole, inviteStaffMember,
  listAssignments, listPermissions, listRoles, organisationModule, parseHours, resetStaffFactors, unblockStaffMember, type Office, type OfficeChange,
} from './index.ts';

let t: TestApp;
const admin = staffActor(['admin/people', 'admin/roles', 'admin/offices', 'admin/substitutes']);
const nobody = staffActor(['cases/work']);
const read = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.read(SYSTEM, fn);
const idOf = async (mail: string): Promise<string> => (await read((ctx) => findAccountByEmail(ctx, 'staff', `${mail}@musterstadt.example`)))?.id ?? '';
const office = async (key: string): Promise<Office> => {
  const found = await read((ctx) => findOfficeByKey(ctx, key));
  assert.ok(found);
  return found;
};
const changeOf = ({ name, parentId, summary, address, room, phone, email, hours }: Office): OfficeChange => ({ name, parentId, summary, address, room, phone, email, hours });

before(async () => {
  t = await testApp({ modules: [authModule, organisationModule] });
  for (const seed of t.platform.contributions(seeds)) await t.transact(SYSTEM, seed.run);
});
after(() => t.close());

test('an office is added below another, changed, and closed when nobody is in it any more', async () => {
  const parent = await office('ordnungsamt');
  const id = await t.transact(admin, (ctx) => createOffice(ctx, { ...changeOf(parent), key: 'marktamt', name: 'Marktamt', parentId: parent.id }));
  await t.transact(admin, async (ctx) => changeOffice(ctx, id, { ...changeOf(await getOffice(ctx, id)), room: '017', hours: { mon: ['08:00-12:00'] } }));
  const changed = await read((ctx) => getOffice(ctx, id));
  assert.deepEqual([changed.room, changed.hours, changed.parentId], ['017', { mon: ['08:00-12:00'] }, parent.id]);
  await t.transact(admin, (ctx) => closeOffice(ctx, id));
  assert.ok((await read((ctx) => getOffice(ctx, id))).closedOn);
  assert.ok((await t.eventTypes()).includes('organisation/office-closed'));
});

test('an office with people or sub-offices can’t be closed, and can’t stand below itself', async () => {
  const top = await office('hauptamt');
  const below = await office('standesamt');
  await assert.rejects(t.transact(admin, (ctx) => closeOffice(ctx, top.id)), { code: 'organisation/office-in-use' });
  await assert.rejects(t.transact(admin, (ctx) => changeOffice(ctx, top.id, { ...changeOf(top), parentId: below.id })), { code: 'organisation/office-circle' });
  await assert.rejects(t.transact(admin, (ctx) => createOffice(ctx, { ...changeOf(top), key: 'hauptamt' })), { code: 'organisation/key-taken' });
});

test('only who may, changes offices and roles', async () => {
  const tax = await office('steueramt');
  const role = await read((ctx) => getRole(ctx, 'kasse'));
  const refused = { status: 403 };
  await assert.rejects(t.transact(nobody, (ctx) => createOffice(ctx, { ...changeOf(tax), key: 'neu' })), refused);
  await assert.rejects(t.transact(nobody, (ctx) => changeOffice(ctx, tax.id, changeOf(tax))), refused);
  await assert.rejects(t.transact(nobody, (ctx) => closeOffice(ctx, tax.id)), refused);
  await assert.rejects(t.transact(nobody, (ctx) => changeRole(ctx, 'kasse', role)), refused);
  await assert.rejects(t.transact(nobody, (ctx) => createRole(ctx, { ...role, key: 'neu' })), refused);
});

test('a role is made and changed; the log says which permissions came and went', async () => {
  await t.transact(admin, (ctx) => createRole(ctx, { key: 'aushilfe', name: 'Aushilfe', summary: 'Hilft aus', reach: 'office', permissions: ['cases/read'] }));
  await assert.rejects(t.transact(admin, (ctx) => createRole(ctx, { key: 'aushilfe', name: 'x', summary: '', reach: 'office', permissions: [] })), { code: 'organisation/key-taken' });
  await t.transact(admin, (ctx) => changeRole(ctx, 'aushilfe', { name: 'Aushilfe', summary: 'Hilft aus', reach: 'tree', permissions: ['cases/work'] }));
  assert.equal((await read((ctx) => listRoles(ctx))).length, 13);
  const { rows } = await t.platform.db.transact({ tenantId: 1 }, ({ client }) => client.query<{ body: string }>("select body from audit.event where type = 'organisation/role-changed'"));
  assert.deepEqual((JSON.parse(rows[0]?.body ?? '{}') as { data: unknown }).data, { added: ['cases/work'], reach: 'tree', removed: ['cases/read'] });
});

test('the last roles that may give roles can’t lose that', async () => {
  const strip = async (key: string): Promise<void> => {
    await t.transact(admin, async (ctx) => {
      const role = await getRole(ctx, key);
      await changeRole(ctx, key, { ...role, permissions: role.permissions.filter((one) => one !== 'admin/people') });
    });
  };
  await strip('personalverwaltung');
  await assert.rejects(strip('systembetreuung'), { code: 'organisation/last-administrator' });
});

test('permissions come from the installed modules', () => {
  const all = listPermissions(t.platform).flatMap(({ permissions }) => permissions.map(({ id }) => id));
  assert.ok(all.includes('admin/people') && all.includes('audit/read'));
});

test('somebody who leaves is blocked and signed out; nobody blocks themselves or the last administrator', async () => {
  const petra = await idOf('petra.sommer');
  const tobias = await idOf('tobias.kraemer');
  await t.transact(SYSTEM, (ctx) => createSession(ctx, petra));
  await t.transact(admin, (ctx) => blockStaffMember(ctx, petra));
  assert.equal((await read((ctx) => findAccount(ctx, petra)))?.status, 'blocked');
  await t.transact(admin, (ctx) => unblockStaffMember(ctx, petra));
  await assert.rejects(t.transact(staffActor(['admin/people'], { id: petra }), (ctx) => blockStaffMember(ctx, petra)), { code: 'organisation/not-yourself' });
  await assert.rejects(t.transact(staffActor(['admin/people'], { id: petra }), (ctx) => resetStaffFactors(ctx, petra)), { code: 'organisation/not-yourself' });
  await assert.rejects(t.transact(admin, (ctx) => blockStaffMember(ctx, tobias)), { code: 'organisation/last-administrator' });
});

test('staff administration reaches staff of the own offices only, never citizens', async () => {
  const petra = await idOf('petra.sommer');
  const citizen = await t.transact(SYSTEM, (ctx) => createAccount(ctx, { kind: 'citizen', email: 'x@post.example', name: 'X' }));
  const elsewhere = staffActor(['admin/people'], { officeId: (await office('bauamt')).id });
  for (const act of [blockStaffMember, unblockStaffMember, resetStaffFactors, inviteStaffMember]) {
    await assert.rejects(t.transact(elsewhere, async (ctx) => void (await act(ctx, petra))), { status: 403 });
    await assert.rejects(t.transact(admin, async (ctx) => void (await act(ctx, citizen))), { code: 'organisation/no-such-person' });
  }
});

test('name and place are changed; an invitation brings the link for the password', async () => {
  const petra = await idOf('petra.sommer');
  const tax = await office('steueramt');
  const change = { name: 'Petra Sommer-Klein', email: 'petra.klein@musterstadt.example', officeId: tax.id, jobTitle: 'Sachbearbeiterin', phone: '1', room: '2' };
  await t.transact(admin, (ctx) => changeStaffMember(ctx, petra, change));
  await assert.rejects(t.transact(admin, (ctx) => changeStaffMember(ctx, petra, { ...change, email: 'renate.lindner@musterstadt.example' })), { code: 'auth/email-taken' });
  await t.transact(admin, (ctx) => inviteStaffMember(ctx, petra));
  const [mail] = await read((ctx) => listMails(ctx, { to: 'petra.klein@musterstadt.example' }));
  assert.match(mail?.text ?? '', /\/office\/passwort\/neu\?code=/);
});

test('a person is found by address or name; several are offered', async () => {
  assert.equal((await read((ctx) => findStaffByText(ctx, 'Renate Lindner <renate.lindner@musterstadt.example>')))[0]?.name, 'Renate Lindner');
  assert.equal((await read((ctx) => findStaffByText(ctx, 'renate lindner'))).length, 1);
  assert.ok((await read((ctx) => findStaffByText(ctx, 'er'))).length > 1);
  assert.deepEqual(await read((ctx) => findStaffByText(ctx, '  ')), []);
});

test('a substitution is told by mail to both when somebody else arranged it', async () => {
  const [renate, daniel] = [await idOf('renate.lindner'), await idOf('daniel.weigand')];
  await t.transact(admin, (ctx) => arrangeSubstitution(ctx, { absentId: renate, substituteId: daniel, startsOn: '2099-01-01', endsOn: '2099-01-09' }));
  for (const who of ['renate.lindner', 'daniel.weigand']) {
    const [mail] = await read((ctx) => listMails(ctx, { to: `${who}@musterstadt.example` }));
    assert.match(mail?.text ?? '', /Daniel Weigand vertritt Renate Lindner vom 01\.01\.2099/);
  }
});

test('opening hours are read as people write them', () => {
  assert.deepEqual(parseHours('8-12 Uhr, 14:00–16:30'), ['08:00-12:00', '14:00-16:30']);
  assert.deepEqual(parseHours('8.30 bis 12 und 13-18'), ['08:30-12:00', '13:00-18:00']);
  assert.deepEqual(parseHours('geschlossen'), []);
  for (const wrong of ['acht bis zwölf', '12-8', '08:75-09:00', '8-25', '8']) assert.equal(parseHours(wrong), undefined, wrong);
});

test('a new installation gets its first administrator from the command line, nobody else from there', async () => {
  const first = { name: 'Erste Person', email: 'erste@musterstadt.example' };
  const { accountId, link } = await t.transact(SYSTEM, (ctx) => addAdministrator(ctx, first));
  assert.match(link, /\/office\/passwort\/neu\?code=/);
  assert.ok((await read((ctx) => listAssignments(ctx, { accountIds: [accountId] }))).length > 0);
  await assert.rejects(t.transact(SYSTEM, (ctx) => addAdministrator(ctx, first)), { code: 'auth/email-taken' });
  await assert.rejects(t.transact(nobody, (ctx) => addAdministrator(ctx, { ...first, email: 'zweite@musterstadt.example' })), { status: 403 });
});
