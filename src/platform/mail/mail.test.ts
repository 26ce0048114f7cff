import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { listMails, sendMail } from '#platform/mail';
import { SYSTEM } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';

let t: TestApp;
let refuse = false;
const received: string[] = [];
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      if (refuse) return done(new Error('mailbox busy'));
      received.push(Buffer.concat(chunks).toString());
      done();
    });
  },
});

before(async () => {
  await new Promise<void>((ready) => sink.listen(0, '127.0.0.1', ready));
  t = await testApp({ env: { SMTP_URL: `smtp://127.0.0.1:${(sink.server.address() as AddressInfo).port}` } });
});
after(async () => {
  await t.close();
  await new Promise<void>((done) => sink.close(done));
});

const mail = { to: 'anna@example.org', subject: 'Ihr Bescheid ist da', text: 'Guten Tag, Ihr Bescheid liegt im Postfach.' };

test('a mail leaves after the commit and is marked as sent', async () => {
  await t.transact(SYSTEM, (ctx) => sendMail(ctx, mail));
  await t.settle();
  assert.equal(received.length, 1);
  assert.match(received[0] ?? '', /To: anna@example\.org/);
  const [stored] = await t.read(SYSTEM, (ctx) => listMails(ctx, { to: mail.to }));
  assert.ok(stored?.sentAt);
});

test('a mail that may be stopped says to mail programs where, with one click over https; what must be told offers nothing', async () => {
  assert.match(received[0] ?? '', /^Auto-Submitted: auto-generated\r$/m);
  assert.doesNotMatch(received[0] ?? '', /^List-Unsubscribe/m);
  const stopLink = `https://stadt.example/benachrichtigungen/abbestellen?konto=0199&art=message&s=${'x'.repeat(43)}`;
  for (const link of [stopLink, stopLink.replace('https', 'http')]) await t.transact(SYSTEM, (ctx) => sendMail(ctx, { ...mail, stopLink: link }));
  await t.settle();
  const [secure, plain] = received.splice(-2).toSorted((a, b) => b.length - a.length).map((one) => one.replaceAll(/\r\n[ \t]+/g, ' '));
  assert.ok(secure?.includes(`\r\nList-Unsubscribe: <${stopLink}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`), secure);
  assert.match(plain ?? '', /^List-Unsubscribe: <http:/m);
  assert.doesNotMatch(plain ?? '', /List-Unsubscribe-Post/);
});

test('a mail of a failed change never leaves', async () => {
  await assert.rejects(t.transact(SYSTEM, async (ctx) => {
    await sendMail(ctx, mail);
    throw new Error('no');
  }));
  await t.settle();
  assert.equal(received.length, 1);
});

test('a line break in the subject cannot smuggle in a header', async () => {
  await t.transact(SYSTEM, (ctx) => sendMail(ctx, { ...mail, subject: 'Hallo\r\nBcc: alle@example.org' }));
  await t.settle();
  assert.doesNotMatch(received.at(-1) ?? '', /^Bcc:/m);
});

test('a refused mail stays unsent with the reason', async () => {
  refuse = true;
  await t.transact(SYSTEM, (ctx) => sendMail(ctx, { ...mail, to: 'busy@example.org' }));
  await t.settle();
  const [stored] = await t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'busy@example.org' }));
  assert.equal(stored?.sentAt, null);
});
