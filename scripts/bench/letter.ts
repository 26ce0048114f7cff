import { compileFeel } from '#engines/decisions';
import { PdfRenderer, compileLetter, createDemoSealKey, fillLetter, loadSealKey, sealPdf } from '#engines/documents';
import { figure, hashing, median } from './measure.ts';
import type { Bench } from './run.ts';

const SOURCE = `---
kind: notice
title: Hundesteuerbescheid
subject: Bescheid über die Hundesteuer 2026
seal: true
appeal: none
---
Sehr geehrte Damen und Herren,

wir setzen die Hundesteuer auf **{{ total | money }}** fest.

| Hund | Betrag |
| --- | ---: |
:::for dog in dogs
| {{ dog.name }} | {{ dog.tax | money }} |
:::

## Begründung
Grundlage ist die Satzung der Stadt.
`;

/** Milliseconds for a letter: filled, set as PDF/A-3a with data attached, sealed. Reference: hashing 32 MB on this machine, in ms. */
export const letterBench: Bench = async ({ log }) => {
  const { letter, findings } = compileLetter(SOURCE, { feel: compileFeel });
  if (!letter) throw new Error(findings.map((finding) => finding.message).join('\n'));
  const renderer = new PdfRenderer();
  const now = new Date('2026-11-22T09:00:00Z');
  const signer = await loadSealKey(createDemoSealKey('Stadt Musterstadt', now).pem);
  const once = async (i: number): Promise<number> => {
    const started = performance.now();
    const content = fillLetter(letter, { total: 12000 + i, dogs: [{ name: 'Rex', tax: 12000 + i }] });
    const data = new TextEncoder().encode(JSON.stringify({ i }));
    const { pdf } = await renderer.renderPdf({ content, letterhead: { city: 'Stadt Musterstadt', colour: '#14532d', office: { name: 'Steueramt', street: 'Markt 1', place: '99999 Musterstadt' } }, recipient: ['Anna Beispiel', 'Weg 1', '99999 Musterstadt'], meta: { date: '2026-11-22', reference: `2026-HUND-${i}` }, attachments: [{ name: 'vorgang.json', mime: 'application/json', bytes: data, relationship: 'data' }] });
    await sealPdf(pdf, signer, { at: now, reason: 'Bescheid' });
    return performance.now() - started;
  };
  for (let i = 0; i < 10; i++) await once(i);
  const times: number[] = [];
  for (let i = 10; i < 70; i++) times.push(await once(i));
  await renderer.close();
  log(`Schreiben: p95 ${percent95(times)} ms`);
  return figure(median(times), 'ms', hashing());
};

const percent95 = (times: number[]): number => Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0);
