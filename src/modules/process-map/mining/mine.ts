import type { Graph } from '#engines/process';
import { readPath, type TraceStep } from './trace.ts';

/** A trace as the database gives it. */
export type StoredTrace = { path: string; startedAt: number; endedAt: number | null; outcome: string | null };
export type Variant = { nodes: string[]; cases: number; /** Mean seconds from start to end, of those that ended. */ seconds: number | null };
export type NodeFigures = { node: string; visits: number; /** Visits after the first one of the same case. */ repeats: number; /** Mean seconds until somebody took it; null where nobody does. */ waiting: number | null; /** Mean seconds from then on. */ working: number | null };
export type Mined = { cases: number; ended: number; events: number; /** Cases that no person touched. */ automatic: number; /** Cases with a step done twice. */ reworked: number; /** Cases in which every step had a way to it in the model. */ conforming: number | null; meanSeconds: number | null; variants: Variant[]; nodes: NodeFigures[] };
export type MineOptions = { /** Steps done by people. */ people: ReadonlySet<string>; /** Steps to leave out of variants (gateways, the process itself). */ silent: ReadonlySet<string>; /** Steps that may come before each step; without it conformance is unknown. */ before?: ReadonlyMap<string, ReadonlySet<string>> };

type Sum = { visits: number; repeats: number; waits: number; waiting: number; works: number; working: number };
type Group = { cases: number; ended: number; seconds: number; automatic: boolean; reworked: boolean; conforming: boolean; nodes: string[] };

/**
 * Variants, times and conformance of many cases in one pass. What depends only on the order of steps (shape) is found once per shape:
 * a hundred thousand cases have a few hundred shapes.
 */
export function mine(traces: Iterable<StoredTrace>, options: MineOptions): Mined {
  const sums = new Map<string, Sum>();
  const groups = new Map<string, Group>();
  let events = 0;
  for (const trace of traces) {
    const steps = readPath(trace.path);
    events += steps.length;
    const shape = steps.map(({ node }) => node).join('>');
    let group = groups.get(shape);
    if (!group) groups.set(shape, (group = shapeOf(steps, options)));
    group.cases++;
    if (trace.endedAt !== null) {
      group.ended++;
      group.seconds += trace.endedAt - trace.startedAt;
    }
    addTimes(sums, steps, options);
  }
  return summary([...groups.values()], { sums, events, known: options.before !== undefined });
}

function shapeOf(steps: TraceStep[], { people, silent, before }: MineOptions): Group {
  const nodes = steps.map(({ node }) => node);
  const seen = new Set<string>();
  let [conforming, reworked] = [true, false];
  for (const node of nodes) {
    const needs = before?.get(node);
    if (before && (!needs || (needs.size > 0 && ![...needs].some((one) => seen.has(one))))) conforming = false;
    if (seen.has(node) && people.has(node)) reworked = true;
    seen.add(node);
  }
  return { cases: 0, ended: 0, seconds: 0, conforming, reworked, automatic: !nodes.some((node) => people.has(node)), nodes: nodes.filter((node) => !silent.has(node)) };
}

function addTimes(sums: Map<string, Sum>, steps: TraceStep[], { people }: MineOptions): void {
  const seen = new Set<string>();
  for (const { node, entered, claimed, left } of steps) {
    let sum = sums.get(node);
    if (!sum) sums.set(node, (sum = { visits: 0, repeats: 0, waits: 0, waiting: 0, works: 0, working: 0 }));
    sum.visits++;
    if (seen.has(node)) sum.repeats++;
    seen.add(node);
    if (left === undefined) continue;
    // nobody took it first: all the time was waiting as far as anybody can know
    if (people.has(node)) {
      sum.waits++;
      sum.waiting += (claimed ?? left) - entered;
      sum.works++;
      sum.working += left - (claimed ?? left);
    } else {
      sum.waits++;
      sum.waiting += left - entered;
    }
  }
}

function summary(groups: Group[], { sums, events, known }: { sums: Map<string, Sum>; events: number; known: boolean }): Mined {
  const total = (pick: (group: Group) => number): number => groups.reduce((sum, group) => sum + pick(group), 0);
  const when = (pick: (group: Group) => boolean): number => total((group) => (pick(group) ? group.cases : 0));
  const variants = new Map<string, Variant & { ended: number; sum: number }>();
  for (const { nodes, cases, ended, seconds } of groups) {
    const key = nodes.join('>');
    const variant = variants.get(key) ?? { nodes, cases: 0, seconds: null, ended: 0, sum: 0 };
    variants.set(key, { ...variant, cases: variant.cases + cases, ended: variant.ended + ended, sum: variant.sum + seconds });
  }
  const ended = total((group) => group.ended);
  return {
    cases: total((group) => group.cases),
    ended,
    events,
    automatic: when((group) => group.automatic),
    reworked: when((group) => group.reworked),
    conforming: known ? when((group) => group.conforming) : null,
    meanSeconds: ended > 0 ? total((group) => group.seconds) / ended : null,
    variants: [...variants.values()].map(({ nodes, cases, ended: over, sum }) => ({ nodes, cases, seconds: over > 0 ? sum / over : null })).sort((a, b) => b.cases - a.cases || a.nodes.join().localeCompare(b.nodes.join())),
    nodes: [...sums].map(([node, { visits, repeats, waits, waiting, works, working }]) => ({ node, visits, repeats, waiting: waits > 0 ? waiting / waits : null, working: works > 0 ? working / works : null })).sort((a, b) => b.visits - a.visits),
  };
}

/** What a model says about its steps: who does them, which of them nobody reads, and what may come before each. */
export function optionsOf({ nodes }: Graph): MineOptions {
  const all = [...nodes.values()];
  const before = new Map<string, Set<string>>();
  for (const node of all) before.set(node.id, new Set(node.incoming.map((flow) => flow.source.id)));
  for (const node of all) for (const boundary of node.boundaries ?? []) before.set(boundary.id, new Set([node.id]));
  return { people: new Set(all.filter(({ kind }) => kind === 'user').map(({ id }) => id)), silent: new Set(all.filter(({ kind }) => kind === 'process' || /gateway|exclusive|parallel|inclusive/.test(kind)).map(({ id }) => id)), before };
}
