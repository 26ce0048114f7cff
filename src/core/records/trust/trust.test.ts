import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rm, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { organisationModule } from '#core/organisation';
import { buildEvidenceTree, verifyEvidence } from '#engines/documents';
import { authModule } from '#platform/auth';
import { listEventsOfSubjects, sealPending } from '#platform/audit';
import { newId } from '#platform/db';
import { SYSTEM } from '#platform/module';
import { BlobDamaged } from '#platform/storage';
import { testApp, untilEventsAreVisible, type TestApp } from '#platform/testing';
import { sql } from 'kysely';
import { addVersion, openCaseFile, recordsModule, removeUnused } from '../index.ts';
import { checkEvidence, findEvidenceRecord, makeEvidence, renewEvidence } from './make-evidence.ts';
import { removeLeftoversJob } from './remove-leftovers.ts';
import { verifyRecords } from './verify-records.ts';

let t: TestApp;
let document = '';
let hash = '';
before(async () => void (t = await testApp({ modules: [{ ...authModule, contributes: [] }, { ...organisationModule, contributes: [] }, recordsModule] })));
after(() => t.close());
beforeEach(async () => {
  const text = newId();
  const blob = await t.platform.storage.put(Buffer.from(text));
  const { documents } = await t.transact(SYSTEM, async (ctx) => openCaseFile(ctx, { caseId: newId(), filePlanPosition: '02.3.1', title: 'Hund', number: text, documents: [{ kind: 'letter', title: 'Bescheid', blob, mime: 'text/plain', name: 'a.txt', visibleToApplicant: false }] }));
  document = documents[0]?.id ?? '';
  hash = blob.hash;
  const next = await t.platform.storage.put(Buffer.from(`${text} neu`));
  await t.transact(SYSTEM, (ctx) => addVersion(ctx, document, { blob: next, mime: 'text/plain', name: 'b.txt' }));
  await untilEventsAreVisible(t.platform, 1);
  await sealPending(t.platform, 1);
});
const change = (statement: ReturnType<typeof sql>): Promise<unknown> => t.transact(SYSTEM, (ctx) => statement.execute(ctx.db()));
const damage = async (): Promise<string> => (await verifyRecords(t.platform, 1)).damage ?? '';
const pathOf = (name: string): string => join(t.dir, 'files', name.slice(0, 2), name.slice(2, 4), name);

test('an untouched record is intact: chains, log, contents', async () => {
  const verdict = await verifyRecords(t.platform, 1);
  assert.deepEqual([verdict.intact, verdict.documents, verdict.versions, verdict.unchained], [true, 1, 2, 0]);
});

test('one flipped byte on disk is found and named, and a missing file', async () => {
  const bytes = await readFile(pathOf(hash));
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await writeFile(pathOf(hash), bytes);
  assert.match(await damage(), new RegExp(`Dokument ${document}: die Datei ${hash} wurde verändert`));
  await rm(pathOf(hash));
  assert.match(await damage(), new RegExp(`die Datei ${hash} fehlt`));
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await writeFile(pathOf(hash), bytes);
});

test('a changed row, an exchanged content, a removed version and a recomputed chain are found', async () => {
  await change(sql`update records.version set name = 'anders.txt' where tenant_id = 1 and document_id = ${document}::uuid and number = 1`);
  assert.match(await damage(), /Fassung 1: die Angaben wurden verändert/);
  await change(sql`update records.version set name = 'a.txt' where tenant_id = 1 and document_id = ${document}::uuid and number = 1`);
  const { chainOf } = await import('../documents/version-chain.ts');
  const { rows } = await t.read(SYSTEM, (ctx) => sql<{ chain: string; size: number; mime: string; name: string; created_at: Date; blob_hash: string }>`select * from records.version where document_id = ${document}::uuid order by number`.execute(ctx.db()));
  const second = rows[1];
  const forged = chainOf({ tenantId: 1, documentId: document, number: 2, hash: second?.blob_hash ?? '', size: Number(second?.size), mime: 'text/plain', name: 'falsch.txt', at: second?.created_at ?? new Date(), previous: rows[0]?.chain ?? '' });
  await change(sql`update records.version set name = 'falsch.txt', chain = ${forged} where tenant_id = 1 and document_id = ${document}::uuid and number = 2`);
  assert.match(await damage(), /Fassung 2: das versiegelte Protokoll kennt sie nicht so/);
  await change(sql`delete from records.version where tenant_id = 1 and document_id = ${document}::uuid and number = 2`);
  assert.match(await damage(), /die letzte Fassung fehlt/);
  await change(sql`update records.document set current_version = 1 where tenant_id = 1 and id = ${document}::uuid`);
  assert.match(await damage(), /das Protokoll kennt mehr Fassungen/);
  await change(sql`delete from records.document where tenant_id = 1 and id = ${document}::uuid`);
  await change(sql`delete from records.version where tenant_id = 1 and document_id = ${document}::uuid`);
});

test('a hash tree leads every object to one root, and no other', () => {
  for (const count of [1, 2, 3, 7, 64]) {
    const leaves = Array.from({ length: count }, (_, at) => createHash('sha256').update(String(at)).digest());
    const tree = buildEvidenceTree(leaves);
    for (const at of leaves.keys()) assert.ok(tree.reduced(at)[0]?.some((one) => one.equals(leaves[at] as Buffer)));
  }
});

