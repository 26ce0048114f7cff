import assert from 'node:assert/strict';
import type { Command, Refusal } from '../commands.ts';
import { compileProcess } from '../compile/compile-process.ts';
import type { Effect } from '../effects.ts';
import { bpmnError, type Environment, isBpmnError } from '../environment.ts';
import type { Graph } from '../graph.ts';
import { freshState, type State, type Token, type Vars } from '../state.ts';
import { step } from '../step/step.ts';
import { feel } from './feel.ts';

type Work = (input: Vars) => unknown;

export type InstanceOptions = {
  /** What service tasks do at once, by connector name; others wait as jobs. */
  work?: Record<string, Work>;
  /** Every command works on a copy of the state that went through JSON. */
  roundTrip?: boolean;
  context?: Record<string, unknown>;
  resolveCall?: Environment['resolveCall'];
  addWorkingDays?: Environment['addWorkingDays'];
};

const BEGIN = Date.parse('2026-03-02T08:00:00Z');

/** Compiles a model for a test; errors of the linter fail it. */
export async function compiled(xml: string): Promise<Graph> {
  const { graph, findings } = await compileProcess(xml, { feel });
  assert.deepEqual(findings.filter((finding) => finding.severity === 'error'), []);
  assert.ok(graph);
  return graph;
}

/** One running instance, driven by commands, with a clock that tests move. */
export class Instance {
  state: State = freshState();
  readonly effects: Effect[] = [];
  /** Ids of completed nodes in order. */
  readonly trace: string[] = [];
  now = BEGIN;
  refused: Refusal | undefined;
  readonly graph: Graph;
  private readonly options: InstanceOptions;

  private constructor(graph: Graph, options: InstanceOptions) {
    this.graph = graph;
    this.options = options;
  }

  static async of(xml: string, options: InstanceOptions = {}): Promise<Instance> {
    return new Instance(await compiled(xml), options);
  }

  static on(graph: Graph, options: InstanceOptions = {}): Instance {
    return new Instance(graph, options);
  }

  do(command: Command): this {
    const { work = {}, context = {}, resolveCall, addWorkingDays, roundTrip } = this.options;
    const env: Environment = {
      now: new Date(this.now),
      context,
      inline: (task) => (work[task.type] ? (work[task.type]?.(task.input) ?? {}) : undefined),
      ...(resolveCall ? { resolveCall } : {}),
      ...(addWorkingDays ? { addWorkingDays } : {}),
    };
    const before = JSON.stringify(this.state);
    const input = roundTrip ? (JSON.parse(before) as State) : this.state;
    const result = step(this.graph, input, command, env);
    assert.equal(JSON.stringify(input), before, 'a step must not change the state it was given');
    this.refused = result.refused;
    this.state = result.state;
    this.effects.push(...result.effects);
    for (const effect of result.effects)
      if (effect.type === 'node-left' && effect.outcome === 'completed') this.trace.push(effect.nodeId);
    return this;
  }

  start(variables: Vars = {}): this {
    return this.do({ type: 'start', variables });
  }

  /** Completes one open task (or queued job) of this node. */
  complete(nodeId: string, variables: Vars = {}): this {
    const token = this.open().find((one) => one.node === nodeId);
    assert.ok(token, `${nodeId} is not open; open are ${this.waiting().join(', ')}`);
    return token.wait === 'user'
      ? this.do({ type: 'completeTask', tokenId: token.id, variables })
      : this.do({ type: 'completeJob', tokenId: token.id, output: variables });
  }

  message(name: string, variables: Vars = {}): this {
    return this.do({ type: 'message', name, variables });
  }

  /** Moves the clock and fires what is due, the earliest first. */
  pass(seconds: number): this {
    const until = this.now + seconds * 1000;
    for (let rounds = 0; rounds < 500; rounds++) {
      const [due] = this.state.waits
        .filter((wait) => wait.kind === 'timer' && Date.parse(wait.at ?? '') <= until)
        .sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
      if (!due) break;
      this.now = Math.max(this.now, Date.parse(due.at ?? ''));
      this.do({ type: 'fireTimer', id: due.id });
    }
    this.now = until;
    return this;
  }

  retry(): this {
    const incident = this.incidents()[0];
    assert.ok(incident, 'there is no incident');
    return this.do({ type: 'retryIncident', tokenId: incident.id });
  }

  open(): Token[] {
    return this.state.tokens.filter((token) => token.wait === 'user' || token.wait === 'job');
  }

  /** Nodes with open tasks or jobs, each as often as it is open. */
  waiting(): string[] {
    return this.open().map((token) => token.node).sort();
  }

  incidents(): Token[] {
    return this.state.tokens.filter((token) => token.wait === 'incident');
  }

  count(nodeId: string): number {
    return this.trace.filter((id) => id === nodeId).length;
  }

  find<T extends Effect['type']>(type: T): Extract<Effect, { type: T }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { type: T }> => effect.type === type);
  }
}

export { bpmnError, isBpmnError };
