import { runAsSystem, type Job } from '#platform/jobs';
import type { Platform } from '#platform/module';
import { forgetDerived, listTenantIds, listUnnamed } from '../retention/remove-unused.ts';
import { removeOldEditKeys } from '../webdav/edit-key.ts';

const DAY_MS = 86_400_000;
/** Who has sent a file may still be asked something before it is named: a list to be confirmed, a page left open over the weekend. */
const UNNAMED_DAYS = 7;
/** What was laid aside waits for somebody to ask for it. */
const ASIDE_DAYS = 14;
const PARTS = 256;
const NIGHTS = 7;
const PIECE = 500;

/** Every night: keys of word processors that have run out, and what nobody needs in the store. The store is one for all tenants. */
export const removeLeftoversJob: Job = {
  name: 'records/remove-leftovers',
  schedule: '50 2 * * *',
  handle: async (platform, tenantId) => {
    await platform.transact(runAsSystem(tenantId), removeOldEditKeys);
    if (tenantId !== 1) return;
    const now = platform.clock().getTime();
    const count = await platform.storage.removeLeftovers({ incoming: new Date(now - DAY_MS), aside: new Date(now - ASIDE_DAYS * DAY_MS) });
    if (count > 0) platform.log.info({ count }, 'files left on their way were removed');
    await sweep(platform, tenantId);
  },
};

/**
 * Lays aside what nobody has named for a week: uploads of a form that was never sent, saves of a word processor that were refused. A seventh
 * of the store each night; whatever is asked for after all comes back by itself (`storage.find`), which a folder that forgot `blobUse` survives.
 */
async function sweep(platform: Platform, tenantId: number): Promise<void> {
  const now = platform.clock().getTime();
  const before = new Date(now - UNNAMED_DAYS * DAY_MS);
  const tenants = await listTenantIds(platform, tenantId);
  const night = Math.floor(now / DAY_MS) % NIGHTS;
  let count = 0;
  for (let part = night; part < PARTS; part += NIGHTS)
    for await (const hashes of inPieces(platform.storage.listUntouched(part, before))) {
      const aside: string[] = [];
      for (const hash of await listUnnamed(platform, tenants, hashes)) if (await platform.storage.setAside(hash, before)) aside.push(hash);
      await forgetDerived(platform, tenants, aside);
      count += aside.length;
    }
  if (count > 0) await platform.transact(runAsSystem(tenantId), async (ctx) => ctx.emit({ type: 'records/contents-laid-aside', subject: 'contents', data: { count } }));
}

async function* inPieces(hashes: AsyncIterable<string>): AsyncGenerator<string[]> {
  let piece: string[] = [];
  for await (const hash of hashes) {
    piece.push(hash);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
