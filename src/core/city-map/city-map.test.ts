import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { organisationModule } from '#core/organisation';
import { authModule } from '#platform/auth';
import { SYSTEM, seeds } from '#platform/module';
import { htmlMistakes, testApp } from '#platform/testing';
import { distanceInWords } from './data/distance.ts';
import { clipRing, joinLines } from './data/geometry.ts';
import { readCityMap } from './data/read-city-map.ts';
import { searchMap } from './data/search-map.ts';
import { drawMap } from './drawing/draw-map.ts';
import { scaleBar } from './drawing/scale-bar.ts';
import { isWindow, middleOf, neighbourOf, pixelOf, windowAround, windowAt } from './drawing/window.ts';
import { cityMapModule } from './module.ts';

const city = join(import.meta.dirname, '../../../city');
const sample = readCityMap(city);
if (!sample) throw new Error('city/map.geojson is missing');
const hall = sample.houses.get('rathausplatz 1') ?? { x: 0, y: 0 };

/** Reads a file that is made for one test. */
function read(file: object | string) {
  const folder = mkdtempSync(join(tmpdir(), 'stadtkern-map-'));
  try {
    writeFileSync(join(folder, 'map.geojson'), typeof file === 'string' ? file : JSON.stringify(file));
    return readCityMap(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const feature = (type: string, coordinates: unknown, properties = {}) => ({ type: 'Feature', id: 'way/7', properties: { name: 'Gartenweg', ...properties }, geometry: { type, coordinates } });
const collection = (features: object[], more: object = { attribution: '© OpenStreetMap-Mitwirkende, ODbL' }) => ({ type: 'FeatureCollection', ...more, features });

test('a map that cannot be read stops the start with a sentence that names file and feature', () => {
  assert.equal(readCityMap(tmpdir()), undefined, 'a city without a map has none');
  assert.throws(() => read('{'), /map\.geojson: it is not JSON/);
  assert.throws(() => read(collection([feature('LineString', [[11, 49], [11.1, 49]])], {})), /whose data it is.*ODbL/);
  assert.throws(() => read(collection([feature('LineString', [[11, 49], ['x', 49]])])), /map\.geojson: feature 1 \('way\/7' 'Gartenweg'\) has a position that is not/);
  assert.throws(() => read(collection([feature('LineString', [[11, 49]])])), /has a line of 1 positions; at least 2/);
  assert.throws(() => read(collection([feature('Polygon', [[[11, 49], [11, 49.1], [11, 49]]])])), /has a ring of 3 positions/);
  assert.throws(() => read(collection([feature('GeometryCollection', [])])), /is a GeometryCollection/);
  assert.throws(() => read(collection([feature('LineString', [[11, 49], [14, 53]])])), /larger than a city/);
});

test('what OpenStreetMap exports becomes streets, houses and places in metres', () => {
  const map = read(collection([
    feature('LineString', [[11, 49], [11.001, 49]], { highway: 'residential' }),
    feature('LineString', [[11.001, 49], [11.002, 49]], { highway: 'residential' }),
    feature('MultiPolygon', [[[[11, 49.001], [11.001, 49.001], [11.001, 49.002], [11, 49.002], [11, 49.001]]]], { name: 'Bücherei', building: 'yes', amenity: 'library', 'addr:street': 'Gartenweg', 'addr:housenumber': '9' }),
    feature('LineString', [[11, 49.003], [11.002, 49.003]], { highway: 'primary', tunnel: 'yes' }),
    { type: 'Feature', properties: {}, geometry: null },
  ], { copyright: 'ODbL' }));
  assert.ok(map);
  const streets = map.shapes.filter(({ layer }) => layer === 'street');
  assert.equal(streets.length, 1, 'pieces of one street are one, a tunnel is not seen');
  assert.ok(Math.abs((streets[0]?.box.right ?? 0) - (streets[0]?.box.left ?? 0) - 146) < 1, '0.002 degrees are 146 metres here');
  assert.deepEqual([map.sights[0]?.kind, map.houseNames.get('gartenweg 9'), map.attribution], ['culture', 'Bücherei', 'ODbL']);
  const house = map.houses.get('gartenweg 9');
  assert.ok(house && Math.abs(map.toEarth(house).lat - 49.0015) < 1e-5 && Math.abs(map.toEarth(house).lon - 11.0005) < 1e-5);
});

test('lines are joined at their ends in either direction, areas are cut at the edge', () => {
  assert.deepEqual(joinLines([[0, 0, 1, 0], [2, 0, 1, 0], [5, 5, 6, 6]]).map((run) => run.length).toSorted(), [4, 6]);
  const half = clipRing([0, 0, 10, 0, 10, 10, 0, 10], { left: 5, right: 20, top: -5, bottom: 20 });
  assert.deepEqual([Math.min(...half.filter((_, i) => i % 2 === 0)), Math.max(...half)], [5, 10]);
});

test('a picture has streets, houses and names that nothing covers, its pin, scale and source; no script, nothing from elsewhere', () => {
  const svg = drawMap(sample, { middle: hall, scale: 1.15, width: 340, height: 250, pin: hall, legend: true });
  assert.ok(svg.length < 30_000, String(svg.length));
  for (const part of ['class="a-building"', 'class="f-lane"', '>Rathausplatz<', 'class="pin"', '100 m', sample.attribution, 'prefers-color-scheme:dark']) assert.ok(svg.includes(part), part);
  assert.ok(!/<script|https?:(?!\/\/www\.w3\.org\/2000\/svg)|url\(/.test(svg));
  const labels = [...svg.matchAll(/<text class="t-quarter" x="([\d.]+)" y="([\d.]+)">/g)];
  assert.equal(labels.length, 0, 'parts of the city are named from farther away');
  const whole = drawMap(sample, { middle: { x: 0, y: 0 }, scale: 8, width: 960, height: 600 });
  assert.ok(whole.includes('>Altstadt<') && whole.length < 150_000, String(whole.length));
});

test('windows lie on a grid inside the map, and a spot is where it is drawn', () => {
  const window = windowAt(sample, hall, 4);
  const pixel = pixelOf(window, hall);
  assert.ok(Math.abs(pixel.x - 480) <= 60 && Math.abs(pixel.y - 300) <= 60);
  assert.equal(isWindow(sample, { z: 4, x: 9999, y: 0 }), false);
  assert.equal(neighbourOf(sample, windowAt(sample, { x: 1e6, y: 0 }, 0), [1, 0]), undefined, 'the map ends there');
  assert.equal(middleOf(neighbourOf(sample, window, [1, 0]) ?? window).x - middleOf(window).x, 240);
  const around = windowAround(sample, [hall, { x: hall.x + 3000, y: hall.y }]);
  for (const x of [hall.x, hall.x + 3000]) assert.ok(pixelOf(around, { x, y: hall.y }).x > 0 && pixelOf(around, { x, y: hall.y }).x < 960);
});

test('streets, houses and parts of the city are found, the whole name first', () => {
  const names = (query: string) => searchMap(sample, [], query).map(({ name }) => name);
  assert.equal(names('gartenweg')[0], 'Gartenweg');
  assert.equal(names('Bahnhofstr.')[0], 'Bahnhofstraße');
  assert.equal(names('Gartenweg 9')[0], 'Gartenweg 9');
  assert.deepEqual(names('x'), []);
});

test('distances and the scale are told in round figures', () => {
  assert.equal(distanceInWords(hall, { x: hall.x + 310, y: hall.y - 300 }, 'de'), '450 m nordöstlich');
  assert.equal(distanceInWords(hall, { x: hall.x, y: hall.y + 2140 }, 'en'), '2.1 km south');
  assert.equal(distanceInWords(hall, hall, 'de'), undefined);
  assert.deepEqual(scaleBar(8, 150), { pixels: 125, words: '1 km' });
});

test('the page shows map and list, leads everywhere by links, and finds; pictures are kept and packed', async () => {
  const t = await testApp({ modules: [{ ...authModule, contributes: [] }, organisationModule, cityMapModule] });
  try {
    for (const seed of t.platform.contributions(seeds)) if (/city-map|offices/.test(seed.name)) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
    const client = t.client();
    const { text } = await client.get('/karte');
    assert.deepEqual(await htmlMistakes(text), []);
    assert.ok(text.length < 40_000 && !/<script|x-island|https?:\/\/(?!www\.w3\.org)/.test(text.replaceAll(/href="https:\/\/[^"]*"/g, '')));
    for (const words of ['aria-label="1: Altes Schloss"', 'aria-label="Näher heran"', 'Luftlinie ab: Rathaus', ' km nordöstlich', 'href="/kontakt/standesamt"', sample.attribution]) assert.ok(text.includes(words), words);
    const near = (await client.get('/karte?q=Schlossgasse+4')).text;
    assert.match(near, /die Rampe beginnt im Hof.*href="geo:5\d\.\d+,\d\.\d+"/s);
    assert.match((await client.get('/karte?art=toilet&q=Lindenplatz')).text, /Gefunden zu „Lindenplatz“.*1<\/td>.*Toilette Hauptbahnhof.*2<\/td>/s);
    assert.match((await client.get('/karte?q=Nirgendwo')).text, /kennt der Plan nichts/);
    const picture = /\/karte\/bild\/[^"]+/.exec(text)?.[0] ?? '';
    const first = await fetch(t.url + picture);
    const etag = first.headers.get('etag') ?? '';
    assert.deepEqual([first.status, first.headers.get('content-type'), first.headers.get('content-encoding')], [200, 'image/svg+xml', 'gzip']);
    assert.equal((await fetch(t.url + picture, { headers: { 'if-none-match': etag } })).status, 304);
    for (const nowhere of ['/karte/bild/9/0/0/karte.svg', '/karte/bild/0/999/0/karte.svg', '/karte/lage/99999/0/karte.svg']) assert.equal((await fetch(t.url + nowhere)).status, 404, nowhere);
  } finally {
    await t.close();
  }
});
