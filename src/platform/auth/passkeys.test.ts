import assert from 'node:assert/strict';
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { page, routes, text } from '#platform/http';
import { SYSTEM, defineModule } from '#platform/module';
import { testApp, type TestApp, type TestClient } from '#platform/testing';
import { authModule, createAccount, setAccountStatus } from './index.ts';

const password = 'Kutsche Regen Sieben';
const probe = defineModule({
  name: 'probe',
  contributes: [routes.of(page({ method: 'GET', path: '/konto', site: 'portal', access: 'citizen', handle: async () => text('Konto', 'text/plain') }))],
});
let t: TestApp;
let anna = '';
before(async () => {
  t = await testApp({ modules: [authModule, probe] });
  t.platform.config.publicUrl = t.url.replace('127.0.0.1', 'localhost');
  await t.transact(SYSTEM, async (ctx) => {
    anna = await createAccount(ctx, { kind: 'citizen', email: 'anna@post.example', name: 'Anna Schmidt', password });
    await createAccount(ctx, { kind: 'citizen', email: 'otto@post.example', name: 'Otto Blum', password });
  });
});
after(() => t.close());

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** An authenticator made of software: an ES256 key, a counter, and the bytes WebAuthn wants (Level 3, 6.1 and 6.5). */
class SoftAuthenticator {
  readonly id = randomBytes(16);
  readonly key: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  counter = 0;
  origin: string;
  userVerified = true;
  constructor(origin: string) {
    this.origin = origin;
  }

  authData(attested: Buffer = Buffer.alloc(0)): Buffer {
    const flags = 0x01 | (this.userVerified ? 0x04 : 0) | (attested.length ? 0x40 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.counter);
    return Buffer.concat([sha256('localhost'), Buffer.from([flags]), counter, attested]);
  }

  clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  create(options: { challenge: string }): string {
    const jwk = this.key.publicKey.export({ format: 'jwk' });
    const cose = isoCBOR.encode(new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, new Uint8Array(Buffer.from(jwk.x ?? '', 'base64url'))], [-3, new Uint8Array(Buffer.from(jwk.y ?? '', 'base64url'))]]));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const authData = this.authData(Buffer.concat([Buffer.alloc(16), length, this.id, Buffer.from(cose)]));
    const attestationObject = isoCBOR.encode(new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', new Uint8Array(authData)]]) as never);
    const response = { clientDataJSON: b64(this.clientData('webauthn.create', options.challenge)), attestationObject: b64(attestationObject), transports: ['internal'] };
    return JSON.stringify({ id: b64(this.id), rawId: b64(this.id), type: 'public-key', response, clientExtensionResults: {} });
  }

  get(options: { challenge: string }): string {
    const authenticatorData = this.authData();
    const clientData = this.clientData('webauthn.get', options.challenge);
    const signature = createSign('sha256').update(Buffer.concat([authenticatorData, sha256(clientData)])).sign(this.key.privateKey);
    const response = { clientDataJSON: b64(clientData), authenticatorData: b64(authenticatorData), signature: b64(signature) };
    return JSON.stringify({ id: b64(this.id), rawId: b64(this.id), type: 'public-key', response, clientExtensionResults: {} });
  }
}

const signIn = (client: TestClient, email = 'anna@post.example') => client.post('/anmelden', { email, password });
const options = async (client: TestClient, path: string): Promise<{ challenge: string; allowCredentials?: { id: string }[] }> => JSON.parse((await client.post(path, {})).text) as { challenge: string };
async function add(client: TestClient, key: SoftAuthenticator): Promise<Awaited<ReturnType<TestClient['post']>>> {
  const answer = key.create(await options(client, '/konto/sicherheit/passkeys/optionen'));
  return client.post('/konto/sicherheit/passkeys', { antwort: answer, name: 'Annas Handy', current: password });
}
const key = (): SoftAuthenticator => new SoftAuthenticator(t.platform.config.publicUrl);
let mine: SoftAuthenticator;

