import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import type { Command } from '../commands.ts';
import { freshState, type Vars } from '../state.ts';
import { advanceLocked, type Advanced } from './advance.ts';
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
