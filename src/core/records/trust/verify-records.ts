import { listEventsOfSubjects, verifyAudit } from '#platform/audit';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import { BlobDamaged, BlobMissing } from '#platform/storage';
import { sql } from 'kysely';
import { chainOf } from '../documents/version-chain.ts';
import { checkEvidence } from './make-evidence.ts';

export type RecordsVerdict = { intact: boolean; documents: number; versions: number; blobs: number; bytes: number; /** Versions older than the chain. */ unchained: number; evidence: number; damage?: string };
type Progress = (done: { versions: number; blobs: number; bytes: number }) => void;

const PIECE = 1000;
/** Files that are read at once: reading waits, hashing works. */
const READERS = 4;

/**
 * Checks everything offline: the chain of versions of every document, that the sealed log knows each of them, every content byte for
 * byte, the evidence records, the log itself. Stops at the first damage and names it.
 */
export async function verifyRecords(platform: Platform, tenantId: number, progress: Progress = () => {}): Promise<RecordsVerdict> {
  const verdict: RecordsVerdict = { intact: true, documents: 0, versions: 0, blobs: 0, bytes: 0, unchained: 0, evidence: 0 };
  const damaged = (damage: string): RecordsVerdict => ({ ...verdict, intact: false, damage });
  const audit = await verifyAudit(platform, tenantId);
  if (!audit.intact) return damaged(`Protokoll: ${audit.damage}`);
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const piece = await platform.read({ tenantId, actor: SYSTEM }, (ctx) => readPiece(ctx, after));
    if (piece.ids.length === 0) break;
    after = piece.ids.at(-1) ?? after;
    verdict.documents += piece.ids.length;
    verdict.versions += piece.rows.length;
    verdict.unchained += piece.rows.filter((row) => row.chain === null).length;
    const damage = chainDamage(tenantId, piece);
    if (damage) return damaged(damage);
    progress(verdict);
  }
  const damage = (await verifyBlobs(platform, tenantId, { verdict, progress })) ?? (await verifyEvidences(platform, tenantId, verdict));
  return damage ? damaged(damage) : verdict;
}

type Row = { document_id: string; title: string; current_version: number; number: number; blob_hash: string; size: number; mime: string; name: string; created_at: Date; chain: string | null };
type Piece = { ids: string[]; rows: Row[]; sealed: Map<string, string[]> };

async function readPiece(ctx: Ctx, after: string): Promise<Piece> {
  const found = await sql<{ id: string; title: string; current_version: number }>`select id, title, current_version from records.document where tenant_id = ${ctx.tenantId} and id > ${after}::uuid order by id limit ${PIECE}`.execute(ctx.db());
  const ids = found.rows.map((row) => row.id);
  if (ids.length === 0) return { ids, rows: [], sealed: new Map() };
  const about = new Map(found.rows.map((row) => [row.id, row]));
  const { rows } = await sql<Omit<Row, 'title' | 'current_version'>>`select document_id, number, blob_hash, size, mime, name, created_at, chain from records.version where tenant_id = ${ctx.tenantId} and document_id = any(${ids}::uuid[]) order by document_id, number`.execute(ctx.db());
  const sealed = new Map<string, string[]>();
  for (const event of await listEventsOfSubjects(ctx, ids.map((id) => `document:${id}`), ['records/document-filed', 'records/version-added']))
    if (typeof event.data['chain'] === 'string') sealed.set(event.subject, [...(sealed.get(event.subject) ?? []), event.data['chain']]);
  return { ids, sealed, rows: rows.map((row) => ({ ...row, title: about.get(row.document_id)?.title ?? '', current_version: about.get(row.document_id)?.current_version ?? 0 })) };
}

function chainDamage(tenantId: number, { ids, rows, sealed }: Piece): string | undefined {
  const versions = Map.groupBy(rows, (row) => row.document_id);
  for (const id of ids) {
    let previous = '';
    const mine = versions.get(id) ?? [];
    const name = `Dokument ${id}${mine[0] ? ` („${mine[0].title}“)` : ''}`;
    if (mine.length === 0) return `${name}: keine Fassung ist da.`;
    for (const [at, row] of mine.entries()) {
      const where = `${name}, Fassung ${row.number}`;
      if (row.number !== at + 1) return `${where}: eine Fassung davor fehlt.`;
      if (row.chain !== null) {
        if (row.chain !== chainOf({ tenantId, documentId: id, number: row.number, hash: row.blob_hash, size: Number(row.size), mime: row.mime, name: row.name, at: row.created_at, previous })) return `${where}: die Angaben wurden verändert.`;
        if (sealed.get(`document:${id}`)?.[at] !== row.chain) return `${where}: das versiegelte Protokoll kennt sie nicht so.`;
      }
      previous = row.chain ?? '';
    }
    if (mine.at(-1)?.number !== mine[0]?.current_version) return `${name}: die letzte Fassung fehlt.`;
    if ((sealed.get(`document:${id}`)?.length ?? 0) > mine.length) return `${name}: das Protokoll kennt mehr Fassungen.`;
  }
  return undefined;
}

type Walk = { verdict: RecordsVerdict; progress: Progress };

/** Every content once, however many versions have it; several at a time. */
async function verifyBlobs(platform: Platform, tenantId: number, { verdict, progress }: Walk): Promise<string | undefined> {
  for (let after = ''; ; ) {
    const { rows } = await platform.read({ tenantId, actor: SYSTEM }, (ctx) =>
      sql<Content>`select distinct on (blob_hash) blob_hash as hash, document_id from records.version where tenant_id = ${tenantId} and blob_hash > ${after} order by blob_hash limit ${PIECE}`.execute(ctx.db()));
    if (rows.length === 0) return undefined;
    after = rows.at(-1)?.hash ?? after;
    let damage: string | undefined;
    let next = 0;
    const read = async (): Promise<void> => {
      for (let at = next++; at < rows.length && !damage; at = next++) {
        const row = rows[at] as Content;
        const size = await sizeIfIntact(platform, row.hash);
        if (typeof size === 'string') damage = `Dokument ${row.document_id}: ${size}`;
        else {
          verdict.blobs++;
          verdict.bytes += size;
        }
      }
    };
    await Promise.all(Array.from({ length: READERS }, read));
    progress(verdict);
    if (damage) return damage;
  }
}

type Content = { hash: string; document_id: string };

async function sizeIfIntact(platform: Platform, hash: string): Promise<number | string> {
  return platform.storage.check(hash).catch((error: unknown) => {
    if (error instanceof BlobMissing) return `die Datei ${hash} fehlt.`;
    if (error instanceof BlobDamaged) return `die Datei ${hash} wurde verändert.`;
    throw error;
  });
}

/** One leaf of each tree: the stamps above it are those of all its leaves. */
async function verifyEvidences(platform: Platform, tenantId: number, verdict: RecordsVerdict): Promise<string | undefined> {
  const { rows } = await platform.read({ tenantId, actor: SYSTEM }, (ctx) => sql<{ hash: string; evidence_id: string }>`select distinct on (evidence_id) evidence_id, hash from records.evidence_leaf where tenant_id = ${tenantId} order by evidence_id, hash`.execute(ctx.db()));
  for (const row of rows) {
    const check = await platform.read({ tenantId, actor: SYSTEM }, (ctx) => checkEvidence(ctx, row.hash));
    if (!check?.intact) return `Beweisdokument ${row.evidence_id}: ${check?.problems[0] ?? 'fehlt'}.`;
    verdict.evidence++;
  }
  return undefined;
}
