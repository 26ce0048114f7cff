import assert from 'node:assert/strict';
import { glob, mkdtemp, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
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
  const yesterday = new Date(Date.now() - 86_400_000);
  assert.equal(await storage.removeLeftovers({ incoming: yesterday, aside: yesterday }), 1);
  assert.deepEqual(await readdir(join(dir, 'incoming')), ['young']);
  assert.equal(await diskStorage(join(dir, 'never')).removeLeftovers({ incoming: new Date(), aside: new Date() }), 0);
});

const placeOf = (hash: string): string => join(dir, hash.slice(0, 2), hash.slice(2, 4), hash);
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

test('a damaged file is replaced when the right bytes come again, and whoever listens hears of it', async () => {
  const healed: string[] = [];
  storage.onNews.add(({ hash, what }) => void (what === 'healed' && healed.push(hash)));
  const right = new TextEncoder().encode('Bescheid');
  const { hash } = await storage.put(right);
  await storage.put(right);
  assert.deepEqual(healed, []);
  for (const wrong of ['Bescheit', 'Besch']) {
    await writeFile(placeOf(hash), wrong);
    await storage.put(right);
    assert.equal(await storage.check(hash), 8);
  }
  assert.deepEqual(healed, [hash, hash]);
});

test('what somebody has stored or kept again in the meantime is not taken away', async () => {
  const { hash } = await storage.put(new TextEncoder().encode('Vermerk'));
  const old = new Date('2026-01-01');
  await utimes(placeOf(hash), old, old);
  const judged = new Date(Date.now() - 60_000);
  await storage.keep(hash);
  assert.equal(await storage.remove(hash, judged), false);
  await utimes(placeOf(hash), old, old);
  await storage.put(new TextEncoder().encode('Vermerk'));
  assert.equal(await storage.setAside(hash, judged), false);
  // both at once, many times: what was put is there afterwards
  for (let round = 0; round < 30; round++) {
    await utimes(placeOf(hash), old, old);
    await Promise.all([storage.remove(hash, judged), storage.put(new TextEncoder().encode('Vermerk'))]);
    assert.equal(await storage.check(hash), 7);
  }
  assert.equal(await storage.remove(hash, inAnHour()), true);
  await assert.rejects(storage.keep(hash), BlobMissing);
});

test('what was laid aside comes back when it is asked for, and goes for good when nobody does', async () => {
  const [one, two] = [await storage.put(new TextEncoder().encode('eins')), await storage.put(new TextEncoder().encode('zwei'))];
  const untouched: string[] = [];
  for await (const hash of storage.listUntouched(Number.parseInt(one.hash.slice(0, 2), 16), inAnHour())) untouched.push(hash);
  assert.ok(untouched.includes(one.hash));
  for (const { hash } of [one, two]) assert.equal(await storage.setAside(hash, inAnHour()), true);
  for await (const name of storage.list()) assert.ok(![one.hash, two.hash].includes(name));
  assert.equal(Buffer.from(await storage.bytes(one.hash)).toString(), 'eins');
  assert.equal(await storage.removeLeftovers({ incoming: new Date(0), aside: inAnHour() }), 1);
  assert.deepEqual([await storage.has(one.hash), await storage.has(two.hash)], [true, false]);
});

test('what a kill has left between taking away and destroying goes back to its place', async () => {
  const { hash } = await storage.put(new TextEncoder().encode('drei'));
  await rename(placeOf(hash), join(dir, 'taken', hash));
  await storage.removeLeftovers({ incoming: inAnHour(), aside: new Date(0) });
  assert.equal(await storage.check(hash), 4);
});

test('all that is stored can be listed, and a store that was never used is empty', async () => {
  const { hash } = await storage.put(new TextEncoder().encode('Maus'));
  const names: string[] = [];
  for await (const name of storage.list()) names.push(name);
  assert.ok(names.includes(hash));
  for await (const name of diskStorage(join(dir, 'never')).list()) assert.fail(name);
});

/** Columns that hold the hash of something else than a content of the store, or of a content that somebody else names (what was read from it). */
const NO_CONTENT = /token_hash$|password_hash$|mailbox_hash$|reader_hash$|participant_hash$|key_hash$|link_hash$|code_hash$|content_hash$|typed_hash$|^platform\.migration|^auth\.|^audit\.|^catalogue\.(service|service_version|entry)\.|^permits\.|^records\.(blob_|evidence_leaf)/;

test('whoever keeps the hash of a content in a table says so, for what nobody names is swept', async () => {
  const silent: string[] = [];
  for await (const path of glob('src/**/migrations/*.sql')) {
    const sql = await readFile(path, 'utf8');
    const columns = [...sql.matchAll(/create table ([\w.]+) \(([\s\S]*?)\n\);/g)].flatMap(([, table, body = '']) => [...body.matchAll(/^ {2}(\w*hash) text/gm)].map(([, column]) => `${table}.${column}`));
    const added = [...sql.matchAll(/alter table ([\w.]+) add column (\w*hash) text/g)].map(([, table, column]) => `${table}.${column}`);
    const folder = path.slice(0, path.indexOf('/migrations/'));
    for (const column of [...columns, ...added])
      if (!NO_CONTENT.test(column) && !(await readFile(`${folder}/module.ts`, 'utf8')).includes('blobUse.of(')) silent.push(column);
  }
  assert.deepEqual(silent, [], 'contribute blobUse (#platform/module), or name the column here when it holds no content');
});
