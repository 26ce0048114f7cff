import type { Command } from '../commands.ts';
import type { Effect } from '../effects.ts';
import type { Environment } from '../environment.ts';
import { type Graph, titleOf } from '../graph.ts';
import { freshState, type State, type Vars } from '../state.ts';
import { step } from '../step/step.ts';

type Running = { graph: Graph; state: State };
export type OpenTask = { instance: Running; tokenId: number; nodeId: string; name: string };

/** All instances that one replayed test has started, with a clock of their own. */
export class ReplayWorld {
  readonly instances: Running[] = [];
  /** Latest published model of each process. */
  private readonly models: ReadonlyMap<string, Graph>;
  private now = Date.UTC(2026, 0, 5, 8);

  constructor(models: ReadonlyMap<string, Graph>) {
    this.models = models;
  }

  /** States are plain values, so a second way can be tried from here. */
  clone(): ReplayWorld {
    const copy = new ReplayWorld(this.models);
    copy.now = this.now;
    copy.instances.push(...this.instances.map((instance) => ({ ...instance })));
    return copy;
  }

  find(processId: string): Graph | undefined {
    return this.models.get(processId);
  }

  private env(): Environment {
    return { now: new Date(this.now), context: {}, resolveCall: (process) => this.models.get(process) };
  }

  private run(instance: Running, command: Command): boolean {
    const stored = JSON.parse(JSON.stringify(instance.state)) as State;
    const result = step(instance.graph, instance.state, command, this.env());
    if (JSON.stringify(step(instance.graph, stored, command, this.env())) !== JSON.stringify(result)) throw new Error(`a stored state steps differently at ${command.type}`);
    instance.state = result.state;
    if (!result.refused) this.spread(instance, result.effects);
    return !result.refused;
  }

  /** Signals reach all other instances and start new ones; messages are correlated. */
  private spread(origin: Running, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'signal-thrown') this.signal(effect.name, origin);
      if (effect.type === 'message-thrown') this.message(effect.name);
    }
  }

  start(graph: Graph, how: { processId?: string; message?: string; signal?: string; variables?: Vars } = {}): boolean {
    const instance: Running = { graph, state: freshState() };
    this.instances.push(instance);
    const done = this.run(instance, { type: 'start', ...how });
    if (!done) this.instances.pop();
    return done;
  }

  tasks(): OpenTask[] {
    return this.instances.flatMap((instance) =>
      instance.state.tokens
        .filter((token) => token.wait === 'user')
        .map((token) => ({ instance, tokenId: token.id, nodeId: token.node, name: this.nameOf(instance, token.node) })),
    );
  }

  private nameOf(instance: Running, nodeId: string): string {
    const node = instance.graph.nodes.get(nodeId) ?? [...this.models.values()].find((graph) => graph.nodes.has(nodeId))?.nodes.get(nodeId);
    return titleOf(node ?? { id: nodeId, name: '' });
  }

  complete({ instance, tokenId }: OpenTask): boolean {
    return this.run(instance, { type: 'completeTask', tokenId });
  }

  message(name: string): boolean {
    if (this.instances.some((instance) => !instance.state.ended && this.run(instance, { type: 'message', name }))) return true;
    return [...this.models.values()].some((graph) => hasStart(graph, 'message', name) && this.start(graph, { message: name }));
  }

  signal(name: string, origin?: Running): boolean {
    let heard = false;
    const running = this.instances.slice();
    for (const instance of running)
      if (instance !== origin && !instance.state.ended) heard = this.run(instance, { type: 'signal', name }) || heard;
    for (const graph of new Set(this.models.values()))
      if (hasStart(graph, 'signal', name)) heard = this.start(graph, { signal: name }) || heard;
    return heard;
  }

  /** Sets variables where the test would: in every instance that runs. */
  setVariables(variables: Vars): void {
    for (const instance of this.instances) if (!instance.state.ended) this.run(instance, { type: 'setVariables', variables });
  }

  /** Continues the one receive task or message event that waits. */
  signalWaiting(): boolean {
    for (const instance of this.instances)
      for (const wait of instance.state.waits) if (wait.kind === 'message' && wait.name) return this.run(instance, { type: 'message', name: wait.name });
    return false;
  }

  /** Moves the clock to the next timers and fires them; false when there are none. */
  fireNext(): boolean {
    const waits = this.instances.flatMap((instance) =>
      instance.state.waits.filter((wait) => wait.kind === 'timer').map((wait) => ({ instance, id: wait.id, at: wait.at ?? '' })),
    );
    const [first] = waits.sort((a, b) => a.at.localeCompare(b.at));
    if (!first) return false;
    this.now = Math.max(this.now, Date.parse(first.at));
    for (const due of waits.filter((wait) => wait.at === first.at)) this.run(due.instance, { type: 'fireTimer', id: due.id });
    return true;
  }

  /** How many incidents there are in all instances. */
  incidents(): number {
    return this.instances.reduce((sum, { state }) => sum + state.tokens.filter((token) => token.wait === 'incident').length, 0);
  }

  stuck(): string | undefined {
    for (const { state } of this.instances) {
      const incident = state.tokens.find((token) => token.wait === 'incident');
      if (incident) return `${incident.node}: ${incident.error?.message ?? ''}`;
      const job = state.tokens.find((token) => token.wait === 'job');
      if (job) return `${job.node} waits for a connector`;
    }
    return undefined;
  }

  allEnded(): boolean {
    return this.instances.every((instance) => instance.state.ended !== undefined);
  }

  someEnded(): boolean {
    return this.instances.some((instance) => instance.state.ended !== undefined);
  }

  /** Does the next thing that people or other systems could do; undefined when there is nothing. Time does not pass by itself. */
  nudge(): string | undefined {
    const [task] = this.tasks();
    if (task) return this.complete(task) ? `complete ${task.name}` : undefined;
    for (const kind of ['message', 'signal'] as const)
      for (const { state } of this.instances) {
        const name = state.waits.find((wait) => wait.kind === kind)?.name;
        if (name && (kind === 'message' ? this.message(name) : this.signal(name))) return `${kind} ${name}`;
      }
    return undefined;
  }

  positions(): string {
    return this.instances.flatMap((instance) => instance.state.tokens.map((token) => this.nameOf(instance, token.node))).join(', ');
  }
}

function hasStart(graph: Graph, type: 'message' | 'signal', name: string): boolean {
  return graph.starts.some((one) => one.type === type && one.name?.constant === true && one.name.evaluate({}) === name);
}
