import { type Compiling, refuse } from '../compile/compiling.ts';
import { kindOf } from '../compile/element.ts';
import type { Graph, Node } from '../graph.ts';

/** A called process exists, and calling does not go round in a circle within the file. */
export function checkCalls(c: Compiling, node: Node, graph: Graph): void {
  if (node.kind !== 'call' || !node.call?.process.constant) return;
  const id = String(node.call.process.evaluate({}));
  const { processes } = c.options;
  if (isGlobal(c, id))
    return refuse(c, node, ['call-global', `„${id}“ ist ein globaler Schritt; aufgerufen werden nur Prozesse. Bitte zeichnen Sie den Schritt an dieser Stelle.`]);
  if (id && processes && !graph.processes.has(id) && !processes.includes(id))
    refuse(c, node, ['call-unknown', `Das aufgerufene Verfahren „${id}“ gibt es nicht. Bitte berichtigen Sie die Prozess-ID.`]);
  const own = processOf(node);
  if (id === own.id && reachedWithoutChoice(node, own))
    refuse(c, node, ['call-circle', 'Das Verfahren ruft sich selbst immer wieder auf. Bitte bauen Sie eine Bedingung ein.']);
}

/** Tasks outside of every process that call activities may call, too; nobody draws them. */
function isGlobal(c: Compiling, id: string): boolean {
  const element = c.xml.byId.get(id);
  return element !== undefined && /^Global\w*Task$/.test(kindOf(element));
}

function processOf(node: Node): Node {
  let at = node;
  while (at.parent) at = at.parent;
  return at;
}

/** True when every instance comes to the call, because nothing decides on the way. */
function reachedWithoutChoice(node: Node, process: Node): boolean {
  const seen = new Set<Node>();
  const stack = process.starts.filter((start) => start.event?.type === 'none');
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at === node) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    const choice = at.kind === 'exclusive' || at.kind === 'inclusive' || at.kind === 'event-gateway';
    if (!choice || at.outgoing.length === 1) stack.push(...at.outgoing.filter((flow) => !flow.condition).map((flow) => flow.target));
  }
  return false;
}
