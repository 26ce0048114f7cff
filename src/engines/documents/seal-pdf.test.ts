import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createDemoSealKey } from './demo-seal-key.ts';
import { openPdf } from './pdf-file.ts';
import { PdfRenderer } from './pdf-renderer.ts';
import { loadSealKey } from './seal-key.ts';
import { sealPdf } from './seal-pdf.ts';
import type { SealSigner } from './seal-signer.ts';
import { noticeRequest } from './testing/samples.ts';
import { testAuthority } from './testing/time-stamp-authority.ts';
import { verifySeal } from './verify-seal.ts';

const AT = new Date('2026-03-02T10:00:00Z');

describe('A sealed letter', () => {
  const renderer = new PdfRenderer();
  let signer: SealSigner;
  let trusted: X509Certificate[];
  let pdf: Uint8Array;
  let sealed: Uint8Array;

  before(async () => {
    signer = await loadSealKey(createDemoSealKey('Stadt Müsterstadt', new Date('2026-01-01T00:00:00Z')).pem);
    trusted = [new X509Certificate(signer.certificate)];
    const request = noticeRequest();
    // Words of a seal inside an attached file are no seal.
    const bytes = Buffer.from('{"text":"\\nendobj /ByteRange [0 1 2 3] /Contents <00>"}');
    request.attachments = [{ name: 'vorgang.json', mime: 'application/json', bytes, relationship: 'data' }];
    pdf = (await renderer.renderPdf(request)).pdf;
    sealed = await sealPdf(pdf, signer, { at: AT, reason: 'Bescheid (§ 37 VwVfG)', location: 'Musterstadt' });
  });
  after(() => renderer.close());

  it('is intact, whole and names who sealed it and when', () => {
    const check = verifySeal(sealed, { trusted });
    assert.deepEqual(check, {
      sealed: true,
      intact: true,
      coversWholeFile: true,
      signer: {
        name: 'Stadt Müsterstadt (Siegel zur Probe)',
        organisation: 'Stadt Müsterstadt',
        issuer: 'Stadt Müsterstadt (Siegel zur Probe)',
      },
      signedAt: AT,
      timeSource: 'claimed',
      trust: 'trusted',
      problems: [],
    });
  });

  it('keeps every byte of the letter', () => {
    assert.ok(Buffer.from(sealed).subarray(0, pdf.length).equals(Buffer.from(pdf)));
  });

  it('has the field PDF/A and PDF/UA ask for', () => {
    const file = openPdf(sealed);
    const objects = file.numbers.map((number) => file.getObject(number));
    const field = objects.find((object) => object.includes('/FT /Sig')) ?? '';
    assert.match(field, /\/F 132\b/);
    assert.match(field, /\/TU \(Elektronisches Siegel\)/);
    const page = file.getObject(Number(/\/P (\d+) 0 R/.exec(field)?.[1]));
    assert.match(page, /\/Tabs \/S/);
    assert.match(file.getObject(file.rootNumber), /\/SigFlags 3/);
  });

  it('is not trusted without a certificate the city trusts', () => {
    const unknown = verifySeal(sealed);
    assert.equal(unknown.trust, 'not-checked');
    assert.match(unknown.problems.join(), /wurde nicht geprüft/);
    const other = createDemoSealKey('Andere Stadt', AT).pem;
    const foreign = verifySeal(sealed, { trusted: [new X509Certificate(other.slice(other.indexOf('-----BEGIN CERT')))] });
    assert.equal(foreign.trust, 'untrusted');
  });

  it('shows one flipped byte anywhere', () => {
    const length = sealed.length;
    for (const position of [20, 5_000, pdf.length - 100, pdf.length + 40, length - 30]) {
      const changed = Buffer.from(sealed);
      changed[position] = (changed[position] ?? 0) ^ 1;
      const check = verifySeal(changed, { trusted });
      assert.ok(!check.intact && check.problems.length > 0, `byte ${position}`);
    }
  });

  it('shows a changed signature', () => {
    const text = Buffer.from(sealed).toString('latin1');
    const at = text.indexOf('/Contents <30') + 800;
    const changed = Buffer.from(sealed);
    changed[at] = changed[at] === 0x61 ? 0x62 : 0x61;
    assert.equal(verifySeal(changed, { trusted }).intact, false);
  });

  it('shows what was appended or cut off', () => {
    const longer = verifySeal(Buffer.concat([sealed, Buffer.from('\n% mehr')]), { trusted });
    assert.equal(longer.coversWholeFile, false);
    assert.match(longer.problems.join(), /angehängt/);
    assert.equal(verifySeal(sealed.subarray(0, sealed.length - 10), { trusted }).intact, false);
  });

  it('can be sealed again, and both seals hold', async () => {
    const later = new Date('2026-03-03T10:00:00Z');
    const twice = await sealPdf(sealed, signer, { at: later });
    const check = verifySeal(twice, { trusted });
    assert.deepEqual([check.intact, check.coversWholeFile, check.signedAt, check.problems], [true, true, later, []]);
    const changed = Buffer.from(twice);
    changed[5_000] = (changed[5_000] ?? 0) ^ 1;
    assert.equal(verifySeal(changed, { trusted }).intact, false);
  });

  it('carries the time of an authority when there is one', async () => {
    const stampedAt = new Date('2026-03-02T10:00:05Z');
    const stamped = await sealPdf(pdf, signer, { at: AT, tsa: testAuthority(signer, stampedAt) });
    const check = verifySeal(stamped, { trusted });
    assert.deepEqual([check.intact, check.timeSource, check.signedAt, check.problems], [true, 'time-stamp', stampedAt, []]);
  });

  it('is not made when the time-stamp authority answers for something else', async () => {
    const wrong = testAuthority(signer, AT, { digest: Buffer.alloc(32) });
    await assert.rejects(sealPdf(pdf, signer, { at: AT, tsa: wrong }), /made for other bytes/);
    const refusing = testAuthority(signer, AT, { status: 2 });
    await assert.rejects(sealPdf(pdf, signer, { at: AT, tsa: refusing }), /refused with status 2/);
  });

  it('was sealed outside the certificate’s life: a problem', async () => {
    const early = await sealPdf(pdf, signer, { at: new Date('2025-06-01T00:00:00Z') });
    assert.match(verifySeal(early, { trusted }).problems.join(), /nicht gültig/);
  });
});

describe('A file without a seal', () => {
  it('is not intact, whatever it is', () => {
    for (const bytes of [Buffer.from(''), Buffer.from('%PDF-1.7 no more'), Buffer.from('/ByteRange [0 1 2 3]')]) {
      assert.equal(verifySeal(bytes).intact, false);
      assert.ok(verifySeal(bytes).problems.length > 0);
    }
  });
});
