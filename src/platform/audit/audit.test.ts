import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { continueOrder, listEventsAfter, sealPending, verifyAudit } from '#platform/audit';
import { staffActor, testApp, untilEventsAreVisible, type TestApp } from '#platform/testing';

let t: TestApp;
before(async () => void (t = await testApp()));
after(() => t.close());
const clerk = staffActor([]);

test('an event is written with its change and sealed afterwards', async () => {
  await t.transact(clerk, async (ctx) => ctx.emit({ type: 'test/happened', subject: 'thing:1', data: { n: 1 } }));
  assert.deepEqual(await t.eventTypes(), ['test/happened']);
  await untilEventsAreVisible(t.platform);
  const seal = await sealPending(t.platform, 1);
  assert.equal(seal?.events, 1);
  const verdict = await verifyAudit(t.platform, 1);
  assert.deepEqual([verdict.intact, verdict.events, verdict.unsealed], [true, 1, 0]);
});

test('a change that fails leaves no event', async () => {
  const before = (await t.eventTypes()).length;
  await assert.rejects(t.transact(clerk, async (ctx) => {
    ctx.emit({ type: 'test/never', subject: 'thing:2' });
    throw new Error('failed');
  }));
  assert.equal((await t.eventTypes()).length, before);
});

test('an event of another tenant is neither seen nor written', async () => {
  await t.platform.transact({ tenantId: 2, actor: clerk }, async (ctx) => ctx.emit({ type: 'test/elsewhere', subject: 'thing:3' }));
  assert.ok(!(await t.eventTypes()).includes('test/elsewhere'));
});

test('a changed event, even by the owner of the database, breaks the seal', async () => {
  await t.platform.db.transact({ tenantId: 1 }, ({ client }) => client.query(`update audit.event set body = replace(body, '"n":1', '"n":2')`));
  const verdict = await verifyAudit(t.platform, 1);
  assert.equal(verdict.intact, false);
  assert.match(verdict.damage ?? '', /Ereignis wurde verändert/);
});

test('a log that moved to a server with smaller transaction numbers goes on in order', async (context) => {
  const moved = await testApp();
  context.after(() => moved.close());
  const emit = (n: number): Promise<void> => moved.transact(clerk, async (ctx) => ctx.emit({ type: 'test/happened', subject: 'thing:1', data: { n } }));
  const base = (value: number): Promise<unknown> => moved.platform.db.pool.query(`create or replace function audit.xid_base() returns bigint language sql immutable parallel safe return ${value}::bigint`);
  const after = async (xid: number): Promise<number[]> => (await moved.read(clerk, (ctx) => listEventsAfter(ctx, { xid, id: '00000000-0000-0000-0000-000000000000' }, { types: ['test/happened'], limit: 9 }))).map((event) => event.data.n as number);

  await base(5_000_000_000); // as if the first server had seen five billion transactions more
  await emit(1);
  await untilEventsAreVisible(moved.platform);
  const seal = await sealPending(moved.platform, 1);
  await base(0); // and this is the young one
  await emit(2);
  assert.deepEqual(await after(seal?.to_xid ?? 0), []);

  assert.equal(await continueOrder(moved.platform.db, [1]), true);
  assert.equal(await continueOrder(moved.platform.db, [1]), false);
  await emit(3);
  await untilEventsAreVisible(moved.platform);
  assert.deepEqual(await after(seal?.to_xid ?? 0), [3]);
  assert.equal((await sealPending(moved.platform, 1))?.events, 1);
});
