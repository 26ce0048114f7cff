import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, opendir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A stored piece of content, named by what it contains. */
export type Blob = { hash: string; size: number };

/** Content-addressed store: the name is the SHA-256 of the bytes, so nothing can change unseen. */
export type Storage = {
  /** Durable when it returns (file and folder are synced). @throws StorageFull when the disk is full; nothing is left behind. */
  put(content: Uint8Array | Readable, limitBytes?: number): Promise<Blob>;
  /** @throws BlobMissing */
  get(hash: string): Promise<Readable>;
  /** @throws BlobMissing or BlobDamaged (the bytes no longer match their name). */
  bytes(hash: string): Promise<Uint8Array>;
  has(hash: string): Promise<boolean>;
  /** Reads every byte without keeping it. @returns its size @throws BlobMissing or BlobDamaged */
  check(hash: string): Promise<number>;
  /** Destroys a blob; one that is not there is fine. Only for whoever knows that nothing names it any more. */
  remove(hash: string): Promise<void>;
  /** The names of all blobs, in no particular order (backup, checks). */
  list(): AsyncIterable<string>;
  /** Removes what a kill has left of files that were on their way and have not been touched since. @returns how many */
  removeLeftovers(before: Date): Promise<number>;
};

export class StorageFull extends Error {
  override name = 'StorageFull';
}
export class BlobMissing extends Error {
  override name = 'BlobMissing';
}
export class BlobDamaged extends Error {
  override name = 'BlobDamaged';
}
export class BlobTooLarge extends Error {
  override name = 'BlobTooLarge';
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().catch(() => {}); // not every file system lets a folder be synced
  await folder.close();
}

/** Content-addressed store in a folder on disk: write, sync, rename, sync the folder. */
export function diskStorage(dir: string): Storage {
  const pathOf = (hash: string): string => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new BlobMissing(`Kein gültiger Name: ${hash.slice(0, 80)}`);
    return join(dir, hash.slice(0, 2), hash.slice(2, 4), hash);
  };
  const has = async (hash: string): Promise<boolean> => stat(pathOf(hash)).then(() => true, () => false);

  const put = async (content: Uint8Array | Readable, limitBytes = Infinity): Promise<Blob> => {
    const temporary = join(dir, 'incoming', randomUUID());
    await mkdir(dirname(temporary), { recursive: true });
    try {
      const { hash, size } = await writeHashed(content, temporary, limitBytes);
      if (await has(hash)) return { hash, size };
      const target = pathOf(hash);
      await mkdir(dirname(target), { recursive: true });
      await rename(temporary, target);
      await syncFolder(dirname(target));
      return { hash, size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new StorageFull('Der Speicher für Dateien ist voll.', { cause: error });
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  };
  return {
    put,
    has,
    remove: async (hash) => rm(pathOf(hash), { force: true }),
    list: () => listBlobs(dir),
    removeLeftovers: (before) => removeLeftovers(join(dir, 'incoming'), before),
    check: (hash) => checkBlob(pathOf(hash), hash),
    get: async (hash) => {
      if (!(await has(hash))) throw new BlobMissing(`Die Datei ${hash} fehlt.`);
      return createReadStream(pathOf(hash));
    },
    bytes: async (hash) => {
      const bytes = await readFile(pathOf(hash)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new BlobMissing(`Die Datei ${hash} fehlt.`) : error;
      });
      if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new BlobDamaged(`Die Datei ${hash} wurde verändert.`);
      return bytes;
    },
  };
}

/** Memory for reading, used again and again: new memory for every file costs more than the reading. */
const spare: Buffer[] = [];
const PIECE = 1 << 20;

async function checkBlob(path: string, hash: string): Promise<number> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new BlobMissing(`Die Datei ${hash} fehlt.`) : error;
  });
  const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(PIECE);
  try {
    const digest = createHash('sha256');
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE);
      if (bytesRead === 0) break;
      digest.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
    }
    if (digest.digest('hex') !== hash) throw new BlobDamaged(`Die Datei ${hash} wurde verändert.`);
    return size;
  } finally {
    spare.push(buffer);
    await file.close();
  }
}

async function removeLeftovers(folder: string, before: Date): Promise<number> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  let count = 0;
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined); // somebody has just finished it
    if (!found?.isFile() || found.mtime >= before) continue;
    await rm(path, { force: true });
    count++;
  }
  return count;
}

async function* listBlobs(dir: string): AsyncGenerator<string> {
  const folder = await opendir(dir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!folder) return;
  for await (const entry of folder) if (entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name)) yield entry.name;
}

async function writeHashed(content: Uint8Array | Readable, path: string, limitBytes: number): Promise<Blob> {
  const digest = createHash('sha256');
  let size = 0;
  const source = content instanceof Uint8Array ? ReadableStream.from([content]) : content;
  const file = createWriteStream(path, { mode: 0o600, flush: true });
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > limitBytes) throw new BlobTooLarge(`Die Datei ist größer als ${Math.floor(limitBytes / 1_000_000)} MB.`);
        digest.update(chunk);
        yield chunk;
      }
    },
    file,
  );
  return { hash: digest.digest('hex'), size };
}
