import type { Effect } from '../tables.ts';

/** `from` needs `to`; without `to`, `from` stops or is limited. */
export type Need = { from: string; to: string; effect: Effect };
/** What is hit when something fails: how hard, after how many steps, and through which neighbour. */
export type Hit = { id: string; effect: Effect; depth: number; via: string };

/**
 * Everything that is hit when `failed` fails, nearest first. A service is hit as hard as the gentlest link on the hardest way to it: what needs a
 * service that is merely limited is limited at most. Circles end where they began: each service is visited once per effect.
 */
export function impactOf(needs: readonly Need[], failed: string): Hit[] {
  const users = Map.groupBy(needs, ({ to }) => to);
  const hits = new Map<string, Hit>();
  const walk = (links: 'stops' | 'all'): void => {
    let edge: { id: string; depth: number }[] = [{ id: failed, depth: 0 }];
    const seen = new Set([failed]);
    while (edge.length > 0) {
      const next: typeof edge = [];
      for (const { id, depth } of edge) {
        for (const { from, effect } of users.get(id) ?? []) {
          if (seen.has(from) || (links === 'stops' && effect !== 'stops')) continue;
          seen.add(from);
          if (!hits.has(from)) hits.set(from, { id: from, effect: links === 'stops' ? 'stops' : 'limited', depth: depth + 1, via: id });
          next.push({ id: from, depth: depth + 1 });
        }
      }
      edge = next;
    }
  };
  walk('stops');
  walk('all');
  return [...hits.values()].sort((a, b) => a.depth - b.depth);
}

/** What a service stands on, directly and through others, nearest first. */
export const foundationOf = (needs: readonly Need[], id: string): Hit[] => impactOf(needs.map(({ from, to, effect }) => ({ from: to, to: from, effect })), id);

/** Groups of services that need each other in a circle (Tarjan's strong components of more than one). */
export function circlesIn(needs: readonly Need[]): string[][] {
  const ways = Map.groupBy(needs, ({ from }) => from);
  const [index, low, onStack, stack, circles]: [Map<string, number>, Map<string, number>, Set<string>, string[], string[][]] = [new Map(), new Map(), new Set(), [], []];
  const close = (node: string): void => {
    const circle: string[] = [];
    for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
      onStack.delete(member);
      circle.push(member);
      if (member === node) break;
    }
    if (circle.length > 1) circles.push(circle.toReversed());
  };
  for (const start of ways.keys()) {
    if (index.has(start)) continue;
    // by hand instead of recursion: a chain of thousands must not end the program
    const path: { node: string; at: number }[] = [{ node: start, at: 0 }];
    while (path.length > 0) {
      const top = path.at(-1) as { node: string; at: number };
      if (top.at === 0) {
        index.set(top.node, index.size);
        low.set(top.node, index.get(top.node) ?? 0);
        stack.push(top.node);
        onStack.add(top.node);
      }
      const next = ways.get(top.node)?.[top.at++]?.to;
      if (next !== undefined) {
        if (!index.has(next)) path.push({ node: next, at: 0 });
        else if (onStack.has(next)) low.set(top.node, Math.min(low.get(top.node) ?? 0, index.get(next) ?? 0));
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) low.set(above.node, Math.min(low.get(above.node) ?? 0, low.get(top.node) ?? 0));
      if (low.get(top.node) === index.get(top.node)) close(top.node);
    }
  }
  return circles;
}
