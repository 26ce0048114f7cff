import { searchDocuments } from '#core/records';
import { compare } from './case-list.ts';
import { figure } from './measure.ts';
import type { Bench } from './run.ts';
import { asClerk, openVolume } from './volume.ts';

const WORDS = ['hundesteuer', 'bescheid', 'kebelung', 'linorlein vosilwerk', 'anna weber12', 'wohngeld nachweis', 'bewohnerparken antrag', 'parken', 'gewerbe', 'greprdorfamt'];

/** 95th percentile in ms of a full-text search by a clerk of one of twenty offices, with facets and marked hits. Reference: a read by primary key. */
export const fullTextBench: Bench = async (context) => {
  const volume = await openVolume(context);
  const result = await compare(volume.platform, (i) => volume.platform.read(asClerk(volume), (ctx) => searchDocuments(ctx, { text: WORDS[i % WORDS.length] ?? '' }, { limit: 20 })));
  for (const text of WORDS) {
    const started = performance.now();
    const found = await volume.platform.read(asClerk(volume), (ctx) => searchDocuments(ctx, { text }, { limit: 20 }));
    context.log(`${text}: ${found.total}${found.more ? '+' : ''} Treffer, ${(performance.now() - started).toFixed(0)} ms`);
  }
  await volume.close();
  return figure(result.value, `ms (p95, ${volume.cases * 5} Dokumente)`, result.reference);
};
