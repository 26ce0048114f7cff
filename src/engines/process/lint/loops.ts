import { type Compiling, refuse, warn } from '../compile/compiling.ts';
import { type Node, titleOf } from '../graph.ts';

/** Circles in which nobody and nothing waits would run until the step limit stops them. */
export function checkLoops(c: Compiling): void {
  const reported = new Set<Node>();
  for (const node of c.nodes.values()) {
    if (waits(node) || reported.has(node)) continue;
    const circle = circleThrough(node);
    if (!circle || circle.some((one) => reported.has(one))) continue;
    for (const one of circle) reported.add(one);
    const way = circle.map(titleOf).join(' → ');
    if (circle.some(hasExit))
      warn(c, node, ['loop-without-wait', `In der Schleife ${way} wartet niemand. Bitte stellen Sie sicher, dass ihre Bedingung sich ändert.`]);
    else
      refuse(c, node, ['loop-endless', `Die Schleife ${way} endet nie. Bitte bauen Sie einen Ausgang oder einen Schritt ein, an dem gewartet wird.`]);
  }
}

/** True when a token rests here; then the circle costs one step at a time. */
function waits(node: Node): boolean {
  if (node.kind === 'catch') return node.event?.type !== 'link';
  if (node.kind === 'sub') return node.children.some((child) => waits(child));
  return ['user', 'receive', 'service', 'send', 'call', 'event-gateway', 'process', 'event-sub'].includes(node.kind);
}

/** A way out that does not depend on an event: another flow that a condition can choose. */
function hasExit(node: Node): boolean {
  return node.outgoing.length > 1 && node.kind !== 'parallel';
}

/** The nodes of a circle back to this node over nodes that do not wait. */
function circleThrough(start: Node): Node[] | undefined {
  const from = new Map<Node, Node>();
  const queue: Node[] = [start];
  for (let node = queue.shift(); node; node = queue.shift())
    for (const target of targetsOf(node)) {
      if (target === start) return pathTo(node, start, from);
      if (waits(target) || from.has(target)) continue;
      from.set(target, node);
      queue.push(target);
    }
  return undefined;
}

function targetsOf(node: Node): Node[] {
  if (node.kind === 'throw' && node.event?.type === 'link')
    return (node.parent?.children ?? []).filter((other) => other.kind === 'catch' && other.event?.type === 'link' && other.event.link === node.event?.link);
  return node.outgoing.map((flow) => flow.target);
}

function pathTo(last: Node, start: Node, from: ReadonlyMap<Node, Node>): Node[] {
  const path: Node[] = [];
  for (let node: Node | undefined = last; node && node !== start; node = from.get(node)) path.unshift(node);
  return [start, ...path];
}
