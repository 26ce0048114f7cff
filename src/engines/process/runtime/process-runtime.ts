import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import type { Command } from '../commands.ts';
import { externalWork, type ExternalWork } from '../external/external-work.ts';
import { instanceMoves, type InstanceMoves } from '../migration/instance-moves.ts';
import type { Node } from '../graph.ts';
import type { Vars } from '../state.ts';
import { advanceLocked, type Advanced, forbidReentry } from './advance.ts';
import { broadcast, correlate, type Correlation } from './correlate.ts';
import { runDueJobs } from './due-jobs.ts';
import { runDueTimers } from './due-timers.ts';
import { runOutsideJobs } from './outside-jobs.ts';
import { findOpenIncident, listIncidents, type Incident, type IncidentFilter } from './incidents.ts';
import type { ProcessInstance } from './instance.ts';
import { problem } from './problems.ts';
import { findInstance, listInstancesByKey, lockInstance } from './read-instance.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { startInstance, startSoon, type StartInstance } from './start-instance.ts';
import { armStarts, type ArmStarts, disarm, listStarts } from '../starts/arm-starts.ts';
import { runDueStarts } from '../starts/begin-by-event.ts';
import type { ArmedStart } from '../starts/start-event.ts';

/** Runs processes on PostgreSQL: one lock, one step, one write per command. */
export type ProcessRuntime = {
  /** Starts an instance in the caller's transaction. @throws Problem process/refused when the model has no such start. */
  startInstance(ctx: Ctx, start: StartInstance): Promise<Advanced>;
  /** Accepts an instance that begins right after the commit by {@link runDueTimers}, or when it is stepped before; one write. */
  startSoon(ctx: Ctx, start: Pick<StartInstance, 'versionId' | 'businessKey'>): ProcessInstance;
  /** Locks an instance to look at it before it is advanced in the same transaction. @throws Problem process/no-such-instance */
  lockInstance(ctx: Ctx, instanceId: string): Promise<ProcessInstance>;
  /** Carries out a command under the lock of the instance (by id, or locked before); a refusal is an outcome. @throws Problem process/no-such-instance */
  advance(ctx: Ctx, instance: string | ProcessInstance, command: Command): Promise<Advanced>;
  /** Hands a message to the instance that waits for it, else lets it begin one; undefined when nobody does. */
  correlate(ctx: Ctx, message: Correlation): Promise<{ instanceId: string } | undefined>;
  /** Sends a signal to all who listen, each in its own transaction by {@link runDueJobs}, and begins what begins with it; returns how many. */
  broadcast(platform: Platform, signal: { tenantId: number; name: string; variables?: Vars }): Promise<number>;
  /** Lets the start events of a version begin instances, in place of those of the version before. @throws Problem process/start-timer, process/message-taken */
  armStarts(ctx: Ctx, arm: ArmStarts): Promise<ArmedStart[]>;
  /** From now on nothing begins under this key by itself. */
  disarmStarts(ctx: Ctx, key: string): Promise<void>;
  listStarts(ctx: Ctx, key?: string): Promise<ArmedStart[]>;
  /** Begins instances whose start timer is due; returns how many. */
  runDueStarts(platform: Platform, tenantId: number, limit?: number): Promise<number>;
  /** Begins what was accepted and fires due timers; returns how many instances were stepped. */
  runDueTimers(platform: Platform, tenantId: number, limit?: number): Promise<number>;
  /** Does due work of service tasks; returns how many jobs. */
  runDueJobs(platform: Platform, tenantId: number, limit?: number): Promise<number>;
  /** Does due work that waits for somebody else's machine, without an open transaction; returns how many jobs. */
  runOutsideJobs(platform: Platform, tenantId: number, limit?: number): Promise<number>;
  findInstance(ctx: Ctx, id: string): Promise<ProcessInstance | undefined>;
  /** An element of the model of an instance; undefined when it lies in another model that the instance has called. */
  nodeOf(ctx: Ctx, instance: Pick<ProcessInstance, 'versionId'>, nodeId: string): Promise<Node | undefined>;
  listInstancesByKey(ctx: Ctx, businessKey: string): Promise<ProcessInstance[]>;
  listIncidents(ctx: Ctx, filter?: IncidentFilter): Promise<Incident[]>;
  /** Tries again where the instance failed. @throws Problem process/no-such-incident, process/refused */
  retryIncident(ctx: Ctx, id: string, variables?: Vars): Promise<Advanced>;
  /** Goes on as if the step had been done. @throws Problem process/no-such-incident, process/refused */
  skipIncident(ctx: Ctx, id: string, skip: { reason: string; variables?: Vars; flowId?: string }): Promise<Advanced>;
  /** Moving running instances to another version. */
  moves: InstanceMoves;
  /** Work that programs outside fetch by its topic. */
  external: ExternalWork;
  /** Retries all open incidents that match, each in its own transaction; returns how many were gone through. */
  retryIncidents(platform: Platform, tenantId: number, filter: IncidentFilter): Promise<number>;
};

