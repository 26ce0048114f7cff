import { type Compiling, refuse, warn } from '../compile/compiling.ts';
import type { Node } from '../graph.ts';

/** Every element is reached by something and leads somewhere. */
export function checkConnections(c: Compiling, node: Node): void {
  if (node.kind === 'process' || node.kind === 'event-sub' || node.forCompensation) return;
  if (node.kind === 'start' && node.incoming.length > 0)
    refuse(c, node, ['start-incoming', 'In ein Startereignis darf kein Pfeil führen. Bitte verbinden Sie ihn mit dem nächsten Schritt.']);
  if (node.kind === 'end' && node.outgoing.length > 0)
    refuse(c, node, ['end-outgoing', 'Aus einem Endereignis darf kein Pfeil führen. Bitte entfernen Sie ihn.']);
  if (!isEntry(node) && node.incoming.length === 0)
    warn(c, node, ['unconnected', 'Zu diesem Element führt kein Weg, es wird nie erreicht. Bitte verbinden Sie es oder löschen Sie es.']);
  if (node.kind === 'boundary') checkBoundary(c, node);
  if (node.kind === 'start' && node.outgoing.length === 0 && node.parent && node.parent.children.length > 1)
    warn(c, node, ['dead-end', 'Nach dem Start geht es nicht weiter. Bitte verbinden Sie das Ereignis mit einem Schritt.']);
  if (isGateway(node) && node.outgoing.length === 0)
    refuse(c, node, ['gateway-open', 'Nach dem Gateway geht es nicht weiter. Bitte verbinden Sie es mit einem Schritt.']);
}

function isEntry(node: Node): boolean {
  if (node.kind === 'start' || node.kind === 'boundary' || node.instantiates) return true;
  return node.kind === 'catch' && node.event?.type === 'link';
}

function isGateway(node: Node): boolean {
  return ['exclusive', 'parallel', 'inclusive', 'event-gateway'].includes(node.kind);
}

function checkBoundary(c: Compiling, node: Node): void {
  if (node.incoming.length > 0)
    refuse(c, node, ['boundary-incoming', 'In ein Randereignis darf kein Pfeil führen. Bitte entfernen Sie ihn.']);
  if (node.event?.type !== 'compensation' && node.outgoing.length === 0)
    warn(c, node, ['boundary-open', 'Nach dem Randereignis geht es nicht weiter; der Weg endet hier. Bitte verbinden Sie es mit einem Schritt oder einem Ende.']);
}
