import type { Platform } from '#platform/module';

/** How long a public page may be behind a change made by another process. */
const LIFETIME_MS = 5_000;
const MOST = 2_000;
type Kept = { until: number; value: Promise<unknown> };
const stores = new WeakMap<Platform, Map<string, Kept>>();

/**
 * What a public page shows, read at most once in five seconds per process; equal for everybody, so never for anything personal.
 * A publication in the same process is seen at once ({@link forgetBrief}).
 */
export function rememberBriefly<T>(platform: Platform, key: string, load: () => Promise<T>): Promise<T> {
  let store = stores.get(platform);
  if (!store) stores.set(platform, (store = new Map()));
  const now = platform.clock().getTime();
  const known = store.get(key);
  if (known && known.until > now && known.until <= now + LIFETIME_MS) return known.value as Promise<T>;
  if (store.size >= MOST) store.clear();
  const value = load();
  store.set(key, { until: now + LIFETIME_MS, value });
  const kept = store;
  value.catch(() => kept.delete(key));
  return value;
}

/** After a publication everything is read anew. */
export function forgetBrief(platform: Platform): void {
  stores.get(platform)?.clear();
}
