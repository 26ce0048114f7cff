import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildAssets } from '../../../scripts/build-assets.mjs';

const outDir = mkdtempSync(join(tmpdir(), 'stadtkern-assets-'));
let assets: Awaited<ReturnType<typeof buildAssets>>;
before(async () => {
  assets = await buildAssets({ outDir });
});
after(() => rmSync(outDir, { recursive: true }));

const content = (address: string) => readFileSync(join(outDir, address.replace('/assets/', '')));
const zipped = (address: string) => gzipSync(content(address), { level: 9 }).length;

test('the style sheets stay light', () => {
  assert.ok(zipped(assets.css.portal.ltr) <= 15_000, `portal ${zipped(assets.css.portal.ltr)}`);
  assert.ok(zipped(assets.css.office.ltr) <= 20_000, `office ${zipped(assets.css.office.ltr)}`);
  assert.ok(zipped(assets.islandLoader) <= 1_500, `loader ${zipped(assets.islandLoader)}`);
});

test('every custom property a sheet uses has a value', () => {
  for (const sheet of [assets.css.portal.ltr, assets.css.office.rtl]) {
    const css = `${content(sheet)}${content(assets.city)}`;
    const given = new Set([...css.matchAll(/(--[\w-]+)\s*:/g)].map((m) => m[1]));
    const missing = [...css.matchAll(/var\((--[\w-]+)/g)].map((m) => m[1]).filter((name) => !given.has(name));
    assert.deepEqual([...new Set(missing)], []);
  }
});

test('no sheet needs a data: address or another server', () => {
  for (const sheet of Object.values(assets.css).flatMap((site) => [site.ltr, site.rtl])) {
    const addresses = [...content(sheet).toString().matchAll(/url\(["']?([^)"']+)/g)].map((m) => m[1] ?? '');
    assert.ok(addresses.length > 0);
    for (const address of addresses) assert.ok(assets.files.includes(address), address);
  }
});

test('the sheet for right-to-left turns KERN round, block by block: a German form in an Arabic page is set from left to right', () => {
  assert.match(String(content(assets.css.portal.ltr)), /float:left|border-left:/);
  assert.doesNotMatch(String(content(assets.css.portal.rtl)), /float:(left|right)|border-(left|right):|(margin|padding)-(left|right):/);
});

test('a second run only reads the manifest', async () => {
  const before = process.cpuUsage();
  assert.deepEqual(await buildAssets({ outDir }), assets);
  const { user, system } = process.cpuUsage(before); // not the clock: other tests run beside this one
  assert.ok((user + system) / 1000 < 1000, `${(user + system) / 1000} ms`);
});

test('an island gets an address by its file name, and a name only once', async () => {
  assert.match(assets.islands['office-keys']?.js ?? '', /^\/assets\/office-keys\.\w+\.js$/);
  const dir = mkdtempSync(join(tmpdir(), 'stadtkern-islands-'));
  await assert.rejects(buildAssets({ outDir: dir, islands: ['src/a/map.island.tsx', 'src/b/map.island.tsx'] }), /Two islands are called "map"/);
  rmSync(dir, { recursive: true });
});

test('another city brings its own colour', async () => {
  const city = mkdtempSync(join(tmpdir(), 'stadtkern-city-'));
  writeFileSync(join(city, 'city.yaml'), "name: Neustadt\nbrand:\n  colour: '#b3005e'\n");
  const dir = mkdtempSync(join(tmpdir(), 'stadtkern-out-'));
  const other = await buildAssets({ outDir: dir, cityDir: city });
  assert.notEqual(other.city, assets.city);
  assert.equal(other.crest, undefined);
  assert.ok(Object.values(other.icons).every((icon) => /^\/assets\/icon-\w+\.\w+\.png$/.test(icon) && other.files.includes(icon.slice('/assets/'.length))), 'the home screen gets a picture all the same');
  assert.notEqual(other.icons.large, assets.icons.large);
  assert.equal(other.css.portal.ltr, assets.css.portal.ltr);
  for (const folder of [city, dir]) rmSync(folder, { recursive: true });
});

test('an island may use components without dragging everything along', async () => {
  // Inside the project, where the doors can be found, but not among its sources.
  mkdirSync(join(import.meta.dirname, '../../../.stadtkern'), { recursive: true });
  const dir = mkdtempSync(join(import.meta.dirname, '../../../.stadtkern/probe-'));
  const island = join(dir, 'probe.island.tsx');
  writeFileSync(island, "import { TextField } from '#platform/ui';\nexport function Probe() {\n  return <TextField name=\"a\" label=\"b\" />;\n}\n");
  try {
    const outDir = join(dir, 'assets');
    const built = await buildAssets({ outDir, islands: [island] });
    const scripts = built.files.filter((name) => name.endsWith('.js')).map((name) => readFileSync(join(outDir, name)));
    assert.ok(scripts.every((script) => !String(script).includes('is not there in a browser')));
    assert.ok(scripts.reduce((sum, script) => sum + gzipSync(script).length, 0) < 12_000);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
