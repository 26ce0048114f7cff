import { closeEndedFiles } from '#core/records';
import type { Job } from '#platform/jobs';
import { SYSTEM } from '#platform/module';

/** So long after its case ended a file waits for late papers and payments. */
const DAYS = 30;

/** Every night the files of cases that ended a month ago are closed (zdA); from then on their retention runs. */
export const closeEndedJob: Job = {
  name: 'filing/close-ended',
  schedule: '20 3 * * *',
  handle: async (platform, tenantId) => void (await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => closeEndedFiles(ctx, DAYS))),
};
