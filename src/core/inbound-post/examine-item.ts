import { hasPages, pageReaderOf, pageSource } from '#core/records';
import { PageError } from '#engines/pages';
import type { Job } from '#platform/jobs';
import { SYSTEM } from '#platform/module';
import { inspectPdf, pdfWords } from './inspect-pdf.ts';
import type { InboundPostTables } from './tables.ts';

/** What the QR code of a cover sheet begins with; behind it stands the reference of the file. */
export const COVER_CODE = 'stadtkern:akte:';

/** Looks at the first page for a cover sheet, and at the file for its own word that it is PDF/A. */
export const examineJob: Job = {
  name: 'inbound-post/examine',
  handle: async (platform, tenantId, data) => {
    const who = { tenantId, actor: SYSTEM };
    const id = String(data.itemId);
    const item = await platform.read(who, (ctx) => ctx.db<InboundPostTables>().selectFrom('inbound_post.item').select(['hash', 'mime']).where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst());
    if (!item) return;
    const codes = hasPages(item) ? await pageReaderOf(platform).codes(await pageSource(platform, item), 1).catch(ignoreUnreadable) : [];
    const code = codes.find((one) => one.startsWith(COVER_CODE))?.slice(COVER_CODE.length) ?? null;
    const pdfA = item.mime === 'application/pdf' ? pdfWords(inspectPdf(await platform.storage.bytes(item.hash))) : null;
    await platform.transact(who, async (ctx) => {
      await ctx.db<InboundPostTables>().updateTable('inbound_post.item').set({ code, pdf_a: pdfA, examined_at: ctx.now }).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
      ctx.emit({ type: 'inbound-post/examined', subject: `post:${id}`, data: { code, pdfA } });
    });
  },
};

function ignoreUnreadable(error: unknown): string[] {
  if (error instanceof PageError) return [];
  throw error;
}
