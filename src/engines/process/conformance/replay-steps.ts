import type { Graph } from '../graph.ts';
import type { Vars } from '../state.ts';
import type { ConformanceCase } from './report.ts';
import type { OpenTask, ReplayWorld } from './replay-world.ts';
import { doubtOf, reachable, unknownVariables } from './replay-doubts.ts';
import { combinationsOf } from './replay-values.ts';

type Verdict = Pick<ConformanceCase, 'outcome' | 'reason'>;
type Script = { graph: Graph; steps: readonly string[] };
/** What may be added to the list: values of variables that tests set in Java, steps that tests do in loops and helpers. */
type Additions = { values: boolean; steps: boolean };
type Replay = Script & { additions: Additions; budget: { ways: number } };
/** How far one way through the script has come. */
type Way = {
  world: ReplayWorld;
  at: number;
  /** Task that was asked for last, by key or name. */
  wanted: string | undefined;
  /** Steps that needed an open task or a waiting message, and assertions, that held. */
  held: number;
  started: number;
  /** What was done or given beyond the list. */
  added: readonly string[];
};
type Outcome = { done: Way } | { mismatch: string; at: number; way: Way };

/** Ways tried when the list does not say which of several tasks is completed, or with which values. */
const MAX_WAYS = 500;
const MAX_ADDED = 20;

/**
 * Goes through the steps of one test. First to the letter; then with what lists made by machine leave out: values set in Java and steps of loops and
 * helpers. Every listed step must still hold in its order, and what was added is said. A mismatch that such a gap explains is skipped.
 */
export function replaySteps(world: ReplayWorld, script: Script): Verdict {
  const literal = replay(world, script, { values: false, steps: false });
  const kept = held(literal) ?? held(replay(world, script, { values: true, steps: false })) ?? held(replay(world, script, { values: true, steps: true }));
  if (kept) return { outcome: 'passed', reason: inWords(kept, script) };
  if ('done' in literal) return judgeRest(literal.done);
  const reason = `at ${script.steps[literal.at] ?? ''}: ${literal.mismatch}`;
  const doubt = doubtOf(script, literal.way.world);
  if (doubt) return { outcome: 'skipped', reason: `not replayable: ${doubt} (${reason})` };
  return { outcome: 'failed', reason: [reason, literal.way.world.stuck()].filter(Boolean).join('; ') };
}

function replay(world: ReplayWorld, script: Script, additions: Additions): Outcome {
  return follow({ world: world.clone(), at: 0, wanted: undefined, held: 0, started: 0, added: [] }, { ...script, additions, budget: { ways: MAX_WAYS } });
}

function held(outcome: Outcome): Way | undefined {
  return 'done' in outcome && outcome.done.held > 0 ? outcome.done : undefined;
}

function inWords(way: Way, { steps }: Script): string {
  const added = way.added.length > 0 ? `; the list leaves out ${way.added.join(', ')}` : '';
  return `${way.held} of ${steps.length} steps done or compared${added}`;
}

/** Nothing is named that could be compared: what can be seen is that the instances run and rest where they should, not in an incident. */
function judgeRest({ world, started }: Way): Verdict {
  if (started === 0) return { outcome: 'skipped', reason: 'not replayable: the list names nothing that is done or compared' };
  const stuck = world.stuck();
  if (stuck) return { outcome: 'skipped', reason: `not replayable: the list compares nothing, and the instance rests at ${stuck}` };
  return { outcome: 'passed', reason: `started; ${world.positions() ? `rests at ${world.positions()}` : 'ended'} without an incident; the list compares nothing` };
}

function follow(way: Way, replay: Replay): Outcome {
  for (; way.at < replay.steps.length; way.at++) {
    const step = replay.steps[way.at] ?? '';
    const branches = branchesAt(way, step, replay);
    if (branches.length > 1 && replay.budget.ways > 0) return tryEach(way, branches, replay);
    const before: Way = { ...way, world: way.world.clone() };
    const mismatch = doStep(way, step, replay);
    if (mismatch === undefined) {
      if (/^(completeTask|message|signal)/.test(step)) way.held += 1;
      continue;
    }
    const added = replay.additions.steps && before.added.length < MAX_ADDED ? before.world.nudge() : undefined;
    if (!added) return { mismatch, at: way.at, way: before };
    return follow({ ...before, added: [...before.added, added] }, replay);
  }
  return { done: way };
}

