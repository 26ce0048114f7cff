import type { Job } from '#platform/jobs';

const DAY_MS = 86_400_000;

/** Every night: what a kill has left in the store of files that were on their way. The store is one for all tenants. */
export const removeLeftoversJob: Job = {
  name: 'records/remove-leftovers',
  schedule: '50 2 * * *',
  handle: async (platform, tenantId) => {
    if (tenantId !== 1) return;
    const count = await platform.storage.removeLeftovers(new Date(platform.clock().getTime() - DAY_MS));
    if (count > 0) platform.log.info({ count }, 'files left on their way were removed');
  },
};
