import type { Node } from '../graph.ts';
import type { Scope, Token, Wait } from '../state.ts';
import { dropWaits, findScope, findToken, getScope, type Place } from '../step/run.ts';
import { evaluateText } from '../step/variables.ts';
import { isWaitable, watch } from '../step/waits.ts';
import { nodeIn, own, type Moving } from './migrate-state.ts';

/** Timers, messages, signals and conditions: those that are still there go along, others stop, new ones begin. */
export function carryWaits(moving: Moving, before: ReadonlyMap<number, Token>): void {
  const { run } = moving;
  const dropped = new Set<number>();
  const begins = beginsAt(moving);
  for (const wait of run.state.waits) {
    if (isForeign(moving, wait)) continue;
    const target = takesOver(moving, wait, before);
    if (target && !wantsAnew(moving, wait, target)) wait.node = target.id;
    else dropped.add(wait.id);
    if (target && dropped.has(wait.id)) begins.again.add(`${wait.token ?? `scope ${wait.scope}`} ${target.id}`);
  }
  dropWaits(run, (wait) => dropped.has(wait.id));
  for (const scope of run.state.scopes) if (!moving.foreign.has(scope.id)) watchScope(moving, scope, begins);
  for (const token of own(moving)) watchToken(moving, token, begins);
}

/** Events that begin to wait: those that the old model did not have, and those that are to begin again. One that the old model had and that does not wait has fired already. */
type Begins = { known: ReadonlySet<string>; again: Set<string> };
const beginsAt = ({ rules }: Moving): Begins => ({ known: new Set([...rules.map.values()].filter((id) => id !== null)), again: new Set() });
const doesBegin = ({ known, again }: Begins, holder: string, event: Node): boolean => isWaitable(event) && (!known.has(event.id) || again.has(`${holder} ${event.id}`));

const scopeOf = ({ run }: Moving, wait: Wait): number | undefined => wait.scope ?? findToken(run, wait.token)?.scope;
const isForeign = (moving: Moving, wait: Wait): boolean => moving.foreign.has(scopeOf(moving, wait) ?? -1);

/** The event of the new model that this wait is for, at the same place. */
function takesOver({ rules, run }: Moving, wait: Wait, before: ReadonlyMap<number, Token>): Node | undefined {
  const node = nodeIn(rules.from, wait.node);
  const id = rules.map.get(wait.node);
  const target = id === null || id === undefined ? undefined : rules.to.nodes.get(id);
  if (!target || target.event?.type !== node.event?.type) return undefined;
  const token = findToken(run, wait.token);
  if (!token) return target.parent?.parent && containerId(findScope(run, wait.scope ?? -1)) === target.parent.parent.id ? target : undefined;
  if (target.kind === 'boundary') return target.host?.id === token.node ? target : undefined;
  const holder = nodeIn(rules.to, token.node);
  const atGateway = nodeIn(rules.from, before.get(token.id)?.node ?? '').kind === 'event-gateway';
  if (atGateway) return holder.outgoing.some((flow) => flow.target === target) ? target : undefined;
  return target === holder ? target : undefined;
}

const containerId = (scope: Scope | undefined): string | undefined => scope?.node;

/** A message of another name or key, and timers when the caller wants them so, begin to wait anew. */
function wantsAnew(moving: Moving, wait: Wait, target: Node): boolean {
  const { run, rules } = moving;
  if (wait.kind === 'timer') return rules.renewTimers === true || (target.event?.timer?.moves === true) !== (nodeIn(rules.from, wait.node).event?.timer?.moves === true);
  if (wait.kind === 'condition') return false;
  const place = placeOf(moving, wait);
  return (evaluateText(run, place, target.event?.name) ?? '') !== (wait.name ?? '') || evaluateText(run, place, target.event?.key) !== wait.key;
}

function placeOf({ run }: Moving, wait: Wait): Place {
  const token = findToken(run, wait.token);
  if (token) return { token, scope: token.scope };
  const scope = getScope(run, wait.scope ?? -1);
  const parent = findToken(run, scope.parent);
  return { ...(parent ? { token: parent } : {}), scope: scope.id };
}

/** Event sub-processes of a scope listen, unless one that interrupts has already begun there. */
function watchScope({ run, rules }: Moving, scope: Scope, begins: Begins): void {
  const container = nodeIn(rules.to, scope.node);
  if (scope.many || run.state.tokens.some((token) => token.scope === scope.id && interrupts(nodeIn(rules.to, token.node)))) return;
  const parent = findToken(run, scope.parent);
  const place: Place = { ...(parent ? { token: parent } : {}), scope: scope.id };
  for (const event of container.eventSubs.flatMap((eventSub) => eventSub.starts))
    if (doesBegin(begins, `scope ${scope.id}`, event)) watch(run, event, { holder: { scope: scope.id }, place });
}

const interrupts = (node: Node): boolean => node.kind === 'event-sub' && node.starts.some((start) => start.interrupting);

/** What a token at rest waits for: its own event, the events behind a gateway, the boundary events of its activity. */
function watchToken({ run, rules }: Moving, token: Token, begins: Begins): void {
  const node = nodeIn(rules.to, token.node);
  const place: Place = { token, scope: token.scope };
  const own = token.wait === 'event' ? (node.kind === 'event-gateway' ? node.outgoing.map((flow) => flow.target) : [node]) : [];
  // Rounds of a multi-instance leave the boundary events to their host; what failed on entering sets them when it is tried again.
  const boundaries = token.index === undefined && token.stage !== 'enter' && token.stage !== 'arrive' ? node.boundaries : [];
  for (const event of [...own, ...boundaries]) if (doesBegin(begins, String(token.id), event)) watch(run, event, { holder: { token: token.id }, place });
}
