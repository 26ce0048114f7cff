import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { organisationModule } from '#core/organisation';
import { authModule } from '#platform/auth';
import { SYSTEM } from '#platform/module';
import { staffActor, testApp, type TestApp } from '#platform/testing';
import { catalogueModule, createDraft, findCurrentVersion, getServiceVersion, publishChangedServices } from '../index.ts';
import { checkDraft } from '../drafts/check-draft.ts';
import { draftOfVersion } from '../drafts/create-draft.ts';
import { bundleOf, getDraft } from '../drafts/draft.ts';
import { countLibraryUse, listLibraryUse } from './library-use.ts';

const SERVICES = resolve(import.meta.dirname, '../../../../services');
const slug = 'resident-parking-permit';
let t: TestApp;
let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'stadtkern-library-'));
  for (const name of [slug, 'blocks', 'code-lists']) await cp(join(SERVICES, name), join(dir, name), { recursive: true });
  t = await testApp({ modules: [authModule, organisationModule, catalogueModule], env: { SERVICES_DIR: dir } });
  await publishChangedServices(t.platform, t.tenantId);
});
after(async () => {
  await t.close();
  await rm(dir, { recursive: true, force: true });
});

const file = (name: string): string => join(dir, name);
const editFile = async (name: string, change: (text: string) => string): Promise<void> => writeFile(file(name), change(await readFile(file(name), 'utf8')));
const current = () => t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, slug));
const labelOf = async (): Promise<unknown> => (await current())?.service.form.fields.get('person.familyName')?.definition.label;

/** A third version of the block, in which the family name is called otherwise. */
const thirdVersion = (text: string): string => {
  const block = JSON.parse(text) as { versions: { version: number; elements: { key: string; label: unknown }[] }[] };
  const last = structuredClone(block.versions.at(-1));
  assert.ok(last);
  last.version = 3;
  for (const element of last.elements) if (element.key === 'familyName') element.label = 'Nachname';
  block.versions.push(last);
  return JSON.stringify(block);
};

test('a published service holds the versions of the blocks that it uses, and nothing else of the library', async () => {
  const found = await current();
  assert.ok(found);
  assert.deepEqual(await t.read(SYSTEM, (ctx) => listLibraryUse(ctx, 'block', 'person')), [{ kind: 'block', name: 'person', version: '2', slug, service: 'Bewohnerparkausweis' }]);
  assert.deepEqual(await t.read(SYSTEM, (ctx) => countLibraryUse(ctx)), new Map([['block/person', 1]]));
});

test('a new version of a block changes no service that names its version', async () => {
  const before = await labelOf();
  await editFile('blocks/person.json', thirdVersion);
  const report = await publishChangedServices(t.platform, t.tenantId);
  assert.deepEqual([report.published, report.broken], [[], []]);
  assert.deepEqual(await labelOf(), before);
});

test('a reference without version takes the newest one when it is published, and keeps it', async () => {
  await editFile(`${slug}/form.json`, (text) => text.replace(/\s+"version": 2,/, ''));
  await publishChangedServices(t.platform, t.tenantId);
  assert.equal(await labelOf(), 'Nachname');
  const pinned = await current();
  assert.ok(pinned);
  await editFile('blocks/person.json', (text) => text.replace('"Nachname"', '"Zuname"'));
  assert.equal((await t.read(SYSTEM, (ctx) => getServiceVersion(ctx, pinned.versionId))).form.fields.get('person.familyName')?.definition.label, 'Nachname');
  // the folder's content has changed with the block, so the start publishes it anew
  assert.deepEqual((await publishChangedServices(t.platform, t.tenantId)).published, [slug]);
  assert.equal(await labelOf(), 'Zuname');
});

test('a draft of the workshop finds the blocks of the city', async () => {
  const editor = staffActor(['catalogue/edit']);
  const found = await current();
  const id = await t.transact(editor, (ctx) => draftOfVersion(ctx, slug, found?.versionId ?? ''));
  const draft = await t.read(editor, (ctx) => getDraft(ctx, id));
  assert.ok(!Object.keys(draft.files).some((path) => path.startsWith('blocks/')));
  const { service, findings } = await checkDraft(t.platform, bundleOf(draft));
  assert.deepEqual(findings.filter(({ severity }) => severity === 'error'), []);
  assert.ok(service?.form.fields.has('person.familyName'));
});

test('a form that names a block nobody has is refused with the place', async () => {
  await mkdir(file('odd'), { recursive: true });
  await cp(file(slug), file('odd'), { recursive: true });
  await editFile('odd/form.json', (text) => text.replace('"block": "person"', '"block": "persom"'));
  const { broken } = await publishChangedServices(t.platform, t.tenantId);
  assert.match(broken.find((one) => one.slug === 'odd')?.findings.map(({ message }) => message).join(' ') ?? '', /Den Baustein „persom“ gibt es nicht/);
  await rm(file('odd'), { recursive: true });
});

test('a block file that is broken is named by its file', async () => {
  const editor = staffActor(['catalogue/edit']);
  await writeFile(file('blocks/broken.json'), '{ "schemaVersion": 1 }');
  const form = JSON.stringify({ schemaVersion: 1, id: 'x', title: 'X', pages: [{ id: 'p', title: 'P', elements: [{ type: 'block', block: 'broken' }] }] });
  const id = await t.transact(editor, (ctx) => createDraft(ctx, { slug: 'with-broken', files: { 'form.json': form }, note: 'neu' }));
  const { findings } = await checkDraft(t.platform, bundleOf(await t.read(editor, (ctx) => getDraft(ctx, id))));
  assert.ok(findings.some(({ file: name, element }) => name === 'blocks/broken.json' && element === 'block'));
});
