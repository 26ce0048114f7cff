import { addDays } from '#core/organisation';
import { projectsById } from '#core/projects';
import { findAccount } from '#platform/auth';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { BudgetTables } from '../tables.ts';
import { listOpenDuties } from './fundings.queries.ts';

const DAYS_BEFORE = 30;
const DAYS_BETWEEN = 14;

/** Reminds the lead of the funded project of a duty, 30 days before its day and every two weeks until it is fulfilled. @returns how many mails */
export async function remindOfDuties(ctx: Ctx): Promise<number> {
  const today = calendarDayOf(ctx.now);
  const due = (await listOpenDuties(ctx, { until: addDays(today, DAYS_BEFORE), limit: 500 })).filter((one) => !one.reminded_on || one.reminded_on <= addDays(today, -DAYS_BETWEEN));
  const projects = await projectsById(ctx, [...new Set(due.flatMap((one) => one.project_id ?? []))]);
  let sent = 0;
  for (const one of due) {
    const leadId = one.project_id ? projects.get(one.project_id)?.leadId : null;
    const account = leadId ? await findAccount(ctx, leadId) : undefined;
    if (!account?.email) continue;
    const late = one.due_on < today;
    await sendMail(ctx, { to: account.email, subject: `${late ? 'Überfällig' : 'Bald fällig'}: ${one.title}, ${one.programme}`, text: `Guten Tag,\n\n„${one.title}“ für die Förderung „${one.programme}“ ${late ? 'war' : 'ist'} am ${formatDate(one.due_on)} fällig. Versäumte Nachweise können die Förderung kosten.\n${ctx.platform.config.publicUrl}/office/haushalt/foerderungen/${one.funding_id}\n` });
    await ctx.db<BudgetTables>().updateTable('budgets.duty').set({ reminded_on: today }).where('tenant_id', '=', ctx.tenantId).where('id', '=', one.id).execute();
    ctx.emit({ type: 'budgets/duty-reminded', subject: one.project_id ? `project:${one.project_id}` : `funding:${one.funding_id}`, data: { title: one.title, on: one.due_on } });
    sent += 1;
  }
  return sent;
}
