import { connect } from 'node:net';
import type { Ctx, Platform } from '#platform/module';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';

export type ScanResult = { result: 'clean' | 'infected' | 'not-scanned'; finding?: string };
const TIMEOUT_MS = 60_000;

/** Asks clamd (INSTREAM); without one, or when it does not answer, the content counts as not scanned, never as clean. */
export async function scanContent(platform: Platform, hash: string): Promise<ScanResult> {
  const { clamd } = platform.config;
  if (!clamd) return { result: 'not-scanned' };
  const [host = '', port = ''] = clamd.split(':');
  try {
    const answer = await ask({ host, port: Number(port) }, await platform.storage.bytes(hash));
    const found = /stream: (.+) FOUND/.exec(answer)?.[1];
    if (found) return { result: 'infected', finding: found };
    return /stream: OK/.test(answer) ? { result: 'clean' } : { result: 'not-scanned', finding: answer.trim().slice(0, 200) };
  } catch (error) {
    platform.log.warn({ err: error }, 'clamd does not answer');
    return { result: 'not-scanned', finding: 'clamd antwortet nicht' };
  }
}

function ask(address: { host: string; port: number }, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    let answer = '';
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('timeout')));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.write('zINSTREAM\0');
    for (let at = 0; at < bytes.length; at += 65_536) {
      const piece = bytes.subarray(at, at + 65_536);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      socket.write(length);
      socket.write(piece);
    }
    socket.write(Buffer.alloc(4));
  });
}

/** Scans contents that people or machines hand over. @throws Problem 422 naming file and finding when one is infected. */
export async function requireClean(ctx: Ctx, files: { hash: string; name: string }[]): Promise<void> {
  for (const { hash, name } of files) {
    const scan = await scanContent(ctx.platform, hash);
    if (scan.result === 'infected') throw problem('records/infected', { name, finding: scan.finding ?? '' });
    const row = { tenant_id: ctx.tenantId, hash, result: scan.result, finding: scan.finding ?? null, scanned_at: ctx.now };
    await ctx.db<RecordsTables>().insertInto('records.blob_scan').values(row).onConflict((conflict) => conflict.columns(['tenant_id', 'hash']).doUpdateSet({ result: row.result, finding: row.finding, scanned_at: row.scanned_at })).execute();
  }
}

/** What the scanner said about a content; undefined for what the city wrote itself. */
export async function findScan(ctx: Ctx, hash: string): Promise<ScanResult | undefined> {
  const row = await ctx.db<RecordsTables>().selectFrom('records.blob_scan').select(['result', 'finding']).where('tenant_id', '=', ctx.tenantId).where('hash', '=', hash).executeTakeFirst();
  return row && { result: row.result, ...(row.finding ? { finding: row.finding } : {}) };
}
