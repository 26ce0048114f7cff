import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCanvas } from '@napi-rs/canvas';
import { toString as qrSvg } from 'qrcode';
import { blackOut, PageError, PageReader, TextRecogniser, writeImagePdf, type PageImage, type PageSource } from './index.ts';

const reader = new PageReader();
const recogniser = new TextRecogniser();
after(() => Promise.all([reader.close(), recogniser.close()]));

async function scan(lines: string[], size = 34): Promise<PageImage> {
  const canvas = createCanvas(1240, 900);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 1240, 900);
  context.fillStyle = '#000';
  context.font = `${size}px sans-serif`;
  lines.forEach((line, at) => context.fillText(line, 80, 120 + at * 60));
  return { bytes: new Uint8Array(await canvas.encode('jpeg', 90)), width: 1240, height: 900, mime: 'image/jpeg' };
}
const asPdf = (bytes: Uint8Array, key = 'k'): PageSource => ({ key, bytes, mime: 'application/pdf' });

test('a file of pictures has its text behind them, page numbers and an outline, and is the same every time', async () => {
  const image = await scan(['Hundesteuer']);
  const made = { title: 'Akte', createdAt: new Date('2026-11-22T10:00:00Z'), foot: 'H-1', pages: [{ lines: [{ text: 'Inhalt – 1 Schreiben', x: 60, y: 80, to: 1 }] }, { image, heading: 'Schreiben', items: [{ text: 'Bescheid über Grün', x: 0.1, y: 0.1, width: 0.3, height: 0.03 }] }] };
  const pdf = writeImagePdf(made);
  const text = await reader.text(asPdf(pdf));
  assert.match(text[0] ?? '', /Inhalt – 1 Schreiben/);
  assert.match(text[1] ?? '', /Bescheid über Grün/);
  assert.match(text[1] ?? '', /H-1 · Seite 2 von 2/);
  assert.deepEqual(Buffer.from(writeImagePdf(made)), Buffer.from(pdf));
  assert.equal((await reader.items(asPdf(pdf), 2))[0]?.text, 'Bescheid über Grün');
});

test('a page becomes a picture of the wanted width', async () => {
  const pdf = writeImagePdf({ title: 'x', createdAt: new Date(0), pages: [{ image: await scan(['Eins']) }] });
  const image = await reader.image(asPdf(pdf, 'p'), { page: 1, width: 300 });
  assert.equal(image.width, 300);
  assert.deepEqual([...image.bytes.subarray(0, 2)], [0xff, 0xd8]);
});

test('what is blacked out is gone from picture and text', async () => {
  const image = await scan(['Geheimer Name', '', '', 'Offenes Datum']);
  const covered = await blackOut(image, [{ x: 0, y: 0.05, width: 1, height: 0.15 }]);
  const { text } = await recogniser.recognise(covered.bytes);
  assert.doesNotMatch(text, /Geheimer/);
  assert.match(text, /Offenes Datum/);
});

test('a scan is read with its umlauts', async () => {
  const { text, confidence } = await recogniser.recognise((await scan(['Anmeldung eines Hundes in der Mühlstraße', 'für Jürgen Größler'], 40)).bytes);
  assert.match(text, /Mühlstraße/);
  assert.match(text, /Größler/);
  assert.ok(confidence > 70);
});

test('a QR code on a cover sheet is read', async () => {
  const { loadImage } = await import('@napi-rs/canvas');
  const canvas = createCanvas(1240, 1754);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 1240, 1754);
  const svg = (await qrSvg('stadtkern:deckblatt:2026-HUND-000123', { type: 'svg' })).replace('<svg', '<svg width="300" height="300"');
  context.drawImage(await loadImage(Buffer.from(svg)), 100, 100, 300, 300);
  const bytes = new Uint8Array(await canvas.encode('png'));
  assert.deepEqual(await reader.codes({ key: 'qr', bytes, mime: 'image/png' }, 1), ['stadtkern:deckblatt:2026-HUND-000123']);
});

test('a broken file and one without pages say so, and the reader goes on', async () => {
  const reason = (why: string) => (error: unknown) => error instanceof PageError && error.reason === why;
  await assert.rejects(reader.count(asPdf(Buffer.from('%PDF-1.7 nichts'), 'broken')), reason('broken'));
  await assert.rejects(reader.count({ key: 'z', bytes: Buffer.from('PK'), mime: 'application/zip' }), reason('type'));
  assert.equal(await reader.count(asPdf(writeImagePdf({ title: 'x', createdAt: new Date(0), pages: [{ lines: [] }] }), 'ok')), 1);
});
