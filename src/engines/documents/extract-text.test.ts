import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { extractText } from './extract-text.ts';
import { fillLetter } from './fill-letter.ts';
import { PdfRenderer } from './pdf-renderer.ts';
import { compiled, letterOf, noticeRequest } from './testing/samples.ts';

describe('The text of a PDF', () => {
  const renderer = new PdfRenderer();
  after(() => renderer.close());
  const textOf = async (body: string) => {
    const content = fillLetter(compiled(letterOf(body)), {});
    return extractText((await renderer.renderPdf({ ...noticeRequest(), content })).pdf);
  };

  it('has hyphenated words whole', async () => {
    const word = 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung';
    const { text } = await textOf(`${`${word} und Ost-West-Achse `.repeat(12)}`);
    assert.equal(text.split(word).length - 1, 12);
  });

  it('comes page by page', async () => {
    const { pages } = await textOf('Erste Seite.\n\n***\n\nZweite Seite.');
    assert.equal(pages.length, 2);
    assert.match(pages[0] ?? '', /Erste Seite/);
    assert.match(pages[1] ?? '', /Zweite Seite/);
  });

  it('is refused for what is no PDF', async () => {
    await assert.rejects(extractText(Buffer.from('not a pdf')));
  });
});
