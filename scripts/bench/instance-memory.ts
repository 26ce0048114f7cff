import { sql } from 'kysely';
import { SYSTEM } from '#platform/module';
import { freshDatabase } from './installation.ts';
import { figure } from './measure.ts';
import { threeTasks } from './process-model.ts';
import { migrateProcess, processInstallation, VERSION } from './process-installation.ts';
import type { Bench } from './run.ts';

const INSTANCES = 5000;
const who = { tenantId: 1, actor: SYSTEM };
const TABLES = ['instance', 'timer', 'subscription', 'job', 'incident'];

/**
 * Bytes that a waiting instance takes in the database: its rows and its share of their indexes, after one completed task of a model with 15 nodes,
 * at a task with a deadline, with 200 bytes of variables. Reference: the limit of 2 kB.
 */
export const instanceBench: Bench = async (context) => {
  const url = await freshDatabase(context);
  await migrateProcess(url);
  const { platform, runtime, close } = await processInstallation({ url, dir: context.dir, graph: await threeTasks() });
  const before = await bytes(platform.db.pool);
  const variables = { ok: true, name: 'Anna Weber', purpose: 'x'.repeat(100), amount_cents: 12_300, applied_on: '2026-11-22', checked: true };
  for (let i = 0; i < INSTANCES; i += 50)
    await platform.transact(who, async (ctx) => {
      for (let n = 0; n < 50; n++) {
        const { instance } = await runtime.startInstance(ctx, { versionId: VERSION, businessKey: '00000000-0000-7000-8000-0000000000cc', variables });
        const open = instance.state.tokens.find((token) => token.wait === 'user');
        await runtime.advance(ctx, instance, { type: 'completeTask', tokenId: open?.id ?? 0 });
      }
    });
  // What the completed step has left behind is reused by the next ones; a running city does not grow by it.
  await platform.db.pool.query(`vacuum full process.instance, process.timer`);
  const perInstance = ((await bytes(platform.db.pool)) - before) / INSTANCES;
  const { rows } = await platform.transact(who, (ctx) => sql<{ state: number }>`select avg(pg_column_size(state))::int as state from process.instance`.execute(ctx.db()));
  context.log(`davon der Zustand selbst: ${rows[0]?.state} Byte`);
  await close();
  return figure(perInstance, 'Byte/Vorgang', 2048);
};

async function bytes(pool: { query<R extends object>(text: string): Promise<{ rows: R[] }> }): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(`select sum(pg_total_relation_size('process.' || t)) as bytes from unnest(array['${TABLES.join("','")}']) t`);
  return Number(rows[0]?.bytes);
}
