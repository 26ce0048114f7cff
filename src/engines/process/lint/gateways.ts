import { type Compiling, refuse, warn } from '../compile/compiling.ts';
import { type Flow, isActivity, type Node, titleOf } from '../graph.ts';

/** Gateways decide by something, and what they decide can be carried out. */
export function checkGateways(c: Compiling, node: Node): void {
  if (node.kind === 'exclusive' && node.outgoing.length > 1) checkExclusive(c, node);
  if (node.kind === 'inclusive' && node.outgoing.length > 1) checkInclusive(c, node);
  if (node.kind === 'parallel') checkParallel(c, node);
  if (node.kind === 'event-gateway') checkEventGateway(c, node);
  if (isActivity(node)) checkActivity(c, node);
  if (node.defaultFlow?.condition)
    warn(c, node.defaultFlow, ['default-with-condition', 'Der Standardweg hat eine Bedingung; sie wird nicht beachtet. Bitte entfernen Sie sie.']);
}

function checkExclusive(c: Compiling, node: Node): void {
  for (const flow of node.outgoing)
    if (!flow.condition && flow !== node.defaultFlow)
      warn(c, flow, ['flow-without-condition', `Der Weg zu „${titleOf(flow.target)}“ hat keine Bedingung und wird immer genommen. Bitte tragen Sie eine ein oder machen Sie ihn zum Standardweg.`]);
  if (node.outgoing.every((flow) => flow.condition) && !isExhaustive(node.outgoing))
    warn(c, node, ['no-default-flow', 'Trifft keine Bedingung zu, bleibt das Verfahren hier stehen. Bitte legen Sie einen Standardweg fest.']);
}

function checkInclusive(c: Compiling, node: Node): void {
  if (node.outgoing.every((flow) => flow.condition))
    warn(c, node, ['no-default-flow', 'Trifft keine Bedingung zu, bleibt das Verfahren hier stehen. Bitte legen Sie einen Standardweg fest.']);
}

/** `x` and `not(x)`, `x = true` and `x = false` leave nothing over. */
function isExhaustive(flows: readonly Flow[]): boolean {
  const texts = flows.map((flow) => (flow.condition?.text ?? '').replace(/\s+/g, ''));
  return texts.some((text) => texts.some((other) => text === 'true' || opposites(text, other)));
}

function opposites(a: string, b: string): boolean {
  return b === `not(${a})` || (a.endsWith('=true') && b === `${a.slice(0, -4)}false`) || (a.includes('!=') && b === a.replace('!=', '='));
}

function checkParallel(c: Compiling, node: Node): void {
  for (const flow of node.outgoing)
    if (flow.condition)
      warn(c, flow, ['parallel-condition', 'Hinter einem parallelen Gateway werden immer alle Wege genommen; die Bedingung wird nicht beachtet.']);
  const split = commonExclusive(node);
  if (split)
    warn(c, node, ['parallel-after-exclusive', `Die Wege von „${titleOf(split)}“ werden hier parallel zusammengeführt, es kommt aber nur einer an. Bitte verwenden Sie ein exklusives Gateway.`]);
}

/** The exclusive gateway from which all ways lead straight into this join, the commonest deadlock. */
function commonExclusive(join: Node): Node | undefined {
  if (join.incoming.length < 2) return undefined;
  const sources = join.incoming.map((flow) => {
    let node = flow.source;
    while (node.incoming.length === 1 && node.outgoing.length === 1 && node.incoming[0]) node = node.incoming[0].source;
    return node;
  });
  const [first] = sources;
  return first?.kind === 'exclusive' && sources.every((node) => node === first) ? first : undefined;
}

function checkEventGateway(c: Compiling, node: Node): void {
  if (c.elements.get(node)?.['eventGatewayType'] === 'Parallel')
    refuse(c, node, ['event-gateway-parallel', 'Ein ereignisbasiertes Gateway, das auf alle seine Ereignisse wartet, kann nicht ausgeführt werden. Bitte verwenden Sie ein paralleles Gateway.']);
  for (const { target } of node.outgoing) {
    const catches = target.kind === 'receive' || (target.kind === 'catch' && target.event?.type !== 'link');
    if (!catches)
      refuse(c, target, ['event-gateway-target', 'Hinter einem ereignisbasierten Gateway muss ein Ereignis stehen, auf das gewartet wird. Bitte ersetzen Sie den Schritt.']);
    if (target.kind === 'receive' && (target.boundaries.length > 0 || target.loop))
      refuse(c, target, ['event-gateway-receive', 'Ein Empfangsschritt hinter einem ereignisbasierten Gateway darf weder Randereignisse noch eine Schleife haben. Bitte verwenden Sie ein Nachrichten-Ereignis und dahinter einen eigenen Schritt.']);
    if (target.incoming.length > 1)
      refuse(c, target, ['event-gateway-shared', 'Ein Ereignis hinter einem ereignisbasierten Gateway darf nur von dort erreicht werden.']);
  }
}

function checkActivity(c: Compiling, node: Node): void {
  const conditional = node.outgoing.filter((flow) => flow.condition);
  if (conditional.length > 0 && conditional.length === node.outgoing.length && !node.defaultFlow && !isExhaustive(conditional))
    warn(c, node, ['no-default-flow', 'Trifft keine Bedingung zu, bleibt das Verfahren nach diesem Schritt stehen. Bitte legen Sie einen Standardweg fest.']);
}
