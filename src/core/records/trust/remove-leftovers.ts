import { runAsSystem, type Job } from '#platform/jobs';
import { removeOldEditKeys } from '../webdav/edit-key.ts';

const DAY_MS = 86_400_000;

/** Every night: keys of word processors that have run out, and what a kill has left in the store of files that were on their way. The store is one for all tenants. */
export const removeLeftoversJob: Job = {
  name: 'records/remove-leftovers',
  schedule: '50 2 * * *',
  handle: async (platform, tenantId) => {
    await platform.transact(runAsSystem(tenantId), removeOldEditKeys);
    if (tenantId !== 1) return;
    const count = await platform.storage.removeLeftovers(new Date(platform.clock().getTime() - DAY_MS));
    if (count > 0) platform.log.info({ count }, 'files left on their way were removed');
  },
};
