import { type Flow, type Node, titleOf } from '../graph.ts';
import type { Token } from '../state.ts';
import type { Moving } from './migrate-state.ts';

/** The flow by which a token came, and the joins it waits at: as many ways as before, or it would wait for ever or go on twice. */
export function carryWay(moving: Moving, token: Token, { node, target }: { node: Node; target: Node }): void {
  const waits = token.wait === 'join' || token.wait === 'merge' || token.stage === 'join';
  if (waits && node.incoming.length !== target.incoming.length)
    return problem(moving, node, { code: 'join-changed', message: `„${titleOf(target)}“ wartet auf ${target.incoming.length} Wege statt auf ${node.incoming.length}.` });
  if (token.flow === undefined) return;
  const flow = moving.rules.from.flows.get(token.flow);
  const found = flow && flowTo(moving, flow, target);
  if (found) token.flow = found.id;
  else if (waits || token.stage === 'arrive') problem(moving, node, { code: 'way-gone', message: `Der Weg von „${flow ? titleOf(flow.source) : '?'}“ hierher fehlt in der neuen Fassung.` });
  else delete token.flow;
}

/** The same flow, else the only one from the element that takes over from its source. */
function flowTo({ rules }: Moving, flow: Flow, target: Node): Flow | undefined {
  const same = rules.to.flows.get(flow.id);
  if (same?.target === target) return same;
  const source = rules.map.get(flow.source.id);
  const alike = target.incoming.filter((one) => one.source.id === source);
  return alike.length === 1 ? alike[0] : undefined;
}

function problem(moving: Moving, node: Node, misfit: { code: 'join-changed' | 'way-gone'; message: string }): void {
  moving.problems.push({ ...misfit, nodeId: node.id, title: titleOf(node) });
}
