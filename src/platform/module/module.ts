import type { StorageNews } from '#platform/storage';
import type { Ctx, Platform } from './context.ts';

/** A place where a lower level lets higher ones add something (VS Code's contribution points, as plain data). */
export type Point<T> = { key: string; of(value: T): Contribution };
export type Contribution = { key: string; value: unknown };
export type Contributions = <T>(point: Point<T>) => T[];

export function definePoint<T>(key: string): Point<T> {
  return { key, of: (value) => ({ key, value }) };
}

export type Permission = { id: string; de: string };

/** Fills the sample city; runs once per tenant, in the order of the module list. */
export type Seed = { name: string; run(ctx: Ctx): Promise<void> };

/** All that one folder contributes; `app/modules.ts` lists them in order, lower levels first. */
export type Module = {
  /** Folder name; its database schema is the same with `_` for `-`. */
  name: string;
  /** Absolute folder of numbered SQL files. */
  migrations?: string;
  permissions?: Permission[];
  contributes?: Contribution[];
};

export function defineModule(module: Module): Module {
  return module;
}
export const schemaOf = (module: Module): string => module.name.replaceAll('-', '_');

/** What a folder ends when the installation closes: threads, connections. */
export const closings = definePoint<(platform: Platform) => Promise<void>>('platform/closing');

/**
 * Says which of these contents of the store the owner's tables name. Whoever keeps the hash of a content in a table and needs its bytes later
 * contributes this: what nobody names is taken out of the store. Asked for every tenant, since the store is one for all.
 */
export type BlobUse = (ctx: Ctx, hashes: string[]) => Promise<string[]>;
export const blobUse = definePoint<BlobUse>('platform/blob-use');

/** Hears that a damaged content was replaced, or that one was asked for that nobody seemed to name. */
export const storageNews = definePoint<(platform: Platform, news: StorageNews) => Promise<void>>('platform/storage-news');

/** Seeds of the sample city, run by `stadtkern seed` and at the first start of the demo. */
export const seeds = definePoint<Seed>('platform/seed');
