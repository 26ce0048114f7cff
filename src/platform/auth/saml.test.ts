import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as samlify from 'samlify';
import { page, routes, text } from '#platform/http';
import { SYSTEM, defineModule, type Actor } from '#platform/module';
import { testApp, type TestApp, type TestClient, type TestResponse } from '#platform/testing';
import { authModule, createAccount } from './index.ts';

const ENTITY = 'https://konto.example/idp';
const SIGN_ON = 'https://konto.example/sso';
const password = 'Kutsche Regen Sieben';
let t: TestApp;
let seen: Actor | undefined;
let idp: ReturnType<typeof samlify.IdentityProvider>;
let sp: ReturnType<typeof samlify.ServiceProvider>;
const probe = defineModule({ name: 'probe', contributes: [routes.of(page({ method: 'GET', path: '/konto', site: 'portal', access: 'citizen', handle: async (rq) => ((seen = rq.actor), text(`Konto von ${rq.actor.name}`, 'text/plain')) }))] });

/** A self-signed certificate (RFC 5280) around a key, as any provider publishes one; nobody checks who signed it. */
function certificate({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): string {
  const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    const size = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
    return Buffer.concat([Buffer.from([tag, ...size]), content]);
  };
  const algorithm = tlv(0x30, Buffer.from('06092a864886f70d01010b0500', 'hex'));
  const name = tlv(0x30, tlv(0x31, tlv(0x30, Buffer.from('0603550403', 'hex'), tlv(0x0c, Buffer.from('Probe')))));
  const valid = tlv(0x30, tlv(0x17, Buffer.from('200101000000Z')), tlv(0x17, Buffer.from('491231235959Z')));
  const inner = tlv(0x30, tlv(0xa0, tlv(0x02, Buffer.from([2]))), tlv(0x02, Buffer.from([1])), algorithm, name, valid, name, publicKey.export({ type: 'spki', format: 'der' }));
  const whole = tlv(0x30, inner, algorithm, tlv(0x03, Buffer.from([0]), sign('sha256', inner, privateKey)));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}
const keyPair = (): { pem: string; cert: string } => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { pem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: certificate(pair) };
};
const theirs = keyPair();
const stranger = keyPair();

function provider(key: { pem: string; cert: string }, encrypted: boolean): typeof idp {
  return samlify.IdentityProvider({
    entityID: ENTITY, privateKey: key.pem, signingCert: key.cert, requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', isAssertionEncrypted: encrypted,
    dataEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc', keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
    singleSignOnService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: SIGN_ON }],
    singleLogoutService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: 'https://konto.example/slo' }],
  } as Parameters<typeof samlify.IdentityProvider>[0]);
}

before(async () => {
  samlify.setSchemaValidator({ validate: async () => 'not checked here' });
  const dir = mkdtempSync(join(tmpdir(), 'saml-'));
  const own = keyPair();
  writeFileSync(join(dir, 'own.pem'), own.pem + own.cert);
  writeFileSync(join(dir, 'theirs.pem'), theirs.cert);
  writeFileSync(join(dir, 'sign-in.yaml'), `providers:
  - { kind: saml, key: probe, name: Probekonto, entityId: '${ENTITY}', signOnUrl: '${SIGN_ON}', logoutUrl: 'https://konto.example/slo', certificates: [theirs.pem], encrypted: true, mostTrust: substantial,
      levels: { substantial: 'http://eidas.europa.eu/LoA/substantial' }, attributes: { givenName: givenName, familyName: familyName } }\n`);
  t = await testApp({ modules: [authModule, probe], env: { SIGN_IN_FILE: join(dir, 'sign-in.yaml'), SAML_KEY_FILE: join(dir, 'own.pem') } });
  idp = provider(theirs, true);
  sp = samlify.ServiceProvider({ metadata: (await t.client().get('/anmelden/saml/metadaten')).text, wantLogoutRequestSigned: true } as Parameters<typeof samlify.ServiceProvider>[0]);
});
after(() => t.close());

type Wish = { who?: string; audience?: string; recipient?: string; until?: number; from?: number; level?: string; answers?: string; by?: typeof idp };
const template = samlify.SamlLib.defaultLoginResponseTemplate.context;

