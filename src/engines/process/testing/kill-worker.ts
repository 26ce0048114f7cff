// A worker in a process of its own, for the test that kills it: fires timers and does jobs until it is gone.
import { auditModule, recordEvents } from '#platform/audit';
import { readConfig } from '#platform/config';
import { openDatabase } from '#platform/db';
import { createLogger, createPlatform } from '#platform/module';
import { diskStorage } from '#platform/storage';
import { processModule } from '../process-module.ts';
import { killRuntime, quickClock } from './kill-scene.ts';

const { RECORDER_URL = '', BEGAN_AT = '0' } = process.env;
const config = readConfig(process.env, process.cwd());
const db = await openDatabase({ url: config.databaseUrl ?? '', poolSize: 6 });
const platform = createPlatform({ config, db, storage: diskStorage(config.dataDir), log: createLogger('fatal'), clock: quickClock(Number(BEGAN_AT)), modules: [auditModule, processModule], recordEvents });
const runtime = await killRuntime(RECORDER_URL);
process.send?.('ready');
const rounds = [runtime.runDueTimers, runtime.runDueJobs, runtime.runOutsideJobs];
await Promise.all(
  rounds.map(async (round) => {
    for (;;) if ((await round(platform, 1)) === 0) await new Promise((resolve) => setTimeout(resolve, 15));
  }),
);
