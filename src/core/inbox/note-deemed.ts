import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { InboxTables } from './tables.ts';

const BATCH = 500;

/**
 * Notes in the audit log that letters count as notified from today on (third day after provision, OZG § 9; fourth after posting,
 * VwVfG § 41 Abs. 2). Each is noted once. @returns how many; call again while it is more than nothing.
 */
export async function noteDeemed(ctx: Ctx): Promise<number> {
  const db = ctx.db<InboxTables>();
  const due = db.selectFrom('inbox.message').select('id').where('tenant_id', '=', ctx.tenantId).where('deemed_on', '<=', calendarDayOf(ctx.now)).where('deemed_noted_at', 'is', null).orderBy('deemed_on').limit(BATCH).forUpdate().skipLocked();
  const noted = await db
    .updateTable('inbox.message')
    .set({ deemed_noted_at: ctx.now })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', 'in', due)
    .returning(['id', 'case_id', 'deemed_on', 'delivery'])
    .execute();
  for (const { id, case_id, deemed_on, delivery } of noted) ctx.emit({ type: 'inbox/deemed-notified', subject: `message:${id}`, caseId: case_id, data: { deemedOn: deemed_on, delivery } });
  return noted.length;
}
