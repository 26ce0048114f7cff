import { PageError } from '#engines/pages';
import { enqueue, type Job } from '#platform/jobs';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import { BlobDamaged, BlobMissing } from '#platform/storage';
import { indexDocuments } from '../search/index-documents.ts';
import type { RecordsTables, TextState } from '../tables.ts';
import { inspectPdf, pdfWords } from './inspect-pdf.ts';
import { askForPreview } from './office-preview.ts';
import { hasPages, pageReaderOf, pageSource } from './page-desk.ts';
import { plainText } from './plain-text.ts';

type Content = { hash: string; mime: string; name: string };
type Found = { state: TextState; pages: number; text: string; pdfFacts?: string };

/** Text of one content is kept up to this many letters: what comes later is not found, but shown. */
export const MOST_LETTERS = 400_000;
const MOST_PAGES = 500;
/** A page of less is a picture with, at most, a stamp. */
const LEAST_LETTERS = 20;

/** Fewer letters than a sentence on some page: that page is a scan. */
export const isScan = (pageText: string): boolean => pageText.replaceAll(/\s/g, '').length < LEAST_LETTERS;

/** Reads the text of a document's current content, unless somebody has read the same content before, and enters it into the search. */
export const readTextJob: Job = {
  name: 'records/read-text',
  gentle: true,
  handle: async (platform, tenantId, data) => {
    const who = { tenantId, actor: SYSTEM };
    const documentId = String(data.documentId);
    const content = await platform.read(who, (ctx) => findUnread(ctx, documentId));
    const found = content && (await readContent(platform, content));
    await platform.transact(who, async (ctx) => {
      if (content && found) await keepText(ctx, content, found);
      if (content) await askForPreview(ctx, content);
      await indexDocuments(ctx, [documentId]);
    });
  },
};

async function findUnread(ctx: Ctx, documentId: string): Promise<Content | undefined> {
  return ctx
    .db<RecordsTables>()
    .selectFrom('records.document as d')
    .innerJoin('records.version as v', (join) => join.onRef('v.tenant_id', '=', 'd.tenant_id').onRef('v.document_id', '=', 'd.id').onRef('v.number', '=', 'd.current_version'))
    .leftJoin('records.blob_text as t', (join) => join.onRef('t.tenant_id', '=', 'v.tenant_id').onRef('t.hash', '=', 'v.blob_hash'))
    .select(['v.blob_hash as hash', 'v.mime', 'v.name'])
    .where('d.tenant_id', '=', ctx.tenantId)
    .where('d.id', '=', documentId)
    .where('t.hash', 'is', null)
    .executeTakeFirst();
}

async function readContent(platform: Platform, content: Content): Promise<Found> {
  const found = await readPages(platform, content);
  return content.mime === 'application/pdf' ? { ...found, pdfFacts: pdfWords(inspectPdf(await platform.storage.bytes(content.hash))) } : found;
}

async function readPages(platform: Platform, content: Content): Promise<Found> {
  try {
    if (!hasPages(content)) {
      const text = await plainText(content, await platform.storage.bytes(content.hash));
      return { state: text === undefined ? 'none' : 'read', pages: 0, text: text ?? '' };
    }
    const source = await pageSource(platform, content);
    const reader = pageReaderOf(platform);
    const pages = await reader.text(source, MOST_PAGES);
    return { state: pages.some(isScan) ? 'recognising' : 'read', pages: await reader.count(source), text: pages.join('\n\n').trim() };
  } catch (error) {
    if (error instanceof BlobMissing || error instanceof BlobDamaged) throw error;
    platform.log.warn({ err: error, hash: content.hash }, 'text could not be read');
    return { state: error instanceof PageError && error.reason === 'password' ? 'password' : 'broken', pages: 0, text: '' };
  }
}

async function keepText(ctx: Ctx, content: Content, found: Found): Promise<void> {
  const row = { tenant_id: ctx.tenantId, hash: content.hash, state: found.state, pages: found.pages, pages_done: 0, confidence: null, text: clean(found.text), pdf_facts: found.pdfFacts ?? null, read_at: ctx.now };
  await ctx.db<RecordsTables>().insertInto('records.blob_text').values(row).onConflict((conflict) => conflict.doNothing()).execute();
  if (found.state === 'recognising') await enqueue(ctx, 'records/recognise', { hash: content.hash, mime: content.mime }, { key: `recognise:${content.hash}` });
}

/** Reads the text of a content that is no document yet, e.g. inbound post. */
export const readContentJob: Job = {
  name: 'records/read-content',
  handle: async (platform, tenantId, data) => {
    const content = { hash: String(data.hash), mime: String(data.mime), name: String(data.name) };
    const who = { tenantId, actor: SYSTEM };
    if (await platform.read(who, (ctx) => findText(ctx, content.hash))) return;
    const found = await readContent(platform, content);
    await platform.transact(who, (ctx) => keepText(ctx, content, found));
  },
};

/** PostgreSQL keeps no NUL. */
export const clean = (text: string): string => text.replaceAll('\u0000', '').slice(0, MOST_LETTERS);

/** What is known about the text of a content, for the page of a document. */
export async function findText(ctx: Ctx, hash: string): Promise<RecordsTables['records.blob_text'] | undefined> {
  return ctx.db<RecordsTables>().selectFrom('records.blob_text').selectAll().where('tenant_id', '=', ctx.tenantId).where('hash', '=', hash).executeTakeFirst();
}

/** Contents that wait for text recognition or are being read, for the progress on the page of the post room. */
export async function countRecognising(ctx: Ctx): Promise<{ files: number; pages: number }> {
  const row = await ctx.db<RecordsTables>().selectFrom('records.blob_text').select((eb) => [eb.fn.countAll<number>().as('files'), eb.fn.sum<number>(eb('pages', '-', eb.ref('pages_done'))).as('pages')]).where('tenant_id', '=', ctx.tenantId).where('state', '=', 'recognising').executeTakeFirst();
  return { files: Number(row?.files ?? 0), pages: Number(row?.pages ?? 0) };
}

