import type { Graph, Node } from '#engines/process';

/** Names that FEEL always knows in a service: the answers, who applied, the case. */
export const CONTEXT_NAMES = ['application', 'applicant', 'case', 'today'] as const;

const firstPart = (target: string): string => target.split('.')[0] ?? target;

function namesOf(node: Node): string[] {
  const loop = node.loop?.kind === 'many' ? [node.loop.item, node.loop.result?.variable] : [];
  return [
    ...node.inputs.map((mapping) => firstPart(mapping.target)),
    ...node.outputs.map((mapping) => firstPart(mapping.target)),
    node.decision?.resultVariable,
    node.script?.resultVariable,
    node.job?.resultVariable,
    ...loop,
  ].filter((name) => name !== undefined && name !== '') as string[];
}

/** Every variable that some element of the process sets; a staff form or a letter may read these. */
export function processVariables(graph: Graph): Set<string> {
  return new Set([...graph.nodes.values()].flatMap(namesOf));
}