/** What the provider answers; a wish makes the answer wrong in one way. */
async function answer(requestId: string, wish: Wish = {}): Promise<string> {
  const acs = `${t.url}/anmelden/saml/antwort`;
  const at = (offset: number): string => new Date(Date.now() + offset).toISOString();
  const fill = (raw: string): { id: string; context: string } => {
    const id = `_${randomBytes(16).toString('hex')}`;
    const attribute = (name: string, value: string): string => `<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;
    const statements = `<saml:AuthnStatement AuthnInstant="${at(0)}" SessionIndex="sitzung-1"><saml:AuthnContext><saml:AuthnContextClassRef>http://eidas.europa.eu/LoA/${wish.level ?? 'substantial'}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`;
    const tags = {
      ID: id, AssertionID: `_${randomBytes(16).toString('hex')}`, IssueInstant: at(0), Destination: acs, InResponseTo: wish.answers ?? requestId, Issuer: ENTITY, StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
      NameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', NameID: `person-${wish.who ?? 'eva'}`, SubjectConfirmationDataNotOnOrAfter: at(wish.until ?? 120_000), SubjectRecipient: wish.recipient ?? acs,
      ConditionsNotBefore: at(wish.from ?? -1000), ConditionsNotOnOrAfter: at(wish.until ?? 120_000), Audience: wish.audience ?? `${t.url}/anmelden/saml/metadaten`,
    };
    const person = `<saml:AttributeStatement>${attribute('givenName', 'Eva')}${attribute('familyName', wish.who ?? 'Muster')}</saml:AttributeStatement>`;
    return { id, context: samlify.SamlLib.replaceTagsByValue(raw.replace('{AuthnStatement}', statements).replace('{AttributeStatement}', person), tags) };
  };
  const made = await (wish.by ?? idp).createLoginResponse(sp, { extract: { request: { id: requestId } } } as never, 'post', {}, { customTagReplacement: () => fill(template), encryptThenSign: false } as never);
  return (made as { context: string }).context;
}

async function begin(client: TestClient, from = '/anmelden/extern?anbieter=probe'): Promise<string> {
  const sent = await client.get(from, { follow: false });
  assert.ok(sent.location?.startsWith(SIGN_ON), sent.location ?? String(sent.status));
  const url = new URL(sent.location ?? '');
  const asked = await idp.parseLoginRequest(sp, 'redirect', { query: Object.fromEntries(url.searchParams), octetString: url.search.slice(1).split('&Signature=')[0] });
  return String((asked.extract.request as { id: string }).id);
}
/** The browser posts from the provider's site: without our cookies, with the origin of the other. */
async function deliver(client: TestClient, response: string): Promise<TestResponse> {
  const posted = await t.client().send('/anmelden/saml/antwort', { method: 'POST', headers: { origin: 'https://konto.example' }, body: new URLSearchParams({ SAMLResponse: response }) }, false);
  assert.equal(posted.status, 303);
  return client.get(posted.location ?? '');
}
const refused = async (wish: Wish, why: string): Promise<void> => {
  const client = t.client();
  const result = await deliver(client, await answer(await begin(client), wish));
  assert.match(result.text, /wurde abgebrochen/, why);
  assert.equal(client.cookies.has('stadtkern_session'), false, why);
};

test('a person comes in by a signed and encrypted assertion, with what the provider proves, and is the same the next time', async () => {
  const client = t.client();
  const response = await answer(await begin(client));
  assert.match(Buffer.from(response, 'base64').toString(), /EncryptedAssertion/);
  assert.equal((await deliver(client, response)).text, 'Konto von Eva Muster');
  const first = seen?.id;
  assert.equal(seen?.trustLevel, 'substantial');
  const again = t.client();
  await deliver(again, await answer(await begin(again), { level: 'high' }));
  assert.deepEqual([seen?.id, seen?.trustLevel], [first, 'substantial'], 'never more trust than the city gives this provider');
});

test('answers for others, too old, too early, not encrypted, or signed by a stranger open nothing', async () => {
  await refused({ audience: 'https://andere.example' }, 'audience');
  await refused({ recipient: 'https://andere.example/acs' }, 'recipient');
  await refused({ until: -60_000 }, 'too old');
  await refused({ from: 60_000 }, 'too early');
  await refused({ by: provider(stranger, true) }, 'stranger');
  await refused({ by: provider(theirs, false) }, 'not encrypted');
});

