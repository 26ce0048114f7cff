import type { Graph, Node } from '#engines/process';

/** What a model says about one step. */
export type ReplayNode = {
  /** What it needs to begin: one way to it, all of them (parallel join), as many as came (inclusive join), or nothing (starts). */
  takes: 'one' | 'all' | 'some' | 'nothing';
  /** How many ways lead to it. */
  ways: number;
  /** What it leads to: each list is one way on, to one of these (an exclusive gateway has one list, a parallel one several). */
  gives: string[][];
  /** The activity it sits on, and whether it ends that one. */
  on?: { host: string; ends: boolean };
  /** May begin several times by itself (loops over lists). */
  again: boolean;
};
export type ReplayModel = ReadonlyMap<string, ReplayNode>;

/** Did these steps, in this order, go the ways of the model? Tokens are moved as the gateways allow; what waits at the end is no deviation. */
export function conforms(steps: readonly string[], model: ReplayModel): boolean {
  let open: { from: string; to: string[] }[] = [];
  const seen = new Set<string>();
  for (const step of steps) {
    const node = model.get(step);
    if (!node) return false;
    if (node.on) {
      const { host, ends } = node.on;
      if (!seen.has(host)) return false;
      if (ends) open = open.filter(({ from }) => from !== host);
    } else if (node.takes !== 'nothing') {
      const ready = open.filter(({ to }) => to.includes(step));
      const needs = node.takes === 'all' ? node.ways : 1;
      const used = new Set(node.takes === 'some' ? ready : ready.slice(0, needs));
      if (ready.length < needs && !(node.again && seen.has(step))) return false;
      open = open.filter((way) => !used.has(way));
    }
    seen.add(step);
    for (const to of node.gives) open.push({ from: step, to });
  }
  return true;
}

const inLoop = (node: Node | null | undefined): boolean => Boolean(node && (node.loop || inLoop(node.parent)));

/** The model as replay needs it. */
export function replayModel({ nodes }: Pick<Graph, 'nodes'>): ReplayModel {
  const all = [...nodes.values()];
  return new Map(all.map((node) => [node.id, replayNode(node, all)]));
}

function replayNode(node: Node, all: readonly Node[]): ReplayNode {
  const inside = node.parent !== null && node.parent.kind === 'sub' && node.incoming.length === 0 && node.parent.starts.includes(node);
  const linked = node.kind === 'catch' && node.event?.type === 'link';
  const ways = node.incoming.length;
  const takes = ways === 0 && !inside && !linked ? 'nothing' : node.kind === 'parallel' ? 'all' : node.kind === 'inclusive' ? 'some' : 'one';
  return {
    takes, ways: Math.max(1, ways), gives: givesOf(node, all), again: inLoop(node),
    ...(node.kind === 'boundary' && node.host ? { on: { host: node.host.id, ends: node.interrupting } } : {}),
  };
}

function givesOf(node: Node, all: readonly Node[]): string[][] {
  const targets = node.outgoing.map(({ target }) => target.id);
  const choice = (node.kind === 'exclusive' || node.kind === 'event-gateway') && targets.length > 1;
  const onward = choice ? [targets] : targets.map((id) => [id]);
  const inner = node.kind === 'sub' && node.starts.length > 0 ? [node.starts.map(({ id }) => id)] : [];
  const links = node.kind === 'throw' && node.event?.type === 'link' ? [all.filter((other) => other.kind === 'catch' && other.event?.type === 'link' && other.event.link === node.event?.link).map(({ id }) => id)] : [];
  return [...onward, ...inner, ...links];
}
