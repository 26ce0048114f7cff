import { publishChangedServices } from '#core/catalogue';
import { SYSTEM, seeds, type Platform } from '#platform/module';
import { countEvents } from '../modules/figures/counting/count-events.ts';
import { seedSampleUse } from '../modules/figures/sample-use.ts';
import { seedSampleCases } from './sample-cases.ts';

/** Fills a new installation: offices, people and services from their folders, and in the demo the sample city. Safe at every start. */
export async function prepareCity(platform: Platform, say: (sentence: string) => void): Promise<void> {
  for (const seed of platform.contributions(seeds)) {
    await platform.transact({ tenantId: 1, actor: SYSTEM }, (ctx) => seed.run(ctx));
  }
  say('Ämter und Personen sind da');
  const report = await publishChangedServices(platform, 1);
  const broken = report.broken.map(({ slug }) => slug).join(', ');
  say(`Leistungen: ${report.published.length} neu veröffentlicht, ${report.unchanged.length} unverändert${broken ? `; fehlerhaft und ausgelassen: ${broken}` : ''}`);
  const sample = await seedSampleCases(platform, { say, count: platform.config.sampleCases });
  if (sample) {
    await platform.transact({ tenantId: 1, actor: SYSTEM }, seedSampleUse);
    await countEvents(platform, 1); // else the first five minutes show visits without applications
  }
  // Much has come at once: without fresh statistics the planner reads whole tables until autovacuum comes by.
  if (sample || report.published.length > 0) await platform.db.pool.query('analyze');
  if (sample) say(`Musterfälle: ${sample.submitted} Anträge der letzten zwölf Monate angelegt`);
}
