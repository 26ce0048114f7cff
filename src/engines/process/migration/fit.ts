import { type Graph, type LoopSpec, type Node, titleOf } from '../graph.ts';

/** Why an element cannot take over from another one. */
export type Misfit = {
  code: 'gone' | 'type-changed' | 'loop-changed' | 'parent-changed' | 'host-changed' | 'event-changed' | 'join-changed' | 'way-gone' | 'undo-gone' | 'call-gone' | 'expression';
  /** German, for the person who moves cases. */
  message: string;
};

/** Which element of the new model takes over from which of the old one; null: none. */
export type NodeMap = ReadonlyMap<string, string | null>;

/** Does `to` take over from `from`, given who takes over from the elements around? Undefined: it fits. */
export function misfitOf(from: Node, to: Node, map: NodeMap): Misfit | undefined {
  if (kindOf(from) !== kindOf(to)) return { code: 'type-changed', message: `„${titleOf(to)}“ ist ein anderer Typ (${KINDS[kindOf(to)] ?? to.element} statt ${KINDS[kindOf(from)] ?? from.element}).` };
  if (from.event && to.event && from.event.type !== to.event.type) return { code: 'event-changed', message: `„${titleOf(to)}“ wartet auf etwas anderes.` };
  if (loopOf(from.loop) !== loopOf(to.loop)) return { code: 'loop-changed', message: `„${titleOf(to)}“ ist ${LOOPS[loopOf(to.loop)]}, vorher ${LOOPS[loopOf(from.loop)]}.` };
  if (from.transaction !== to.transaction || from.forCompensation !== to.forCompensation) return { code: 'type-changed', message: `„${titleOf(to)}“ wird anders rückgängig gemacht.` };
  if (from.host && (!to.host || map.get(from.host.id) !== to.host.id)) return { code: 'host-changed', message: `„${titleOf(to)}“ hängt an einem anderen Schritt.` };
  if (from.parent && (!to.parent || map.get(from.parent.id) !== to.parent.id)) return { code: 'parent-changed', message: `„${titleOf(to)}“ liegt in einem anderen Teilablauf.` };
  return undefined;
}

/** Why nothing takes over. An element of the same id that does not fit says more than "it is gone". */
export function goneOf(to: Graph, node: Node, map: NodeMap): Misfit {
  const same = to.nodes.get(node.id);
  return (same && misfitOf(node, same, map)) ?? { code: 'gone', message: 'Dafür gibt es in der neuen Fassung nichts Passendes.' };
}

/** Steps that a machine does are one kind: which connector does them may change. */
const kindOf = (node: Node): string => (node.kind === 'send' || (node.kind === 'throw' && node.job) ? 'service' : node.kind);

const KINDS: Record<string, string> = {
  process: 'Ablauf', start: 'Start', end: 'Ende', catch: 'Warten auf ein Ereignis', throw: 'Ereignis', boundary: 'Ereignis an einem Schritt', exclusive: 'Entscheidung', parallel: 'paralleles Gateway',
  inclusive: 'inklusives Gateway', 'event-gateway': 'ereignisbasiertes Gateway', user: 'Aufgabe für Menschen', service: 'Schritt der Maschine', decision: 'Entscheidungstabelle', script: 'Berechnung',
  receive: 'Warten auf eine Nachricht', pass: 'Schritt ohne Wirkung', sub: 'Teilablauf', 'event-sub': 'Ereignis-Teilablauf', call: 'aufgerufener Ablauf',
};

/** German word for what an element is. */
export const kindWord = (node: Node): string => KINDS[kindOf(node)] ?? node.element;

type LoopKind = 'none' | 'standard' | 'parallel' | 'sequential';
const loopOf = (loop: LoopSpec | undefined): LoopKind => (loop === undefined ? 'none' : loop.kind === 'standard' ? 'standard' : loop.sequential ? 'sequential' : 'parallel');
const LOOPS: Record<LoopKind, string> = { none: 'ein einzelner Schritt', standard: 'eine Schleife', parallel: 'eine Mehrfachausführung (gleichzeitig)', sequential: 'eine Mehrfachausführung (nacheinander)' };
