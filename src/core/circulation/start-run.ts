import { admitForWork, findReadable, requireFileWork } from '#core/records';
import { findOfficeByKey, findStaffByText, listRoles } from '#core/organisation';
import { findAccount } from '#platform/auth';
import { newId } from '#platform/db';
import { formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import { actionWords, listDocumentRuns, listSteps } from './runs.queries.ts';
import type { CirculationTables, StepAction, StepRow } from './tables.ts';

/** `who`: name or e-mail of a person, or a group; `stage`: steps of the same stage run beside each other. */
export type NewStep = { who: string; stage: number; action: StepAction; dueOn?: string; instruction?: string };

/**
 * Sends a document over desks. Everybody on the way may see the document, whatever else they may see.
 * @throws Problem 404, 403 without work in the office, 409 when it circulates already, 422 for nobody or no steps.
 */
export async function startRun(ctx: Ctx, given: { documentId: string; steps: NewStep[] }): Promise<string> {
  const document = await findReadable(ctx, given.documentId);
  await requireFileWork(ctx, document.fileId);
  if (given.steps.length === 0 || given.steps.length > 20) throw problem('circulation/steps-needed');
  if ((await listDocumentRuns(ctx, document.id)).some((run) => run.state === 'running' || run.state === 'returned')) throw problem('circulation/running');
  const id = newId();
  const run = { tenant_id: ctx.tenantId, id, document_id: document.id, file_id: document.fileId, case_id: document.caseId ?? null, title: document.title, state: 'running' as const, round: 1, started_at: ctx.now, started_by: ctx.actor.id, started_by_name: ctx.actor.name, ended_at: null };
  await ctx.db<CirculationTables>().insertInto('circulation.run').values(run).execute();
  const stages = [...new Set(given.steps.map((step) => step.stage))].sort((a, b) => a - b);
  for (const [at, step] of given.steps.entries()) {
    const holder = await holderOf(ctx, step.who);
    const row: StepRow = { tenant_id: ctx.tenantId, id: newId(), run_id: id, number: at + 1, stage: stages.indexOf(step.stage) + 1, holder_kind: holder.kind, holder: holder.holder, holder_name: holder.name, action: step.action, instruction: step.instruction?.trim().slice(0, 500) ?? '', due_on: step.dueOn || null, state: 'waiting' };
    await ctx.db<CirculationTables>().insertInto('circulation.step').values(row).execute();
    await admitForWork(ctx, { documentId: document.id, ...holder });
  }
  ctx.emit({ type: 'circulation/started', subject: `circulation:${id}`, ...(document.caseId ? { caseId: document.caseId } : {}), data: { document: document.id, steps: given.steps.length } });
  await openStage(ctx, id, 1);
  return id;
}

async function holderOf(ctx: Ctx, typed: string): Promise<{ kind: 'account' | 'group'; holder: string; name: string }> {
  const who = typed.trim();
  if (/^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(who)) {
    const [officeKey = '', roleKey] = who.split('/');
    const office = await findOfficeByKey(ctx, officeKey);
    const role = roleKey ? (await listRoles(ctx)).find((one) => one.key === roleKey) : undefined;
    if (office && (!roleKey || role)) return { kind: 'group', holder: who, name: role ? `${role.name}, ${office.name}` : office.name };
  }
  const people = await findStaffByText(ctx, who);
  const [person] = people;
  if (people.length !== 1 || !person) throw problem('circulation/nobody', { typed: who });
  return { kind: 'account', holder: person.id, name: person.name };
}

/** Opens all steps of a stage and tells those who are named. @returns false when there is no such stage. */
export async function openStage(ctx: Ctx, runId: string, stage: number): Promise<boolean> {
  const steps = (await listSteps(ctx, runId)).filter((step) => step.stage === stage);
  if (steps.length === 0) return false;
  await ctx.db<CirculationTables>().updateTable('circulation.step').set({ state: 'open' }).where('tenant_id', '=', ctx.tenantId).where('run_id', '=', runId).where('stage', '=', stage).execute();
  for (const step of steps) {
    ctx.emit({ type: 'circulation/step-opened', subject: `circulation:${runId}`, data: { step: step.id, holder: step.holder } });
    const account = step.holder_kind === 'account' ? await findAccount(ctx, step.holder) : undefined;
    if (account?.email) await sendMail(ctx, { to: account.email, subject: 'Ein Umlauf liegt bei Ihnen', text: `Guten Tag,\n\nein Dokument liegt bei Ihnen: ${actionWords[step.action]}${step.due_on ? `, bis ${formatDate(step.due_on, 'de')}` : ''}.\n${ctx.platform.config.publicUrl}/office/umlaeufe/${runId}\n` });
  }
  return true;
}
