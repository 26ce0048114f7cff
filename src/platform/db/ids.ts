import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(10 * 512);
let used = pool.length;
let lastMs = 0;
let counter = 0;

/** A new UUIDv7 (RFC 9562): ordered by time, so that indexes grow at one end; made in the app, so that shards need no sequence. */
export function newId(): string {
  let ms = Date.now();
  if (ms <= lastMs) {
    ms = lastMs;
    counter = (counter + 1) & 0xfff;
    if (counter === 0) ms = ++lastMs;
  } else {
    counter = 0;
    lastMs = ms;
  }
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, (used += 10));
  const hex = ms.toString(16).padStart(12, '0');
  const sub = (0x7000 | counter).toString(16);
  const tail = random.toString('hex', 0, 8);
  const variant = (8 + (parseInt(tail[0] ?? '0', 16) & 3)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${sub}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}`;
}
