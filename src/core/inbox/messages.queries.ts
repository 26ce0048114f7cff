import { caseWithinMandate, mandateCoversCase } from '#core/cases';
import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { InboxTables } from './tables.ts';

export type Message = InboxTables['inbox.message'];

/** All messages and letters of a case, oldest first. */
export async function listCaseMessages(ctx: Ctx, caseId: string): Promise<Message[]> {
  return ctx.db<InboxTables>().selectFrom('inbox.message').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).orderBy('id').limit(500).execute();
}

/** The inbox of an account, newest first; page on with `before` (id of the last row). */
export async function listInbox(ctx: Ctx, accountId: string, { before, limit = 20 }: { before?: string; limit?: number } = {}): Promise<Message[]> {
  let query = ctx.db<InboxTables>().selectFrom('inbox.message').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('direction', '=', 'to-applicant').where(caseWithinMandate(ctx, accountId, 'case_id'));
  if (before) query = query.where('id', '<', before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

/** What the person has not opened yet, newest first. */
export async function listUnread(ctx: Ctx, accountId: string, limit: number): Promise<Message[]> {
  return ctx.db<InboxTables>().selectFrom('inbox.message').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('read_at', 'is', null).where('direction', '=', 'to-applicant').where('delivery', '=', 'inbox').where(caseWithinMandate(ctx, accountId, 'case_id')).orderBy('id', 'desc').limit(limit).execute();
}

export async function countUnread(ctx: Ctx, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from inbox.message where tenant_id = ${ctx.tenantId} and account_id = ${accountId} and read_at is null and direction = 'to-applicant' and delivery = 'inbox' and ${caseWithinMandate(ctx, accountId, 'case_id')}`.execute(ctx.db());
  return rows[0]?.n ?? 0;
}

/** Opens a message of this account and notes the first reading. @throws Problem 404 when it is not theirs. */
export async function openMessage(ctx: Ctx, id: string, accountId: string): Promise<Message> {
  const row = await ctx.db<InboxTables>().selectFrom('inbox.message').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row || row.account_id !== accountId || !(await mandateCoversCase(ctx, row.case_id))) throw problem('inbox/no-message');
  if (!row.read_at && row.direction === 'to-applicant') {
    await ctx.db<InboxTables>().updateTable('inbox.message').set({ read_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
    ctx.emit({ type: 'inbox/read', subject: `message:${id}`, caseId: row.case_id });
  }
  return row;
}

/** The message that brought a letter to the applicant. */
export async function findLetterMessage(ctx: Ctx, documentId: string): Promise<{ providedAt: Date | null; deemedOn: string | null; delivery: 'inbox' | 'post' } | undefined> {
  return ctx.db<InboxTables>().selectFrom('inbox.message').select(['provided_at as providedAt', 'deemed_on as deemedOn', 'delivery']).where('tenant_id', '=', ctx.tenantId).where('document_id', '=', documentId).executeTakeFirst();
}

export async function countToPost(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from inbox.message where tenant_id = ${ctx.tenantId} and delivery = 'post' and posted_at is null`.execute(ctx.db());
  return rows[0]?.n ?? 0;
}

/** Letters that wait to be printed and posted, oldest first. */
export async function listToPost(ctx: Ctx, limit = 50): Promise<Message[]> {
  return ctx.db<InboxTables>().selectFrom('inbox.message').selectAll().where('tenant_id', '=', ctx.tenantId).where('delivery', '=', 'post').where('posted_at', 'is', null).orderBy('created_at').limit(limit).execute();
}
