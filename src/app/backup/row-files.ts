import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** Writes one JSON text per line, compressed and synced. @returns the SHA-256 of the file */
export async function writeRows(path: string, rows: AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(
    rows,
    async function* (lines: AsyncIterable<string>) {
      for await (const line of lines) yield `${line}\n`;
    },
    createGzip({ level: 4 }),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600, flush: true }),
  );
  return hash.digest('hex');
}

const BATCH_ROWS = 1000;
const BATCH_CHARACTERS = 2_000_000;

/** Reads the lines back in batches of a size that one statement takes well. */
export async function* readRows(path: string): AsyncGenerator<string[]> {
  const plain = createGunzip();
  const reading = pipeline(createReadStream(path), plain);
  const lines = createInterface({ input: plain, crlfDelay: Infinity });
  let batch: string[] = [];
  let size = 0;
  for await (const line of lines) {
    batch.push(line);
    size += line.length;
    if (batch.length < BATCH_ROWS && size < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  await reading;
  if (batch.length) yield batch;
}
