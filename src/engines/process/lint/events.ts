import { type Compiling, refuse, warn } from '../compile/compiling.ts';
import type { EventType, Node } from '../graph.ts';

const CATCH: readonly EventType[] = ['message', 'timer', 'signal', 'conditional', 'link'];
const THROW: readonly EventType[] = ['none', 'message', 'signal', 'escalation', 'compensation', 'link'];
const BOUNDARY: readonly EventType[] = ['message', 'timer', 'signal', 'error', 'escalation', 'conditional', 'compensation', 'cancel'];
const END: readonly EventType[] = ['none', 'message', 'signal', 'error', 'escalation', 'compensation', 'terminate', 'cancel'];

/** Events stand only where they can happen. */
export function checkEvents(c: Compiling, node: Node): void {
  const type = node.event?.type ?? 'none';
  if (node.kind === 'catch') allow(c, node, CATCH);
  if (node.kind === 'throw') allow(c, node, THROW);
  if (node.kind === 'end') allow(c, node, END);
  if (node.kind === 'boundary') {
    allow(c, node, BOUNDARY);
    if (!node.interrupting && (type === 'error' || type === 'cancel'))
      warn(c, node, ['boundary-interrupts', 'Ein Fehler bricht den Schritt immer ab. Bitte stellen Sie das Randereignis auf „unterbrechend“.']);
    if (type === 'cancel' && !node.host?.transaction)
      refuse(c, node, ['cancel-outside', 'Ein Abbruch-Ereignis gehört an eine Transaktion. Bitte wählen Sie eine andere Art.']);
  }
  if (node.kind === 'end' && type === 'cancel' && !transactionOf(node))
    refuse(c, node, ['cancel-outside', 'Ein Abbruch-Ende gehört in eine Transaktion. Bitte wählen Sie eine andere Art.']);
  if (node.kind === 'end' && type === 'cancel' && transactionOf(node)?.boundaries.every((one) => one.event?.type !== 'cancel'))
    refuse(c, node, ['cancel-boundary', 'An der Transaktion fehlt das Abbruch-Ereignis, mit dem es nach dem Abbruch weitergeht. Bitte setzen Sie eines an ihren Rand.']);
  if (node.kind === 'end' && type === 'error' && !node.event?.code)
    refuse(c, node, ['error-missing', 'Das Fehler-Ende nennt keinen Fehler. Bitte wählen Sie einen.']);
  if (type === 'link') checkLink(c, node);
  if (type === 'message' && !node.job) checkHeard(c, node);
  if (node.kind === 'start' && node.inputs.length > 0)
    refuse(c, node, ['start-input', 'Ein Startereignis hat keine Eingaben. Bitte ordnen Sie zu, was herauskommt (output).']);
  if (node.boundaries.length > 1) checkSameMessages(c, node.boundaries, 'An dem Schritt');
  if (node.kind === 'event-gateway') checkSameMessages(c, node.outgoing.map((flow) => flow.target), 'Hinter dem Gateway');
}

/** A message without a connector goes to other processes; one that nobody in this file waits for is often a typing mistake. */
function checkHeard(c: Compiling, node: Node): void {
  if (node.kind !== 'throw' && node.kind !== 'end' && node.kind !== 'send') return;
  const name = node.event?.name;
  if (!name?.constant) return;
  const heard = [...c.nodes.values()].some((other) => other !== node && ['start', 'catch', 'boundary', 'receive'].includes(other.kind) && other.event?.type === 'message' && other.event.name?.text === name.text);
  if (!heard)
    warn(c, node, ['message-unheard', `Auf die Nachricht „${name.text}“ wartet in dieser Datei niemand. Wartet auch sonst niemand, bleibt der Schritt mit einer Störung stehen. Bitte prüfen Sie den Namen oder wählen Sie einen Konnektor.`]);
}

/** Of two events that wait for the same message at one place only one would ever get it. */
function checkSameMessages(c: Compiling, events: readonly Node[], where: string): void {
  const names = new Set<string>();
  for (const one of events) {
    const name = one.event?.type === 'message' && one.event.name?.constant && !one.event.key ? one.event.name.text : undefined;
    if (name === undefined) continue;
    if (names.has(name))
      refuse(c, one, ['message-double', `${where} warten zwei Ereignisse auf die Nachricht „${name}“. Bitte lassen Sie nur eines stehen.`]);
    names.add(name);
  }
}

function allow(c: Compiling, node: Node, allowed: readonly EventType[]): void {
  const type = node.event?.type ?? 'none';
  if (allowed.includes(type)) return;
  const message =
    type === 'none'
      ? 'Das Ereignis sagt nicht, worauf es wartet. Bitte wählen Sie einen Auslöser.'
      : `Ein Ereignis der Art „${type}“ kann hier nicht stehen. Bitte wählen Sie eine andere Art.`;
  refuse(c, node, ['event-place', message]);
}

function transactionOf(node: Node): Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.transaction) return at;
  return undefined;
}

function checkLink(c: Compiling, node: Node): void {
  const name = node.event?.link;
  const partners = (node.parent?.children ?? []).filter(
    (other) => other.event?.type === 'link' && other.event.link === name && other.kind !== node.kind,
  );
  if (!name) refuse(c, node, ['link-name', 'Dem Verweis fehlt der Name. Bitte tragen Sie ihn bei beiden Enden gleich ein.']);
  else if (partners.length === 0)
    refuse(c, node, ['link-open', `Der Verweis „${name}“ hat kein Gegenstück auf derselben Ebene. Bitte legen Sie es an.`]);
  else if (node.kind === 'throw' && partners.length > 1)
    refuse(c, node, ['link-double', `Der Verweis „${name}“ hat mehrere Ziele. Bitte lassen Sie nur eines stehen.`]);
}
