import type { DocumentAccess } from '#core/records';
import { covers, holderOf } from '#platform/module';
import type { ApplicationTables } from './tables.ts';

/** Whoever made an application from an account, or holds a mandate of the organisation that did, may open what the case shows to applicants. */
export const applicantSees: DocumentAccess = async (ctx, document) => {
  if (ctx.actor.kind !== 'citizen' || !ctx.actor.id || !document.visibleToApplicant || !document.caseId) return false;
  const row = await ctx.db<ApplicationTables>().selectFrom('applications.application').select('slug').where('tenant_id', '=', ctx.tenantId).where('case_id', '=', document.caseId).where('account_id', '=', holderOf(ctx.actor)).executeTakeFirst();
  return row !== undefined && covers(ctx.actor, row.slug);
};
