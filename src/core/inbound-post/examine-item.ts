import { hasPages, inspectPdf, pageReaderOf, pageSource, pdfWords } from '#core/records';
import { PageError } from '#engines/pages';
import { enqueue, type Job } from '#platform/jobs';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import { COVER_CODE, cutPdf, partsOfPile, type PilePart } from './split-pile.ts';
import type { InboundPostTables, ItemRow } from './tables.ts';
import { takeIn } from './take-in.ts';

/** Pages that are looked at for sheets; a longer pile is cut by hand. */
const MOST_PAGES = 400;

/** Looks at every page for cover and separation sheets, cuts a pile into its parts, and notes what a PDF says of itself. */
export const examineJob: Job = {
  name: 'inbound-post/examine',
  handle: async (platform, tenantId, data) => {
    const who = { tenantId, actor: SYSTEM };
    const id = String(data.itemId);
    const item = await platform.read(who, (ctx) => findItem(ctx, id));
    if (!item || item.state !== 'new') return;
    // a part has had its sheet taken off already
    const codes = item.part_of ? [] : await codesOf(platform, item);
    const code = item.part_of ? item.code : (codes[0]?.find((one) => one.startsWith(COVER_CODE))?.slice(COVER_CODE.length) ?? null);
    const pdfA = item.mime === 'application/pdf' ? pdfWords(inspectPdf(await platform.storage.bytes(item.hash))) : null;
    const parts = await cutOf(platform, item, partsOfPile(codes));
    await platform.transact(who, async (ctx) => {
      const still = await ctx.db<InboundPostTables>().updateTable('inbound_post.item').set({ code, pdf_a: pdfA, examined_at: ctx.now }).where('tenant_id', '=', tenantId).where('id', '=', id).returning('state').executeTakeFirst();
      ctx.emit({ type: 'inbound-post/examined', subject: `post:${id}`, data: { code, pdfA } });
      if (parts.length > 0 && still?.state === 'new') await takeApart(ctx, item, parts);
      else await enqueue(ctx, 'records/read-content', { hash: item.hash, mime: item.mime, name: item.name });
    });
  },
};

const findItem = (ctx: Ctx, id: string): Promise<ItemRow | undefined> => ctx.db<InboundPostTables>().selectFrom('inbound_post.item').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();

/** Codes of each page; of a file that cannot be opened none. */
async function codesOf(platform: Platform, item: ItemRow): Promise<string[][]> {
  if (!hasPages(item)) return [];
  try {
    const [reader, source] = [pageReaderOf(platform), await pageSource(platform, item)];
    const count = Math.min(await reader.count(source), MOST_PAGES);
    const codes: string[][] = [];
    for (let page = 1; page <= count; page++) codes.push(await reader.codes(source, page));
    return codes;
  } catch (error) {
    if (error instanceof PageError) return [];
    throw error;
  }
}

type CutPart = PilePart & { blob: { hash: string; size: number } };

/** The parts as files in the store; a file that cannot be cut stays whole. */
async function cutOf(platform: Platform, item: ItemRow, parts: PilePart[]): Promise<CutPart[]> {
  if (item.mime !== 'application/pdf' || parts.length === 0) return [];
  const files = await cutPdf(await platform.storage.bytes(item.hash), parts, item.received_at).catch((error: unknown) => {
    platform.log.warn({ err: error, item: item.id }, 'a pile could not be cut');
    return [];
  });
  const cut: CutPart[] = [];
  for (const [at, bytes] of files.entries()) cut.push({ ...(parts[at] as PilePart), blob: await platform.storage.put(bytes) });
  return cut;
}

async function takeApart(ctx: Ctx, pile: ItemRow, parts: CutPart[]): Promise<void> {
  const name = pile.name.replace(/\.pdf$/i, '');
  for (const [at, { blob, first, last, code }] of parts.entries()) {
    const pages = first === last ? `${first}` : `${first}–${last}`;
    await takeIn(ctx, {
      source: pile.source,
      sourceKey: `part:${pile.id}:${at + 1}`,
      blob,
      mime: pile.mime,
      name: `${name}-teil-${at + 1}.pdf`,
      sender: pile.sender,
      subject: pile.subject ? `${pile.subject} (Teil ${at + 1} von ${parts.length})` : '',
      ...(pile.scanned ? { scanned: { device: pile.device, settings: pile.settings } } : {}),
      part: { of: pile, pages, code },
    });
  }
  await ctx.db<InboundPostTables>().updateTable('inbound_post.item').set({ state: 'split', done_at: ctx.now, done_by: ctx.actor.name, reason: `in ${parts.length} ${parts.length === 1 ? 'Teil' : 'Teile'} getrennt` }).where('tenant_id', '=', ctx.tenantId).where('id', '=', pile.id).execute();
  ctx.emit({ type: 'inbound-post/split', subject: `post:${pile.id}`, data: { parts: parts.length } });
}
