import { mkdirSync } from 'node:fs';
import { auditModule, recordEvents } from '#platform/audit';
import { readConfig } from '#platform/config';
import { migrate, openDatabase } from '#platform/db';
import { createProcessRuntime, processModule, type Effect, type Graph, type ProcessRuntime } from '#engines/process';
import { createLogger, createPlatform, schemaOf, type Platform } from '#platform/module';
import { diskStorage } from '#platform/storage';

export const VERSION = '00000000-0000-7000-8000-0000000000bb';
const modules = [auditModule, processModule];

export type ProcessInstallation = { platform: Platform; runtime: ProcessRuntime; fired(): number; close(): Promise<void> };

/** The engine on a database with nothing around it; counts the timers that fired here. */
export async function processInstallation({ url, dir, graph }: { url: string; dir: string; graph: Graph }): Promise<ProcessInstallation> {
  mkdirSync(dir, { recursive: true });
  const config = readConfig({ DATABASE_URL: url, STADTKERN_DATA: dir, LOG_LEVEL: 'error' }, process.cwd());
  const db = await openDatabase({ url, poolSize: 8 });
  const platform = createPlatform({ config, db, storage: diskStorage(dir), log: createLogger('error'), clock: () => new Date(performance.timeOrigin + performance.now()), modules, recordEvents });
  let fired = 0;
  const runtime = createProcessRuntime({
    loadGraph: async () => graph,
    context: async () => ({}),
    onEffects: async (_ctx, _instance, effects) => void (fired += effects.filter((effect: Effect) => effect.type === 'timer-cleared' && effect.reason === 'fired').length),
  });
  return { platform, runtime, fired: () => fired, close: () => db.close() };
}

/** The tables of the engine. */
export async function migrateProcess(url: string): Promise<void> {
  await migrate(url, modules.flatMap((one) => (one.migrations ? [{ owner: schemaOf(one), dir: one.migrations }] : [])));
}
