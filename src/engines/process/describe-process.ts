import { type Graph, isActivity, type Node, titleOf } from './graph.ts';

/** One step of a process in plain words. */
export type StepDescription = {
  nodeId: string;
  /** What the citizen reads; null when the author gave no public name. */
  publicName: string | null;
  publicHint: string | null;
  /** What staff read. */
  name: string;
  kind: 'start' | 'task' | 'automatic' | 'decision' | 'wait' | 'call' | 'end';
  /** Fixed candidate groups, else the lane, else nobody. */
  who: string[];
  /** From 0; steps that can run side by side or instead of each other share a position. */
  position: number;
  /** True when an instance can end without it. */
  optional: boolean;
};

/** The steps of a process in their order, for status pages and the table beside the diagram. */
export function describeProcess(graph: Graph): StepDescription[] {
  const positions = new Map<Node, number>();
  place(graph.main, { base: 0, positions });
  const steps = [...positions.entries()].flatMap(([node, position]) => describe(node, position) ?? []);
  steps.sort((a, b) => a.position - b.position);
  const order = [...new Set(steps.map((step) => step.position))];
  return steps.map((step) => ({ ...step, position: order.indexOf(step.position), optional: isOptional(graph, step.nodeId) }));
}

const KINDS: Partial<Record<Node['kind'], StepDescription['kind']>> = {
  user: 'task',
  pass: 'task',
  service: 'automatic',
  send: 'automatic',
  script: 'automatic',
  decision: 'decision',
  receive: 'wait',
  catch: 'wait',
  call: 'call',
};

function describe(node: Node, position: number): StepDescription | undefined {
  const publicName = textOf(node, 'publicName');
  const kind = KINDS[node.kind] ?? (publicName !== null && (node.kind === 'end' || node.kind === 'start') ? node.kind : undefined);
  if (!kind || (node.kind === 'catch' && node.event?.type === 'link')) return undefined;
  const groups = node.task?.candidateGroups;
  const who = groups?.constant ? String(groups.evaluate({})).split(',').map((group) => group.trim()) : [];
  return {
    nodeId: node.id,
    publicName,
    publicHint: textOf(node, 'publicHint'),
    name: titleOf(node),
    kind,
    who: who.length > 0 ? who : node.lane ? [node.lane] : [],
    position,
    optional: false,
  };
}

function textOf(node: Node, property: string): string | null {
  const expression = node.properties[property];
  return expression?.constant ? String(expression.evaluate({})) : null;
}

type Placing = { base: number; positions: Map<Node, number> };

/** Gives every node the length of the longest way to it, ways back left out; sub-processes are unfolded where they stand. Returns the last position. */
function place(container: Node, { base, positions }: Placing): number {
  const ranks = rank(container);
  const nodes = [...ranks.entries()].sort((a, b) => a[1] - b[1]);
  let last = base;
  let shift = 0;
  let widest = 0;
  let level = 0;
  for (const [node, at] of nodes) {
    if (at !== level) {
      shift += widest;
      widest = 0;
      level = at;
    }
    const position = base + at + shift;
    positions.set(node, position);
    const end = node.children.length > 0 ? place(node, { base: position, positions }) : position;
    widest = Math.max(widest, end - position);
    last = Math.max(last, end);
  }
  return container.eventSubs.reduce((end, eventSub) => place(eventSub, { base: end + 1, positions }), last);
}

/** Longest way from a start to each node, over a drawing whose ways back were taken out. */
function rank(container: Node): Map<Node, number> {
  const order: Node[] = [];
  const forward = new Map<Node, Node[]>();
  const open = new Set<Node>();
  const visit = (node: Node): void => {
    open.add(node);
    const targets = nextOf(node).filter((next) => !open.has(next));
    forward.set(node, targets);
    for (const next of targets) if (!forward.has(next)) visit(next);
    open.delete(node);
    order.unshift(node);
  };
  for (const node of container.children)
    if ((node.kind === 'start' || (node.instantiates && node.incoming.length === 0)) && !forward.has(node)) visit(node);
  const ranks = new Map<Node, number>();
  for (const node of order) {
    const at = ranks.get(node) ?? 0;
    ranks.set(node, at);
    for (const next of forward.get(node) ?? []) ranks.set(next, Math.max(ranks.get(next) ?? 0, at + 1));
  }
  return ranks;
}

function nextOf(node: Node): Node[] {
  const targets = [...node.outgoing.map((flow) => flow.target), ...node.boundaries];
  if (node.kind !== 'throw' || node.event?.type !== 'link') return targets;
  return [...targets, ...(node.parent?.children ?? []).filter((other) => other.kind === 'catch' && other.event?.link === node.event?.link)];
}

/** Can the end be reached from the start without passing the node? */
function isOptional(graph: Graph, nodeId: string): boolean {
  const node = graph.nodes.get(nodeId);
  for (let at: Node | undefined = node; at?.parent; at = at.parent) {
    if (at.parent.kind === 'event-sub' || avoidable(at)) return true;
  }
  return false;
}

function avoidable(node: Node): boolean {
  const container = node.parent;
  const seen = new Set<Node>();
  const stack = [...(container?.starts ?? [])];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at === node || seen.has(at)) continue;
    seen.add(at);
    const next = nextOf(at).filter((other) => other.kind !== 'boundary');
    if (next.length === 0 && (at.kind === 'end' || isActivity(at))) return true;
    // Of parallel ways all are gone; the node is avoidable only when it lies on none of them.
    const split = at;
    const onTheWay = at.kind === 'parallel' ? next.filter((other) => leadsTo(other, { to: node, without: split })) : [];
    stack.push(...(onTheWay.length > 0 ? onTheWay : next));
  }
  return false;
}

function leadsTo(from: Node, { to, without }: { to: Node; without: Node }): boolean {
  const seen = new Set<Node>([without]);
  const stack = [from];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    stack.push(...nextOf(at));
  }
  return false;
}