test('a passkey is added after the password was given again', async () => {
  const client = t.client();
  await signIn(client);
  mine = key();
  const answer = mine.create(await options(client, '/konto/sicherheit/passkeys/optionen'));
  assert.equal((await client.post('/konto/sicherheit/passkeys', { antwort: answer, name: 'x', current: 'falsch' })).status, 422);
  const added = await add(client, mine);
  assert.match(added.text, /Wiederherstellungscodes/);
  assert.match((await client.get('/konto/sicherheit')).text, /Annas Handy/);
  assert.ok((await t.eventTypes()).includes('auth/passkey-added'));
});

test('the passkey alone signs in', async () => {
  const client = t.client();
  const answer = mine.get(await options(client, '/anmelden/passkey/optionen'));
  assert.equal((await client.post('/anmelden/passkey', { antwort: answer })).text, 'Konto');
});

test('an answer works once, and only in the browser that asked', async () => {
  const client = t.client();
  const answer = mine.get(await options(client, '/anmelden/passkey/optionen'));
  assert.equal((await t.client().post('/anmelden/passkey', { antwort: answer })).status, 422);
  const cookie = client.cookies.get('stadtkern_passkey') ?? '';
  assert.equal((await client.post('/anmelden/passkey', { antwort: answer })).text, 'Konto');
  const replay = t.client();
  replay.cookies.set('stadtkern_passkey', cookie);
  assert.equal((await replay.post('/anmelden/passkey', { antwort: answer })).status, 422);
});

test('after the password the passkey is the second step', async () => {
  const client = t.client();
  assert.match((await signIn(client)).text, /zweite Schritt/);
  const asked = await options(client, '/anmelden/bestaetigen/optionen');
  assert.deepEqual(asked.allowCredentials?.map(({ id }) => id), [b64(mine.id)]);
  assert.equal((await client.post('/anmelden/bestaetigen/passkey', { antwort: mine.get(asked) })).text, 'Konto');
});

test('another page’s origin, a foreign key, a missing PIN and rubbish are refused', async () => {
  const attempt = async (change: (authenticator: SoftAuthenticator) => void): Promise<number> => {
    const copy = Object.assign(key(), { id: mine.id, key: mine.key, counter: mine.counter });
    change(copy);
    const client = t.client();
    const answer = copy.get(await options(client, '/anmelden/passkey/optionen'));
    return (await client.post('/anmelden/passkey', { antwort: answer })).status;
  };
  assert.equal(await attempt((one) => (one.origin = 'https://evil.example')), 422);
  assert.equal(await attempt((one) => Object.assign(one, { key: key().key })), 422);
  assert.equal(await attempt((one) => (one.userVerified = false)), 422);
  assert.equal(await attempt((one) => (one.counter = 0)), 422);
  assert.equal((await t.client().post('/anmelden/passkey', { antwort: '{"id":1}' })).status, 422);
  const client = t.client();
  await options(client, '/anmelden/passkey/optionen');
  assert.equal((await client.post('/anmelden/passkey', { antwort: '{"id":1}' })).status, 400);
});

test('the passkey of a blocked account opens nothing', async () => {
  await t.transact(SYSTEM, (ctx) => setAccountStatus(ctx, anna, 'blocked'));
  const client = t.client();
  assert.equal((await client.post('/anmelden/passkey', { antwort: mine.get(await options(client, '/anmelden/passkey/optionen')) })).status, 422);
  await t.transact(SYSTEM, (ctx) => setAccountStatus(ctx, anna, 'active'));
});

test('nobody removes the passkey of somebody else; the owner can', async () => {
  const other = t.client();
  await signIn(other, 'otto@post.example');
  await other.post('/konto/sicherheit/passkeys/entfernen', { id: b64(mine.id), current: password });
  const client = t.client();
  await client.post('/anmelden/passkey', { antwort: mine.get(await options(client, '/anmelden/passkey/optionen')) });
  assert.match((await client.get('/konto/sicherheit')).text, /Annas Handy/);
  await client.post('/konto/sicherheit/passkeys/entfernen', { id: b64(mine.id), current: password });
  assert.doesNotMatch((await client.get('/konto/sicherheit')).text, /Annas Handy/);
  assert.ok((await t.eventTypes()).includes('auth/passkey-removed'));
});
