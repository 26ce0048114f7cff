import { requireClean } from '#core/records';
import { newId } from '#platform/db';
import { enqueue } from '#platform/jobs';
import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import { problem } from './problems.ts';
import type { ItemRow } from './tables.ts';

export type Incoming = {
  source: ItemRow['source'];
  /** The same key of the same source is taken in once. */
  sourceKey?: string;
  blob: { hash: string; size: number };
  mime: string;
  name: string;
  sender?: string;
  subject?: string;
  /** Came on paper and was scanned. */
  scanned?: { device: string; settings: string };
  /** Why it could not be read: it is kept as it came. */
  trouble?: string;
  /** Cut from a pile that came in before; `code` is the reference on its cover sheet. */
  part?: { of: Pick<ItemRow, 'id' | 'hash' | 'received_at' | 'received_by'>; pages: string; code: string | null };
};

/** What others wrote may hold signs that no table keeps. */
const line = (text = '', most = 200): string => text.replaceAll('\u0000', '').slice(0, most).toWellFormed();

/**
 * Takes something in: it waits in the post room, is examined in the background (and read then: a pile only in its parts).
 * @returns its id; undefined when it was taken in before.
 * @throws Problem 422 when the virus scanner found something, or for TIFF, which nothing here can read or show.
 */
export async function takeIn(ctx: Ctx, given: Incoming): Promise<string | undefined> {
  // a fax by mail is kept as it is; a scanner can be told to make PDF, which can be read and shown
  if (given.mime === 'image/tiff' && given.source !== 'mail') throw problem('inbound-post/tiff', { name: given.name });
  await requireClean(ctx, [{ hash: given.blob.hash, name: given.name }]);
  const id = newId();
  const { part } = given;
  const { rows } = await sql`insert into inbound_post.item (tenant_id, id, source, source_key, hash, size, mime, name, sender, subject, received_at, received_by, scanned, device, settings, trouble, part_of, part_pages, pile_hash, code)
    values (${ctx.tenantId}, ${id}::uuid, ${given.source}, ${given.sourceKey ?? null}, ${given.blob.hash}, ${given.blob.size}, ${given.mime}, ${line(given.name, 200)}, ${line(given.sender, 200)}, ${line(given.subject, 300)},
      ${part?.of.received_at ?? ctx.now}, ${part?.of.received_by ?? ctx.actor.name}, ${given.scanned !== undefined}, ${given.scanned?.device ?? ''}, ${given.scanned?.settings ?? ''}, ${given.trouble?.slice(0, 500) ?? null},
      ${part?.of.id ?? null}::uuid, ${part?.pages ?? null}, ${part?.of.hash ?? null}, ${part?.code ?? null})
    on conflict do nothing returning id`.execute(ctx.db());
  if (rows.length === 0) return undefined;
  await enqueue(ctx, 'inbound-post/examine', { itemId: id });
  ctx.emit({ type: 'inbound-post/received', subject: `post:${id}`, data: { source: given.source, hash: given.blob.hash, scanned: given.scanned !== undefined } });
  return id;
}
