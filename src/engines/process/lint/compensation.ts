import { type Compiling, refuse, warn } from '../compile/compiling.ts';
import { isActivity, type Node } from '../graph.ts';

/** What is to be undone knows how. */
export function checkCompensation(c: Compiling, node: Node): void {
  if (node.kind === 'boundary' && node.event?.type === 'compensation' && !node.host?.undoneBy)
    refuse(c, node, ['undo-missing', 'Es ist nicht gezeichnet, welcher Schritt den anderen rückgängig macht. Bitte verbinden Sie das Ereignis mit ihm.']);
  if (node.forCompensation && isActivity(node)) {
    if (node.incoming.length + node.outgoing.length > 0)
      refuse(c, node, ['undo-connected', 'Ein Schritt, der rückgängig macht, liegt neben dem Ablauf. Bitte entfernen Sie die Pfeile an ihm.']);
    if (![...c.nodes.values()].some((other) => other.undoneBy === node))
      warn(c, node, ['undo-unused', 'Der Schritt ist als Rückgängig-Schritt gekennzeichnet, gehört aber zu keinem anderen.']);
  }
  const activity = node.event?.activity;
  if (activity && !c.nodes.has(activity))
    refuse(c, node, ['undo-unknown', 'Der Schritt, der rückgängig gemacht werden soll, fehlt. Bitte wählen Sie ihn neu.']);
}