test('an answer is for the browser that asked, for its own request, and only once', async () => {
  await refused({ answers: '_erfunden' }, 'another request');
  const client = t.client();
  const response = await answer(await begin(client));
  assert.match((await deliver(t.client(), response)).text, /wurde abgebrochen/, 'another browser');
  const cookies = new Map(client.cookies);
  assert.equal((await deliver(client, response)).text, 'Konto von Eva Muster');
  const replay = t.client();
  for (const [name, value] of cookies) replay.cookies.set(name, value);
  assert.match((await deliver(replay, response)).text, /wurde abgebrochen/, 'replay');
});

test('a forged assertion beside the signed one (signature wrapping) is refused, and so is a document type', async () => {
  const client = t.client();
  const xml = Buffer.from(await answer(await begin(client), { who: 'angreifer' }), 'base64').toString();
  const forged = xml.replace(/(<samlp:Status>)/, `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_x" Version="2.0" IssueInstant="${new Date().toISOString()}"><saml:Issuer>${ENTITY}</saml:Issuer><saml:Subject><saml:NameID>person-eva</saml:NameID></saml:Subject></saml:Assertion>$1`);
  assert.match((await deliver(client, Buffer.from(forged).toString('base64'))).text, /wurde abgebrochen/);
  const other = t.client();
  const doctype = Buffer.from(`<!DOCTYPE x [<!ENTITY e "eva">]>${Buffer.from(await answer(await begin(other)), 'base64').toString()}`).toString('base64');
  assert.match((await deliver(other, doctype)).text, /wurde abgebrochen/);
});

test('a stronger proof in between: same account, higher trust; the connection asks for proof of both', async () => {
  await t.transact(SYSTEM, (ctx) => createAccount(ctx, { kind: 'citizen', email: 'otto@post.example', name: 'Otto Blum', password }));
  const client = t.client();
  await client.post('/anmelden', { email: 'otto@post.example', password });
  const otto = seen?.id;
  assert.equal(seen?.trustLevel, 'basic');
  const stepUp = '/anmelden/extern?anbieter=probe&niveau=substantial&weiter=%2Fkonto';
  const asked = await deliver(client, await answer(await begin(client, stepUp), { who: 'Blum' }));
  assert.match(asked.text, /Ihr Konto mit Probekonto verbinden/);
  assert.equal((await client.post('/konto/sicherheit/verbinden', { current: 'falsch falsch falsch' })).status, 422);
  await client.post('/konto/sicherheit/verbinden', { current: password });
  assert.deepEqual([seen?.id, seen?.trustLevel], [otto, 'substantial']);
  const weak = await deliver(client, await answer(await begin(client, stepUp), { who: 'Blum', level: 'low' }));
  assert.equal(seen?.trustLevel, 'basic');
  assert.match(weak.text, /Konto von Otto/);
  const foreign = await deliver(client, await answer(await begin(client, stepUp), { who: 'eva' }));
  assert.match(foreign.text, /Konto von Otto/, 'somebody else’s identity changes nothing');
  assert.equal(seen?.id, otto);
});

test('signing out offers to sign out there too; a signed request from there ends the session here', async () => {
  const client = t.client();
  await deliver(client, await answer(await begin(client)));
  const logout = await idp.createLogoutRequest(sp, 'redirect', { logoutNameID: 'person-eva', sessionIndex: 'sitzung-1' } as never, 'zurueck').context;
  const { search } = new URL(logout, t.url);
  const unsigned = search.replace(/&Signature=[^&]*/, '');
  await t.client().get(`/anmelden/saml/abmelden/probe${unsigned}`, { follow: false });
  assert.equal((await client.get('/konto')).text, 'Konto von Eva Muster', 'unsigned requests end nothing');
  const told = await t.client().get(`/anmelden/saml/abmelden/probe${search}`, { follow: false });
  assert.match(told.location ?? '', /^https:\/\/konto\.example\/slo\?SAMLResponse=/);
  assert.match((await client.get('/konto', { follow: false })).location ?? '', /^\/anmelden/);
  const other = t.client();
  await deliver(other, await answer(await begin(other)));
  const out = await other.post('/abmelden', {});
  assert.match(out.text, /href="https:\/\/konto\.example\/slo\?SAMLRequest=[^"]+"[\s\S]*Auch bei Probekonto abmelden/);
  assert.match((await other.get('/konto', { follow: false })).location ?? '', /^\/anmelden/);
});
