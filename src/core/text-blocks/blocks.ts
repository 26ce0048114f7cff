import { newId } from '#platform/db';
import { may, notAllowed, officesWith, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import { unknownPlaces } from './placeholders.ts';
import { problem } from './problems.ts';
import type { BlockRow, BlockVersionRow, TextBlockTables, TextUse } from './tables.ts';

/** A text block; one with a subject is a template. */
export type TextBlock = { id: string; officeId: string | null; name: string; uses: TextUse[]; subject: string; text: string; version: number; changedAt: Date; changedBy: string; retiredAt?: Date };
export const useWords: Record<TextUse, string> = { note: 'Vermerk', message: 'Nachricht', letter: 'Schreiben', order: 'Verfügung' };
export const textUses = Object.keys(useWords) as TextUse[];

const blockOf = (row: BlockRow): TextBlock => ({ id: row.id, officeId: row.office_id, name: row.name, uses: row.uses, subject: row.subject, text: row.text, version: row.version, changedAt: row.changed_at, changedBy: row.changed_by_name, ...(row.retired_at ? { retiredAt: row.retired_at } : {}) });

/** Offices whose blocks somebody uses: where they work or keep the texts. Those of the whole city are everybody's. */
function officesOf(ctx: Ctx): 'all' | string[] {
  if (ctx.actor.kind === 'system') return 'all';
  const offices = ['cases/work', 'records/manage', 'text-blocks/write'].map((permission) => officesWith(ctx.actor, permission));
  return offices.includes('all') ? 'all' : [...new Set(offices.flat())];
}

export type BlockFilter = { q?: string | undefined; use?: TextUse | undefined; officeId?: string | undefined; after?: { name: string; id: string } | undefined; limit: number };

/** Blocks this person may use, by name. */
export async function listBlocks(ctx: Ctx, { q, use, officeId, after, limit }: BlockFilter): Promise<TextBlock[]> {
  const offices = officesOf(ctx);
  let query = ctx.db<TextBlockTables>().selectFrom('text_blocks.block').selectAll().where('tenant_id', '=', ctx.tenantId).where('retired_at', 'is', null);
  if (offices !== 'all') query = query.where(sql<boolean>`(office_id is null or office_id = any(${offices}::uuid[]))`);
  if (officeId) query = query.where(sql<boolean>`(office_id is null or office_id = ${officeId}::uuid)`);
  if (use) query = query.where(sql<boolean>`${use} = any(uses)`);
  for (const word of q?.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 5) ?? []) query = query.where(sql<boolean>`position(${word} in lower(name || ' ' || subject || ' ' || text)) > 0`);
  if (after) query = query.where(sql<boolean>`(name, id) > (${after.name}, ${after.id}::uuid)`);
  return (await query.orderBy('name').orderBy('id').limit(limit).execute()).map(blockOf);
}

/** @throws Problem 404, also for the block of an office in which the person has no work. */
export async function getBlock(ctx: Ctx, id: string): Promise<TextBlock> {
  const row = await ctx.db<TextBlockTables>().selectFrom('text_blocks.block').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  const offices = officesOf(ctx);
  if (!row || (row.office_id && offices !== 'all' && !offices.includes(row.office_id))) throw problem('text-blocks/no-block');
  return blockOf(row);
}

/** All versions, the newest first. */
export async function listBlockVersions(ctx: Ctx, id: string): Promise<BlockVersionRow[]> {
  await getBlock(ctx, id);
  return ctx.db<TextBlockTables>().selectFrom('text_blocks.version').selectAll().where('tenant_id', '=', ctx.tenantId).where('block_id', '=', id).orderBy('number', 'desc').limit(100).execute();
}

/** May this person keep the texts of the office, or (null) those of the whole city? For the latter the right in one office is not enough. */
export const mayWrite = (ctx: Ctx, officeId: string | null): boolean => (officeId ? may(ctx.actor, 'text-blocks/write', officeId) : officesWith(ctx.actor, 'text-blocks/write') === 'all');

