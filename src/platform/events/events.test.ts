import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deliverEvents, subscribers, type Subscriber } from '#platform/events';
import type { EventTables } from './subscribe.ts';
import { enqueue, jobs } from '#platform/jobs';
import { SYSTEM, defineModule } from '#platform/module';
import { sendMail, listMails } from '#platform/mail';
import { testApp, untilEventsAreVisible, type TestApp } from '#platform/testing';

const seen: string[] = [];
const handled: unknown[] = [];
let broken = false;
let brokenBy: string | undefined;
const subscriber: Subscriber = {
  name: 'sample/mail',
  on: ['sample/happened'],
  handle: async (ctx, event) => {
    seen.push(event.subject);
    await sendMail(ctx, { to: 'sample@example.org', subject: event.subject, text: '' });
    if (broken || event.subject === brokenBy) throw new Error('not now');
  },
};
const sample = defineModule({
  name: 'sample',
  contributes: [subscribers.of(subscriber), jobs.of({ name: 'sample/work', handle: async (_platform, tenantId, data) => void handled.push([tenantId, data]) })],
});

let t: TestApp;
before(async () => void (t = await testApp({ modules: [sample] })));
after(() => t.close());
const happen = (subject: string): Promise<void> => t.transact(SYSTEM, async (ctx) => ctx.emit({ type: 'sample/happened', subject }));
/** A subscriber waits for every older transaction of the server, so for tests that run beside this one too. */
const deliver = async (): Promise<void> => {
  await untilEventsAreVisible(t.platform);
  while ((await deliverEvents(t.platform, 1)) > 0);
};
const mails = (): Promise<number> => t.read(SYSTEM, async (ctx) => (await listMails(ctx)).length);

test('a subscriber gets every matching event once, in order, and no other', async () => {
  await happen('a:1');
  await t.transact(SYSTEM, async (ctx) => ctx.emit({ type: 'sample/other', subject: 'x:1' }));
  await happen('a:2');
  await Promise.all([deliver(), deliver()]);
  await deliver();
  assert.deepEqual(seen, ['a:1', 'a:2']);
  assert.equal(await mails(), 2);
});

test('who hears of something rare does not look through all that has happened since, and misses nothing', async () => {
  const place = () => t.read(SYSTEM, (ctx) => ctx.db<EventTables>().selectFrom('events.position').select(['xid', 'id']).where('subscriber', '=', 'sample/mail').executeTakeFirstOrThrow());
  const before = await place();
  for (let n = 0; n < 3; n++) await t.transact(SYSTEM, async (ctx) => ctx.emit({ type: 'sample/other', subject: `x:${n}` }));
  await Promise.all([deliver(), deliver()]);
  const after = await place();
  assert.ok(after.xid > before.xid, 'its place has moved up to the newest event');
  assert.deepEqual(seen, ['a:1', 'a:2']);
});

test('an event that fails leaves no half effect and is tried again after a pause', async () => {
  broken = true;
  await happen('a:3');
  await deliver();
  assert.equal(await mails(), 2);
  broken = false;
  t.time.advance(5_000);
  await deliver();
  assert.equal(await mails(), 3);
});

test('of several events heard together the one that fails takes none of those before it back', async () => {
  brokenBy = 'a:6';
  for (const subject of ['a:4', 'a:5', 'a:6', 'a:7']) await happen(subject);
  await deliver();
  assert.equal(await mails(), 5);
  brokenBy = undefined;
  t.time.advance(5_000);
  await deliver();
  assert.equal(await mails(), 7);
});

test('a job exists exactly when its change does', async () => {
  await t.transact(SYSTEM, (ctx) => enqueue(ctx, 'sample/work', { n: 1 }));
  await assert.rejects(t.transact(SYSTEM, async (ctx) => {
    await enqueue(ctx, 'sample/work', { n: 2 });
    throw new Error('no');
  }));
  await t.jobs.drain();
  assert.deepEqual(handled, [[1, { n: 1 }]]);
});

test('two jobs with the same key wait as one', async () => {
  handled.length = 0;
  const later = new Date(Date.now() + 3_600_000);
  for (let i = 0; i < 2; i++) await t.transact(SYSTEM, (ctx) => enqueue(ctx, 'sample/work', { n: 3 }, { at: later, key: 'once' }));
  await t.jobs.drain();
  assert.deepEqual(handled, []);
});

test('a worker begins when a job is committed and goes on until none is left', async () => {
  handled.length = 0;
  await t.jobs.work();
  await t.transact(SYSTEM, async (ctx) => {
    for (let n = 10; n < 15; n++) await enqueue(ctx, 'sample/work', { n });
  });
  for (let waited = 0; handled.length < 5 && waited < 8000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20)); // it looks by itself every ten seconds only
  assert.deepEqual(handled.map((one) => (one as [number, { n: number }])[1].n).sort(), [10, 11, 12, 13, 14]);
});
