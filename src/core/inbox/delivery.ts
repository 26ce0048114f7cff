import { cityOf } from '#core/organisation';
import type { Case } from '#core/cases';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { tellNews } from './notices/tell-news.ts';
import type { InboxTables } from './tables.ts';

type MessageRow = InboxTables['inbox.message'];
export type Outgoing = { kind: MessageRow['kind']; subject: string; body: string; documentId?: string; /** A wish: 'post' is always met, 'inbox' only for whoever may and agreed to retrieve it there. */ delivery?: 'inbox' | 'post' };
export type Delivered = { messageId: string; providedAt: Date | null; deemedOn: string | null; delivery: 'inbox' | 'post' };

const plusDays = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Third day after provision (OZG § 9 Abs. 1); the day of provision itself does not count (BGB § 187 Abs. 1). */
export const deemedOnRetrieval = (providedAt: Date): string => plusDays(calendarDayOf(providedAt), 3);
/** Fourth day after posting (VwVfG § 41 Abs. 2, as of 2025). */
export const deemedOnPost = (postedAt: Date): string => plusDays(calendarDayOf(postedAt), 4);

/**
 * Writes something to the applicant: it lies in the inbox at once (provision, with proof) and a mail says so the same day;
 * or it waits for the post room when the person did not agree to electronic notices or has no account to retrieve them with.
 */
export async function deliver(ctx: Ctx, found: Case, outgoing: Outgoing): Promise<Delivered> {
  const delivery = outgoing.delivery === 'post' ? 'post' : await deliveryFor(ctx, found, outgoing.kind);
  const providedAt = delivery === 'inbox' ? ctx.now : null;
  const deemedOn = providedAt && outgoing.kind === 'letter' ? deemedOnRetrieval(providedAt) : null;
  const row: MessageRow = {
    tenant_id: ctx.tenantId,
    id: newId(),
    case_id: found.id,
    case_number: found.number,
    account_id: found.applicant.accountId ?? null,
    direction: 'to-applicant',
    kind: outgoing.kind,
    subject: outgoing.subject,
    body: outgoing.body,
    author: ctx.actor.kind === 'staff' ? ctx.actor.name : cityOf(ctx.platform).name,
    document_id: outgoing.documentId ?? null,
    delivery,
    created_at: ctx.now,
    provided_at: providedAt,
    deemed_on: deemedOn,
    deemed_noted_at: null,
    posted_at: null,
    read_at: null,
  };
  await ctx.db<InboxTables>().insertInto('inbox.message').values(row).execute();
  const type = delivery === 'post' ? 'inbox/queued-for-post' : `inbox/${outgoing.kind}-provided`;
  ctx.emit({ type, subject: `message:${row.id}`, caseId: found.id, data: { documentId: row.document_id, deemedOn } });
  const base = ctx.platform.config.publicUrl;
  await tellNews(ctx, found, { kind: row.kind, byPost: delivery === 'post', link: row.account_id ? `${base}/konto/nachrichten/${row.id}` : `${base}/status` });
  return { messageId: row.id, providedAt, deemedOn, delivery };
}

/** Letters need somebody who can retrieve them after signing in (OZG § 9 Abs. 1); messages may always lie in the inbox. */
async function deliveryFor(ctx: Ctx, found: Case, kind: MessageRow['kind']): Promise<'inbox' | 'post'> {
  if (kind !== 'letter') return 'inbox';
  if (!found.applicant.accountId) return 'post';
  const row = await ctx.db<InboxTables>().selectFrom('inbox.by_post').select('case_id').where('tenant_id', '=', ctx.tenantId).where('case_id', '=', found.id).executeTakeFirst();
  return row ? 'post' : 'inbox';
}

/** The applicant wants letters of this case by post. */
export async function chooseLettersByPost(ctx: Ctx, caseId: string): Promise<void> {
  await ctx.db<InboxTables>().insertInto('inbox.by_post').values({ tenant_id: ctx.tenantId, case_id: caseId, chosen_at: ctx.now }).onConflict((oc) => oc.doNothing()).execute();
  ctx.emit({ type: 'inbox/post-chosen', subject: `case:${caseId}`, caseId });
}

/** Of these cases those whose letters go by post, with the day since which. */
export async function listPostChoices(ctx: Ctx, caseIds: string[]): Promise<Map<string, Date>> {
  if (caseIds.length === 0) return new Map();
  const rows = await ctx.db<InboxTables>().selectFrom('inbox.by_post').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', 'in', caseIds).execute();
  return new Map(rows.map((row) => [row.case_id, row.chosen_at ?? ctx.now]));
}
