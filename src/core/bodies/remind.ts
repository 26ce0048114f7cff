import { addDays } from '#core/organisation';
import { findAccount } from '#platform/auth';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { BodiesTables } from './tables.ts';

const DAYS_BEFORE = 3;
const DAYS_BETWEEN = 14;

/** Tells whoever is responsible three days before a resolution is due, and every two weeks once it is overdue. One mail per resolution. */
export async function remindOfResolutions(ctx: Ctx): Promise<number> {
  const today = calendarDayOf(ctx.now);
  const db = ctx.db<BodiesTables>();
  const due = await db.selectFrom('bodies.resolution').selectAll().where('tenant_id', '=', ctx.tenantId).where('state', '=', 'open').where('responsible_id', 'is not', null)
    .where('due_on', '<=', addDays(today, DAYS_BEFORE)).where((eb) => eb.or([eb('reminded_on', 'is', null), eb('reminded_on', '<=', addDays(today, -DAYS_BETWEEN))])).orderBy('due_on').limit(500).execute();
  for (const one of due) {
    const account = await findAccount(ctx, one.responsible_id ?? '');
    const late = (one.due_on ?? '') < today;
    if (account?.email) await sendMail(ctx, { to: account.email, subject: late ? `Überfällig: Beschluss ${one.number}` : `Beschluss ${one.number} ist bald fällig`, text: `Guten Tag,\n\n„${one.title}“ ${late ? 'war' : 'ist'} bis ${formatDate(one.due_on ?? today)} zu erledigen. Was ist daraus geworden? Sagen Sie es hier:\n${ctx.platform.config.publicUrl}/office/gremien/beschluesse/${one.id}\n` });
    await db.updateTable('bodies.resolution').set({ reminded_on: today }).where('tenant_id', '=', ctx.tenantId).where('id', '=', one.id).execute();
    ctx.emit({ type: 'bodies/resolution-reminded', subject: `resolution:${one.id}` });
  }
  return due.length;
}
