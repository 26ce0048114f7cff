import { runAsSystem, type Job } from '#platform/jobs';
import type { Ctx } from '#platform/module';
import type { DataProtectionTables } from './tables.ts';

/** A complaint or claim about an answer comes within the three years of § 195 BGB; afterwards nobody needs the request. */
const YEARS = 3;

/** Deletes requests that were done or refused three years ago. @returns how many */
export async function forgetRequests(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now);
  before.setUTCFullYear(before.getUTCFullYear() - YEARS);
  const { numDeletedRows } = await ctx.db<DataProtectionTables>().deleteFrom('data_protection.request').where('tenant_id', '=', ctx.tenantId).where('state', '<>', 'open').where('done_at', '<', before).executeTakeFirstOrThrow();
  const count = Number(numDeletedRows);
  if (count > 0) ctx.emit({ type: 'data-protection/requests-forgotten', subject: 'data-protection', data: { count } });
  return count;
}

export const forgetRequestsJob: Job = { name: 'data-protection/forget-requests', schedule: '20 3 * * *', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), forgetRequests)) };
