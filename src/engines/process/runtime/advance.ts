import { Problem, type Ctx } from '#platform/module';
import type { Command, Refusal } from '../commands.ts';
import type { Effect, JobQueued } from '../effects.ts';
import { type Environment, isBpmnError } from '../environment.ts';
import type { Graph } from '../graph.ts';
import { step } from '../step/step.ts';
import { isUnbegun } from '../state.ts';
import type { ProcessInstance, ProcessJob } from './instance.ts';
import { idempotencyKey } from './row-changes.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { withSavepoint } from './savepoint.ts';
import { writeInstance } from './write-rows.ts';

/** What a command did to an instance; `refused`: nothing, and why. */
export type Advanced = { instance: ProcessInstance; effects: Effect[]; refused?: Refusal };

type Stepping = { ctx: Ctx; options: RuntimeOptions; graph: Graph; together: boolean; env: Environment; instance: ProcessInstance; effects: Effect[]; /** Effects that have been looked at for work to be done now. */ looked: number };

/** Steps of now-connectors in one transaction; more is a loop that belongs in the background. */
const MAX_NOW_JOBS = 100;

/** The due row of an instance that has been accepted and not begun; waits of a model are counted from 1. */
export const START_TURN = 0;

type Advancing = {
  instance: ProcessInstance;
  commands: readonly Command[];
  isNew?: boolean;
  /** One of many in this transaction: a connector that fails fails all of them, and the caller takes them one by one. Saves a round trip for each. */
  together?: boolean;
};

/** Carries out commands on an instance whose row is locked (or new), and writes everything that follows. */
export async function advanceLocked(
  ctx: Ctx,
  options: RuntimeOptions,
  { instance, commands, isNew = false, together = false }: Advancing,
): Promise<Advanced> {
  const graph = await options.loadGraph(ctx, instance.versionId);
  const stepping: Stepping = { ctx, options, graph, together, env: await environment(ctx, options, instance), instance: { ...instance }, effects: [], looked: 0 };
  let refused: Refusal | undefined;
  if (!isNew && isUnbegun(instance.state)) await begin(stepping);
  for (const command of commands) refused = doStep(stepping, command) ?? refused;
  if (stepping.instance.state === instance.state) return { instance, effects: [], ...(refused ? { refused } : {}) };
  await alone(ctx, instance.id, () => runNowJobs(stepping));
  stepping.instance.revision += isNew ? 0 : 1;
  const { runsOutside } = options;
  writeInstance(ctx, stepping.instance, { effects: stepping.effects, isNew, ...(runsOutside ? { runsOutside: (type: string) => runsOutside(ctx, type) } : {}) });
  await options.onEffects(ctx, stepping.instance, stepping.effects);
  return { instance: stepping.instance, effects: stepping.effects, ...(refused ? { refused } : {}) };
}

/** Accepted earlier (`startSoon`): whatever is asked of it, it begins first. */
async function begin(stepping: Stepping): Promise<void> {
  const refused = doStep(stepping, { type: 'start' });
  if (refused) throw new Error(refused.message);
  stepping.effects.push({ type: 'timer-cleared', id: START_TURN, nodeId: '', reason: 'fired' });
  await alone(stepping.ctx, stepping.instance.id, () => runNowJobs(stepping));
}

export async function environment(ctx: Ctx, options: RuntimeOptions, instance: ProcessInstance): Promise<Environment> {
  const { inline, resolveCall, addWorkingDays } = options;
  return {
    now: ctx.now,
    context: await options.context(ctx, instance),
    ...(inline ? { inline: (task) => inline(ctx, instance, task) } : {}),
    ...(resolveCall ? { resolveCall: (...wanted) => resolveCall(ctx, ...wanted) } : {}),
    ...(addWorkingDays ? { addWorkingDays: (from, days) => addWorkingDays(ctx, from, days) } : {}),
  };
}

function doStep(stepping: Stepping, command: Command): Refusal | undefined {
  const { graph, instance, env } = stepping;
  const result = step(graph, instance.state, command, env);
  instance.state = result.state;
  stepping.effects.push(...result.effects);
  return result.refused;
}

/** Instances whose connectors are at work, by open transaction. */
const atWork = new WeakMap<object, Set<string>>();

/** A connector that steps the very instance it works for would be overwritten; that is a bug and is said so. */
async function alone(ctx: Ctx, id: string, work: () => Promise<void>): Promise<void> {
  const busy = atWork.get(ctx.db()) ?? new Set<string>();
  atWork.set(ctx.db(), busy.add(id));
  try {
    await work();
  } finally {
    busy.delete(id);
  }
}

/** @throws Error when a connector of this instance is at work in this transaction. */
export function forbidReentry(ctx: Ctx, id: string): void {
  if (atWork.get(ctx.db())?.has(id)) throw new Error('A connector must not step its own process; return variables, or use an event and a later transaction.');
}

/** Work that belongs in this transaction is done before anything is written, so a quick process costs one write. */
async function runNowJobs(stepping: Stepping): Promise<void> {
  const { ctx, options, instance, effects, together } = stepping;
  const { runJob, runsNow } = options;
  if (!runJob || !runsNow) return;
  for (let done = 0; done < MAX_NOW_JOBS && stepping.looked < effects.length; stepping.looked++) {
    const effect = effects[stepping.looked];
    if (effect?.type !== 'job-queued' || effect.tries > 0 || !isOpen(instance, effect)) continue;
    const job = toJob(instance, effect);
    if (!runsNow(ctx, job)) continue;
    done += 1;
    doStep(stepping, together ? { type: 'completeJob', tokenId: job.tokenId, output: await runJob(ctx, job) } : await runInSavepoint(ctx, job, runJob));
  }
}

function isOpen(instance: ProcessInstance, { tokenId }: JobQueued): boolean {
  return instance.state.tokens.some((token) => token.id === tokenId && token.wait === 'job');
}

export function toJob(instance: ProcessInstance, effect: JobQueued): ProcessJob {
  return {
    instanceId: instance.id,
    businessKey: instance.businessKey,
    tokenId: effect.tokenId,
    nodeId: effect.nodeId,
    name: effect.name,
    type: effect.jobType,
    ...(effect.decisionId === undefined ? {} : { decisionId: effect.decisionId }),
    input: effect.input,
    headers: effect.headers,
    idempotencyKey: idempotencyKey(instance.id, effect),
    tries: effect.tries,
  };
}

async function runInSavepoint(ctx: Ctx, job: ProcessJob, runJob: NonNullable<RuntimeOptions['runJob']>): Promise<Command> {
  let output: unknown;
  const failure = await withSavepoint(ctx, async () => {
    output = await runJob(ctx, job);
  });
  return failure ? toFailure(job.tokenId, failure.error) : { type: 'completeJob', tokenId: job.tokenId, output };
}

/** The command that tells the process of a failed job. */
export function toFailure(tokenId: number, error: unknown): Command {
  if (isBpmnError(error)) return { type: 'throwError', tokenId, code: error.code, message: error.message, variables: error.variables };
  const message = error instanceof Problem ? error.de : error instanceof Error ? error.message : String(error);
  const retryable = !(error instanceof Error && 'retryable' in error && error.retryable === false);
  const notBefore = error instanceof Error && 'notBefore' in error && error.notBefore instanceof Date ? error.notBefore.toISOString() : undefined;
  return { type: 'failJob', tokenId, message, retryable, ...(notBefore ? { notBefore } : {}) };
}
