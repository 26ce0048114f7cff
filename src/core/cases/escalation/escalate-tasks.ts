import { getServiceVersion } from '#core/catalogue';
import { cityOf, listGroupMembers, listHeads, listSubstitutions } from '#core/organisation';
import { findAccount } from '#platform/auth';
import { calendarDayOf, formatDate, plural } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import { sql } from 'kysely';
import type { StatutoryClock } from '../clock/statutory-clock.ts';
import type { CasesTables } from '../tables.ts';
import { clockEscalationOn } from './escalation-rule.ts';
import { writeNotices } from './notices.ts';

const BATCH = 100;
/** Priority of a task whose deadline is in danger; 50 is normal. */
const URGENT = 80;
const MOST_IN_A_MAIL = 20;

type Due = { version_id: string; clock: StatutoryClock | null; submitted_at: Date; id: string; case_id: string; node_id: string; name: string; case_number: string; office_id: string; due_on: string | null; case_due_on: string | null; escalate_by: 'clock' | 'task'; escalate_to: string | null; assignee_name: string | null };

/**
 * Tasks whose deadline is in danger rise in priority, and the head of the office (or the group the process names) is told by notice
 * and mail; each deadline once, that of the task and later that of its case. A clock that stands still endangers nothing.
 * @returns how many; call again while it is more than nothing.
 */
export async function escalateTasks(ctx: Ctx): Promise<number> {
  const { rows } = await sql<Due>`select t.id, t.case_id, t.node_id, t.name, t.case_number, t.office_id, t.due_on, c.due_on as case_due_on, t.escalate_by, t.escalate_to, t.assignee_name, c.version_id, c.clock, c.submitted_at
    from cases.task t join cases.case c on c.tenant_id = t.tenant_id and c.id = t.case_id
    where t.tenant_id = ${ctx.tenantId} and t.state = 'open' and not t.escalation_told and t.escalate_on <= ${calendarDayOf(ctx.now)}::date and (t.escalate_by = 'task' or c.paused_at is null)
    order by t.escalate_on, t.id limit ${BATCH} for update of t skip locked`.execute(ctx.db<CasesTables>());
  const told = new Map<string, string[]>();
  for (const task of rows) await escalate(ctx, task, told);
  for (const [accountId, lines] of told) await mailTo(ctx, accountId, lines);
  return rows.length;
}

async function escalate(ctx: Ctx, task: Due, told: Map<string, string[]>): Promise<void> {
  const dueOn = (task.escalate_by === 'clock' ? task.case_due_on : task.due_on) ?? '';
  const persons = await whomToTell(ctx, task);
  const word = dueOn < calendarDayOf(ctx.now) ? 'Überfällig' : 'Bald überfällig';
  const text = `${word}: ${task.case_number}, „${task.name}“, ${task.escalate_by === 'clock' ? 'Frist des Vorgangs' : 'zu erledigen bis'} ${formatDate(dueOn)}, ${task.assignee_name ? `liegt bei ${task.assignee_name}` : 'noch von niemandem übernommen'}.`;
  await ctx
    .db<CasesTables>()
    .updateTable('cases.task')
    .set({ escalated_at: ctx.now, priority: sql<number>`greatest(priority, ${URGENT}::int)`, ...(await nextOf(ctx, task)) })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', task.id)
    .execute();
  await writeNotices(ctx, persons, { caseId: task.case_id, taskId: task.id, text });
  for (const person of persons) told.set(person, [...(told.get(person) ?? []), `${text}\n${ctx.platform.config.publicUrl}/office/vorgaenge/${task.case_id}?aufgabe=${task.id}`]);
  ctx.emit({ type: 'cases/task-escalated', subject: `task:${task.id}`, caseId: task.case_id, data: { task: task.node_id, dueOn, by: task.escalate_by, told: persons } });
}

/** Who has been told about the date of a task is told of the clock of its case once more, when that is in danger later. */
async function nextOf(ctx: Ctx, task: Due): Promise<{ escalation_told: true } | { escalate_by: 'clock'; escalate_on: string }> {
  if (task.escalate_by === 'clock') return { escalation_told: true };
  const { settings } = await getServiceVersion(ctx, task.version_id);
  const on = clockEscalationOn({ settings, clock: task.clock ?? undefined, submittedOn: calendarDayOf(task.submitted_at), calendar: cityOf(ctx.platform).calendar, caseDueOn: task.case_due_on });
  return on && on > calendarDayOf(ctx.now) ? { escalate_by: 'clock', escalate_on: on } : { escalation_told: true };
}

/** The named group or the heads, and whoever stands in for one of them today. */
async function whomToTell(ctx: Ctx, { office_id, escalate_to }: Due): Promise<string[]> {
  const named = escalate_to ? await listGroupMembers(ctx, escalate_to) : [];
  const heads = named.length > 0 ? named : await listHeads(ctx, office_id);
  const substitutes: string[] = [];
  for (const absentId of heads) for (const one of await listSubstitutions(ctx, { absentId, at: 'today' })) if (!one.serviceSlug) substitutes.push(one.substituteId);
  return [...new Set([...heads, ...substitutes])];
}

/** One mail however many tasks; it names numbers and steps, no applicant. */
async function mailTo(ctx: Ctx, accountId: string, lines: string[]): Promise<void> {
  const account = await findAccount(ctx, accountId);
  if (!account?.email || account.status !== 'active') return;
  const more = lines.length > MOST_IN_A_MAIL ? `\n\nund ${lines.length - MOST_IN_A_MAIL} weitere: ${ctx.platform.config.publicUrl}/office/arbeit?ansicht=aufgaben&frist=bald` : '';
  await sendMail(ctx, {
    to: account.email,
    subject: plural(lines.length, { one: 'Eine Aufgabe ist bald überfällig', other: `${lines.length} Aufgaben sind bald überfällig` }),
    text: `Guten Tag ${account.name},\n\n${lines.slice(0, MOST_IN_A_MAIL).join('\n\n')}${more}`,
  });
}
