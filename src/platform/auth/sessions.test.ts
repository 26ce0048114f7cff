import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { page, routes, view } from '#platform/http';
import { SYSTEM, defineModule, type Actor } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import { authModule, createAccount, createSession, endOtherSessions, endSession, findAccountByEmail, getAccount, grantSource, listSessions, setAccountStatus } from './index.ts';

let t: TestApp;
let seen: Actor | undefined;
const probe = defineModule({
  name: 'probe',
  contributes: [
    routes.of(page({ method: 'GET', path: '/probe', site: 'portal', access: 'anyone', handle: async (rq) => ((seen = rq.actor), view({ title: 'x', body: 'x' })) })),
    grantSource.of(async (_, { accountId }) => ({ grants: accountId === clerk ? [{ permission: 'cases/read', officeId: null }] : [] })),
  ],
});
let citizen = '';
let clerk = '';

before(async () => {
  t = await testApp({ modules: [authModule, probe] });
  await t.transact(SYSTEM, async (ctx) => {
    citizen = await createAccount(ctx, { kind: 'citizen', email: 'Anna@Post.Example', name: 'Anna Schmidt', password: 'ein langes Geheimnis' });
    clerk = await createAccount(ctx, { kind: 'staff', email: 'petra@stadt.example', name: 'Petra Sommer' });
  });
});
after(() => t.close());

async function signInAs(accountId: string): Promise<string> {
  const { token } = await t.transact(SYSTEM, (ctx) => createSession(ctx, accountId));
  return token;
}
async function whoIs(token: string): Promise<Actor | undefined> {
  const client = t.client();
  client.cookies.set('stadtkern_session', token);
  await client.get('/probe');
  return seen;
}

test('an account is found by its e-mail address in any spelling, in its own circle only', async () => {
  await t.read(SYSTEM, async (ctx) => {
    assert.equal((await findAccountByEmail(ctx, 'citizen', ' anna@post.example '))?.id, citizen);
    assert.equal(await findAccountByEmail(ctx, 'staff', 'anna@post.example'), undefined);
    await assert.rejects(getAccount(ctx, '00000000-0000-7000-8000-000000000000'), { code: 'auth/no-such-account' });
  });
});

test('an e-mail address belongs to one citizen', async () => {
  await assert.rejects(t.transact(SYSTEM, (ctx) => createAccount(ctx, { kind: 'citizen', email: 'ANNA@post.example', name: 'Andere' })), { code: 'auth/email-taken' });
});

test('a session makes the actor; the token itself is nowhere in the database', async () => {
  const token = await signInAs(citizen);
  const actor = await whoIs(token);
  assert.deepEqual([actor?.kind, actor?.id, actor?.trustLevel], ['citizen', citizen, 'basic']);
  const { rows } = await t.platform.db.transact({ tenantId: 1 }, ({ client }) => client.query<{ row: string }>('select s::text as row from auth.session s'));
  assert.ok(rows.every(({ row }) => !row.includes(token)));
});

test('staff carry the grants that others contribute', async () => {
  assert.deepEqual((await whoIs(await signInAs(clerk)))?.grants, [{ permission: 'cases/read', officeId: null }]);
});

test('an unknown or malformed token is nobody', async () => {
  assert.equal((await whoIs('x'.repeat(43)))?.kind, 'anonymous');
  assert.equal((await whoIs("' or 1=1 --"))?.kind, 'anonymous');
});

test('a session of another tenant is nobody here', async () => {
  const token = await t.platform.transact({ tenantId: 2, actor: SYSTEM }, async (ctx) => {
    const id = await createAccount(ctx, { kind: 'citizen', email: 'fremd@post.example', name: 'Fremd' });
    return (await createSession(ctx, id)).token;
  });
  assert.equal((await whoIs(token))?.kind, 'anonymous');
});

test('an ended session is gone with the next request', async () => {
  const token = await signInAs(citizen);
  await whoIs(token);
  const [newest] = await t.read(SYSTEM, (ctx) => listSessions(ctx, { id: citizen, kind: 'citizen' }));
  assert.equal(await t.transact(SYSTEM, (ctx) => endSession(ctx, clerk, newest?.id ?? '')), false);
  assert.equal((await whoIs(token))?.kind, 'citizen');
  assert.equal(await t.transact(SYSTEM, (ctx) => endSession(ctx, citizen, newest?.id ?? '')), true);
  assert.equal((await whoIs(token))?.kind, 'anonymous');
});

test('all other browsers can be signed out at once', async () => {
  const [one, two] = [await signInAs(citizen), await signInAs(citizen)];
  const [newest] = await t.read(SYSTEM, (ctx) => listSessions(ctx, { id: citizen, kind: 'citizen' }));
  await t.transact(SYSTEM, (ctx) => endOtherSessions(ctx, citizen, newest?.id));
  assert.deepEqual([(await whoIs(one))?.kind, (await whoIs(two))?.kind], ['anonymous', 'citizen']);
});

test('a blocked account is signed out everywhere', async () => {
  const token = await signInAs(clerk);
  await t.transact(SYSTEM, (ctx) => setAccountStatus(ctx, clerk, 'blocked'));
  assert.equal((await whoIs(token))?.kind, 'anonymous');
  await t.transact(SYSTEM, (ctx) => setAccountStatus(ctx, clerk, 'active'));
  assert.equal((await whoIs(token))?.kind, 'anonymous');
  assert.ok((await t.eventTypes()).includes('auth/account-blocked'));
});

test('a session ends after a pause, and after half a day in any case', async () => {
  const token = await signInAs(citizen);
  for (let i = 0; i < 4; i++) {
    t.time.advance(40 * 60_000);
    assert.equal((await whoIs(token))?.kind, 'citizen');
  }
  t.time.advance(46 * 60_000);
  assert.equal((await whoIs(token))?.kind, 'anonymous');
  const busy = await signInAs(citizen);
  for (let i = 0; i < 17; i++) {
    t.time.advance(42 * 60_000);
    await whoIs(busy);
  }
  assert.equal((await whoIs(busy))?.kind, 'citizen');
  t.time.advance(10 * 60_000);
  assert.equal((await whoIs(busy))?.kind, 'anonymous');
});
