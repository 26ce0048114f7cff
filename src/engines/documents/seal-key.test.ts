import assert from 'node:assert/strict';
import { createPrivateKey, verify, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createDemoSealKey } from './demo-seal-key.ts';
import { loadSealKey } from './seal-key.ts';

const AT = new Date('2026-01-01T00:00:00Z');
// Made with `openssl pkcs12 -export`; keys for tests only, passphrase "geheim".
const keyStore = (name: string) => fileURLToPath(new URL(`./testing/${name}.p12`, import.meta.url));

describe('A seal key', () => {
  it('for trying out is a certificate of the organisation for seals, valid for five years', () => {
    const { pem } = createDemoSealKey('Stadt Müsterstadt', AT);
    const certificate = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERT')));
    assert.match(certificate.subject, /O=Stadt Müsterstadt/);
    assert.equal(certificate.ca, false);
    assert.deepEqual([certificate.validFromDate, certificate.validToDate], [AT, new Date('2031-01-01T00:00:00Z')]);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.ok(certificate.checkPrivateKey(createPrivateKey(pem)));
  });

  for (const name of ['seal-aes', 'seal-triple-des']) {
    it(`is read from a key store (${name})`, async () => {
      const signer = await loadSealKey(keyStore(name), 'geheim');
      const bytes = Buffer.from('text');
      const { publicKey, subject } = new X509Certificate(signer.certificate);
      assert.match(subject, /CN=Siegel/);
      assert.ok(verify('sha256', bytes, publicKey, await signer.sign(bytes)));
      await assert.rejects(loadSealKey(keyStore(name), 'falsch'), /the passphrase is wrong/);
    });
  }

  it('is read from an encrypted PEM file with its passphrase only', async () => {
    const { pem } = createDemoSealKey('Stadt', AT);
    const key = createPrivateKey(pem).export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'geheim' });
    const folder = await mkdtemp(join(tmpdir(), 'seal-'));
    const file = join(folder, 'seal.pem');
    await writeFile(file, `${key}${pem.slice(pem.indexOf('-----BEGIN CERT'))}`);
    assert.equal((await loadSealKey(file, 'geheim')).algorithm, 'ecdsa');
    await assert.rejects(loadSealKey(file, 'falsch'), /the passphrase is missing or wrong/);
    await assert.rejects(loadSealKey(file), /the passphrase is missing or wrong/);
    await rm(folder, { recursive: true });
  });

  it('is refused without key, without certificate or with that of another key', async () => {
    const own = createDemoSealKey('A', AT).pem;
    const other = createDemoSealKey('B', AT).pem;
    const split = (pem: string) => pem.indexOf('-----BEGIN CERT');
    await assert.rejects(loadSealKey(own.slice(split(own))), /no private key/);
    await assert.rejects(loadSealKey(own.slice(0, split(own))), /no certificate belongs to the key/);
    await assert.rejects(loadSealKey(own.slice(0, split(own)) + other.slice(split(other))), /no certificate belongs/);
  });
});
