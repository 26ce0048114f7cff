// A worker in a process of its own, for tests that kill it: does bulk runs until it is gone.
import { auditModule, recordEvents } from '#platform/audit';
import { authModule } from '#platform/auth';
import { readConfig } from '#platform/config';
import { openDatabase } from '#platform/db';
import { createLogger, createPlatform } from '#platform/module';
import { diskStorage } from '#platform/storage';
import { catalogueModule } from '#core/catalogue';
import { organisationModule } from '#core/organisation';
import { partiesModule } from '#core/parties';
import { recordsModule } from '#core/records';
import { processModule } from '#engines/process';
import { casesModule } from '../module.ts';
import { runBulkWork } from '../runs/bulk-work.ts';

const config = readConfig(process.env, process.cwd());
const db = await openDatabase({ url: config.databaseUrl ?? '', poolSize: 4 });
const modules = [auditModule, authModule, organisationModule, catalogueModule, partiesModule, recordsModule, processModule, casesModule];
const platform = createPlatform({ config, db, storage: diskStorage(config.dataDir), log: createLogger('error'), clock: () => new Date(performance.timeOrigin + performance.now()), modules, recordEvents });
process.send?.('ready');
for (;;) if ((await runBulkWork(platform, 1)) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
