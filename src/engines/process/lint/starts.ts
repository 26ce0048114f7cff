import { type Compiling, refuse, warn } from '../compile/compiling.ts';
import type { EventType, Node } from '../graph.ts';

const EVENT_SUB_STARTS: readonly EventType[] = ['message', 'timer', 'signal', 'error', 'escalation', 'conditional', 'compensation'];
const PROCESS_STARTS: readonly EventType[] = ['none', 'message', 'timer', 'signal', 'conditional'];

/** Every process and sub-process begins at exactly one place that can begin. */
export function checkStarts(c: Compiling, node: Node): void {
  if (node.kind === 'process') return checkProcess(c, node);
  if (node.kind === 'sub') return checkSub(c, node);
  if (node.kind === 'event-sub') return checkEventSub(c, node);
}

function checkProcess(c: Compiling, node: Node): void {
  const instantiated = node.children.some((child) => child.instantiates && child.incoming.length === 0);
  if (node.starts.length === 0 && !instantiated)
    refuse(c, node, ['no-start-event', 'Dem Prozess fehlt ein Startereignis. Bitte zeichnen Sie eines.']);
  // Camunda 7 counts timers, too; elsewhere a process may be begun by hand and by the calendar.
  const plain = node.starts.filter((start) => start.event?.type === 'none' || (c.camunda && start.event?.type === 'timer'));
  if (plain.length > 1)
    refuse(c, plain[1] ?? node, ['many-start-events', 'Der Prozess hat mehrere Startereignisse ohne Nachricht oder Signal. Bitte lassen Sie nur eines stehen.']);
  for (const start of node.starts) {
    onlyAllowed(c, start, PROCESS_STARTS);
    checkNothingRead(c, start);
    if (start.event?.type === 'conditional')
      warn(c, start, ['start-conditional', 'Das Verfahren beginnt nicht von selbst, wenn die Bedingung eintritt: Vor dem Beginn gibt es keine Angaben. Bitte beginnen Sie es mit einer Nachricht, einem Signal oder einer Zeit.']);
  }
}

/** Before an instance begins there are no variables that its start could be worked out from. */
function checkNothingRead(c: Compiling, { id, name, event }: Node): void {
  const names = [event?.timer?.value, event?.name].flatMap((expression) => expression?.needs ?? []);
  if (names.length > 0)
    refuse(c, { id, name }, ['start-unknown', `Das Startereignis liest „${names.join('“, „')}“, vor dem Beginn gibt es aber noch keine Angaben. Bitte tragen Sie eine feste Zeit oder einen festen Namen ein.`]);
}

function checkSub(c: Compiling, node: Node): void {
  const [start, second] = node.starts;
  if (!start)
    return refuse(c, node, ['no-start-event', 'Dem Teilprozess fehlt ein Startereignis. Bitte zeichnen Sie eines.']);
  if (second)
    refuse(c, second, ['many-start-events', 'Der Teilprozess hat mehrere Startereignisse. Bitte lassen Sie nur eines stehen.']);
  for (const one of node.starts)
    if (one.event?.type !== 'none')
      refuse(c, one, ['sub-start-event', 'Ein Teilprozess beginnt, wenn der Ablauf ihn erreicht. Bitte verwenden Sie ein Startereignis ohne Auslöser oder einen Ereignis-Teilprozess.']);
}

function checkEventSub(c: Compiling, node: Node): void {
  if (node.incoming.length + node.outgoing.length > 0)
    refuse(c, node, ['event-sub-flow', 'Ein Ereignis-Teilprozess wird nur durch sein Ereignis gestartet. Bitte entfernen Sie die Pfeile an ihm.']);
  if (node.starts.length !== 1)
    refuse(c, node, ['event-sub-start', 'Ein Ereignis-Teilprozess braucht genau ein Startereignis.']);
  for (const start of node.starts) onlyAllowed(c, start, EVENT_SUB_STARTS);
  for (const start of node.starts)
    if (start.event?.type === 'error' && c.elements.get(start)?.['isInterrupting'] === false)
      warn(c, start, ['start-interrupts', 'Ein Fehler bricht immer ab, was um den Ereignis-Teilprozess herum läuft. Bitte stellen Sie das Startereignis auf „unterbrechend“.']);
  if (node.loop)
    refuse(c, node, ['event-sub-loop', 'Ein Ereignis-Teilprozess kann nicht wiederholt werden. Bitte entfernen Sie die Schleife.']);
}

function onlyAllowed(c: Compiling, start: Node, allowed: readonly EventType[]): void {
  if (!allowed.includes(start.event?.type ?? 'none'))
    refuse(c, start, ['start-type', `Ein Startereignis dieser Art („${start.event?.type}“) kann hier nicht auslösen. Bitte wählen Sie eine andere Art.`]);
}
