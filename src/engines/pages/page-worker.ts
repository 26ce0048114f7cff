/** Thread that reads pages: PDF.js and the canvas block for up to a second a page, so they never run in the main thread. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { getDocumentProxy, renderPageAsImage } from 'unpdf';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { PageQuestion, PageReply, PageRequest, PageSource, TextItem } from './page-request.ts';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;
let open: { key: string; document: PdfDocument } | undefined;

class Unreadable extends Error {
  readonly reason: 'password' | 'broken' | 'type';
  constructor(reason: 'password' | 'broken' | 'type', message: string) {
    super(message);
    this.reason = reason;
  }
}

async function pdfOf(source: PageSource): Promise<PdfDocument> {
  if (open?.key === source.key) return open.document;
  await open?.document.loadingTask.destroy();
  open = undefined;
  try {
    // a copy: the reader takes its bytes away
    const document = await getDocumentProxy(new Uint8Array(source.bytes), { verbosity: 0 });
    open = { key: source.key, document };
    return document;
  } catch (error) {
    const { name, message } = error as Error;
    throw new Unreadable(name === 'PasswordException' ? 'password' : 'broken', message);
  }
}

const isPdf = (source: PageSource): boolean => source.mime === 'application/pdf';

async function pictureOf(source: PageSource, width: number): Promise<Canvas> {
  const image = await loadImage(Buffer.from(source.bytes)).catch((error: Error) => {
    throw new Unreadable('broken', error.message);
  });
  if (image.width * image.height > 120_000_000) throw new Unreadable('broken', 'more than 120 million pixels');
  const wide = Math.min(width, image.width);
  const canvas = createCanvas(wide, Math.max(1, Math.round((image.height * wide) / image.width)));
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function canvasOf(source: PageSource, page: number, width: number): Promise<Canvas> {
  if (!isPdf(source)) return pictureOf(source, width);
  const document = await pdfOf(source);
  const png = await renderPageAsImage(document, page, { canvasImport: () => import('@napi-rs/canvas'), width });
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, image.width, image.height);
  context.drawImage(image, 0, 0);
  return canvas;
}

/** "Zuständig-\nkeit" is one word. */
const joinHyphens = (text: string): string =>
  text.replace(/(\p{L})[-\u00ad\u2010]\n(?!(?:und|oder|bzw|sowie)\b)(\p{Ll})/gu, '$1$2').replace(/[ \u00a0]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n').trim();

async function textOf(source: PageSource, most: number): Promise<string[]> {
  const document = await pdfOf(source);
  const pages: string[] = [];
  for (let number = 1; number <= Math.min(document.numPages, most); number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(joinHyphens(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')));
    page.cleanup();
  }
  return pages;
}

async function itemsOf(source: PageSource, number: number): Promise<TextItem[]> {
  const page = await (await pdfOf(source)).getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  return items.flatMap((item) => {
    if (!('str' in item) || !item.str.trim()) return [];
    const [, , , scale = 10, x = 0, y = 0] = item.transform as number[];
    const tall = item.height || Math.abs(scale);
    return [{ text: item.str, x: x / width, y: 1 - (y + tall) / height, width: item.width / width, height: tall / height }];
  });
}

let codesReady = false;
async function codesOf(source: PageSource, page: number): Promise<string[]> {
  if (!codesReady) {
    const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
    prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer } });
    codesReady = true;
  }
  const canvas = await canvasOf(source, page, 1240);
  const found = await readBarcodes(new Uint8Array(await canvas.encode('png')), { formats: ['QRCode', 'Code128', 'DataMatrix'], tryHarder: true });
  return found.filter((one) => one.isValid).map((one) => one.text);
}

async function answer(source: PageSource, question: PageQuestion): Promise<unknown> {
  if (!isPdf(source) && !source.mime.startsWith('image/')) throw new Unreadable('type', `no pages in ${source.mime}`);
  switch (question.op) {
    case 'count':
      return isPdf(source) ? (await pdfOf(source)).numPages : 1;
    case 'text':
      return isPdf(source) ? textOf(source, question.most) : [''];
    case 'items':
      return isPdf(source) ? itemsOf(source, question.page) : [];
    case 'codes':
      return codesOf(source, question.page);
    case 'image': {
      const canvas = await canvasOf(source, question.page, question.width);
      const bytes = question.format === 'jpeg' ? await canvas.encode('jpeg', 82) : await canvas.encode('png');
      return { bytes: new Uint8Array(bytes), width: canvas.width, height: canvas.height, mime: `image/${question.format}` };
    }
  }
}

async function reply({ id, source, question }: PageRequest): Promise<PageReply> {
  try {
    return { id, ok: true, answer: await answer(source, question) };
  } catch (error) {
    const reason = error instanceof Unreadable ? error.reason : 'broken';
    return { id, ok: false, reason, message: (error as Error).message };
  }
}

let queue: Promise<unknown> = Promise.resolve();
parentPort?.on('message', (request: PageRequest) => {
  queue = queue.then(async () => parentPort?.postMessage(await reply(request)));
});
