import { isActivity, type Node } from '../graph.ts';
import { type Compiling, refuse, warn } from './compiling.ts';
import { type Element, many, one } from './element.ts';

/** Attaches boundary events, compensation handlers and what joins need to know; flows exist by now. */
export function wire(c: Compiling): void {
  for (const [node, element] of c.elements) if (node.kind === 'boundary') attach(c, node, element);
  for (const [node, element] of c.elements) if (node.children.length > 0) associate(c, element);
  const upstreamOf = upstreamIn([...c.nodes.values()]);
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

type Upstream = { has(nodeId: string): boolean };

/**
 * The nodes from which a token can still come to a join by one of its ways, without passing the join itself.
 * One bit for each node: a model with thousands of joins would need millions of entries otherwise.
 */
function upstreamIn(nodes: readonly Node[]): (join: Node, source: Node) => Upstream {
  const numbers = new Map(nodes.map((node, number) => [node.id, number]));
  const numberOf = (node: Node): number => numbers.get(node.id) ?? 0;
  const before = nodes.map((node) => comesFrom(node).map(numberOf));
  return (join, source) => {
    const seen = new Uint8Array(Math.ceil(nodes.length / 8));
    const isSeen = (number: number): boolean => (((seen[number >> 3] ?? 0) >> (number & 7)) & 1) === 1;
    const last = numberOf(join);
    const stack = [numberOf(source)];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (at === last || isSeen(at)) continue;
      seen[at >> 3] = (seen[at >> 3] ?? 0) | (1 << (at & 7));
      for (const other of before[at] ?? []) if (!isSeen(other)) stack.push(other);
    }
    return { has: (nodeId) => isSeen(numbers.get(nodeId) ?? nodes.length + 8) };
  };
}

/** The nodes a token may have been at before this one. */
function comesFrom(node: Node): Node[] {
  const links = node.kind === 'catch' && node.event?.type === 'link' ? linkSources(node) : [];
  return [...node.incoming.map((flow) => flow.source), ...(node.host ? [node.host] : []), ...links];
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
