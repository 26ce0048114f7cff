import { blackOut, writeImagePdf, type Area, type ImagePdfPage, type TextItem } from '#engines/pages';
import type { Ctx, Platform } from '#platform/module';
import { requireFileWork } from '../access/may-work.ts';
import { findReadable } from '../access/read-document.ts';
import { hasPages, pageReaderOf, pageSource } from '../content/page-desk.ts';
import { fileInto } from '../documents/file-document.ts';
import { problem } from '../problems.ts';
import type { CaseDocument } from '../documents/document.ts';

/** An area of a page (from 1) to be covered. */
export type Redaction = Area & { page: number };
const PIXELS = 1500;
const MOST_PAGES = 200;

/** Where words stand on the pages of a document, so that all places of a name can be covered at once. */
export async function findOnPages(platform: Platform, document: Pick<CaseDocument, 'hash' | 'mime'>, words: string): Promise<Redaction[]> {
  const wanted = words.trim().toLowerCase();
  if (wanted.length < 2 || document.mime !== 'application/pdf') return [];
  const source = await pageSource(platform, document);
  const reader = pageReaderOf(platform);
  const found: Redaction[] = [];
  for (let page = 1; page <= Math.min(await reader.count(source), MOST_PAGES); page++) {
    for (const item of await reader.items(source, page)) {
      const text = item.text.toLowerCase();
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) found.push({ page, ...cover(item, wordAround(text, at, at + wanted.length)) });
    }
  }
  return found;
}

/** The whole words that a hit touches: half a name must not remain readable because letters differ in width. */
function wordAround(text: string, from: number, to: number): { from: number; to: number } {
  let [start, end] = [from, to];
  while (start > 0 && /[\p{L}\p{N}]/u.test(text[start - 1] ?? '')) start--;
  while (end < text.length && /[\p{L}\p{N}]/u.test(text[end] ?? '')) end++;
  return { from: start, to: end };
}

/** How wide letters are next to each other; the file tells only the width of the whole run. */
const weigh = (text: string): number => [...text].reduce((sum, sign) => sum + (/[iljtfr.,:;|'! ()]/.test(sign) ? 0.55 : /[mwMWÄÖÜA-Z@]/.test(sign) ? 1.35 : 1), 0);

function cover(item: TextItem, { from, to }: { from: number; to: number }): Area {
  const unit = item.width / Math.max(1, weigh(item.text));
  const margin = unit * 0.8;
  const x = item.x + unit * weigh(item.text.slice(0, from)) - margin;
  return { x, y: item.y - item.height * 0.2, width: unit * weigh(item.text.slice(from, to)) + 2 * margin, height: item.height * 1.45 };
}

/** The pages as pictures with the areas painted over; no text lies behind them, so that nothing can be copied out. */
export async function makeRedacted(platform: Platform, document: CaseDocument, { areas, at }: { areas: Redaction[]; at: Date }): Promise<Uint8Array> {
  const source = await pageSource(platform, document);
  const reader = pageReaderOf(platform);
  const pages: ImagePdfPage[] = [];
  for (let page = 1; page <= Math.min(await reader.count(source), MOST_PAGES); page++) {
    const image = await reader.image(source, { page, width: PIXELS });
    pages.push({ image: await blackOut(image, areas.filter((area) => area.page === page)) });
  }
  return writeImagePdf({ title: `${document.title} (geschwärzt)`, createdAt: at, pages, foot: 'geschwärzte Fassung' });
}

/**
 * Makes a second original for file inspection. The first stays as it is.
 * @returns the id of the redacted document.
 * @throws Problem 422 without an area or for files without pages, 403 without work in the office.
 */
export async function redact(ctx: Ctx, documentId: string, areas: Redaction[]): Promise<string> {
  const document = await findReadable(ctx, documentId);
  await requireFileWork(ctx, document.fileId);
  if (areas.length === 0) throw problem('records/nothing-covered');
  if (!hasPages(document)) throw problem('records/no-pages');
  const blob = await ctx.platform.storage.put(await makeRedacted(ctx.platform, document, { areas, at: ctx.now }));
  const name = `${document.name.replace(/\.[^.]+$/, '')}-geschwaerzt.pdf`;
  const [filed] = await fileInto(ctx, document.fileId, [{ kind: 'redacted', title: `${document.title} (geschwärzt)`, blob, mime: 'application/pdf', name, visibleToApplicant: false, redacts: document.id }]);
  ctx.emit({ type: 'records/redacted', subject: `document:${document.id}`, ...(document.caseId ? { caseId: document.caseId } : {}), data: { copy: filed?.id ?? null, areas: areas.length } });
  return filed?.id ?? '';
}
