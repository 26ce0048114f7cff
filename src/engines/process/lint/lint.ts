import type { Compiling } from '../compile/compiling.ts';
import type { Graph } from '../graph.ts';
import { checkCalls } from './calls.ts';
import { checkCamunda } from './camunda.ts';
import { checkCompensation } from './compensation.ts';
import { checkConnections } from './connections.ts';
import { checkEvents } from './events.ts';
import { checkGateways } from './gateways.ts';
import { checkLoops } from './loops.ts';
import { checkStarts } from './starts.ts';

/** Looks for everything in a model that the engine cannot run, or that would surprise its author. */
export function lint(c: Compiling, graph: Graph): void {
  for (const node of c.nodes.values()) {
    checkStarts(c, node);
    checkConnections(c, node);
    checkEvents(c, node);
    checkGateways(c, node);
    checkCompensation(c, node);
    checkCalls(c, node, graph);
    checkCamunda(c, node);
  }
  checkLoops(c);
  const order = new Map([...c.nodes.keys()].map((id, index) => [id, index]));
  c.findings.sort(
    (a, b) => severity(a.severity) - severity(b.severity) || (order.get(a.elementId) ?? -1) - (order.get(b.elementId) ?? -1),
  );
}

function severity(value: 'error' | 'warning'): number {
  return value === 'error' ? 0 : 1;
}
