import type { Node } from '../graph.ts';

/** Where a token goes on to from here. */
export function targetsOf(node: Node): Node[] {
  if (node.kind === 'throw' && node.event?.type === 'link')
    return (node.parent?.children ?? []).filter((other) => other.kind === 'catch' && other.event?.type === 'link' && other.event.link === node.event?.link);
  return node.outgoing.map((flow) => flow.target);
}

type Visit = { node: Node; targets: Node[]; at: number };

/** Groups of nodes each of which can be reached from each other (strongly connected, Tarjan 1972); read once, because a model may have ten thousand nodes. */
export function tanglesOf(nodes: readonly Node[]): Set<Node>[] {
  const wanted = new Set(nodes);
  const number = new Map<Node, number>();
  const lowest = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const tangles: Set<Node>[] = [];
  const visit = (node: Node): Visit => {
    number.set(node, number.size);
    lowest.set(node, number.get(node) ?? 0);
    open.push(node);
    isOpen.add(node);
    return { node, at: 0, targets: targetsOf(node).filter((target) => wanted.has(target)) };
  };
  const lower = (node: Node, to: number | undefined): void => void lowest.set(node, Math.min(lowest.get(node) ?? 0, to ?? Infinity));
  const close = (node: Node): void => {
    const tangle = open.splice(open.lastIndexOf(node));
    for (const one of tangle) isOpen.delete(one);
    if (tangle.length > 1 || targetsOf(node).includes(node)) tangles.push(new Set(tangle));
  };
  for (const root of nodes) {
    if (number.has(root)) continue;
    const way = [visit(root)];
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const target = top.targets[top.at++];
      if (target === undefined) {
        way.pop();
        const above = way.at(-1);
        if (above) lower(above.node, lowest.get(top.node));
        if (lowest.get(top.node) === number.get(top.node)) close(top.node);
      } else if (!number.has(target)) way.push(visit(target));
      else if (isOpen.has(target)) lower(top.node, number.get(target));
    }
  }
  return tangles;
}
