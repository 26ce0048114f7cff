import { freshState, step, type Environment, type Graph, type State } from '#engines/process';
import { figure } from './measure.ts';
import { threeTasks } from './process-model.ts';
import type { Bench } from './run.ts';

const env: Environment = { now: new Date('2026-11-22T09:00:00Z'), context: {} };
const RUNS = 20_000;

/**
 * Completions of user tasks a second and core in memory: one step of the engine each, from a state to the next state with its effects, on a
 * model of 15 nodes. The state stays an object; with a round trip through JSON before every step, as a database makes it, is said beside it.
 * A second is one of this thread's own time, so that a busy machine does not count. Reference: JSON round trips of that state a second.
 */
export const engineBench: Bench = async ({ log }) => {
  const graph = await threeTasks();
  runAll(graph, 3000, keep);
  const perSecond = runAll(graph, RUNS, keep);
  runAll(graph, 3000, throughJson);
  log(`mit Speichern und Lesen als JSON vor jedem Schritt: ${Math.round(runAll(graph, RUNS, throughJson))} Abschlüsse/s`);
  const sample = step(graph, freshState(), { type: 'start', variables: { ok: true } }, env).state;
  log(`Zustand beim Warten: ${JSON.stringify(sample).length} Byte`);
  const trips = 200_000;
  const reference = seconds(() => {
    for (let i = 0; i < trips; i++) throughJson(sample);
  });
  return figure(perSecond, 'Abschlüsse/s', trips / reference);
};

const keep = (state: State): State => state;
const throughJson = (state: State): State => JSON.parse(JSON.stringify(state)) as State;

function runAll(graph: Graph, runs: number, between: (state: State) => State): number {
  return (runs * 3) / seconds(() => {
    for (let i = 0; i < runs; i++) runThrough(graph, between);
  });
}

function runThrough(graph: Graph, between: (state: State) => State): void {
  let state = between(step(graph, freshState(), { type: 'start', variables: { ok: true } }, env).state);
  for (let i = 0; i < 3; i++) {
    const open = state.tokens.find((token) => token.wait === 'user');
    if (!open) throw new Error(`No open task: ${JSON.stringify(state)}`);
    state = between(step(graph, state, { type: 'completeTask', tokenId: open.id, variables: {}, by: 'a' }, env).state);
  }
}

/** How long this thread has worked. */
function seconds(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e6;
}
