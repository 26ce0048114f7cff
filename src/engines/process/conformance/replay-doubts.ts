import type { Graph } from '../graph.ts';
import type { ReplayWorld } from './replay-world.ts';

const BUILT_IN = /^(loopCounter|nrOf(Active|Completed)?Instances)$/;

/** Why a mismatch would say nothing about the engine; undefined when it would. */
export function doubtOf({ graph, steps }: { graph: Graph; steps: readonly string[] }, world: ReplayWorld): string | undefined {
  if (steps.some((step) => EXPECTS_ERROR.test(step))) return 'expects an error of the Java interface';
  if (!steps.some((step) => step.startsWith('start'))) return 'the test starts the process in a way that the list does not tell';
  if (steps.some((step) => step.startsWith('setVar'))) return 'variables are set in Java';
  const started = steps.flatMap((step) => (step.startsWith('start:') ? [step.slice('start:'.length)] : []));
  const elsewhere = started.filter((id) => !world.find(id));
  if (elsewhere.length > 0) return `the process ${elsewhere.join(', ')} is not in the suite`;
  const graphs = [...new Set([graph, ...started.flatMap((id) => world.find(id) ?? [])].flatMap((one) => reachable(one, world)))];
  const missing = graphs.flatMap((one) => calledBy(one).filter((id) => !one.processes.has(id) && !world.find(id)));
  if (missing.length > 0) return `the called process ${missing.join(', ')} is not in the suite`;
  const unknown = unknownVariables(graphs);
  return unknown.length > 0 ? `variables come from Java: ${unknown.join(', ')}` : undefined;
}

const EXPECTS_ERROR = /^(expectThrow|assertException|errorContains|failIfReached)/;

/** Variables that models read and nothing in them sets. */
export function unknownVariables(graphs: readonly Graph[]): string[] {
  const known = knownVariables(graphs);
  return [...new Set(graphs.flatMap((one) => one.reads.flatMap((read) => read.names)).filter((name) => !known.has(name) && !BUILT_IN.test(name)))];
}

function calledBy(graph: Graph): string[] {
  return [...graph.nodes.values()].flatMap((node) => (node.call?.process.constant ? [String(node.call.process.evaluate({}))] : []));
}

/** A model and all that it calls. */
export function reachable(graph: Graph, world: ReplayWorld): Graph[] {
  const found = new Set<Graph>([graph]);
  for (const one of found)
    for (const id of calledBy(one)) {
      const called = one.processes.has(id) ? undefined : world.find(id);
      if (called) found.add(called);
    }
  return [...found];
}

/** Variables whose values come from the models alone. */
function knownVariables(graphs: readonly Graph[]): Set<string> {
  const known = new Set<string>();
  const nodes = graphs.flatMap((graph) => [...graph.nodes.values()]);
  for (let size = -1; size !== known.size; ) {
    size = known.size;
    for (const { loop, inputs, outputs } of nodes) {
      if (loop?.kind === 'many' && loop.item && loop.collection.names.every((name) => known.has(name))) known.add(loop.item);
      for (const { source, target } of [...inputs, ...outputs])
        if (source.names.every((name) => known.has(name) || BUILT_IN.test(name))) known.add(target);
    }
  }
  return known;
}
