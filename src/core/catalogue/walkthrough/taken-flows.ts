import type { Effect, Graph, Node } from '#engines/process';

/** Follows the effects of one instance and says by which sequence flows its tokens went. */
export class TakenFlows {
  readonly #graph: Graph;
  readonly #taken: Set<string>;
  /** Nodes that were left, the latest last: where the next token may come from. */
  #left: Node[] = [];
  constructor(graph: Graph, taken: Set<string>) {
    this.#graph = graph;
    this.#taken = taken;
  }

  follow(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'node-entered' && effect.type !== 'node-left') continue;
      const node = this.#graph.nodes.get(effect.nodeId);
      if (!node) continue;
      this.#arrived(node);
      if (effect.type === 'node-left' && effect.outcome === 'completed') this.#left.push(node);
    }
  }

  // The engine names nodes, not flows. With one way in there is no question; with several it is the one from the node left last.
  #arrived(node: Node): void {
    const [only] = node.incoming;
    if (only && node.incoming.length === 1) return void this.#taken.add(only.id);
    for (let at = this.#left.length - 1; at >= 0; at--) {
      const flow = node.incoming.find((one) => one.source === this.#left[at]);
      if (!flow) continue;
      this.#taken.add(flow.id);
      this.#left.splice(at, 1);
      return;
    }
  }
}