/** A way to go on: takes the step on a copy. */
type Branch = (way: Way) => void;

/** The list does not say which of several tasks is completed, nor which values are given; one way that fits is enough. */
function tryEach(way: Way, branches: readonly Branch[], replay: Replay): Outcome {
  let best: Outcome | undefined;
  for (const branch of branches) {
    if (best && replay.budget.ways <= 0) break;
    replay.budget.ways -= 1;
    const other: Way = { ...way, world: way.world.clone(), at: way.at + 1 };
    branch(other);
    const outcome = follow(other, replay);
    if (held(outcome)) return outcome;
    if (!best || ('mismatch' in best && ('done' in outcome || outcome.at > best.at))) best = outcome;
  }
  return best ?? { mismatch: 'nothing fits', at: way.at, way };
}

function branchesAt(way: Way, step: string, { graph, steps, additions }: Replay): Branch[] {
  const [kind = '', value = ''] = step.split(/:(.*)/s);
  if (kind === 'completeTask') return choicesOf(way).map((nodeId) => (other) => completeAt(other, nodeId));
  if (!additions.values || isExpectedToFail(steps, way.at)) return [];
  if (kind === 'start' || kind === 'startConst') {
    const model = kind === 'start' ? way.world.find(value) : graph;
    if (!model) return [];
    const graphs = reachable(model, way.world);
    const names = unknownVariables(graphs);
    return names.length === 0 ? [] : combinationsOf(names, { graphs, steps }).map((variables) => (other) => void start(other, { processId: kind === 'start' ? value : graph.main.id, variables }));
  }
  if (kind !== 'setVar') return [];
  const graphs = reachable(graph, way.world);
  return combinationsOf([value], { graphs, steps }).map((variables) => (other) => {
    other.world.setVariables(variables);
    other.added = [...other.added, JSON.stringify(variables)];
  });
}

function completeAt(way: Way, nodeId: string): void {
  way.wanted = undefined;
  const task = way.world.tasks().find((one) => one.nodeId === nodeId);
  if (task && way.world.complete(task)) way.held += 1;
}

/** Different tasks that could be meant, the one asked for last first. */
function choicesOf({ world, wanted }: Way): string[] {
  const tasks = world.tasks();
  const meant = tasks.find((task) => task.nodeId === wanted || task.name === wanted);
  const ids = [...new Set(tasks.map((task) => task.nodeId))];
  return meant ? [meant.nodeId, ...ids.filter((id) => id !== meant.nodeId)] : ids;
}

/** What throws an exception in Java is an incident or a refusal here. */
function isExpectedToFail(steps: readonly string[], at: number): boolean {
  return steps[at - 1] === 'expectThrow' || steps[at + 1] === 'failIfReached';
}

function failAsExpected(way: Way, step: string, replay: Replay): string | undefined {
  const before = way.world.incidents();
  const mismatch = act(way, step, replay.graph);
  if (mismatch === undefined && way.world.incidents() <= before) return 'neither an incident nor a refusal, but an exception in Java';
  way.held += 1;
  // In Java nothing has happened, here the instance stands at its incident: what follows cannot be compared.
  way.at = replay.steps.length;
  return undefined;
}

const ACTS = /^(start|startConst|startMsg|completeTask|message|signal|signalExecution|runJobs)(:|$)/;

function doStep(way: Way, step: string, replay: Replay): string | undefined {
  return ACTS.test(step) && isExpectedToFail(replay.steps, way.at) ? failAsExpected(way, step, replay) : act(way, step, replay.graph);
}

/** Does one step; says what does not fit, undefined when all is well. */
function act(way: Way, step: string, graph: Graph): string | undefined {
  const { world } = way;
  const [kind = '', value = ''] = step.split(/:(.*)/s);
  switch (kind) {
    case 'start':
      return start(way, { processId: value });
    case 'startConst':
      return start(way, { processId: graph.main.id });
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

function start(way: Way, { processId, variables }: { processId: string; variables?: Vars }): string | undefined {
  const graph = way.world.find(processId);
  way.started += 1;
  if (variables) way.added = [...way.added, JSON.stringify(variables)];
  return graph && way.world.start(graph, { processId, ...(variables ? { variables } : {}) }) ? undefined : `${processId} cannot be started`;
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