test('every content gets an evidence record that others can check; renewed it still proves the first day', async () => {
  const made = await makeEvidence(t.platform, 1);
  assert.ok(made >= 2);
  assert.equal(await makeEvidence(t.platform, 1), 0);
  const first = await t.read(SYSTEM, (ctx) => checkEvidence(ctx, hash));
  assert.deepEqual([first?.intact, first?.stamps], [true, 1]);
  const record = await t.read(SYSTEM, (ctx) => findEvidenceRecord(ctx, hash));
  assert.ok(record);
  assert.equal(verifyEvidence(record, createHash('sha256').update('etwas anderes').digest()).intact, false);
  const broken = Buffer.from(record);
  broken[broken.length - 5] = (broken[broken.length - 5] ?? 0) ^ 1;
  assert.equal(verifyEvidence(broken, Buffer.from(hash, 'hex')).intact, false);
  assert.equal(await renewEvidence(t.platform, 1), 0);
  t.time.advance(2.1 * 365 * 86_400_000);
  assert.ok((await renewEvidence(t.platform, 1)) >= 1);
  const renewed = await t.read(SYSTEM, (ctx) => checkEvidence(ctx, hash));
  assert.deepEqual([renewed?.intact, renewed?.stamps, renewed?.since?.getTime()], [true, 2, first?.since?.getTime()]);
  assert.equal((await verifyRecords(t.platform, 1)).damage, undefined);
  await change(sql`update records.evidence_stamp set token = set_byte(token, 300, 7) where number = 1`);
  assert.match(await damage(), /Beweisdokument/);
});

async function fileFor(tenantId: number, content: string): Promise<string> {
  const blob = await t.platform.storage.put(Buffer.from(content));
  await t.platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => openCaseFile(ctx, { caseId: newId(), filePlanPosition: '02.3.1', title: 'Gleich', number: newId(), documents: [{ kind: 'letter', title: 'Merkblatt', blob, mime: 'text/plain', name: 'm.txt', visibleToApplicant: false }] }));
  return blob.hash;
}
const forget = (tenantId: number, hash: string): Promise<void> =>
  t.platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
    await sql`delete from records.version where tenant_id = ${tenantId} and blob_hash = ${hash}`.execute(ctx.db());
    await removeUnused(ctx, [hash]);
  });
const later = (hours: number): void => t.time.advance(hours * 3_600_000);

test('what one tenant erases stays for as long as another names the same bytes; what was just stored is judged an hour later', async () => {
  await t.platform.db.pool.query("insert into platform.tenant (id, key, name) values (2, 'second', 'Nachbarstadt') on conflict do nothing");
  const content = newId();
  const shared = await fileFor(1, content);
  assert.equal(await fileFor(2, content), shared);
  await forget(1, shared);
  later(2);
  await t.jobs.drain();
  assert.equal(await t.platform.storage.check(shared), content.length, 'the neighbour still has it');
  await fileFor(2, content);
  await forget(2, shared);
  t.time.now = new Date();
  await t.jobs.drain();
  assert.equal(await t.platform.storage.has(shared), true, 'somebody may be about to name what was stored a moment ago');
  later(2);
  await t.platform.db.pool.query("update pgboss.job set start_after = now() where name = 'records.remove-unused' and state = 'created'");
  await t.jobs.drain();
  assert.equal(await t.platform.storage.has(shared), false);
  assert.ok((await t.eventTypes()).length > 0);
  t.time.now = new Date();
});

test('the nightly sweep lays aside what nobody has named for a week, gives it back to whoever asks, and leaves the record alone', async () => {
  t.time.now = new Date();
  const [asked, forgotten] = [await t.platform.storage.put(Buffer.from(newId())), await t.platform.storage.put(Buffer.from(newId()))];
  const orphans = [asked, forgotten];
  const lie = async (): Promise<boolean[]> => {
    const names = new Set<string>();
    for await (const name of t.platform.storage.list()) names.add(name);
    return [...orphans.map((one) => one.hash), hash].map((name) => names.has(name));
  };
  later(1); // files carry the time of the machine, which went on a little while they were written
  for (let night = 0; night < 7; night++) await removeLeftoversJob.handle(t.platform, 1, {}).then(() => later(24));
  assert.deepEqual(await lie(), [true, true, true], 'too young');
  for (let night = 0; night < 7; night++) await removeLeftoversJob.handle(t.platform, 1, {}).then(() => later(24));
  assert.deepEqual(await lie(), [false, false, true]);
  assert.equal(await t.platform.storage.has(asked.hash), true, 'asked for after all');
  later(24 * 15);
  await t.platform.storage.removeLeftovers({ incoming: new Date(0), aside: t.time.now });
  assert.deepEqual(await Promise.all(orphans.map((one) => t.platform.storage.has(one.hash))), [true, false]);
  t.time.now = new Date();
});

test('the right bytes heal a damaged content, and the log of the document says so', async () => {
  const bytes = await readFile(pathOf(hash));
  await writeFile(pathOf(hash), 'etwas anderes');
  await assert.rejects(t.platform.storage.check(hash), BlobDamaged);
  await t.platform.storage.put(bytes);
  assert.equal(await t.platform.storage.check(hash), bytes.length);
  for (let tries = 0; tries < 50 && !(await t.eventTypes()).includes('records/content-healed'); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
  const healed = await t.read(SYSTEM, (ctx) => listEventsOfSubjects(ctx, [`document:${document}`], ['records/content-healed']));
  assert.deepEqual(healed.map((event) => event.data['hash']), [hash]);
});
