import type { Command, Refusal } from '../commands.ts';
import type { Effect } from '../effects.ts';
import type { Environment } from '../environment.ts';
import type { Graph } from '../graph.ts';
import { copyState, type State } from '../state.ts';
import { COMMANDS } from './command-handlers.ts';
import { drain } from './drain.ts';
import { newRun, type Run } from './run.ts';

/** The new state and what has to happen outside; `refused` says why nothing was done. */
export type StepResult = { state: State; effects: Effect[]; refused?: Refusal };

/**
 * Carries out one command. Pure: the given state is never changed, the same input gives the same output.
 * Faults of model or data become incidents in the state; it throws only when the state does not belong to the model.
 */
// oxlint-disable-next-line max-params -- model, state and command are the engine's three inputs; the surroundings lead none of them
export function step(graph: Graph, state: State, command: Command, env: Environment): StepResult {
  const refusedEarly = refuseByLife(state, command);
  if (refusedEarly) return { state, effects: [], refused: refusedEarly };
  const run = newRun(graph, copyState(state), env);
  const refused = carryOut(run, command);
  if (refused) return { state, effects: [], refused };
  if (!run.state.ended) drain(run);
  return { state: run.state, effects: run.effects };
}

function carryOut<K extends Command['type']>(run: Run, command: Extract<Command, { type: K }>): Refusal | undefined {
  const handler = COMMANDS[command.type as K] as (run: Run, command: Extract<Command, { type: K }>) => Refusal | undefined;
  return handler(run, command);
}

function refuseByLife(state: State, command: Command): Refusal | undefined {
  const started = state.scopes.length > 0 || state.ended !== undefined;
  if (command.type === 'start')
    return started ? { code: 'already-started', message: 'Das Verfahren läuft bereits.' } : undefined;
  if (!started) return { code: 'not-started', message: 'Das Verfahren wurde noch nicht begonnen.' };
  return state.ended ? { code: 'already-ended', message: 'Das Verfahren ist bereits beendet.' } : undefined;
}
