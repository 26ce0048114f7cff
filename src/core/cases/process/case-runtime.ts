import { addWorkingDays, cityOf, daysBetween } from '#core/organisation';
import { getServiceVersion } from '#core/catalogue';
import { evaluateDecision } from '#engines/decisions';
import { createProcessRuntime, type InlineTask, type ProcessInstance, type ProcessJob, type ProcessRuntime } from '#engines/process';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx, JsonValue } from '#platform/module';
import { listCasesByIds } from '../cases.queries.ts';
import { openCaseExOfficio } from '../open-case-ex-officio.ts';
import { connectors, type Connector } from '../points.ts';
import { announceWork } from '../workers/topic-bell.ts';
import { beginWork, findWork, workOn } from './case-work.ts';
import { contextOf } from './process-context.ts';
import { writeEffects } from './write-effects.ts';

/** The processes of all cases: models from the catalogue, data from the case, work by connectors. */
export const caseRuntime: ProcessRuntime = createProcessRuntime({
  loadGraph: async (ctx, versionId) => (await getServiceVersion(ctx, versionId)).process,
  context: async (ctx, instance) => contextOf(ctx, (await workOn(ctx, instance.businessKey)).case),
  prepare: async (ctx, instances) => {
    for (const found of await listCasesByIds(ctx, instances.map(({ businessKey }) => businessKey))) beginWork(ctx, { case: found, service: await getServiceVersion(ctx, found.versionId) });
  },
  inline: decideInline,
  addWorkingDays: laterByWorkingDays,
  runsNow: (ctx, job) => findConnector(ctx, job.type)?.mode === 'now',
  runsOutside: (ctx, type) => findConnector(ctx, type)?.mode === 'outside',
  runJob,
  onStart: (ctx, start) => openCaseExOfficio(ctx, start),
  onEffects: async (ctx, instance, effects) => {
    const moved = await writeEffects(ctx, instance, effects);
    announceWork(ctx, effects);
    if (moved) await moveTimers(ctx, instance);
  },
});

/** Timers that are bound to the clock of the case go where its last day went, or stand still with it; few processes have one. */
async function moveTimers(ctx: Ctx, instance: ProcessInstance): Promise<void> {
  if (instance.state.ended) return;
  const { process } = await getServiceVersion(ctx, instance.versionId);
  const bound = instance.state.waits.some((wait) => wait.kind === 'timer' && process.nodes.get(wait.node)?.event?.timer?.moves);
  if (bound) await caseRuntime.advance(ctx, instance.id, { type: 'reevaluate' });
}

const DAY = 86_400_000;

/** The same time of day, so many working days later by the calendar of the city. */
function laterByWorkingDays(ctx: Ctx, from: Date, days: number): Date {
  const day = calendarDayOf(from);
  return new Date(from.getTime() + DAY * daysBetween(day, addWorkingDays(day, days, cityOf(ctx.platform).calendar)));
}

/** Decision tables are pure and take microseconds: they are answered within the step, and why is kept. */
function decideInline(ctx: Ctx, instance: ProcessInstance, task: InlineTask): unknown {
  if (task.type !== 'decision') return undefined;
  const work = findWork(ctx, instance.businessKey);
  const { decisions } = work?.service ?? {};
  if (!work || !decisions) throw new Error('Zu dieser Leistung gibt es keine Entscheidungstabelle.');
  const made = evaluateDecision(decisions, task.decisionId ?? '', { input: task.input, now: ctx.now });
  // a value of the wrong type would count as missing, and the machine would decide on something nobody said
  if (made.inputProblems.length > 0) throw new Error(`Die Eingaben passen nicht zur Entscheidungstabelle: ${made.inputProblems.join('; ')}`);
  work.decisions.push({
    nodeId: task.nodeId,
    name: task.name,
    decisionId: task.decisionId ?? '',
    result: (made.value ?? null) as JsonValue,
    explanation: { rules: made.rules, warnings: made.warnings } as unknown as JsonValue,
  });
  return made.value ?? null;
}

export const findConnector = (ctx: Ctx, type: string): Connector | undefined => ctx.platform.contributions(connectors).find((connector) => connector.type === type);

async function runJob(ctx: Ctx, job: ProcessJob): Promise<unknown> {
  const connector = findConnector(ctx, job.type);
  if (!connector) throw hopeless(`Für „${job.type}“ gibt es keinen Anschluss.`);
  const parsed = connector.input.safeParse(job.input);
  if (!parsed.success) throw hopeless(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'Eingabe'}: ${issue.message}`).join('; '));
  const { case: found } = await workOn(ctx, job.businessKey);
  const call = { case: found, input: parsed.data as never, taskId: job.nodeId, idempotencyKey: job.idempotencyKey, headers: job.headers };
  return (await connector.run(ctx, call)) ?? {};
}

/** Trying again would not help. */
const hopeless = (message: string): Error => Object.assign(new Error(message), { retryable: false });
