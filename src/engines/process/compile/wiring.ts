import { isActivity, type Node } from '../graph.ts';
import { type Compiling, refuse, warn } from './compiling.ts';
import { type Element, many, one } from './element.ts';

/** Attaches boundary events, compensation handlers and what joins need to know; flows exist by now. */
export function wire(c: Compiling): void {
  for (const [node, element] of c.elements) if (node.kind === 'boundary') attach(c, node, element);
  for (const [node, element] of c.elements) if (node.children.length > 0) associate(c, element);
  for (const node of c.nodes.values()) {
    const joins = (node.kind === 'inclusive' || node.kind === 'parallel') && node.incoming.length > 1;
    if (joins) node.upstream = node.incoming.map((flow) => upstreamOf(node, flow.source));
    if (node.task) readFourEyes(c, node);
  }
}

function attach(c: Compiling, node: Node, element: Element): void {
  const host = c.nodes.get(one(element, 'attachedToRef')?.id ?? '');
  if (!host || !isActivity(host) || host.kind === 'event-sub') {
    refuse(c, node, ['boundary-host', 'Das Randereignis hängt an keinem Schritt. Bitte ziehen Sie es auf einen Schritt oder Teilprozess.']);
    return;
  }
  node.host = host;
  host.boundaries.push(node);
}

/** A compensation boundary event points to its handler by an association. */
function associate(c: Compiling, container: Element): void {
  for (const association of [...many(container, 'artifacts'), ...many(container, 'flowElements')]) {
    const ends = [one(association, 'sourceRef'), one(association, 'targetRef')].map((end) => c.nodes.get(end?.id ?? ''));
    if (association.$type !== 'bpmn:Association') continue;
    const boundary = ends.find((node) => node?.kind === 'boundary' && node.event?.type === 'compensation');
    const handler = ends.find((node) => node && node !== boundary);
    if (!boundary?.host || !handler) continue;
    if (!handler.forCompensation)
      warn(c, handler, ['undo-unmarked', 'Der Schritt macht einen anderen rückgängig, ist aber nicht so gekennzeichnet (isForCompensation).']);
    boundary.host.undoneBy = handler;
  }
}

/** Ids of the nodes from which a token can still come by this way without passing the join itself. */
function upstreamOf(join: Node, source: Node): Set<string> {
  const seen = new Set<string>();
  const stack: Node[] = [source];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node === join || seen.has(node.id)) continue;
    seen.add(node.id);
    for (const flow of node.incoming) stack.push(flow.source);
    if (node.host) stack.push(node.host);
    if (node.kind === 'catch' && node.event?.type === 'link') stack.push(...linkSources(node));
  }
  return seen;
}

function linkSources(target: Node): Node[] {
  return (target.parent?.children ?? []).filter(
    (node) => node.kind === 'throw' && node.event?.type === 'link' && node.event.link === target.event?.link,
  );
}

function readFourEyes(c: Compiling, node: Node): void {
  const text = node.properties['fourEyesNot']?.text;
  if (!text || !node.task) return;
  const ids = text.split(',').map((id) => id.trim()).filter(Boolean);
  for (const id of ids)
    if (c.nodes.get(id)?.kind !== 'user')
      refuse(c, node, ['four-eyes-unknown', `Das Vier-Augen-Prinzip nennt „${id}“, das ist keine Aufgabe dieses Modells. Bitte berichtigen Sie die ID.`]);
  node.task = { ...node.task, fourEyesNot: ids };
}
