import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ClientBase } from 'pg';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import { leafHash, merkleRoot, sealHash } from './merkle.ts';
import type { AuditTables } from './tables.ts';

export type Seal = AuditTables['audit.seal'];

/** The record of all seals outside the database: one JSON line per seal, lowest number first. */
export const sealRecordFile = (dataDir: string, tenantId: number): string => join(dataDir, 'audit-seals', `tenant-${tenantId}.jsonl`);

/**
 * Seals all events that no running transaction can still add to, and writes the seal outside the database too
 * (whoever may rewrite the database should not be able to rewrite this file unnoticed).
 * @returns the new seal, or undefined when there was nothing to seal.
 */
export async function sealPending(platform: Platform, tenantId: number): Promise<Seal | undefined> {
  const seal = await platform.transact({ tenantId, actor: SYSTEM }, sealInTransaction);
  if (seal) {
    const file = sealRecordFile(platform.config.dataDir, tenantId);
    await mkdir(join(file, '..'), { recursive: true });
    await appendFile(file, `${JSON.stringify({ number: seal.number, hash: seal.hash, sealed_at: seal.sealed_at })}\n`);
  }
  return seal;
}

async function sealInTransaction(ctx: Ctx): Promise<Seal | undefined> {
  const db = ctx.db<AuditTables>();
  // one sealer at a time per tenant; a second one simply finds nothing to do
  const lock = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(7305002, ${ctx.tenantId}::int) as got`.execute(db);
  if (!lock.rows[0]?.got) return undefined;
  const last = await db.selectFrom('audit.seal').selectAll().where('tenant_id', '=', ctx.tenantId).orderBy('number', 'desc').limit(1).executeTakeFirst();
  const from_xid = last?.to_xid ?? 0;
  const horizon = await sql<{ xmin: number }>`select audit.horizon() as xmin`.execute(db);
  const to_xid = horizon.rows[0]?.xmin ?? 0;
  const leaves = await readLeaves(ctx, from_xid, to_xid);
  if (leaves.length === 0) return undefined;
  const content = { number: (last?.number ?? 0) + 1, from_xid, to_xid, events: leaves.length, root: merkleRoot(leaves).toString('hex'), previous: last?.hash ?? '', sealed_at: ctx.now.toISOString() };
  const seal: Seal = { tenant_id: ctx.tenantId, ...content, sealed_at: ctx.now, hash: sealHash(content) };
  await db.insertInto('audit.seal').values(seal).execute();
  return seal;
}

async function readLeaves(ctx: Ctx, from_xid: number, to_xid: number): Promise<Buffer[]> {
  const rows = await ctx.db<AuditTables>().selectFrom('audit.event').select('body').where('tenant_id', '=', ctx.tenantId).where('xid', '>=', from_xid).where('xid', '<', to_xid).orderBy('xid').orderBy('id').execute();
  return rows.map((row) => leafHash(row.body));
}

/** The number of the newest seal as one open transaction sees it (a backup's snapshot); 0 without any. */
export async function lastSealNumber(client: ClientBase, tenantId: number): Promise<number> {
  await client.query("select set_config('app.tenant', $1, true)", [String(tenantId)]);
  const { rows } = await client.query<{ last: number }>('select coalesce(max(number), 0) as last from audit.seal where tenant_id = $1', [tenantId]);
  return rows[0]?.last ?? 0;
}

export type AuditVerdict = { intact: boolean; seals: number; events: number; unsealed: number; damage?: string };

/** Recomputes every leaf, tree and link of the log and compares it with the seals inside and outside the database; names the first damage. */
export async function verifyAudit(platform: Platform, tenantId: number): Promise<AuditVerdict> {
  const outside = await readOutside(platform, tenantId);
  return platform.read({ tenantId, actor: SYSTEM }, async (ctx) => {
    const seals = await ctx.db<AuditTables>().selectFrom('audit.seal').selectAll().where('tenant_id', '=', tenantId).orderBy('number').execute();
    let events = 0;
    let previous: Seal | undefined;
    for (const seal of seals) {
      const damage = (await damageOf(ctx, seal, previous)) ?? outsideDamage(seal, outside);
      if (damage) return { intact: false, seals: seals.length, events, unsealed: 0, damage };
      events += seal.events;
      previous = seal;
    }
    if (outside.size > seals.length) return { intact: false, seals: seals.length, events, unsealed: 0, damage: `Außerhalb der Datenbank sind ${outside.size} Siegel vermerkt, in ihr nur ${seals.length}.` };
    const rest = await sql<{ n: number }>`select count(*) as n from audit.event where tenant_id = ${tenantId} and xid >= ${previous?.to_xid ?? 0}`.execute(ctx.db());
    return { intact: true, seals: seals.length, events, unsealed: rest.rows[0]?.n ?? 0 };
  });
}

async function damageOf(ctx: Ctx, seal: Seal, previous: Seal | undefined): Promise<string | undefined> {
  const name = `Siegel ${seal.number}`;
  if (seal.number !== (previous?.number ?? 0) + 1) return `${name}: ein Siegel davor fehlt.`;
  if (seal.previous !== (previous?.hash ?? '')) return `${name}: passt nicht zum Siegel davor.`;
  if (seal.from_xid !== (previous?.to_xid ?? 0)) return `${name}: beginnt nicht dort, wo das davor endet.`;
  if (seal.hash !== sealHash({ ...seal, sealed_at: seal.sealed_at.toISOString() })) return `${name}: das Siegel selbst wurde verändert.`;
  const leaves = await readLeaves(ctx, seal.from_xid, seal.to_xid);
  if (leaves.length !== seal.events) return `${name}: ${seal.events} Ereignisse wurden versiegelt, ${leaves.length} sind da.`;
  if (merkleRoot(leaves).toString('hex') !== seal.root) return `${name}: ein Ereignis wurde verändert.`;
  return columnsDamage(ctx, seal);
}

/** The finding columns must say what the sealed text says. */
async function columnsDamage(ctx: Ctx, seal: Seal): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from audit.event where tenant_id = ${ctx.tenantId} and xid >= ${seal.from_xid} and xid < ${seal.to_xid}
    and (body::json->>'type' is distinct from type or body::json->>'subject' is distinct from subject
      or (body::json->>'case')::uuid is distinct from case_id or (body::json->>'id')::uuid is distinct from id or (body::json->>'at')::timestamptz is distinct from at) limit 1`.execute(ctx.db());
  return rows[0] ? `Siegel ${seal.number}: die Spalten des Ereignisses ${rows[0].id} widersprechen dem versiegelten Text.` : undefined;
}

async function readOutside(platform: Platform, tenantId: number): Promise<Map<number, string>> {
  const text = await readFile(sealRecordFile(platform.config.dataDir, tenantId), 'utf8').catch(() => '');
  const lines = text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { number: number; hash: string });
  return new Map(lines.map((line) => [line.number, line.hash]));
}

function outsideDamage(seal: Seal, outside: Map<number, string>): string | undefined {
  const noted = outside.get(seal.number);
  return noted && noted !== seal.hash ? `Siegel ${seal.number}: weicht von der Aufzeichnung außerhalb der Datenbank ab.` : undefined;
}
