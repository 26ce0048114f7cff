import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { giroCode } from './giro-code.ts';
import { qrSvg } from './qr-code.ts';

const transfer = { name: 'Stadt Musterstadt', iban: 'DE02 1203 0000 0000 2020 51', amountCents: 18005, reference: 'HSt 4711' };

describe('A GiroCode', () => {
  it('has the lines of EPC069-12', () => {
    const lines = giroCode({ ...transfer, bic: 'BYLADEM1001' }).split('\n');
    const iban = 'DE02120300000000202051';
    assert.deepEqual(lines, ['BCD', '002', '1', 'SCT', 'BYLADEM1001', 'Stadt Musterstadt', iban, 'EUR180.05', '', '', 'HSt 4711']);
  });

  it('is refused for a wrong account, amount or text', () => {
    assert.throws(() => giroCode({ ...transfer, iban: 'DE03120300000000202051' }), /IBAN is wrong/);
    assert.throws(() => giroCode({ ...transfer, amountCents: 0 }), /amount/);
    assert.throws(() => giroCode({ ...transfer, amountCents: 1.5 }), /amount/);
    assert.throws(() => giroCode({ ...transfer, reference: 'x'.repeat(141) }), /140/);
  });

  it('cannot be shifted by a line break in a field', () => {
    assert.equal(giroCode({ ...transfer, name: 'Stadt\nMusterstadt' }).split('\n').length, 11);
  });
});

describe('A QR code', () => {
  it('is a picture with a quiet zone of four modules', () => {
    const svg = qrSvg('https://stadt.example');
    assert.match(svg, /^<svg .*viewBox="0 0 33 33"/);
    assert.match(svg, /M4 4h7v1h-7z/);
  });

  it('is refused when the text is too long', () => {
    assert.throws(() => qrSvg('x'.repeat(4000)));
  });
});
