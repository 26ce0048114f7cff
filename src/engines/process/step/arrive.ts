import { getNode, type Node } from '../graph.ts';
import { enterActivity } from './begin.ts';
import { completeActivity } from './complete.ts';
import { guarded } from './faults.ts';
import { arriveAtJoin, pass } from './joins.ts';
import { addToken, dropTokenWaits, entered, modelOf, type Run, type Work } from './run.ts';
import { throwEvent } from './throws.ts';
import { watch } from './waits.ts';
import type { Token } from '../state.ts';

/** A token arrives at a node. */
export function arrive(run: Run, work: Extract<Work, { do: 'arrive' }>): void {
  const { node, scope } = work;
  // What came with an event that begins the instance is not waited for again.
  if (work.payload && (node.kind === 'receive' || node.kind === 'catch')) return passEvent(run, work);
  switch (node.kind) {
    case 'start':
    case 'boundary':
      return passEvent(run, work);
    case 'exclusive':
      return pass(run, node, scope);
    case 'parallel':
    case 'inclusive':
      return arriveAtJoin(run, node, work);
    case 'event-gateway':
      return waitFor(run, addToken(run, node, { scope }), node);
    case 'catch':
      return node.event?.type === 'link' ? pass(run, node, scope) : waitFor(run, addToken(run, node, { scope }), node);
    case 'throw':
    case 'end':
      return throwEvent(run, node, scope);
    default:
      return enterActivity(run, node, scope);
  }
}

/** Start and boundary events take over what came with them. */
function passEvent(run: Run, { node, scope, payload }: Extract<Work, { do: 'arrive' }>): void {
  if (!payload && node.outputs.length === 0) return pass(run, node, scope);
  const token = addToken(run, node, { scope });
  entered(run, node, token.id);
  completeActivity(run, token, payload);
}

function waitFor(run: Run, token: Token, node: Node): void {
  entered(run, node, token.id);
  watchAgain(run, token);
}

/** Begins to wait at a catching event or an event-based gateway. */
export function watchAgain(run: Run, token: Token): void {
  const node = getNode(modelOf(run, token.scope), token.node);
  const targets = node.kind === 'event-gateway' ? node.outgoing.map((flow) => flow.target) : [node];
  token.wait = 'event';
  const place = { token, scope: token.scope };
  const watched = guarded(run, token, [
    'enter',
    () => {
      for (const target of targets) watch(run, target, { holder: { token: token.id }, place });
    },
  ]);
  if (!watched) dropTokenWaits(run, token);
}
