import { TextRecogniser } from '#engines/pages';
import type { Job } from '#platform/jobs';
import { SYSTEM, type Platform } from '#platform/module';
import { indexByContent } from '../search/index-documents.ts';
import type { RecordsTables } from '../tables.ts';
import { pageReaderOf, pageSource } from './page-desk.ts';
import { clean, isScan } from './read-text.ts';

/** Pixels across a page for text recognition: about 200 dpi on A4, where it reads best for its time. */
const WIDTH = 1650;
const MOST_PAGES = 200;

/** Reads the scanned pages of a content. After each page the progress is kept; tried again, it begins anew. */
export const recogniseJob: Job = {
  name: 'records/recognise',
  gentle: true,
  handle: async (platform, tenantId, data) => {
    const content = { hash: String(data.hash), mime: String(data.mime) };
    const recogniser = new TextRecogniser();
    try {
      await recognise({ platform, tenantId, recogniser }, content);
    } finally {
      await recogniser.close();
    }
  },
};

type Desk = { platform: Platform; tenantId: number; recogniser: TextRecogniser };

async function recognise({ platform, tenantId, recogniser }: Desk, content: { hash: string; mime: string }): Promise<void> {
  const keep = (change: Partial<RecordsTables['records.blob_text']>): Promise<unknown> =>
    platform.transact({ tenantId, actor: SYSTEM }, (ctx) => ctx.db<RecordsTables>().updateTable('records.blob_text').set({ ...change, read_at: ctx.now }).where('tenant_id', '=', tenantId).where('hash', '=', content.hash).execute());
  const reader = pageReaderOf(platform);
  const source = await pageSource(platform, content);
  const pages = await reader.text(source);
  const confidences: number[] = [];
  for (const [at, text] of pages.slice(0, MOST_PAGES).entries()) {
    if (isScan(text)) {
      const found = await recogniser.recognise((await reader.image(source, { page: at + 1, width: WIDTH })).bytes);
      pages[at] = `${text}\n${found.text}`.trim();
      if (found.text) confidences.push(found.confidence);
    }
    await keep({ pages_done: at + 1 });
  }
  const confidence = confidences.length ? Math.round(confidences.reduce((sum, one) => sum + one, 0) / confidences.length) : 0;
  await keep({ state: 'recognised', text: clean(pages.join('\n\n')), confidence });
  await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => indexByContent(ctx, content.hash));
}
