import type { CompiledElement, CompiledNode } from './compiled.ts';

/** What each node's presence and value depend on. */
export type Reads = Map<CompiledNode, CompiledElement[]>;

export type Order = { steps: CompiledNode[]; circles: CompiledNode[][] };

/** Puts conditions and calculations into an order in which each is decided after everything it reads. */
export function dependencyOrder(nodes: CompiledNode[], reads: Reads): Order {
  const state = new Map<CompiledNode, 'open' | 'done'>();
  const order: Order = { steps: [], circles: [] };
  const trail: CompiledNode[] = [];
  const visit = (node: CompiledNode): void => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      order.circles.push([...trail.slice(trail.indexOf(node)), node]);
      return;
    }
    state.set(node, 'open');
    trail.push(node);
    for (const next of dependencies(node, reads)) visit(next);
    trail.pop();
    state.set(node, 'done');
    if (node.condition || (node.kind === 'field' && node.calculate)) order.steps.push(node);
  };
  for (const node of nodes) visit(node);
  return order;
}

function dependencies(node: CompiledNode, reads: Reads): CompiledNode[] {
  const found: CompiledNode[] = node.kind === 'page' ? [] : [node.parent];
  const above = new Set(ancestors(node));
  for (const target of reads.get(node) ?? []) {
    // "count(dogs)" inside a row of dogs reads the list around it; that is no circle.
    if (above.has(target)) continue;
    found.push(target, ...descendants(target));
  }
  return found;
}

export function ancestors(node: CompiledNode): CompiledNode[] {
  const found: CompiledNode[] = [];
  for (let at = node; at.kind !== 'page'; at = at.parent) found.push(at.parent);
  return found;
}

function descendants(node: CompiledNode): CompiledElement[] {
  return 'children' in node ? node.children.flatMap((child) => [child, ...descendants(child)]) : [];
}

/** "a → b → a" in keys, for the author. */
export function circleInWords(circle: CompiledNode[]): string {
  return circle.map((node) => (node.kind === 'page' ? `Seite ${node.id}` : node.path || 'Gruppe')).join(' → ');
}
