import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { getDocumentProxy } from 'unpdf';
import { extractText, listAttachments, readAttachment } from './extract-text.ts';
import { openPdf, numberIn } from './pdf-file.ts';
import type { ContentNode } from './content.ts';
import { PdfRenderer, RenderError } from './pdf-renderer.ts';
import { SECOND_FONT_LETTERS } from './printable-text.ts';
import type { RenderedPdf, RenderRequest } from './render-request.ts';
import { CASE_DATA, noticeRequest } from './testing/samples.ts';

type Tag = { role?: string; alt?: string; children?: Tag[] };

function rolesOf(tag: Tag): string[] {
  return [tag.role ?? '', ...(tag.children ?? []).flatMap((child) => rolesOf(child))];
}

describe('A letter as PDF', () => {
  const renderer = new PdfRenderer();
  let result: RenderedPdf;
  let text: string;
  before(async () => {
    result = await renderer.renderPdf(noticeRequest());
    text = (await extractText(result.pdf)).text;
  });
  after(() => renderer.close());

  it('has pages, language and a title that viewers show', () => {
    const file = openPdf(result.pdf);
    const catalog = file.getObject(file.rootNumber);
    assert.equal(result.pages, 2);
    assert.match(catalog, /\/Lang \(de-DE\)/);
    assert.match(catalog, /\/DisplayDocTitle true/);
    assert.match(catalog, /\/MarkInfo\s*<<\s*\/Marked true/);
  });

  it('says that it is PDF/A-3a and PDF/UA-1 and has a colour profile', () => {
    const file = openPdf(result.pdf);
    const catalog = file.getObject(file.rootNumber);
    const xmp = file.getObject(numberIn(catalog, 'Metadata'));
    assert.match(xmp, /<pdfaid:part>3<\/pdfaid:part>/);
    assert.match(xmp, /<pdfaid:conformance>A<\/pdfaid:conformance>/);
    assert.match(xmp, /<pdfuaid:part>1<\/pdfuaid:part>/);
    assert.match(xmp, /<pdfaSchema:prefix>pdfuaid<\/pdfaSchema:prefix>/);
    assert.match(catalog, /\/OutputIntents/);
  });

  it('is tagged with one main heading, headings, a table with head cells, a list and a described picture', async () => {
    const document = await getDocumentProxy(new Uint8Array(result.pdf));
    const trees = await Promise.all([1, 2].map(async (number) => (await document.getPage(number)).getStructTree()));
    const roles = trees.flatMap((tree) => rolesOf(tree as Tag));
    assert.equal(roles.filter((role) => role === 'H1').length, 1);
    for (const role of ['H2', 'Table', 'TH', 'L', 'LI', 'Figure']) assert.ok(roles.includes(role), role);
    assert.match(JSON.stringify(trees), /QR-Code: Mit der App der Bank bezahlen/);
  });

  it('holds the case’s data as a file', async () => {
    assert.deepEqual(await listAttachments(result.pdf), ['vorgang.json']);
    assert.ok(CASE_DATA.equals((await readAttachment(result.pdf, 'vorgang.json')) ?? Buffer.alloc(0)));
    assert.equal(await readAttachment(result.pdf, 'other.json'), undefined);
  });

  it('shows address, information block, text, signature and instruction on appeal in reading order', () => {
    const order = ['Lindenstraße 12', '22.3-HSt-2026/000123', 'Sehr geehrte Frau Größmann-Łukaszewicz', 'Begründung', 'Im Auftrag', 'Rechtsbehelfsbelehrung'];
    const positions = order.map((words) => text.indexOf(words));
    assert.ok(positions.every((position, index) => position > (positions[index - 1] ?? -1)), String(positions));
  });

  it('is the same for the same input, byte by byte', async () => {
    const again = await renderer.renderPdf(noticeRequest());
    assert.ok(Buffer.from(again.pdf).equals(Buffer.from(result.pdf)));
    const other = new PdfRenderer();
    const elsewhere = await other.renderPdf(noticeRequest());
    await other.close();
    assert.ok(Buffer.from(elsewhere.pdf).equals(Buffer.from(result.pdf)));
  });

  it('shows a mark for characters no font has, instead of failing', async () => {
    const request = noticeRequest();
    request.recipient = ['Emoji 😀 und 漢字', 'Łódź Ȩȱẍ M\u0302', SECOND_FONT_LETTERS, 'Ωμέγα Москва'];
    const shown = (await extractText((await renderer.renderPdf(request)).pdf)).text;
    assert.match(shown, /Emoji □ und □□/);
    assert.match(shown, /Łódź/);
    assert.equal(shown.split('□').length, 4);
  });

  it('shows code in the data as text', async () => {
    const request = noticeRequest();
    request.recipient = ['#eval("1+1")', '*x* $y$ @z \\ <b>'];
    const shown = (await extractText((await renderer.renderPdf(request)).pdf)).text;
    assert.match(shown, /#eval\("1\+1"\)/);
    assert.match(shown, /\*x\* \$y\$ @z \\ <b>/);
  });

  it('is refused with a clear message for wrong data', async () => {
    const request = noticeRequest();
    request.meta.date = '02.03.2026';
    await assert.rejects(renderer.renderPdf(request), (error) => {
      assert.ok(error instanceof RenderError);
      assert.match(error.message, /is no date/);
      return true;
    });
    const coloured = noticeRequest();
    coloured.letterhead = { ...coloured.letterhead, colour: 'blue' };
    await assert.rejects(renderer.renderPdf(coloured), /colour/);
  });

  it('sets content that leaves something out, and names the element that cannot be set, never in the words of the typesetter', async () => {
    const cells = (...texts: string[]): ContentNode => ({ type: 'tableRow', content: texts.map((text) => ({ type: 'tableCell', content: [{ type: 'text', text }] })) });
    const request = (...content: ContentNode[]): RenderRequest => ({ ...noticeRequest(), content: { ...noticeRequest().content, content } });
    const bare: ContentNode[] = [{ type: 'table', content: [cells('Posten', 'Betrag'), cells('Gebühr', '12,50')] }, { type: 'orderedList', content: [{ type: 'listItem' }] }, { type: 'table' }, { type: 'bulletList' }, { type: 'heading', content: [{ type: 'text', text: 'Ohne Stufe' }] }];
    assert.match((await extractText((await renderer.renderPdf(request(...bare))).pdf)).text, /Gebühr\s+12,50/);
    const refusals: [ContentNode, RegExp][] = [
      [{ type: 'table', attrs: { align: ['left'] }, content: [cells('Posten', 'Betrag'), cells('allein')] }, /^Tabelle 1 \(„Posten Betrag allein“\): Zeile 2 hat 1 Zellen, die erste hat 2\.$/],
      [{ type: 'paragraph', content: [{ type: 'text', text: 'hier', marks: [{ type: 'link', attrs: { href: '' } }] }] }, /Verweis führt nirgendwohin/],
      [{ type: 'chart', attrs: { svg: 'nichts' } }, /^Schaubild 1: .*kein SVG/],
      [{ type: 'taskList' as 'table' }, /„taskList“ ist kein Element/],
    ];
    for (const [content, clear] of refusals)
      await assert.rejects(renderer.renderPdf(request(content)), (error) => error instanceof RenderError && clear.test(error.clear ?? ''));
  });
});

describe('The layouts', () => {
  const renderer = new PdfRenderer();
  after(() => renderer.close());

  for (const layout of ['certificate', 'receipt', 'report', 'permit'] as const) {
    it(`${layout}: sets facts, sections, code and text`, async () => {
      const request = noticeRequest();
      const facts = [{ label: 'Kennzeichen', value: 'MU-ST 2026' }];
      const sections = [{ title: 'Halterin', rows: [{ label: 'Name', value: 'Erika' }] }];
      request.meta = { ...request.meta, facts, sections, code: { text: 'https://x.example', alt: 'Code' } };
      const { pdf } = await renderer.renderPdf({ ...request, layout });
      const { text } = await extractText(pdf);
      assert.match(text, /MU-ST 2026/);
      assert.match(text, /wir setzen die Hundesteuer/);
    });
  }
});

describe('The typesetter', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'typesetter-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** A thread that dies on its first letters and then does its work. */
  async function faultyWorker(deaths: number): Promise<URL> {
    const counter = JSON.stringify(join(folder, `count-${deaths}`));
    const real = JSON.stringify(new URL('./typst-worker.ts', import.meta.url).href);
    const file = join(folder, `worker-${deaths}.mjs`);
    await writeFile(
      file,
      `import { appendFileSync, readFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       appendFileSync(${counter}, 'x');
       if (readFileSync(${counter}, 'utf8').length <= ${deaths}) parentPort.on('message', () => process.exit(3));
       else await import(${real});`,
    );
    return pathToFileURL(file);
  }

  it('sets a letter again when its thread died', async () => {
    const renderer = new PdfRenderer({ workerUrl: await faultyWorker(1) });
    assert.equal((await renderer.renderPdf(noticeRequest())).pages, 2);
    await renderer.close();
  });

  it('gives up after a second death, and takes the next letter', async () => {
    const renderer = new PdfRenderer({ workerUrl: await faultyWorker(2) });
    await assert.rejects(renderer.renderPdf(noticeRequest()), /the typesetter stopped: exit code 3/);
    assert.equal((await renderer.renderPdf(noticeRequest())).pages, 2);
    await renderer.close();
  });

  it('finishes the letter under way when it is closed and refuses later ones', async () => {
    const renderer = new PdfRenderer();
    const underWay = renderer.renderPdf(noticeRequest());
    const waiting = renderer.renderPdf(noticeRequest());
    const refused = assert.rejects(waiting, /the renderer was closed/);
    await renderer.close();
    assert.equal((await underWay).pages, 2);
    await refused;
    await assert.rejects(renderer.renderPdf(noticeRequest()), /is closed/);
  });

  it('gives up a letter that takes too long', async () => {
    const file = join(folder, 'slow.mjs');
    await writeFile(file, `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});`);
    const renderer = new PdfRenderer({ workerUrl: pathToFileURL(file), timeoutMs: 200 });
    await assert.rejects(renderer.renderPdf(noticeRequest()), /no answer within 200 ms/);
    await renderer.close();
  });
});
