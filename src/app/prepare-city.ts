import { SYSTEM, seeds, type Platform } from '#platform/module';

/** Fills a new installation: services from their folders, and in the demo the sample city. Safe to run at every start. */
export async function prepareCity(platform: Platform, say: (sentence: string) => void): Promise<void> {
  for (const seed of platform.contributions(seeds)) {
    await platform.transact({ tenantId: 1, actor: SYSTEM }, (ctx) => seed.run(ctx));
  }
  say('Stadt vorbereitet');
}