function requireToWrite(ctx: Ctx, officeId: string | null): void {
  if (!mayWrite(ctx, officeId)) throw notAllowed();
}

export type BlockText = { name: string; uses: TextUse[]; subject: string; text: string };

function checked(given: BlockText): BlockText {
  const [name, subject, text] = [given.name.trim(), given.subject.trim().slice(0, 200), given.text.replaceAll('\r\n', '\n').trim()];
  if (!name || name.length > 120) throw problem('text-blocks/name-needed');
  if (given.uses.length === 0) throw problem('text-blocks/use-needed');
  if (!text || text.length > 10_000) throw problem('text-blocks/text-needed');
  const unknown = unknownPlaces(`${subject}\n${text}`);
  if (unknown.length > 0) throw problem('text-blocks/unknown-place', { names: unknown.join(', ') });
  return { name, subject, text, uses: given.uses };
}

/** A new block of an office, or of the whole city. @throws Problem 403, 409 when the name is taken, 422 */
export async function createBlock(ctx: Ctx, { officeId, ...given }: BlockText & { officeId: string | null }): Promise<string> {
  requireToWrite(ctx, officeId);
  const said = checked(given);
  await requireFreeName(ctx, { name: said.name, officeId });
  const id = newId();
  await ctx.db<TextBlockTables>().insertInto('text_blocks.block').values({ tenant_id: ctx.tenantId, id, office_id: officeId, ...said, version: 1, changed_at: ctx.now, changed_by_name: ctx.actor.name, retired_at: null }).execute();
  await keepVersion(ctx, { id, number: 1, said });
  ctx.emit({ type: 'text-blocks/created', subject: `text-block:${id}`, data: { name: said.name } });
  return id;
}

/** A new version of a block. `version` is the one that was looked at. @throws Problem 409 when somebody else was quicker */
export async function changeBlock(ctx: Ctx, id: string, { version, ...given }: BlockText & { version: number }): Promise<void> {
  const before = await getBlock(ctx, id);
  requireToWrite(ctx, before.officeId);
  const said = checked(given);
  await requireFreeName(ctx, { name: said.name, officeId: before.officeId, besides: id });
  const done = await ctx.db<TextBlockTables>().updateTable('text_blocks.block').set({ ...said, version: version + 1, changed_at: ctx.now, changed_by_name: ctx.actor.name, retired_at: null })
    .where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('version', '=', version).executeTakeFirst();
  if (!done.numUpdatedRows) throw problem('text-blocks/changed-meanwhile', { name: before.changedBy, version: before.version });
  await keepVersion(ctx, { id, number: version + 1, said });
  ctx.emit({ type: 'text-blocks/changed', subject: `text-block:${id}`, data: { version: version + 1 } });
}

/** Nobody is offered it any more; its versions stay, and saving it again brings it back. */
export async function retireBlock(ctx: Ctx, id: string): Promise<void> {
  const block = await getBlock(ctx, id);
  requireToWrite(ctx, block.officeId);
  await ctx.db<TextBlockTables>().updateTable('text_blocks.block').set({ retired_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'text-blocks/retired', subject: `text-block:${id}` });
}

async function requireFreeName(ctx: Ctx, { name, officeId, besides }: { name: string; officeId: string | null; besides?: string }): Promise<void> {
  let query = ctx.db<TextBlockTables>().selectFrom('text_blocks.block').select('id').where('tenant_id', '=', ctx.tenantId).where(sql<boolean>`lower(name) = ${name.toLowerCase()}`).where('retired_at', 'is', null).where('office_id', officeId ? '=' : 'is', officeId);
  if (besides) query = query.where('id', '<>', besides);
  if (await query.executeTakeFirst()) throw problem('text-blocks/name-taken', { name });
}

const keepVersion = (ctx: Ctx, { id, number, said }: { id: string; number: number; said: BlockText }): Promise<unknown> =>
  ctx.db<TextBlockTables>().insertInto('text_blocks.version').values({ tenant_id: ctx.tenantId, block_id: id, number, ...said, made_at: ctx.now, made_by_name: ctx.actor.name }).execute();
