import { createHash } from 'node:crypto';
import { buildEvidenceTree, requestTimeStampForDigest, verifyEvidence, writeEvidenceRecord, type EvidenceCheck } from '#engines/documents';
import { newId } from '#platform/db';
import type { Job } from '#platform/jobs';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import { sql } from 'kysely';
import type { RecordsTables } from '../tables.ts';
import { authorityOf } from './authority.ts';

/** Objects of one tree: one time stamp for all of them. */
const MOST_OBJECTS = 10_000;
/** A stamp is renewed after so many years, well before its algorithm or certificate ends (TR-ESOR). */
const RENEW_YEARS = 2;
const MOST_RENEWED = 5_000;

/** Every night: what has no evidence yet gets it, what grows old is renewed. */
export const evidenceJob: Job = {
  name: 'records/evidence',
  schedule: '40 2 * * *',
  handle: async (platform, tenantId) => {
    while ((await makeEvidence(platform, tenantId)) === MOST_OBJECTS);
    while ((await renewEvidence(platform, tenantId)) === MOST_RENEWED);
  },
};

const years = (from: Date, count: number): Date => new Date(Date.UTC(from.getUTCFullYear() + count, from.getUTCMonth(), from.getUTCDate()));
const hex = (tree: Buffer[][]): string[][] => tree.map((group) => group.map((hash) => hash.toString('hex')));
const bytes = (tree: string[][]): Buffer[][] => tree.map((group) => group.map((hash) => Buffer.from(hash, 'hex')));

/** Makes one tree over contents of versions that have no evidence yet. @returns how many, 0 also without an authority. */
export async function makeEvidence(platform: Platform, tenantId: number): Promise<number> {
  const authority = await authorityOf(platform);
  if (!authority) return 0;
  const hashes = await platform.read({ tenantId, actor: SYSTEM }, (ctx) => listUnproved(ctx));
  if (hashes.length === 0) return 0;
  const tree = buildEvidenceTree(hashes.map((hash) => Buffer.from(hash, 'hex')));
  const token = await requestTimeStampForDigest(tree.root, authority);
  await platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
    const id = newId();
    const leaves = hashes.map((hash, at) => ({ hash, tree: hex(tree.reduced(at)) }));
    await ctx.db<RecordsTables>().insertInto('records.evidence').values({ tenant_id: tenantId, id, objects: hashes.length, made_at: ctx.now, renew_by: years(ctx.now, RENEW_YEARS) }).execute();
    await sql`insert into records.evidence_leaf (tenant_id, hash, evidence_id, tree) select ${tenantId}::int, l.hash, ${id}::uuid, l.tree from json_to_recordset(${JSON.stringify(leaves)}::json) as l(hash text, tree jsonb) on conflict do nothing`.execute(ctx.db());
    await insertStamp(ctx, { evidenceId: id, number: 1, tree: [], token });
    ctx.emit({ type: 'records/evidence-made', subject: `evidence:${id}`, data: { objects: hashes.length, root: tree.root.toString('hex') } });
  });
  return hashes.length;
}

async function listUnproved(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`select distinct v.blob_hash as hash from records.version v
    where v.tenant_id = ${ctx.tenantId} and not exists (select 1 from records.evidence_leaf l where l.tenant_id = v.tenant_id and l.hash = v.blob_hash) limit ${MOST_OBJECTS}`.execute(ctx.db());
  return rows.map((row) => row.hash).sort();
}

type NewStamp = { evidenceId: string; number: number; tree: string[][]; token: Uint8Array };
async function insertStamp(ctx: Ctx, { evidenceId, number, tree, token }: NewStamp): Promise<void> {
  await sql`insert into records.evidence_stamp (tenant_id, evidence_id, number, tree, token, stamped_at) values (${ctx.tenantId}, ${evidenceId}::uuid, ${number}, ${JSON.stringify(tree)}::jsonb, ${Buffer.from(token)}, ${ctx.now})`.execute(ctx.db());
}

/** Puts one new stamp over all stamps that near their end (RFC 4998, 5.2). @returns how many were renewed. */
export async function renewEvidence(platform: Platform, tenantId: number): Promise<number> {
  const authority = await authorityOf(platform);
  if (!authority) return 0;
  const due = await platform.read({ tenantId, actor: SYSTEM }, (ctx) => listDue(ctx));
  if (due.length === 0) return 0;
  const tree = buildEvidenceTree(due.map((one) => createHash('sha256').update(one.token).digest()));
  const token = await requestTimeStampForDigest(tree.root, authority);
  await platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
    for (const [at, one] of due.entries()) {
      await insertStamp(ctx, { evidenceId: one.evidence_id, number: one.number + 1, tree: hex(tree.reduced(at)), token });
      await ctx.db<RecordsTables>().updateTable('records.evidence').set({ renew_by: years(ctx.now, RENEW_YEARS) }).where('tenant_id', '=', tenantId).where('id', '=', one.evidence_id).execute();
    }
    ctx.emit({ type: 'records/evidence-renewed', subject: 'evidence:*', data: { trees: due.length, root: tree.root.toString('hex') } });
  });
  return due.length;
}

async function listDue(ctx: Ctx): Promise<{ evidence_id: string; number: number; token: Buffer }[]> {
  const { rows } = await sql<{ evidence_id: string; number: number; token: Buffer }>`select distinct on (s.evidence_id) s.evidence_id, s.number, s.token from records.evidence e
    join records.evidence_stamp s on s.tenant_id = e.tenant_id and s.evidence_id = e.id
    where e.tenant_id = ${ctx.tenantId} and e.renew_by <= ${ctx.now} order by s.evidence_id, s.number desc limit ${MOST_RENEWED}`.execute(ctx.db());
  return rows;
}

/** The evidence record of a content, as others can check it; undefined when there is none yet. */
export async function findEvidenceRecord(ctx: Ctx, hash: string): Promise<Buffer | undefined> {
  const db = ctx.db<RecordsTables>();
  const leaf = await db.selectFrom('records.evidence_leaf').selectAll().where('tenant_id', '=', ctx.tenantId).where('hash', '=', hash).executeTakeFirst();
  if (!leaf) return undefined;
  const stamps = await db.selectFrom('records.evidence_stamp').selectAll().where('tenant_id', '=', ctx.tenantId).where('evidence_id', '=', leaf.evidence_id).orderBy('number').execute();
  return writeEvidenceRecord(stamps.map((stamp, at) => ({ tree: bytes(at === 0 ? leaf.tree : stamp.tree), token: stamp.token })));
}

/** Checks the evidence of a content; undefined when there is none yet. */
export async function checkEvidence(ctx: Ctx, hash: string): Promise<EvidenceCheck | undefined> {
  const record = await findEvidenceRecord(ctx, hash);
  return record && verifyEvidence(record, Buffer.from(hash, 'hex'));
}

