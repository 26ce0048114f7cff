import { sql } from 'kysely';
import { findCurrentVersion } from '#core/catalogue';
import { SYSTEM } from '#platform/module';
import { mineService } from '../../src/modules/process-map/mining/mining-page.tsx';
import { writePath, type TraceStep } from '../../src/modules/process-map/mining/trace.ts';
import { benchInstallation } from './installation.ts';
import { figure, median } from './measure.ts';
import type { Bench } from './run.ts';

const CASES = 100_000;
const STEPS = 10;
const SHAPES = 60;
const slug = 'dog-registration';
const machine = { tenantId: 1, actor: SYSTEM };

/** A case with times of its own: every path text is another one, as in life. */
function pathOf(nodes: readonly string[], n: number): string {
  let at = 0;
  return writePath(
    Array.from({ length: STEPS }, (_, i): TraceStep => {
      const entered = at;
      at += 60 + ((n * 7919 + i * 104_729) % 86_400);
      return { node: nodes[(i * (1 + (n % 3)) + (n % SHAPES)) % nodes.length] ?? '', entered, left: at, ...(i % 3 === 1 ? { claimed: entered + 30 } : {}) };
    }),
  );
}

/**
 * Milliseconds from the click to the figures for a million events of a hundred thousand cases: rows read from the database, variants,
 * conformance to the model, waiting and working time of each step. Reference: reading the same rows and nothing else.
 */
export const miningBench: Bench = async (context) => {
  const { platform, close } = await benchInstallation(context);
  const current = await platform.read(machine, (ctx) => findCurrentVersion(ctx, slug));
  if (!current) throw new Error(`${slug} ist nicht veröffentlicht.`);
  const nodes = [...current.service.process.nodes.values()].filter(({ kind }) => kind !== 'process').map(({ id }) => id);
  for (let from = 0; from < CASES; from += 5000) {
    const paths = Array.from({ length: 5000 }, (_, i) => pathOf(nodes, from + i));
    await platform.transact(machine, (ctx) =>
      sql`insert into process_map.trace (tenant_id, case_id, service, version, office, started_at, ended_at, outcome, path)
        select 1, gen_random_uuid(), ${slug}, 1, 'steueramt', now() - n * interval '1 minute', now(), 'granted', path from unnest(${paths}::text[]) with ordinality as t(path, n)`.execute(ctx.db()),
    );
  }
  await platform.db.pool.query('analyze process_map.trace');
  const time = async (act: () => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    await act();
    return performance.now() - started;
  };
  const work = async (): Promise<void> => {
    const mined = await platform.read(machine, (ctx) => mineService(ctx, { leistung: slug, von: '', bis: '', amt: '' }, current));
    if (mined.events !== CASES * STEPS) throw new Error(`${mined.events} instead of ${CASES * STEPS} events`);
  };
  const plain = (): Promise<unknown> =>
    platform.read(machine, (ctx) => sql`select path, version, extract(epoch from started_at)::float8, extract(epoch from ended_at)::float8 from process_map.trace where tenant_id = 1 and service = ${slug}`.execute(ctx.db()));
  await time(work);
  const [values, references]: [number[], number[]] = [[], []];
  for (let i = 0; i < 5; i++) {
    values.push(await time(work));
    references.push(await time(plain));
  }
  await close();
  return figure(median(values), `ms (${CASES * STEPS} Ereignisse)`, median(references));
};
