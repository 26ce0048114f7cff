import { newId } from '#platform/db';
import { rowStatement, type Ctx, type JsonObject } from '#platform/module';
import type { Command } from '../commands.ts';
import { freshState, type Vars } from '../state.ts';
import { advanceLocked, START_TURN, type Advanced } from './advance.ts';
import type { ProcessInstance } from './instance.ts';
import { problem } from './problems.ts';
import type { RuntimeOptions } from './runtime-options.ts';

export type StartInstance = {
  versionId: string;
  /** What the process is about, e.g. the id of a case. */
  businessKey: string;
  variables?: Vars;
  /** Begins at the start event of this message, which also gets the variables. */
  message?: string;
  /** Begins at this node, such as a start event that has come true; a message or signal start also gets the variables. */
  nodeId?: string;
  processId?: string;
};

const INTO_INSTANCE = rowStatement('process.instance', { id: 'uuid', version_id: 'uuid', business_key: 'text', state: 'jsonb', started_at: 'timestamptz', changed_at: 'timestamptz' });
const INTO_TIMER = rowStatement('process.timer', { instance_id: 'uuid', wait_id: 'int', node_id: 'text', due_at: 'timestamptz' });

/**
 * Accepts an instance and lets it begin right after, in a transaction of {@link ProcessRuntime.runDueTimers}: one write, no model is looked at.
 * It begins at the plain start without variables; whoever steps it before its turn lets it begin first.
 */
export function startSoon(ctx: Ctx, { versionId, businessKey }: Pick<StartInstance, 'versionId' | 'businessKey'>): ProcessInstance {
  const instance: ProcessInstance = { id: newId(), versionId, businessKey, state: freshState(), revision: 0 };
  const at = ctx.now.toISOString();
  ctx.insert(INTO_INSTANCE, { id: instance.id, version_id: versionId, business_key: businessKey, state: instance.state as JsonObject, started_at: at, changed_at: at });
  ctx.insert(INTO_TIMER, { instance_id: instance.id, wait_id: START_TURN, node_id: '', due_at: at });
  return instance;
}

/** Begins an instance and writes it, in the caller's transaction. @throws Problem process/refused */
export async function startInstance(ctx: Ctx, options: RuntimeOptions, start: StartInstance): Promise<Advanced> {
  const { versionId, businessKey, variables, message, nodeId, processId } = start;
  const instance: ProcessInstance = { id: newId(), versionId, businessKey, state: freshState(), revision: 0 };
  const command: Command = {
    type: 'start',
    ...(variables ? { variables } : {}),
    ...(message === undefined ? {} : { message }),
    ...(nodeId === undefined ? {} : { nodeId }),
    ...(processId === undefined ? {} : { processId }),
  };
  const advanced = await advanceLocked(ctx, options, { instance, commands: [command], isNew: true });
  if (advanced.refused) throw problem('process/refused', { message: advanced.refused.message });
  return advanced;
}
