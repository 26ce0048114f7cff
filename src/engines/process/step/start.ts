import type { Command, Refusal } from '../commands.ts';
import { beginningsInside, type Node } from '../graph.ts';
import { addScope, type Run } from './run.ts';
import { refuseVariables } from './refuse-variables.ts';
import { openScope } from './scopes.ts';
import { assign, evaluateText } from './variables.ts';

type StartCommand = Extract<Command, { type: 'start' }>;
type Beginning = { process: Node; node?: Node; withPayload: boolean };

/** Begins an instance. */
export function start(run: Run, command: StartCommand): Refusal | undefined {
  const beginning = findBeginning(run, command);
  if (!beginning) return { code: 'no-such-start', message: 'Das Verfahren lässt sich so nicht beginnen; es hat keinen passenden Start.' };
  const reserved = refuseVariables(run, command.variables);
  if (reserved) return reserved;
  const { process, node, withPayload } = beginning;
  const scope = addScope(run, process, {});
  if (!withPayload) assign(run, { scope: scope.id }, command.variables ?? {});
  openScope(run, scope, { ...(node ? { start: node } : {}), ...(withPayload ? { payload: command.variables ?? {} } : {}) });
  return undefined;
}

function findBeginning(run: Run, command: StartCommand): Beginning | undefined {
  if (command.nodeId !== undefined) {
    const node = run.graph.nodes.get(command.nodeId);
    const withPayload = node?.event?.type === 'message' || node?.event?.type === 'signal';
    return node?.parent?.kind === 'process' ? { process: node.parent, node, withPayload } : undefined;
  }
  const wanted = command.processId === undefined ? run.graph.main : run.graph.processes.get(command.processId);
  if (command.message !== undefined) return byEvent(run, { type: 'message', name: command.message, process: wanted });
  if (command.signal !== undefined) return byEvent(run, { type: 'signal', name: command.signal, process: wanted });
  if (!wanted) return undefined;
  const node = plainStart(wanted);
  return node ? { process: wanted, node, withPayload: false } : undefined;
}

/** The start without a trigger; a process that has only one other start can be begun by hand, too. */
function plainStart(process: Node): Node | undefined {
  const { starts } = process;
  const plain = starts.find((one) => one.event?.type === 'none') ?? starts.find((one) => one.event?.type === 'timer');
  return plain ?? (starts.length === 1 ? starts[0] : undefined);
}

function byEvent(run: Run, wanted: { type: 'message' | 'signal'; name: string; process: Node | undefined }): Beginning | undefined {
  const processes = [...run.graph.processes.values()].sort((a, b) => Number(b === wanted.process) - Number(a === wanted.process));
  for (const process of processes) {
    const node = [...process.starts, ...beginningsInside(process)].find(
      (one) => one.event?.type === wanted.type && evaluateText(run, { scope: 0 }, one.event.name) === wanted.name,
    );
    if (node) return { process, node, withPayload: true };
  }
  return undefined;
}
