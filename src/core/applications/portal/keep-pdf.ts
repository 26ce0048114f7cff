import type { Platform } from '#platform/module';

/** A printed form is set anew after this time, so that a changed letterhead shows. */
const LIFETIME_MS = 600_000;
const MOST = 60;
type Kept = { since: number; pdf: Promise<Uint8Array> };
const stores = new WeakMap<Platform, Map<string, Kept>>();

/** A PDF that is the same for everybody, set once while many ask for it: setting one takes a tenth of a second that anybody could ask for. */
export function keepPdf(platform: Platform, key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  let store = stores.get(platform);
  if (!store) stores.set(platform, (store = new Map()));
  const now = platform.clock().getTime();
  const known = store.get(key);
  if (known && now - known.since < LIFETIME_MS && now >= known.since) return known.pdf;
  store.delete(key);
  const [oldest] = store.keys();
  if (store.size >= MOST && oldest !== undefined) store.delete(oldest);
  const pdf = make();
  store.set(key, { since: now, pdf });
  const kept = store;
  pdf.catch(() => kept.delete(key));
  return pdf;
}
