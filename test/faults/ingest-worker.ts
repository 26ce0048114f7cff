// The watch folder of the post room in a process of its own, for the test that kills it.
import { join } from 'node:path';
import { recordEvents } from '#platform/audit';
import { readConfig } from '#platform/config';
import { openDatabase } from '#platform/db';
import { openJobs } from '#platform/jobs';
import { createLogger, createPlatform } from '#platform/module';
import { diskStorage } from '#platform/storage';
import { modules } from '../../src/app/modules.ts';
import { takeInFolder } from '../../src/core/inbound-post/watch-folder.ts';

const config = readConfig(process.env, process.cwd());
const db = await openDatabase({ url: config.databaseUrl ?? '', poolSize: 4 });
const platform = createPlatform({ config, db, storage: diskStorage(join(config.dataDir, 'files')), log: createLogger('fatal'), clock: () => new Date(), modules, recordEvents });
await openJobs(platform, { tenants: async () => [1] });
process.send?.('ready');
await takeInFolder(platform, 1, process.env['INBOUND_FOLDER'] ?? '');
