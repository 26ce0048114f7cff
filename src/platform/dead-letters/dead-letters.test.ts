import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { deliverEvents, subscribers } from '#platform/events';
import { enqueue, jobs } from '#platform/jobs';
import { sendMail } from '#platform/mail';
import { SYSTEM, defineModule } from '#platform/module';
import { citizenActor, staffActor, testApp, type TestApp } from '#platform/testing';
import { countDeadLetters, deadLettersModule, dropDeadLetter, listDeadLetters, retryDeadLetter, type DeadLetter } from './index.ts';

let t: TestApp;
let broken = true;
let mailed = 0;
const handled: string[] = [];
const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  onMailFrom: (_address, _session, done) => done(broken ? Object.assign(new Error('Postfach voll'), { responseCode: 552 }) : null),
  onData: (stream, _session, done) => {
    stream.resume();
    stream.on('end', () => {
      mailed++;
      done();
    });
  },
});
const sample = defineModule({
  name: 'sample',
  contributes: [
    jobs.of({
      name: 'sample/print',
      title: 'Etiketten drucken',
      handle: async (_platform, _tenant, data) => {
        if (broken) throw new Error('kein Papier');
        handled.push(String(data.sheet));
      },
    }),
    subscribers.of({
      name: 'sample/listener',
      on: ['sample/happened'],
      handle: async (_ctx, event) => {
        if (event.data['poison']) throw new Error('unverdaulich');
        handled.push(event.subject);
      },
    }),
  ],
});
before(async () => {
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  t = await testApp({ modules: [sample, deadLettersModule], env: { SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}` } });
});
after(async () => {
  await t.close();
  await new Promise<void>((done) => smtp.close(done));
});
const admin = staffActor(['admin/dead-letters'], { name: 'Tobias Krämer' });
const list = (source: string): Promise<DeadLetter[]> => t.read(admin, (ctx) => listDeadLetters(ctx, { source }));

/** The queue's pauses are real time: moved up, so that all attempts come at once. */
async function exhaust(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await t.platform.db.pool.query("update pgboss.job set start_after = now() - interval '1 second' where state in ('created', 'retry')");
    await t.jobs.drain();
  }
}

test('a job that failed for good is seen with its cause, tried again, or dropped with a reason', async () => {
  await t.transact(SYSTEM, async (ctx) => {
    await enqueue(ctx, 'sample/print', { sheet: 'A' });
    await enqueue(ctx, 'sample/print', { sheet: 'B' });
  });
  await exhaust();
  const [one, two, ...more] = await list('auftraege');
  assert.deepEqual([one?.title, one?.cause, one?.tries, more.length], ['Etiketten drucken', 'kein Papier', 9, 0]);
  assert.deepEqual((await t.read(admin, countDeadLetters)).map(({ id, count }) => [id, count]), [['auftraege', 2], ['ereignisse', 0]]);
  broken = false;
  await t.transact(admin, (ctx) => retryDeadLetter(ctx, { source: 'auftraege', id: one?.id ?? '' }));
  await exhaust();
  assert.equal(handled.length, 1);
  await assert.rejects(t.transact(admin, (ctx) => dropDeadLetter(ctx, { source: 'auftraege', id: two?.id ?? '', reason: ' ' })), { code: 'dead-letters/reason-needed' });
  await t.transact(admin, (ctx) => dropDeadLetter(ctx, { source: 'auftraege', id: two?.id ?? '', reason: 'Drucker ersetzt' }));
  assert.deepEqual(await list('auftraege'), []);
  for (const again of [retryDeadLetter, (ctx: never, given: { source: string; id: string }) => dropDeadLetter(ctx, { ...given, reason: 'x' })])
    await assert.rejects(t.transact(admin, (ctx) => again(ctx as never, { source: 'auftraege', id: two?.id ?? '' })), { code: 'dead-letters/gone' });
  assert.deepEqual((await t.eventTypes()).filter((type) => type.startsWith('dead-letters/')), ['dead-letters/retried', 'dead-letters/dropped']);
});

test('a mail that could not be sent is named by subject and recipient, and leaves when it is tried again', async () => {
  broken = true;
  await t.transact(SYSTEM, (ctx) => sendMail(ctx, { to: 'anna@post.example', subject: 'Ihr Antrag', text: 'Geheimes' }));
  await exhaust();
  const [letter] = await list('auftraege');
  assert.equal(letter?.title, 'Mail „Ihr Antrag“ an anna@post.example');
  assert.match(letter?.cause ?? '', /Postfach voll/);
  broken = false;
  await t.transact(admin, (ctx) => retryDeadLetter(ctx, { source: 'auftraege', id: letter?.id ?? '' }));
  await exhaust();
  assert.equal(mailed, 1);
});

test('an event that a subscriber cannot handle is seen; the others behind it wait until it is passed over', async () => {
  await t.transact(SYSTEM, async (ctx) => {
    ctx.emit({ type: 'sample/happened', subject: 'a', data: { poison: true } });
  });
  await t.transact(SYSTEM, async (ctx) => ctx.emit({ type: 'sample/happened', subject: 'b' }));
  for (let i = 0; (await list('ereignisse')).length === 0 && i < 400; i++) {
    await deliverEvents(t.platform, 1);
    t.time.advance(3_600_000);
  }
  const [letter] = await list('ereignisse');
  assert.deepEqual([letter?.title, letter?.cause], ['„sample/happened“ für „sample/listener“', 'unverdaulich']);
  assert.ok((letter?.tries ?? 0) >= 3);
  await t.transact(admin, (ctx) => retryDeadLetter(ctx, { source: 'ereignisse', id: letter?.id ?? '' }));
  await deliverEvents(t.platform, 1);
  assert.ok(!handled.includes('b'));
  await assert.rejects(t.transact(admin, (ctx) => dropDeadLetter(ctx, { source: 'ereignisse', id: 'sample/listener 00000000-0000-7000-8000-000000000000', reason: 'x' })), { code: 'dead-letters/gone' });
  await t.transact(admin, (ctx) => dropDeadLetter(ctx, { source: 'ereignisse', id: letter?.id ?? '', reason: 'Testdaten' }));
  for (let i = 0; !handled.includes('b') && i < 400; i++) await deliverEvents(t.platform, 1);
  assert.ok(handled.includes('b'));
  assert.deepEqual(await list('ereignisse'), []);
});

test('only for those who may', async () => {
  for (const actor of [staffActor(['admin/people']), citizenActor()]) {
    await assert.rejects(t.read(actor, countDeadLetters), /not-allowed/);
    await assert.rejects(t.read(actor, (ctx) => listDeadLetters(ctx, { source: 'auftraege' })), /not-allowed/);
    await assert.rejects(t.transact(actor, (ctx) => retryDeadLetter(ctx, { source: 'auftraege', id: '1' })), /not-allowed/);
    await assert.rejects(t.transact(actor, (ctx) => dropDeadLetter(ctx, { source: 'auftraege', id: '1', reason: 'x' })), /not-allowed/);
  }
});
