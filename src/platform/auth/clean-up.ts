import type { Job } from '#platform/jobs';
import { runAsSystem } from '#platform/jobs';
import type { AuthTables } from './tables.ts';

const DAY = 86_400_000;

/** Every night: what has run out is deleted. Sessions stay thirty days, so that a parked form finds its person. */
export const cleanUp: Job = {
  name: 'auth/clean-up',
  schedule: '17 3 * * *',
  handle: async (platform, tenantId) => {
    await platform.transact(runAsSystem(tenantId), async (ctx) => {
      const db = ctx.db<AuthTables>();
      await db.deleteFrom('auth.ticket').where('tenant_id', '=', tenantId).where('expires_at', '<', ctx.now).execute();
      await db.deleteFrom('auth.attempt').where('tenant_id', '=', tenantId).where('window_ends_at', '<', ctx.now).execute();
      await db.deleteFrom('auth.session').where('tenant_id', '=', tenantId).where('expires_at', '<', new Date(ctx.now.getTime() - 30 * DAY)).execute();
    });
  },
};
