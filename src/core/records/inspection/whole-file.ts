import { PageError, writeImagePdf, type ImagePdfPage, type PdfLine } from '#engines/pages';
import { formatDate } from '#platform/i18n';
import type { Ctx, Platform } from '#platform/module';
import { requireCaseFile } from '../access/may-work.ts';
import { hasPages, pageReaderOf, pageSource } from '../content/page-desk.ts';
import { plainText } from '../content/plain-text.ts';
import { documentKinds, type CaseDocument } from '../documents/document.ts';
import { listFileDocuments } from '../documents/documents.queries.ts';
import { problem } from '../problems.ts';

/** Pages of one whole-file PDF; a larger file is handed out in parts. */
export const MOST_PAGES = 400;
const PIXELS = 1240;

export type WholeFile = { number: string; title: string; documents: CaseDocument[] };

/**
 * What goes into the whole-file PDF: the documents this person may see, in their order. Each reading is noted.
 * With `redactedOnly` a document that has a blacked-out second original is handed out in that form only.
 */
export async function chooseForInspection(ctx: Ctx, given: { id: string; only?: string[]; redactedOnly: boolean }): Promise<WholeFile> {
  const file = await requireCaseFile(ctx, given.id);
  const all: CaseDocument[] = [];
  for (let after: string | undefined; ; ) {
    const page = await listFileDocuments(ctx, file.id, { ...(after ? { after } : {}), limit: 200 });
    all.push(...page);
    if (page.length < 200) break;
    after = page.at(-1)?.id;
  }
  const covered = new Set(given.redactedOnly ? all.flatMap((document) => document.redacts ?? []) : []);
  const documents = all.filter((document) => (given.only ? given.only.includes(document.id) : given.redactedOnly ? !covered.has(document.id) : document.redacts === undefined));
  if (documents.length === 0) throw problem('records/nothing-chosen');
  for (const document of documents) ctx.emit({ type: 'records/document-read', subject: `document:${document.id}`, ...(document.caseId ? { caseId: document.caseId } : {}), data: { wholeFile: true } });
  ctx.emit({ type: 'records/whole-file-made', subject: `file:${file.id}`, ...(file.case_id ? { caseId: file.case_id } : {}), data: { documents: documents.length, redacted: given.redactedOnly } });
  return { number: file.number, title: file.title, documents };
}

/** One PDF of a whole file: table of contents with links, every page numbered, an outline. Pages are pictures with their text behind them. */
export async function makeWholeFile(platform: Platform, file: WholeFile, at: Date): Promise<Uint8Array> {
  const parts: { document: CaseDocument; pages: ImagePdfPage[] }[] = [];
  let count = 0;
  for (const document of file.documents) {
    const pages = await pagesOf(platform, document, MOST_PAGES - count);
    count += pages.length;
    if (count >= MOST_PAGES) throw problem('records/file-too-long', { pages: MOST_PAGES });
    parts.push({ document, pages });
  }
  const contentPages = Math.ceil((parts.length + 4) / 38);
  const contents = contentsOf(file, parts.map(({ document, pages }) => ({ document, pages: pages.length })), { contentPages, at });
  return writeImagePdf({ title: `${file.number} ${file.title}`, createdAt: at, foot: file.number, pages: [...contents, ...parts.flatMap((part) => part.pages)] });
}

type Entry = { document: CaseDocument; pages: number };

function contentsOf(file: WholeFile, entries: Entry[], { contentPages, at }: { contentPages: number; at: Date }): ImagePdfPage[] {
  const pages: ImagePdfPage[] = Array.from({ length: contentPages }, () => ({ lines: [] as PdfLine[] }));
  pages[0]?.lines?.push({ text: file.title.slice(0, 70), size: 16, bold: true, x: 60, y: 80 }, { text: `Aktenzeichen ${file.number}, Stand ${formatDate(at, 'de')}`, x: 60, y: 100 });
  let page = contentPages;
  for (const [index, entry] of entries.entries()) {
    const place = index + 4;
    const y = 60 + (place % 38) * 19;
    const title = `${index + 1}. ${entry.document.title}`;
    pages[Math.floor(place / 38)]?.lines?.push(
      { text: title.length > 72 ? `${title.slice(0, 71)}…` : title, x: 60, y, to: page },
      { text: `${documentKinds[entry.document.kind]}, ${formatDate(entry.document.createdAt, 'de')}`, size: 8, x: 60, y: y + 9 },
      { text: String(page + 1), x: 535, y, alignEnd: true },
    );
    page += entry.pages;
  }
  return pages.map((one, index) => (index === 0 ? { ...one, heading: 'Inhalt' } : one));
}

async function pagesOf(platform: Platform, document: CaseDocument, most: number): Promise<ImagePdfPage[]> {
  const pages = await readPages(platform, document, most).catch((error: unknown) => {
    if (!(error instanceof PageError)) throw error;
    return noticePage(document, error.reason === 'password' ? 'Diese Datei ist mit einem Kennwort geschützt.' : 'Diese Datei ist beschädigt und lässt sich nicht darstellen.');
  });
  return pages.map((page, at) => (at === 0 ? { ...page, heading: document.title } : page));
}

async function readPages(platform: Platform, document: CaseDocument, most: number): Promise<ImagePdfPage[]> {
  if (!hasPages(document)) {
    const text = await plainText(document, await platform.storage.bytes(document.hash)).catch(() => undefined);
    return text === undefined ? noticePage(document, `${document.name} lässt sich nicht als Seite darstellen und liegt der Akte als Datei bei.`) : textPages(document, text);
  }
  const source = await pageSource(platform, document);
  const reader = pageReaderOf(platform);
  const count = await reader.count(source);
  const pages: ImagePdfPage[] = [];
  for (let page = 1; page <= Math.min(count, most); page++) pages.push({ image: await reader.image(source, { page, width: PIXELS }), items: await reader.items(source, page) });
  return pages;
}

const noticePage = (document: CaseDocument, sentence: string): ImagePdfPage[] => [{ lines: [{ text: document.title, size: 13, bold: true, x: 60, y: 80 }, ...wrap(sentence).map((text, at) => ({ text, x: 60, y: 110 + at * 14 }))] }];

function textPages(document: CaseDocument, text: string): ImagePdfPage[] {
  const lines = text.split('\n').flatMap((line) => wrap(line));
  const pages: ImagePdfPage[] = [];
  for (let at = 0; at === 0 || at < lines.length; at += 50)
    pages.push({ lines: [...(at === 0 ? [{ text: document.title, size: 13, bold: true, x: 60, y: 60 }] : []), ...lines.slice(at, at + 50).map((line, row) => ({ text: line, x: 60, y: 85 + row * 14 }))] });
  return pages;
}

/** Breaks a line into lines of about a page's width. */
function wrap(line: string, width = 92): string[] {
  const lines: string[] = [];
  let rest = line.trimEnd();
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const cut = space > 20 ? space : width;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
