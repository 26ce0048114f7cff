import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { SYSTEM } from '#platform/module';
import { citizenActor, staffActor, testApp, type TestApp } from '#platform/testing';
import { catalogueModule, findCurrentVersion, getServiceVersion, makeBundle, publishChangedServices, publishService, readServiceFolder } from '../index.ts';

const SERVICES = resolve(import.meta.dirname, '../../../../services');
let t: TestApp;
let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'stadtkern-services-'));
  await cp(join(SERVICES, 'dog-registration'), join(dir, 'dog-registration'), { recursive: true });
  t = await testApp({ modules: [catalogueModule], env: { SERVICES_DIR: dir } });
});
after(async () => {
  await t.close();
  await rm(dir, { recursive: true, force: true });
});
const editor = staffActor(['catalogue/publish']);

test('at the start every service of the folder is published once', async () => {
  const first = await publishChangedServices(t.platform, t.tenantId);
  assert.deepEqual([first.published, first.broken], [['dog-registration'], []]);
  const second = await publishChangedServices(t.platform, t.tenantId);
  assert.deepEqual([second.published, second.unchanged], [[], ['dog-registration']]);
  assert.deepEqual(await t.eventTypes(), ['catalogue/published']);
});

test('a broken folder is named and the version before stays online', async () => {
  const file = join(dir, 'dog-registration', 'form.json');
  const good = await readFile(file, 'utf8');
  await writeFile(file, good.replace('"type": "birthDate"', '"type": "birthday"').replace('"type": "address"', '"type": "adress"'));
  const report = await publishChangedServices(t.platform, t.tenantId);
  assert.equal(report.broken[0]?.slug, 'dog-registration');
  assert.equal(report.broken[0]?.findings.find(({ severity }) => severity === 'error')?.file, 'form.json');
  const current = await t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, 'dog-registration'));
  assert.equal(current?.service.number, 1);
  await writeFile(file, good);
});

test('a change makes a new version, a running case keeps its own, and going back makes the old one current', async () => {
  const { bundle } = await readServiceFolder(join(dir, 'dog-registration'));
  const before = await t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, 'dog-registration'));
  const changed = makeBundle(bundle.slug, { ...bundle.files, 'service.yaml': (bundle.files['service.yaml'] ?? '').replace('minutes: 4', 'minutes: 5') });
  const second = await t.transact(editor, (ctx) => publishService(ctx, changed));
  assert.deepEqual([second.number, second.changed], [2, true]);
  const old = await t.read(SYSTEM, (ctx) => getServiceVersion(ctx, before?.versionId ?? ''));
  assert.deepEqual([old.number, old.settings.minutes], [1, 4]);
  const back = await t.transact(editor, (ctx) => publishService(ctx, bundle));
  assert.deepEqual([back.number, back.changed, back.versionId], [1, true, before?.versionId]);
  assert.equal((await t.transact(editor, (ctx) => publishService(ctx, bundle))).changed, false);
});

test('a version is compiled once and then comes from memory', async () => {
  const [one, two] = await t.read(SYSTEM, async (ctx) => [await findCurrentVersion(ctx, 'dog-registration'), await findCurrentVersion(ctx, 'dog-registration')]);
  assert.equal(one?.service, two?.service);
});

test('publishing needs the permission, and a bundle that does not compile is refused with file and place', async () => {
  const { bundle } = await readServiceFolder(join(dir, 'dog-registration'));
  await assert.rejects(t.transact(citizenActor(), (ctx) => publishService(ctx, bundle)), /not-allowed/);
  const broken = makeBundle(bundle.slug, { ...bundle.files, 'process.bpmn': '<bpmn:definitions' });
  await assert.rejects(t.transact(editor, (ctx) => publishService(ctx, broken)), /catalogue\/not-publishable.*process\.bpmn/s);
});

test('another tenant sees neither service nor version', async () => {
  const mine = await t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, 'dog-registration'));
  await t.platform.read({ tenantId: 2, actor: SYSTEM }, async (ctx) => {
    assert.equal(await findCurrentVersion(ctx, 'dog-registration'), undefined);
    await assert.rejects(getServiceVersion(ctx, mine?.versionId ?? ''), /unknown-version/);
  });
});
