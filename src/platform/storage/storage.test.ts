import assert from 'node:assert/strict';
import { mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { BlobDamaged, BlobMissing, BlobTooLarge, diskStorage } from '#platform/storage';

const dir = await mkdtemp(join(tmpdir(), 'stadtkern-storage-'));
const storage = diskStorage(dir);
const bytes = new TextEncoder().encode('Hund');

test('what is stored comes back byte for byte under its SHA-256', async () => {
  const blob = await storage.put(bytes);
  assert.equal(blob.size, 4);
  assert.deepEqual(new Uint8Array(await storage.bytes(blob.hash)), bytes);
  assert.equal((await storage.put(Readable.from([bytes]))).hash, blob.hash);
  assert.equal(await storage.check(blob.hash), 4);
});

test('a missing file is named, a name that is no hash reaches no path', async () => {
  await assert.rejects(storage.bytes('0'.repeat(64)), BlobMissing);
  await assert.rejects(storage.check('0'.repeat(64)), BlobMissing);
  await assert.rejects(storage.get('../../etc/passwd'), BlobMissing);
});

test('a byte changed on disk is found when it is read', async () => {
  const { hash } = await storage.put(new TextEncoder().encode('Katze'));
  await writeFile(join(dir, hash.slice(0, 2), hash.slice(2, 4), hash), 'Ratze');
  await assert.rejects(storage.bytes(hash), BlobDamaged);
  await assert.rejects(storage.check(hash), BlobDamaged);
});

test('a file over the limit is refused while it arrives and leaves nothing behind', async () => {
  await assert.rejects(storage.put(Readable.from([Buffer.alloc(2_000_000), Buffer.alloc(2_000_000)]), 3_000_000), BlobTooLarge);
  assert.deepEqual(await readdir(join(dir, 'incoming')), []);
});

test('what a kill has left on its way goes when nobody has touched it for long', async () => {
  const [old, young] = ['old', 'young'].map((name) => join(dir, 'incoming', name)) as [string, string];
  await Promise.all([old, young].map((path) => writeFile(path, 'half')));
  await utimes(old, new Date('2026-09-01'), new Date('2026-09-01'));
  assert.equal(await storage.removeLeftovers(new Date(Date.now() - 86_400_000)), 1);
  assert.deepEqual(await readdir(join(dir, 'incoming')), ['young']);
  assert.equal(await diskStorage(join(dir, 'never')).removeLeftovers(new Date()), 0);
});

test('all that is stored can be listed, and a store that was never used is empty', async () => {
  const { hash } = await storage.put(new TextEncoder().encode('Maus'));
  const names: string[] = [];
  for await (const name of storage.list()) names.push(name);
  assert.ok(names.includes(hash));
  for await (const name of diskStorage(join(dir, 'never')).list()) assert.fail(name);
});
