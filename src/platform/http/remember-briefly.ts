import type { Platform } from '#platform/module';

/** How long a public page may be behind a change made by another process; what was made of it may be as long behind again. */
const LIFETIME_MS = 15_000;
/** Most values, and most bytes of finished pages. */
const MOST = 2_000;
const MOST_BYTES = 8_000_000;
type Kept<T> = { until: number; value: T };
type Store = { values: Map<string, Kept<Promise<unknown>>>; pages: Map<string, Kept<Buffer>>; bytes: number };
const stores = new WeakMap<Platform, Store>();

function storeOf(platform: Platform): Store {
  let store = stores.get(platform);
  if (!store) stores.set(platform, (store = { values: new Map(), pages: new Map(), bytes: 0 }));
  return store;
}

const isFresh = ({ until }: Kept<unknown>, now: number): boolean => until > now && until <= now + LIFETIME_MS;

/**
 * What a public page shows, read at most once in fifteen seconds per process; equal for everybody, so never for anything personal.
 * A publication in the same process is seen at once ({@link forgetBrief}).
 */
export function rememberBriefly<T>(platform: Platform, key: string, load: () => Promise<T>): Promise<T> {
  const { values } = storeOf(platform);
  const now = platform.clock().getTime();
  const known = values.get(key);
  if (known && isFresh(known, now)) return known.value as Promise<T>;
  if (values.size >= MOST) values.clear();
  const value = load();
  values.set(key, { until: now + LIFETIME_MS, value });
  value.catch(() => values.delete(key));
  return value;
}

/** All that is remembered now; another one after {@link forgetBrief}. */
export const briefMemory = (platform: Platform): object => storeOf(platform);

/** A finished page that everybody sees alike; `memory`: of the time when its content was read, so that nothing older than a publication is kept. */
export async function keepPage(platform: Platform, { key, memory }: { key: string; memory: object | undefined }, make: () => Promise<Buffer>): Promise<Buffer> {
  const store = storeOf(platform);
  const now = platform.clock().getTime();
  const known = store.pages.get(key);
  if (known && isFresh(known, now)) return known.value;
  const value = await make();
  if (memory === store) addPage(store, key, { until: now + LIFETIME_MS, value });
  return value;
}

function addPage(store: Store, key: string, page: Kept<Buffer>): void {
  dropPage(store, key);
  store.pages.set(key, page);
  store.bytes += page.value.length;
  for (const oldest of store.pages.keys()) {
    if (store.bytes <= MOST_BYTES) return;
    dropPage(store, oldest);
  }
}

function dropPage(store: Store, key: string): void {
  store.bytes -= store.pages.get(key)?.value.length ?? 0;
  store.pages.delete(key);
}

/** After a publication everything is read anew. */
export function forgetBrief(platform: Platform): void {
  stores.delete(platform);
}
