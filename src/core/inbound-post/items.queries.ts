import { findCaseFileByNumber, findText, searchDocuments, type CaseFile } from '#core/records';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { InboundPostTables, ItemRow } from './tables.ts';

/** @throws Problem 403 without inbound-post/work, 404 */
export async function getItem(ctx: Ctx, id: string): Promise<ItemRow> {
  requirePermission(ctx, 'inbound-post/work');
  const row = await ctx.db<InboundPostTables>().selectFrom('inbound_post.item').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('inbound-post/no-item');
  return row;
}

type Paging = { state: ItemRow['state'] | 'to-destroy'; after?: string | undefined; limit?: number };

/** What waits in the post room, oldest first; or done items, or papers whose original may be destroyed. */
export async function listItems(ctx: Ctx, { state, after, limit = 50 }: Paging): Promise<{ rows: ItemRow[]; next?: string }> {
  requirePermission(ctx, 'inbound-post/work');
  let query = ctx.db<InboundPostTables>().selectFrom('inbound_post.item').selectAll().where('tenant_id', '=', ctx.tenantId);
  query = state === 'to-destroy' ? query.where('scanned', '=', true).where('state', 'in', ['filed', 'application']).where('original_destroyed_at', 'is', null) : query.where('state', '=', state);
  if (after) query = query.where('id', '>', after);
  const rows = await query.orderBy('id').limit(limit + 1).execute();
  const next = rows.length > limit ? rows[limit - 1]?.id : undefined;
  return { rows: rows.slice(0, limit), ...(next ? { next } : {}) };
}

/** What a pile was cut into, in the order of its pages. */
export async function listParts(ctx: Ctx, pileId: string): Promise<ItemRow[]> {
  return ctx.db<InboundPostTables>().selectFrom('inbound_post.item').selectAll().where('tenant_id', '=', ctx.tenantId).where('part_of', '=', pileId).orderBy('id').limit(200).execute();
}

export type Suggestion = { file: Pick<CaseFile, 'id' | 'number' | 'title' | 'person'> & { caseId?: string }; why: string };
const MOST = 5;

/** Where it probably belongs: what the cover sheet says, references in subject or text, then files about the sender. */
export async function suggestFiles(ctx: Ctx, item: ItemRow): Promise<Suggestion[]> {
  const found = new Map<string, Suggestion>();
  const add = (file: Suggestion['file'] | undefined, why: string): void => void (file && !found.has(file.id) && found.set(file.id, { file, why }));
  if (item.code) add(await findCaseFileByNumber(ctx, item.code), 'Deckblatt');
  const text = `${item.subject}\n${item.name}\n${(await findText(ctx, item.hash))?.text ?? ''}`;
  for (const number of referencesIn(text)) {
    if (found.size >= MOST) break;
    add(await findCaseFileByNumber(ctx, number), `Aktenzeichen ${number} im Text`);
  }
  const sender = item.sender.replace(/<.*>/, '').trim();
  if (found.size < MOST && sender.length > 3) {
    for (const hit of (await searchDocuments(ctx, { text: sender }, { limit: MOST })).hits) add({ id: hit.fileId, number: hit.fileNumber, title: hit.fileTitle, person: hit.person }, `Schriftverkehr mit ${sender}`);
  }
  return [...found.values()].slice(0, MOST);
}

/** Everything in a text that could be a reference: letters, digits and signs with at least two digits. */
export const referencesIn = (text: string): string[] => [...new Set((text.slice(0, 20_000).match(/[\p{L}\d][\p{L}\d./-]{3,40}/gu) ?? []).map((one) => one.replace(/[./-]+$/, '')).filter((one) => (one.match(/\d/g)?.length ?? 0) >= 2 && /[./-]/.test(one)))].slice(0, 40);
