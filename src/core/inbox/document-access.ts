import type { DocumentAccess } from '#core/records';
import { mandateCoversCase } from '#core/cases';
import { holderOf, may } from '#platform/module';
import type { InboxTables } from './tables.ts';

/** A letter in somebody's inbox may be opened by that account. */
export const ownsDocument: DocumentAccess = async (ctx, document) => {
  if (ctx.actor.kind !== 'citizen' || !ctx.actor.id || !document.visibleToApplicant || !document.caseId) return false;
  const row = await ctx.db<InboxTables>().selectFrom('inbox.message').select('id').where('tenant_id', '=', ctx.tenantId).where('case_id', '=', document.caseId).where('document_id', '=', document.id).where('account_id', '=', holderOf(ctx.actor)).executeTakeFirst();
  return row !== undefined && (await mandateCoversCase(ctx, document.caseId));
};

/** The post room prints what goes out on paper, and nothing else. */
export const postRoomSees: DocumentAccess = async (ctx, document) => {
  if (!may(ctx.actor, 'inbox/post')) return false;
  const row = await ctx.db<InboxTables>().selectFrom('inbox.message').select('id').where('tenant_id', '=', ctx.tenantId).where('document_id', '=', document.id).where('delivery', '=', 'post').executeTakeFirst();
  return row !== undefined;
};
