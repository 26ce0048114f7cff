import type { Expression } from '../expression.ts';
import type { Graph } from '../graph.ts';
import type { Vars } from '../state.ts';

/** Combinations of values tried at one place of a test. */
const MAX_COMBINATIONS = 40;

/** Values that a test written in Java may have given to variables which the models read: what stands beside them in the models, and small numbers and lists. */
export function combinationsOf(names: readonly string[], { graphs, steps }: { graphs: readonly Graph[]; steps: readonly string[] }): Vars[] {
  let combinations: Vars[] = [{}];
  for (const name of names) {
    const values = candidatesOf(name, { graphs, steps });
    combinations = combinations.flatMap((vars) => values.map((value) => ({ ...vars, [name]: value }))).slice(0, MAX_COMBINATIONS);
  }
  return combinations;
}

function candidatesOf(name: string, { graphs, steps }: { graphs: readonly Graph[]; steps: readonly string[] }): unknown[] {
  const found: unknown[] = [];
  const reads = (expression: Expression | undefined): boolean => expression?.names.includes(name) === true;
  const nodes = graphs.flatMap((graph) => [...graph.nodes.values()]);
  for (const { loop, event, call } of nodes) {
    if (loop?.kind === 'many' && reads(loop.collection)) found.push(3, 2, ['a', 'b', 'c'], ['a', 'b'], 5, []);
    if (reads(event?.timer?.value)) found.push(...(event?.timer?.form === 'date' ? ['2026-01-06T00:00:00Z'] : event?.timer?.form === 'cycle' ? ['R3/PT1H', '0 0 * * * ?'] : ['PT1H']));
    if (reads(event?.name)) found.push(...steps.flatMap((step) => (/^(message|signal):/.test(step) ? [step.replace(/^\w+:/, ''), step.replace(/^.*[-:]/, '')] : [])));
    if (reads(call?.process)) found.push(...graphs.flatMap((graph) => [...graph.processes.keys()]));
    for (const expression of [event?.condition, loop?.kind === 'many' ? loop.until : undefined]) if (expression && reads(expression)) found.push(...literalsIn(expression.text));
  }
  for (const { condition } of graphs.flatMap((graph) => [...graph.flows.values()])) if (condition && reads(condition)) found.push(...literalsIn(condition.text));
  return [...new Set([...found, true, false, 1])];
}

/** Texts and numbers of an expression, and the numbers beside them. */
function literalsIn(text: string): unknown[] {
  const texts = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([quoted]) => JSON.parse(quoted) as string);
  const numbers = [...text.replace(/"[^"]*"/g, '').matchAll(/(?<![\w.])\d+(?:\.\d+)?/g)].flatMap(([digits]) => [Number(digits), Number(digits) + 1, Number(digits) - 1]);
  return [...texts, ...numbers];
}
