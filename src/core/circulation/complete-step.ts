import { setResubmission } from '#core/cases';
import { addDays } from '#core/organisation';
import { closeFileById, fileDocument, getDocument, supplementFile, type NewDocument } from '#core/records';
import { newId } from '#platform/db';
import { calendarDayOf, formatDateTime } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import { actionWords, holdersOf, listRemarks, listSteps } from './runs.queries.ts';
import { openStage } from './start-run.ts';
import type { CirculationTables, RemarkRow, RunRow, StepRow } from './tables.ts';

const about = (run: RunRow): { caseId?: string } => (run.case_id ? { caseId: run.case_id } : {});

async function lockRun(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await ctx.db<CirculationTables>().selectFrom('circulation.run').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!run) throw problem('circulation/no-run');
  return run;
}

/** Does the step for oneself or for the absent person one stands in for. */
async function requireMine(ctx: Ctx, step: StepRow): Promise<void> {
  const { persons, groups } = await holdersOf(ctx);
  const mine = step.holder_kind === 'account' ? persons.includes(step.holder) : groups.includes(step.holder);
  if (!mine) throw problem('circulation/not-yours', { name: step.holder_name });
}

type Completion = { runId: string; stepId: string; outcome: 'done' | 'returned'; comment?: string };

/**
 * Signs, takes notice or sends back. The last step of a stage opens the next one; the last of all ends the run and files its protocol.
 * @throws Problem 403 when the step lies with somebody else, 409 when it is not open, 422 when something is returned without saying why.
 */
export async function completeStep(ctx: Ctx, given: Completion): Promise<void> {
  const run = await lockRun(ctx, given.runId);
  const steps = await listSteps(ctx, run.id);
  const step = steps.find((one) => one.id === given.stepId);
  if (!step) throw problem('circulation/no-run');
  await requireMine(ctx, step);
  if (run.state !== 'running' || step.state !== 'open') throw problem('circulation/not-open');
  const comment = given.comment?.trim().slice(0, 2000) ?? '';
  if (given.outcome === 'returned' && !comment) throw problem('circulation/comment-needed');
  await remark(ctx, run, { step, outcome: given.outcome, comment });
  if (given.outcome === 'returned') return giveBack(ctx, run);
  await ctx.db<CirculationTables>().updateTable('circulation.step').set({ state: 'done' }).where('tenant_id', '=', ctx.tenantId).where('id', '=', step.id).execute();
  ctx.emit({ type: 'circulation/step-done', subject: `circulation:${run.id}`, ...about(run), data: { step: step.id, action: step.action } });
  await carryOut(ctx, run, step);
  const rest = steps.filter((one) => one.stage === step.stage && one.id !== step.id && one.state !== 'done');
  if (rest.length === 0 && !(await openStage(ctx, run.id, step.stage + 1))) await end(ctx, run, 'done');
}

/** What an order (Verfügung) does beside being noted. */
async function carryOut(ctx: Ctx, run: RunRow, step: StepRow): Promise<void> {
  if (step.action === 'close') await closeFileById(ctx, run.file_id);
  if (step.action === 'resubmit' && run.case_id) await setResubmission(ctx, { caseId: run.case_id, dueOn: step.due_on ?? addDays(calendarDayOf(ctx.now), 14), reason: step.instruction || `Umlauf: ${run.title}` });
}

type NewRemark = Pick<RemarkRow, 'outcome' | 'comment'> & { step?: StepRow };

async function remark(ctx: Ctx, run: RunRow, { step, outcome, comment }: NewRemark): Promise<void> {
  const { version } = await getDocument(ctx, run.document_id);
  const name = ctx.actor.actingFor ? `${ctx.actor.name} für ${ctx.actor.actingFor.name}` : ctx.actor.name;
  await ctx.db<CirculationTables>().insertInto('circulation.remark').values({ tenant_id: ctx.tenantId, id: newId(), run_id: run.id, step_id: step?.id ?? null, round: run.round, outcome, comment, version, made_at: ctx.now, made_by_name: name }).execute();
}

