import type { Graph } from '../graph.ts';
import type { ConformanceCase } from './report.ts';
import type { OpenTask, ReplayWorld } from './replay-world.ts';
import { doubtOf } from './replay-doubts.ts';

type Verdict = Pick<ConformanceCase, 'outcome' | 'reason'>;
type Script = { graph: Graph; steps: readonly string[] };
/** How far one way through the script has come. */
type Way = {
  world: ReplayWorld;
  at: number;
  /** Task that was asked for last, by key or name. */
  wanted: string | undefined;
  /** Steps that needed an open task or a waiting message, and assertions, that held. */
  held: number;
  started: number;
};
type Outcome = { held: number } | { mismatch: string; at: number; way: Way };

/** Ways tried when the list does not say which of several tasks is completed. */
const MAX_WAYS = 500;
/** Steps guessed to tell a gap of the list from a fault of the engine. */
const MAX_NUDGES = 20;

/** Goes through the steps of one test; what the list left out (variables set in Java, loops, calls of test helpers) makes a mismatch a skip. */
export function replaySteps(world: ReplayWorld, script: Script): Verdict {
  const budget = { ways: MAX_WAYS };
  const outcome = follow({ world, at: 0, wanted: undefined, held: 0, started: 0 }, script, budget);
  if ('held' in outcome)
    return outcome.held === 0
      ? { outcome: 'skipped', reason: 'not replayable: the list names nothing that is done or compared' }
      : { outcome: 'passed', reason: `${outcome.held} of ${script.steps.length} steps done or compared` };
  const reason = `at ${script.steps[outcome.at] ?? ''}: ${outcome.mismatch}`;
  const doubt = doubtOf(script, outcome.way.world) ?? gapIn(outcome, script);
  if (doubt) return { outcome: 'skipped', reason: `not replayable: ${doubt} (${reason})` };
  return { outcome: 'failed', reason: [reason, outcome.way.world.stuck()].filter(Boolean).join('; ') };
}

/** When the asserted state is reached by doing more than the list says, the list has a gap. */
function gapIn({ at, way }: Extract<Outcome, { mismatch: string }>, { steps, graph }: Script): string | undefined {
  const world = way.world.clone();
  const done: string[] = [];
  for (let i = 0; i < MAX_NUDGES; i++) {
    const trial: Way = { ...way, world: world.clone(), at };
    if (doStep(trial, steps[at] ?? '', graph) === undefined) return `the list leaves out ${done.join(', ') || 'a call of the test'}`;
    const nudged = world.nudge();
    if (!nudged) return undefined;
    done.push(nudged);
  }
  return undefined;
}

function follow(way: Way, script: Script, budget: { ways: number }): Outcome {
  for (; way.at < script.steps.length; way.at++) {
    const step = script.steps[way.at] ?? '';
    if (step === 'completeTask') {
      const choices = choicesOf(way);
      if (choices.length > 1 && budget.ways > 0) return tryEach(way, { choices, script, budget });
    }
    const before = way.world.clone();
    const mismatch = doStep(way, step, script.graph);
    if (mismatch === undefined && /^(completeTask|message|signal)/.test(step)) way.held += 1;
    if (mismatch !== undefined) return { mismatch, at: way.at, way: { ...way, world: before } };
  }
  return { held: way.held };
}

type Choosing = { choices: readonly string[]; script: Script; budget: { ways: number } };

/** The list does not say which task is completed; one way that fits is enough. */
function tryEach(way: Way, { choices, script, budget }: Choosing): Outcome {
  let best: Outcome | undefined;
  for (const nodeId of choices) {
    budget.ways -= 1;
    const other: Way = { ...way, world: way.world.clone(), at: way.at + 1, wanted: undefined };
    const task = other.world.tasks().find((one) => one.nodeId === nodeId);
    if (task && other.world.complete(task)) other.held += 1;
    const outcome = follow(other, script, budget);
    if ('held' in outcome) return outcome;
    if (!best || ('mismatch' in best && outcome.at > best.at)) best = outcome;
  }
  return best ?? { mismatch: 'no task is open', at: way.at, way };
}

/** Different tasks that could be meant, the one asked for last first. */
function choicesOf({ world, wanted }: Way): string[] {
  const tasks = world.tasks();
  const meant = tasks.find((task) => task.nodeId === wanted || task.name === wanted);
  const ids = [...new Set(tasks.map((task) => task.nodeId))];
  return meant ? [meant.nodeId, ...ids.filter((id) => id !== meant.nodeId)] : ids;
}

/** Does one step; says what does not fit, undefined when all is well. */
function doStep(way: Way, step: string, graph: Graph): string | undefined {
  const { world } = way;
  const [kind = '', value = ''] = step.split(/:(.*)/s);
  switch (kind) {
    case 'start':
      return start(way, value);
    case 'startConst':
      return start(way, graph.main.id);
    case 'startMsg':
    case 'message':
      return world.message(value) ? undefined : `nobody waits for the message ${value}; at ${world.positions()}`;
    case 'signal':
      return world.signal(value) ? undefined : `nobody waits for the signal ${value}; at ${world.positions()}`;
    case 'signalExecution':
      return world.signalWaiting() ? undefined : 'nothing waits to be continued';
    case 'queryTaskKey':
      way.wanted = value;
      return undefined;
    case 'assertTaskKey':
    case 'assertName':
      return assertTask(way, value, graph);
    case 'completeTask':
      return complete(way);
    case 'runJobs':
      world.fireNext();
      way.wanted = undefined;
      return undefined;
    case 'assertEnded':
      return assertEnded(way);
    default:
      // Counts and nulls are compared with things the list does not name; they are left out.
      return undefined;
  }
}

function start(way: Way, processId: string): string | undefined {
  const graph = way.world.find(processId);
  way.started += 1;
  return graph && way.world.start(graph, { processId }) ? undefined : `${processId} cannot be started`;
}

function assertEnded(way: Way): string | undefined {
  // Of several instances the list does not say which one has ended.
  if (way.started > 1 ? !way.world.someEnded() : !way.world.allEnded()) return `not ended; at ${way.world.positions()}`;
  way.held += 1;
  return undefined;
}

function assertTask(way: Way, value: string, graph: Graph): string | undefined {
  const { world } = way;
  const known = [...graph.nodes.values()].some((node) => node.kind === 'user' && (node.id === value || node.name === value));
  const open = world.tasks().some((task) => task.nodeId === value || task.name === value);
  // A name that no task of the model has belongs to something else that the test looks at.
  if (!known && !open) return undefined;
  way.wanted = value;
  if (!open) return `the task ${value} is not open; open are ${world.tasks().map((task) => task.name).join(', ') || 'none'}`;
  way.held += 1;
  return undefined;
}

function complete(way: Way): string | undefined {
  const open = way.world.tasks();
  const task: OpenTask | undefined = open.find((one) => one.nodeId === way.wanted || one.name === way.wanted) ?? open[0];
  if (!task) return `no task is open; at ${way.world.positions()}`;
  if (!way.world.complete(task)) return 'the task could not be completed';
  if (!way.world.tasks().some((other) => other.nodeId === way.wanted)) way.wanted = undefined;
  return undefined;
}
