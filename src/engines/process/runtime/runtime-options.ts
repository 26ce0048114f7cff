import type { Ctx } from '#platform/module';
import type { Effect } from '../effects.ts';
import type { InlineTask } from '../environment.ts';
import type { CallBinding, Graph } from '../graph.ts';
import type { StartEvent } from '../starts/start-event.ts';
import type { ProcessInstance, ProcessJob } from './instance.ts';

/** What the runtime needs from those who own models, data and connectors. */
export type RuntimeOptions = {
  /** The compiled model of a version; called at every step, so keep it in memory. */
  loadGraph(ctx: Ctx, versionId: string): Promise<Graph>;
  /** Read-only names for expressions: application, applicant, case. */
  context(ctx: Ctx, instance: ProcessInstance): Promise<Record<string, unknown>>;
  /** Several instances are about to be stepped in this transaction: reads at once what each of them will ask for. */
  prepare?(ctx: Ctx, instances: readonly ProcessInstance[]): Promise<void>;
  /** Pure, quick work such as a decision; undefined: not done here. */
  inline?(ctx: Ctx, instance: ProcessInstance, task: InlineTask): unknown;
  /** The model of a called process: the version it was bound to, or at the first call the one the binding means. Must answer from memory. */
  resolveCall?(ctx: Ctx, process: string, version?: string, binding?: CallBinding): Graph | undefined;
  /** Counts working days for durations such as `P10WD`. */
  addWorkingDays?(ctx: Ctx, from: Date, days: number): Date;
  /** Does the work of a service task; the result becomes variables. Throw `bpmnError` for an error of the model, anything else is tried again. */
  runJob?(ctx: Ctx, job: ProcessJob): Promise<unknown>;
  /** True when the work belongs in the transaction of the step itself (database only, milliseconds). */
  runsNow?(ctx: Ctx, job: ProcessJob): boolean;
  /** True when the work waits for somebody else's machine: then {@link runJob} only prepares it and gives back a function that does it without a transaction. */
  runsOutside?(ctx: Ctx, jobType: string): boolean;
  /** Begins an instance at a start event that has come true, with whatever belongs around it; absent: the instance alone, under an id of its own. */
  onStart?(ctx: Ctx, start: StartEvent): Promise<{ instanceId: string }>;
  /** Tasks, history and the like: everything that has happened in this transaction, in order. */
  onEffects(ctx: Ctx, instance: ProcessInstance, effects: readonly Effect[]): Promise<void>;
};
