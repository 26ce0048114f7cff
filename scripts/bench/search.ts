import { searchServices } from '#core/catalogue';
import { ANONYMOUS } from '#platform/module';
import { fillCatalogue } from './catalogue-fill.ts';
import { benchInstallation } from './installation.ts';
import { figure, percentile } from './measure.ts';
import type { Bench } from './run.ts';

const WORDS = ['hund', 'hundesteuer', 'parken', 'bewohnerparkausweis', 'gewerbe anmelden', 'hunt', 'ummelden', 'ausweis', 'geburtsurkunde', 'baum fällen', 'wohngeld', 'kita platz', 'gewerbeanmeldng', 'heirat', 'sperrmüll'];

/** 95th percentile in ms of a search among more than 5,412 services. Reference: the same for a read by primary key. */
export const searchBench: Bench = async (context) => {
  const { platform, close } = await benchInstallation(context);
  const entries = await fillCatalogue(platform, context.project);
  context.log(`Katalog: ${entries} eingelesene Leistungen und die der Stadt`);
  const who = { tenantId: 1, actor: ANONYMOUS };
  const time = async (work: () => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    await work();
    return performance.now() - started;
  };
  const search = (i: number) => () => platform.read(who, (ctx) => searchServices(ctx, { query: WORDS[i % WORDS.length] ?? '', limit: 20 }));
  const byKey = () => platform.read(who, (ctx) => ctx.db<{ 'platform.tenant': { id: number; name: string } }>().selectFrom('platform.tenant').select('name').where('id', '=', 1).execute());
  for (let i = 0; i < 100; i++) await search(i)();
  for (let i = 0; i < 100; i++) await byKey();
  const searches: number[] = [];
  const reads: number[] = [];
  for (let i = 0; i < 400; i++) {
    searches.push(await time(search(i)));
    reads.push(await time(byKey));
  }
  await close();
  return figure(percentile(searches, 0.95), 'ms (p95)', percentile(reads, 0.95));
};
