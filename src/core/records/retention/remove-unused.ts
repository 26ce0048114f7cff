import { enqueue, runAsSystem, type Job } from '#platform/jobs';
import { blobUse, type Ctx, type Platform } from '#platform/module';
import { sql } from 'kysely';

const HOUR_MS = 3_600_000;
const PIECE = 500;
/** What was stored so lately may be about to be named by a transaction that nobody sees yet. */
const GRACE_MS = HOUR_MS;

/** Says which of these contents a version names, or a preview of one. */
export async function listFiledHashes(ctx: Ctx, hashes: string[]): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`select distinct blob_hash as hash from records.version where tenant_id = ${ctx.tenantId} and blob_hash = any(${hashes}::text[])
    union select pdf_hash from records.blob_preview where tenant_id = ${ctx.tenantId} and pdf_hash = any(${hashes}::text[])`.execute(ctx.db());
  return rows.map((row) => row.hash);
}

/** Destroys those of these contents, soon after the commit, that nothing names any more, in no tenant. */
export async function removeUnused(ctx: Ctx, hashes: string[]): Promise<void> {
  for (let at = 0; at < hashes.length; at += PIECE) await enqueue(ctx, 'records/remove-unused', { hashes: hashes.slice(at, at + PIECE) });
}

/**
 * The store is one for all tenants: each is asked under its own rights, and only what none of them names goes. What somebody stored
 * within the last hour is judged anew when that hour is over.
 */
export const removeUnusedJob: Job = {
  name: 'records/remove-unused',
  gentle: true,
  title: 'Vernichten, was niemand mehr nennt',
  handle: async (platform, tenantId, { hashes }) => {
    const before = new Date(platform.clock().getTime() - GRACE_MS);
    const tenants = await listTenantIds(platform, tenantId);
    const unnamedHere = await listUnnamed(platform, [tenantId], hashes as string[]);
    const gone: string[] = [];
    const fresh: string[] = [];
    for (const hash of await listUnnamed(platform, tenants, unnamedHere)) ((await platform.storage.remove(hash, before)) ? gone : fresh).push(hash);
    const forgotten = unnamedHere.filter((hash) => !fresh.includes(hash)); // the bytes may stay for another tenant, what was read from them here goes
    const previews = [...(await forgetDerived(platform, [tenantId], forgotten)), ...(await forgetDerived(platform, tenants, gone))];
    await platform.transact(runAsSystem(tenantId), async (ctx) => {
      if (gone.length > 0) ctx.emit({ type: 'records/contents-destroyed', subject: 'contents', data: { count: gone.length, hashes: gone.slice(0, 50) } });
      await removeUnused(ctx, previews);
      if (fresh.length > 0) await enqueue(ctx, 'records/remove-unused', { hashes: fresh }, { at: new Date(ctx.now.getTime() + GRACE_MS) });
    });
  },
};

/** All there are, and the one that asks. */
export async function listTenantIds(platform: Platform, tenantId: number): Promise<number[]> {
  const { rows } = await platform.read(runAsSystem(tenantId), (ctx) => sql<{ id: number }>`select id from platform.tenant order by id`.execute(ctx.db()));
  return [...new Set([tenantId, ...rows.map((row) => row.id)])];
}

/** Those that no tenant names. */
export async function listUnnamed(platform: Platform, tenants: number[], hashes: string[]): Promise<string[]> {
  let left = hashes;
  for (const tenantId of tenants) if (left.length > 0) left = await platform.read(runAsSystem(tenantId), (ctx) => listUnnamedHere(ctx, left));
  return left;
}

/** In one instant for all tables: what moves from one to another meanwhile (from the post room into a file) is seen in one of them. */
async function listUnnamedHere(ctx: Ctx, hashes: string[]): Promise<string[]> {
  await sql`set transaction isolation level repeatable read`.execute(ctx.db());
  let left = hashes;
  for (const use of ctx.platform.contributions(blobUse)) {
    if (left.length === 0) break;
    const used = new Set(await use(ctx, left));
    left = left.filter((hash) => !used.has(hash));
  }
  return left;
}

/** Text, picture, scan and evidence of contents that are gone go, too. @returns previews, which may be nobody's now. */
export async function forgetDerived(platform: Platform, tenants: number[], hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const previews: string[] = [];
  for (const tenantId of tenants)
    await platform.transact(runAsSystem(tenantId), async (ctx) => {
      for (const table of ['blob_text', 'blob_scan', 'evidence_leaf']) await sql`delete from ${sql.table(`records.${table}`)} where tenant_id = ${tenantId} and hash = any(${hashes}::text[])`.execute(ctx.db());
      const { rows } = await sql<{ pdf: string }>`delete from records.blob_preview where tenant_id = ${tenantId} and hash = any(${hashes}::text[]) returning coalesce(pdf_hash, '') as pdf`.execute(ctx.db());
      previews.push(...rows.map((row) => row.pdf).filter(Boolean));
    });
  return [...new Set(previews)];
}
