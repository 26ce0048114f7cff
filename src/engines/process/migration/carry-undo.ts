import { titleOf } from '../graph.ts';
import type { Done } from '../state.ts';
import { nodeIn, type Moving } from './migrate-state.ts';

/** Completed activities that can be undone: they must be so in the new model, too, or a refund that was promised would not come. */
export function carryUndo(moving: Moving): void {
  const { state } = moving.run;
  if (state.done) state.done = state.done.map((done) => carryDone(moving, done));
  for (const token of state.tokens) if (token.undoing) token.undoing = token.undoing.map((done) => carryDone(moving, done));
}

function carryDone(moving: Moving, done: Done): Done {
  if (moving.foreign.has(done.scope)) return done;
  const node = nodeIn(moving.rules.from, done.node);
  const id = moving.rules.map.get(done.node);
  const target = id === null || id === undefined ? undefined : moving.rules.to.nodes.get(id);
  const undoable = target !== undefined && (done.inner !== undefined || target.undoneBy !== undefined || node.undoneBy === undefined);
  if (!undoable) moving.problems.push({ code: 'undo-gone', message: 'Der Schritt ist getan und ließe sich in der neuen Fassung nicht mehr rückgängig machen.', nodeId: node.id, title: titleOf(node) });
  return { ...done, node: target?.id ?? done.node, ...(done.inner ? { inner: done.inner.map((one) => carryDone(moving, one)) } : {}) };
}
