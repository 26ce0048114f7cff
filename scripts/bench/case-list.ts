import { filterOf, listWork, reachOf } from '#core/cases';
import type { Platform } from '#platform/module';
import { figure, percentile } from './measure.ts';
import type { Bench } from './run.ts';
import { asClerk, asMachine, openVolume } from './volume.ts';

/** 95th percentile in ms of one page of a case list among the volume, with filters and search words as people use them. Reference: a read by primary key. */
export const caseListBench: Bench = async (context) => {
  const volume = await openVolume(context);
  const queries = [{}, { status: 'open' }, { status: 'closed' }, { q: 'hundesteuer' }, { q: '2026-bench-0000' }, { sortierung: 'eingang' }];
  const list = (i: number) => volume.platform.read(asClerk(volume), async (ctx) => listWork(ctx, { reach: await reachOf(ctx), filter: filterOf({ ansicht: 'alle', ...queries[i % queries.length] } as Parameters<typeof filterOf>[0]), page: { limit: 50 } }));
  const result = await compare(volume.platform, list);
  await volume.close();
  return figure(result.value, `ms (p95, ${volume.cases} Vorgänge)`, result.reference);
};

/** p95 of some work and of a read by primary key, in turns. */
export async function compare(platform: Platform, work: (i: number) => Promise<unknown>, runs = 200): Promise<{ value: number; reference: number }> {
  const byKey = (i: number) => platform.read(asMachine, (ctx) => ctx.db<{ 'cases.case': { tenant_id: number; id: string; number: string } }>().selectFrom('cases.case').select('number').where('tenant_id', '=', 1).where('id', '=', `00000000-0000-7000-9000-${(i % 1000).toString(16).padStart(12, '0')}`).execute());
  const time = async (act: () => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    await act();
    return performance.now() - started;
  };
  for (let i = 0; i < 30; i++) await Promise.all([work(i), byKey(i)]);
  const [values, references]: [number[], number[]] = [[], []];
  for (let i = 0; i < runs; i++) {
    values.push(await time(() => work(i)));
    references.push(await time(() => byKey(i)));
  }
  return { value: percentile(values, 0.95), reference: percentile(references, 0.95) };
}
