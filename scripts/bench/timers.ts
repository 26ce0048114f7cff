import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { SYSTEM, type Platform } from '#platform/module';
import type { ProcessRuntime } from '#engines/process';
import { freshDatabase, twoInsertRate } from './installation.ts';
import { figure } from './measure.ts';
import { deadline } from './process-model.ts';
import { migrateProcess, processInstallation, VERSION } from './process-installation.ts';
import type { Bench } from './run.ts';

const TIMERS = 10_000;
const who = { tenantId: 1, actor: SYSTEM };

/** 10,000 deadlines due at once, fired by two workers in processes of their own, durable: timers a second, none twice. Reference: commits of two inserts. */
export const timersBench: Bench = async (context) => {
  const url = await freshDatabase(context);
  await migrateProcess(url);
  const { platform, runtime, close } = await processInstallation({ url, dir: context.dir, graph: await deadline() });
  const reference = await twoInsertRate(platform);
  await beginAll(platform, runtime);
  await platform.db.pool.query('analyze process.instance, process.timer');
  const workers = await Promise.all([startWorker(url, context.dir), startWorker(url, context.dir)]);
  await sleep(1000);
  const began = performance.now();
  const counts = await Promise.all(workers.map(fireAll));
  const perSecond = TIMERS / ((performance.now() - began) / 1000);
  const fired = counts.reduce((sum, count) => sum + count, 0);
  // As the tenant: to anybody else the rows are hidden, and nothing would ever be wrong.
  const { rows } = await platform.transact(who, (ctx) => sql<{ once: number; twice: number; left: number }>`select count(*) filter (where revision = 1)::int as once, count(*) filter (where revision <> 1)::int as twice, (select count(*)::int from process.timer) as left from process.instance`.execute(ctx.db()));
  if (fired !== TIMERS || rows[0]?.once !== TIMERS || rows[0]?.twice !== 0 || rows[0]?.left !== 0) throw new Error(`${fired} Fristen ausgelöst, ${rows[0]?.twice} nicht genau einmal, ${rows[0]?.left} übrig`);
  context.log(`Anteil der beiden Arbeiter: ${counts.join(' und ')}`);
  await close();
  return figure(perSecond, 'Fristen/s', reference);
};

async function beginAll(platform: Platform, runtime: ProcessRuntime): Promise<void> {
  const batch = 100;
  for (let i = 0; i < TIMERS; i += batch)
    await platform.transact(who, async (ctx) => {
      for (let n = 0; n < batch; n++) await runtime.startInstance(ctx, { versionId: VERSION, businessKey: `case-${i + n}` });
    });
}

async function startWorker(url: string, dir: string): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, 'timer-worker.ts'), { execArgv: ['--import', './scripts/tsx.mjs'], env: { ...process.env, DATABASE_URL: url, STADTKERN_DATA: dir } });
  await once(worker, 'message');
  return worker;
}

async function fireAll(worker: ChildProcess): Promise<number> {
  worker.send('go');
  const [count] = (await once(worker, 'message')) as [number];
  return count;
}
