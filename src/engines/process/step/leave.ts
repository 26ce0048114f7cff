import type { Flow, Node } from '../graph.ts';
import { Fault, raise } from './faults.ts';
import { addToken, type Place, type Run } from './run.ts';
import { holds } from './variables.ts';

/** Goes on from a node by the flows its kind and the conditions choose. */
export function leave(run: Run, node: Node, scope: number): void {
  const [only] = node.outgoing;
  if (!only) return;
  if (node.outgoing.length === 1 && !only.condition) return go(run, only, scope);
  try {
    const flows = choose(run, node, { scope });
    if (flows.length === 0)
      throw new Fault('no-flow', 'Keine der Bedingungen trifft zu und es gibt keinen Standardweg.');
    for (const flow of flows) go(run, flow, scope);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    raise(run, addToken(run, node, { scope }), { stage: 'leave', code: error.code, message: error.message });
  }
}

/** Sends a token along a flow. */
export function go(run: Run, flow: Flow, scope: number): void {
  run.queue.push({ do: 'arrive', node: flow.target, scope, flow: flow.id });
}

function choose(run: Run, node: Node, place: Place): readonly Flow[] {
  if (node.kind === 'parallel') return node.outgoing;
  const fallback = node.defaultFlow;
  const others = node.outgoing.filter((flow) => flow !== fallback);
  const open = (flow: Flow): boolean => !flow.condition || holds(run, place, flow.condition);
  if (node.kind === 'exclusive') {
    const chosen = others.find(open) ?? fallback;
    return chosen ? [chosen] : [];
  }
  const taken = others.filter(open);
  // The default flow counts against conditions only; a flow without one is taken beside it (BPMN 2.0 § 8.3.13).
  const conditional = node.kind === 'inclusive' ? taken : taken.filter((flow) => flow.condition);
  return fallback && conditional.length === 0 ? [...taken, fallback] : taken;
}
