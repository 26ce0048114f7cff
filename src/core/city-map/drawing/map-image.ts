import { promisify } from 'node:util';
import { createHash } from 'node:crypto';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { file, page, text, type Reply, type Rq } from '#platform/http';
import { notFound, type Platform } from '#platform/module';
import { cityMapOf } from '../data/city-map-of.ts';
import { SMALL } from '../data/places.ts';
import type { CityMap } from '../data/read-city-map.ts';
import { drawMap, type Picture } from './draw-map.ts';
import { isWindow, middleOf, scales, WINDOW } from './window.ts';

const pack = promisify(gzip);
type Kept = { bytes: Uint8Array; packed: Uint8Array; etag: string };
/** A picture takes some 20 kB and 5 to 80 ms of a core. */
const MOST = 300;
const pictures = new WeakMap<Platform, Map<string, Promise<Kept>>>();

function keep(platform: Platform, key: string, make: () => string): Promise<Kept> {
  let kept = pictures.get(platform);
  if (!kept) pictures.set(platform, (kept = new Map()));
  let known = kept.get(key);
  if (known) kept.delete(key); // whoever was asked for last goes last
  known ??= (async () => {
    const bytes = Buffer.from(make());
    return { bytes, packed: await pack(bytes), etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"` };
  })();
  kept.set(key, known);
  if (kept.size > MOST) kept.delete(kept.keys().next().value ?? '');
  return known;
}

async function answer(rq: Rq<unknown, unknown, unknown>, key: string, picture: (map: CityMap) => Picture | undefined): Promise<Reply> {
  const map = cityMapOf(rq.platform);
  const wanted = map && picture(map);
  if (!map || !wanted) throw notFound();
  const { bytes, packed, etag } = await keep(rq.platform, `${map.version}/${key}`, () => drawMap(map, wanted));
  // The address carries the version of the map, so it may be kept; where it doesn't, the browser asks again with the etag.
  const headers = { 'cache-control': rq.url.includes(`v=${map.version}`) ? 'public, max-age=31536000, immutable' : 'public, max-age=300', etag, vary: 'Accept-Encoding', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" };
  if (rq.header('if-none-match') === etag) return text('', 'image/svg+xml', { status: 304, headers });
  const small = /\bgzip\b/.test(rq.header('accept-encoding') ?? '');
  return file({ bytes: small ? packed : bytes, name: 'karte.svg', type: 'image/svg+xml', inline: true, headers: { ...headers, ...(small ? { 'content-encoding': 'gzip' } : {}) } });
}

const whole = z.coerce.number().int().min(-1_000_000).max(1_000_000);

/** One window of the map of the city. */
export const windowImage = page({
  method: 'GET',
  path: '/karte/bild/:z/:x/:y/karte.svg',
  site: 'portal',
  access: 'anyone',
  params: z.object({ z: whole, x: whole, y: whole }),
  handle: (rq) => answer(rq, `bild/${rq.params.z}/${rq.params.x}/${rq.params.y}`, (map) => (isWindow(map, rq.params) ? { middle: middleOf(rq.params), scale: scales[rq.params.z] ?? 1, ...WINDOW } : undefined)),
});

/** A small picture of where something lies, with its pin. */
export const spotImage = page({
  method: 'GET',
  path: '/karte/lage/:x/:y/karte.svg',
  site: 'portal',
  access: 'anyone',
  params: z.object({ x: whole, y: whole }),
  handle: (rq) => {
    const { x, y } = rq.params;
    return answer(rq, `lage/${x}/${y}`, ({ extent }) => (x >= extent.left && x <= extent.right && y >= extent.top && y <= extent.bottom ? { middle: { x, y }, pin: { x, y }, ...SMALL, legend: true } : undefined));
  },
});