async function giveBack(ctx: Ctx, run: RunRow): Promise<void> {
  const db = ctx.db<CirculationTables>();
  await db.updateTable('circulation.step').set({ state: 'waiting' }).where('tenant_id', '=', ctx.tenantId).where('run_id', '=', run.id).execute();
  await db.updateTable('circulation.run').set({ state: 'returned' }).where('tenant_id', '=', ctx.tenantId).where('id', '=', run.id).execute();
  ctx.emit({ type: 'circulation/returned', subject: `circulation:${run.id}`, ...about(run) });
}

async function requireStarter(ctx: Ctx, run: RunRow): Promise<void> {
  const { persons } = await holdersOf(ctx);
  if (!run.started_by || !persons.includes(run.started_by)) throw problem('circulation/not-starter');
}

/** After a return: everything begins anew with the document as it is now; what was signed before stays in the protocol. */
export async function restartRun(ctx: Ctx, given: { runId: string; comment?: string }): Promise<void> {
  const run = await lockRun(ctx, given.runId);
  await requireStarter(ctx, run);
  if (run.state !== 'returned') throw problem('circulation/not-open');
  const next = { ...run, round: run.round + 1 };
  await ctx.db<CirculationTables>().updateTable('circulation.run').set({ state: 'running', round: next.round }).where('tenant_id', '=', ctx.tenantId).where('id', '=', run.id).execute();
  await remark(ctx, next, { outcome: 'restarted', comment: given.comment?.trim().slice(0, 2000) ?? '' });
  ctx.emit({ type: 'circulation/restarted', subject: `circulation:${run.id}`, ...about(run), data: { round: next.round } });
  await openStage(ctx, run.id, 1);
}

/** Calls a run back. */
export async function cancelRun(ctx: Ctx, runId: string): Promise<void> {
  const run = await lockRun(ctx, runId);
  await requireStarter(ctx, run);
  if (run.state !== 'running' && run.state !== 'returned') throw problem('circulation/not-open');
  await remark(ctx, run, { outcome: 'cancelled', comment: '' });
  await end(ctx, run, 'cancelled');
}

async function end(ctx: Ctx, run: RunRow, state: 'done' | 'cancelled'): Promise<void> {
  const db = ctx.db<CirculationTables>();
  await db.updateTable('circulation.step').set({ state: 'cancelled' }).where('tenant_id', '=', ctx.tenantId).where('run_id', '=', run.id).where('state', 'in', ['waiting', 'open']).execute();
  await db.updateTable('circulation.run').set({ state, ended_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', run.id).execute();
  const blob = await ctx.platform.storage.put(Buffer.from(await protocolOf(ctx, run)));
  const paper: NewDocument = { kind: 'note', title: `Umlaufprotokoll: ${run.title}`.slice(0, 300), blob, mime: 'text/plain', name: 'umlaufprotokoll.txt', visibleToApplicant: false, sourceId: `circulation:${run.id}` };
  // written by the machine: it belongs into the file also when the last order was to close it
  if (run.case_id) await fileDocument(ctx, { caseId: run.case_id, ...paper, supplement: true });
  else await supplementFile(ctx, run.file_id, paper);
  ctx.emit({ type: `circulation/${state}`, subject: `circulation:${run.id}`, ...about(run) });
}

const outcomes: Record<RemarkRow['outcome'], string> = { done: 'erledigt', returned: 'zurückgegeben', restarted: 'neu begonnen', cancelled: 'zurückgerufen' };

async function protocolOf(ctx: Ctx, run: RunRow): Promise<string> {
  const steps = new Map((await listSteps(ctx, run.id)).map((step) => [step.id, step]));
  const remarks = await listRemarks(ctx, run.id);
  const lines = remarks.map((one) => {
    const step = one.step_id ? steps.get(one.step_id) : undefined;
    return `${formatDateTime(one.made_at, 'de')}  Runde ${one.round}  ${step ? `${actionWords[step.action]}, ${step.holder_name}: ` : ''}${outcomes[one.outcome]} von ${one.made_by_name} (Fassung ${one.version})${one.comment ? `\n    ${one.comment.replaceAll('\n', '\n    ')}` : ''}`;
  });
  return [`Umlaufprotokoll: ${run.title}`, `Begonnen: ${formatDateTime(run.started_at, 'de')} von ${run.started_by_name}`, '', ...lines, ''].join('\n');
}
