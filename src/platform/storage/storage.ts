import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, opendir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A stored piece of content, named by what it contains. */
export type Blob = { hash: string; size: number };

/** Content-addressed store: the name is the SHA-256 of the bytes, so nothing can change unseen. */
export type Storage = {
  /**
   * Durable when it returns (file and folder are synced). Bytes that lie there damaged are replaced by these; `onNews` hears of it.
   * @throws StorageFull when the disk is full; nothing is left behind.
   */
  put(content: Uint8Array | Readable, limitBytes?: number): Promise<Blob>;
  /** Whoever names a content that somebody else has stored says so first: for a while nobody takes it away. @throws BlobMissing */
  keep(hash: string): Promise<void>;
  /** @throws BlobMissing */
  get(hash: string): Promise<Readable>;
  /** @throws BlobMissing or BlobDamaged (the bytes no longer match their name). */
  bytes(hash: string): Promise<Uint8Array>;
  has(hash: string): Promise<boolean>;
  /** Reads every byte without keeping it. @returns its size @throws BlobMissing or BlobDamaged */
  check(hash: string): Promise<number>;
  /**
   * Destroys a blob; only for whoever knows that nothing names it any more. One that was stored or kept since `before` stays: whoever did
   * that may be about to name it. @returns whether it is gone
   */
  remove(hash: string, before: Date): Promise<boolean>;
  /** Lays a blob aside unless somebody has stored or kept it since. Whoever asks for it gets it back; after a while `removeLeftovers` destroys it. */
  setAside(hash: string, before: Date): Promise<boolean>;
  /** Blobs in this part of the store (0 to 255, by the first byte of the name) that nobody has stored or kept since. */
  listUntouched(part: number, before: Date): AsyncIterable<string>;
  /** The names of all blobs, in no particular order (backup, checks). */
  list(): AsyncIterable<string>;
  /** Removes what a kill has left of files that were on their way, and what was laid aside, when nobody has touched it since. @returns how many */
  removeLeftovers(before: { incoming: Date; aside: Date }): Promise<number>;
  /** Called after a damaged blob was replaced by the right bytes, and when something was asked for that had been laid aside. */
  onNews: Set<(news: StorageNews) => void>;
};
export type StorageNews = { hash: string; what: 'healed' | 'brought-back' };

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
  const onNews: Storage['onNews'] = new Set();
  const tell = (news: StorageNews): void => onNews.forEach((listener) => listener(news));
  const places = placesIn(dir, tell);

  return {
    put: (content, limitBytes = Infinity) => putInto({ dir, places, tell }, content, limitBytes),
    onNews,
    keep: async (hash) => {
      if (!(await touch(await places.find(hash)))) throw new BlobMissing(`Die Datei ${hash} fehlt.`);
    },
    has: (hash) => places.find(hash).then(() => true, () => false),
    remove: (hash, before) => places.takeAway(hash, before, (path) => rm(path, { force: true })),
    setAside: (hash, before) =>
      places.takeAway(hash, before, async (path) => {
        const now = new Date();
        await utimes(path, now, now); // from now on it waits
        await rename(path, places.aside(hash));
      }),
    list: () => listBlobs(dir),
    listUntouched: (part, before) => listUntouched(join(dir, part.toString(16).padStart(2, '0')), before),
    removeLeftovers: async (before) => {
      await places.putBackTaken(before.incoming);
      return (await removeOld(join(dir, 'incoming'), before.incoming)) + (await removeOld(join(dir, 'aside'), before.aside));
    },
    check: async (hash) => checkBlob(await places.find(hash), hash),
    get: async (hash) => createReadStream(await places.find(hash)),
    bytes: async (hash) => {
      const bytes = await readFile(await places.find(hash)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new BlobMissing(`Die Datei ${hash} fehlt.`) : error;
      });
      if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new BlobDamaged(`Die Datei ${hash} wurde verändert.`);
      return bytes;
    },
  };
}

type Store = { dir: string; places: Places; tell(news: StorageNews): void };

// oxlint-disable-next-line max-params -- the store is not counted: it leads
async function putInto({ dir, places, tell }: Store, content: Uint8Array | Readable, limitBytes: number): Promise<Blob> {
  let temporary: string | undefined = content instanceof Uint8Array ? undefined : join(dir, 'incoming', randomUUID());
  try {
    const blob = temporary ? await writeHashed(content as Readable, temporary, limitBytes) : nameOf(content as Uint8Array, limitBytes);
    const target = places.of(blob.hash);
    const there = await stateOf(target, blob);
    if (there === 'intact' && (await touch(target))) return blob;
    const written = (temporary ??= await writeBytes(content as Uint8Array, join(dir, 'incoming', randomUUID())));
    await inFolder(target, () => rename(written, target));
    temporary = undefined;
    await syncFolder(dirname(target));
    if (there === 'damaged') tell({ hash: blob.hash, what: 'healed' });
    return blob;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new StorageFull('Der Speicher für Dateien ist voll.', { cause: error });
    throw error;
  } finally {
    if (temporary) await rm(temporary, { force: true });
  }
}

