import { type Compiling, refuse, warn } from '../compile/compiling.ts';
import { type Node, titleOf } from '../graph.ts';
import { tanglesOf, targetsOf } from './tangles.ts';

/** A circle is known by its first steps. */
const MOST_NAMED = 8;
/** Of a tangle of many circles so many are looked for; its author mends one and publishes again. */
const MOST_LOOKS = 30;

/** Circles in which nobody and nothing waits would run until the step limit stops them. */
export function checkLoops(c: Compiling): void {
  const reported = new Set<Node>();
  for (const tangle of tanglesOf([...c.nodes.values()].filter((node) => !waits(node))))
    for (const node of [...tangle].slice(0, MOST_LOOKS)) {
      if (reported.has(node)) continue;
      const circle = circleThrough(node, tangle);
      if (!circle || circle.some((one) => reported.has(one))) continue;
      for (const one of circle) reported.add(one);
      report(c, node, circle);
    }
}

function report(c: Compiling, node: Node, circle: readonly Node[]): void {
  const way = [...circle.slice(0, MOST_NAMED).map(titleOf), ...(circle.length > MOST_NAMED ? ['…'] : [])].join(' → ');
  if (circle.some(hasExit))
    warn(c, node, ['loop-without-wait', `In der Schleife ${way} wartet niemand. Bitte stellen Sie sicher, dass ihre Bedingung sich ändert.`]);
  else
    refuse(c, node, ['loop-endless', `Die Schleife ${way} endet nie. Bitte bauen Sie einen Ausgang oder einen Schritt ein, an dem gewartet wird.`]);
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

/** The nodes of the shortest circle back to this node within its tangle. */
function circleThrough(start: Node, tangle: ReadonlySet<Node>): Node[] | undefined {
  const from = new Map<Node, Node>();
  const queue: Node[] = [start];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? start;
    for (const target of targetsOf(node)) {
      if (target === start) return pathTo(node, start, from);
      if (!tangle.has(target) || from.has(target)) continue;
      from.set(target, node);
      queue.push(target);
    }
  }
  return undefined;
}

function pathTo(last: Node, start: Node, from: ReadonlyMap<Node, Node>): Node[] {
  const path: Node[] = [];
  for (let node: Node | undefined = last; node && node !== start; node = from.get(node)) path.push(node);
  return [start, ...path.toReversed()];
}