const DEFAULT_LIMIT = 200;

/** Binds the engine to those who own models, data and connectors. */
export function createProcessRuntime(options: RuntimeOptions): ProcessRuntime {
  const advance: ProcessRuntime['advance'] = (ctx, instance, command) =>
    typeof instance === 'string' ? advanceInstance(ctx, options, { instanceId: instance, command }) : advanceLocked(ctx, options, { instance, commands: [command] });
  return {
    startInstance: (ctx, start) => startInstance(ctx, options, start),
    startSoon,
    lockInstance: getLocked,
    advance,
    correlate: (ctx, message) => correlate(ctx, options, message),
    broadcast: (platform, { tenantId, ...signal }) => platform.transact({ tenantId, actor: SYSTEM }, (ctx) => broadcast(ctx, options, signal)),
    armStarts: (ctx, arm) => armStarts(ctx, options, arm),
    disarmStarts: async (ctx, key) => void (await disarm(ctx, key)),
    listStarts,
    runDueStarts: (platform, tenantId, limit = DEFAULT_LIMIT) => runDueStarts(platform, options, { tenantId, limit }),
    runDueTimers: (platform, tenantId, limit = DEFAULT_LIMIT) => runDueTimers(platform, options, { tenantId, limit }),
    runDueJobs: (platform, tenantId, limit = DEFAULT_LIMIT) => runDueJobs(platform, options, { tenantId, limit }),
    runOutsideJobs: (platform, tenantId, limit = DEFAULT_LIMIT) => runOutsideJobs(platform, options, { tenantId, limit }),
    findInstance,
    nodeOf: async (ctx, { versionId }, nodeId) => (await options.loadGraph(ctx, versionId)).nodes.get(nodeId),
    listInstancesByKey,
    listIncidents,
    retryIncident: (ctx, id, variables) =>
      resolveIncident(ctx, options, { id, command: (tokenId) => ({ type: 'retryIncident', tokenId, ...(variables ? { variables } : {}) }) }),
    skipIncident: (ctx, id, skip) => resolveIncident(ctx, options, { id, command: (tokenId) => ({ type: 'skipIncident', tokenId, ...skip }) }),
    moves: instanceMoves(options),
    external: externalWork(options),
    retryIncidents: (platform, tenantId, filter) => retryIncidents(platform, options, { tenantId, filter }),
  };
}

async function advanceInstance(ctx: Ctx, options: RuntimeOptions, { instanceId, command }: { instanceId: string; command: Command }): Promise<Advanced> {
  return advanceLocked(ctx, options, { instance: await getLocked(ctx, instanceId), commands: [command] });
}

async function getLocked(ctx: Ctx, instanceId: string): Promise<ProcessInstance> {
  forbidReentry(ctx, instanceId);
  const instance = await lockInstance(ctx, instanceId);
  if (!instance) throw problem('process/no-such-instance');
  return instance;
}

type Resolving = { id: string; command: (tokenId: number) => Command };

async function resolveIncident(ctx: Ctx, options: RuntimeOptions, { id, command }: Resolving): Promise<Advanced> {
  const incident = await findOpenIncident(ctx, id);
  if (!incident) throw problem('process/no-such-incident');
  const { instanceId, tokenId } = incident;
  const advanced = await advanceInstance(ctx, options, { instanceId, command: command(tokenId) });
  if (advanced.refused) throw problem('process/refused', { message: advanced.refused.message });
  return advanced;
}

async function retryIncidents(platform: Platform, options: RuntimeOptions, { tenantId, filter }: { tenantId: number; filter: IncidentFilter }): Promise<number> {
  const who = { tenantId, actor: SYSTEM };
  const incidents = await platform.read(who, (ctx) => listIncidents(ctx, filter));
  for (const { instanceId, tokenId } of incidents)
    await platform.transact(who, (ctx) => advanceInstance(ctx, options, { instanceId, command: { type: 'retryIncident', tokenId } }));
  return incidents.length;
}