function nameOf(bytes: Uint8Array, limitBytes: number): Blob {
  requireSize(bytes.length, limitBytes);
  return { hash: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
}

async function writeBytes(bytes: Uint8Array, path: string): Promise<string> {
  await inFolder(path, () => writeFile(path, bytes, { mode: 0o600, flush: true })).catch(async (error: unknown) => {
    await rm(path, { force: true });
    throw error;
  });
  return path;
}

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/** Since when nobody has stored or kept it: the time of change of the file. @returns false when it is not there */
async function touch(path: string): Promise<boolean> {
  const now = new Date();
  return whenThere(utimes(path, now, now));
}

const moveIfThere = (from: string, to: string): Promise<boolean> => whenThere(rename(from, to));

const whenThere = (done: Promise<void>): Promise<boolean> =>
  done.then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return false;
    throw error;
  });

async function stateOf(path: string, { hash, size }: Blob): Promise<'missing' | 'intact' | 'damaged'> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'missing';
  if (found.size !== size) return 'damaged';
  return checkBlob(path, hash).then(() => 'intact', () => 'damaged');
}

type Places = {
  of(hash: string): string;
  aside(hash: string): string;
  /** Where it lies; what was laid aside comes back first. @throws BlobMissing */
  find(hash: string): Promise<string>;
  takeAway(hash: string, before: Date, end: (path: string) => Promise<void>): Promise<boolean>;
  /** What a kill has left between taking and destroying goes back to its place. */
  putBackTaken(before: Date): Promise<void>;
};

function placesIn(dir: string, tell: (news: StorageNews) => void): Places {
  const of = (hash: string): string => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new BlobMissing(`Kein gültiger Name: ${hash.slice(0, 80)}`);
    return join(dir, hash.slice(0, 2), hash.slice(2, 4), hash);
  };
  const aside = (hash: string): string => join(dir, 'aside', hash);
  const taken = join(dir, 'taken');
  return {
    of,
    aside,
    find: async (hash) => {
      const path = of(hash);
      if (await isThere(path)) return path;
      if (await moveIfThere(aside(hash), path)) tell({ hash, what: 'brought-back' });
      if (await touch(path)) return path;
      throw new BlobMissing(`Die Datei ${hash} fehlt.`);
    },
    /**
     * First moved away, then looked at once more: whoever stores the same bytes in between finds the place empty and fills it, or has touched
     * the file before it was moved, and then it goes back.
     */
    takeAway: async (hash, before, end) => {
      const path = of(hash);
      const found = await stat(path).catch(() => undefined);
      if (!found) return true;
      if (found.mtime >= before) return false;
      await Promise.all([mkdir(taken, { recursive: true }), mkdir(join(dir, 'aside'), { recursive: true })]);
      const moved = join(taken, hash);
      if (!(await moveIfThere(path, moved))) return true; // somebody else was quicker
      if ((await stat(moved)).mtime >= before) {
        await rename(moved, path);
        return false;
      }
      await end(moved);
      return true;
    },
    putBackTaken: async (before) => {
      for (const hash of await namesIn(taken)) {
        const found = await stat(join(taken, hash)).catch(() => undefined);
        if (!found || found.ctime >= before) continue;
        await mkdir(dirname(of(hash)), { recursive: true });
        await rename(join(taken, hash), of(hash));
      }
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

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

async function removeOld(folder: string, before: Date): Promise<number> {
  let count = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined); // somebody has just finished it
    if (!found?.isFile() || found.mtime >= before) continue;
    await rm(path, { force: true });
    count++;
  }
  return count;
}

/** What lies in its place; not what was laid aside. */
async function* listBlobs(dir: string): AsyncGenerator<string> {
  for (const first of await namesIn(dir)) {
    if (!/^[0-9a-f]{2}$/.test(first)) continue;
    const folder = await opendir(join(dir, first), { recursive: true });
    for await (const entry of folder) if (entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name)) yield entry.name;
  }
}

async function* listUntouched(part: string, before: Date): AsyncGenerator<string> {
  for (const second of await namesIn(part))
    for (const name of await namesIn(join(part, second))) {
      if (!/^[0-9a-f]{64}$/.test(name)) continue;
      const found = await stat(join(part, second, name)).catch(() => undefined);
      if (found && found.mtime < before) yield name;
    }
}

function requireSize(size: number, limitBytes: number): void {
  if (size > limitBytes) throw new BlobTooLarge(`Die Datei ist größer als ${Math.floor(limitBytes / 1_000_000)} MB.`);
}

/** The folder is made when it is missing, not looked for every time. */
async function inFolder(path: string, work: () => Promise<void>): Promise<void> {
  await work().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    await work();
  });
}

async function writeHashed(content: Readable, path: string, limitBytes: number): Promise<Blob> {
  await mkdir(dirname(path), { recursive: true });
  const digest = createHash('sha256');
  let size = 0;
  const file = createWriteStream(path, { mode: 0o600, flush: true });
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        requireSize(size, limitBytes);
        digest.update(chunk);
        yield chunk;
      }
    },
    file,
  );
  return { hash: digest.digest('hex'), size };
}
