import type { Graph } from '#engines/process';
import { conforms, replayModel, type ReplayModel } from './conformance.ts';
import { newScan, scanPath, type PathScan } from './scan-path.ts';

/** A trace as the database gives it. */
export type StoredTrace = { path: string; startedAt: number; endedAt: number | null; /** Version of the service on which it runs. */ version?: number };
export type Variant = { nodes: string[]; cases: number; /** Mean seconds from start to end, of those that ended. */ seconds: number | null };
export type NodeFigures = { node: string; visits: number; /** Visits after the first one of the same case. */ repeats: number; /** Mean seconds until somebody took it; null where nobody does. */ waiting: number | null; /** Mean seconds from then on. */ working: number | null };
export type Mined = { cases: number; ended: number; events: number; /** Cases that no person touched. */ automatic: number; /** Cases with a step done twice. */ reworked: number; /** Cases that went the ways of their version; null when no model is known. */ conforming: number | null; meanSeconds: number | null; variants: Variant[]; nodes: NodeFigures[] };
export type MineOptions = { /** Steps done by people. */ people: ReadonlySet<string>; /** Steps to leave out of variants (gateways, the process itself). */ silent: ReadonlySet<string>; /** The model of a version; without it conformance is unknown. */ modelOf?: (version: number) => ReplayModel | undefined };

type Sum = { visits: number; repeats: number; waits: number; waiting: number; works: number; working: number };
/** Cases with the same order of steps; times by position. */
type Group = { cases: number; ended: number; seconds: number; automatic: boolean; reworked: boolean; conforming: boolean; /** All steps in order. */ steps: string[]; /** Those that people read. */ nodes: string[]; byHand: boolean[]; done: number[]; waiting: number[]; working: number[] };

/**
 * Variants, times and conformance of many cases in one pass. What depends only on the order of steps (shape) is found once per shape:
 * a hundred thousand cases have a few hundred shapes.
 */
export function mine(traces: Iterable<StoredTrace>, options: MineOptions): Mined {
  const groups = new Map<number, Map<string, Group>>();
  const scan = newScan();
  let events = 0;
  for (const trace of traces) {
    scanPath(trace.path, scan);
    events += scan.count;
    const version = trace.version ?? 0;
    let shapes = groups.get(version);
    if (!shapes) groups.set(version, (shapes = new Map()));
    let group = shapes.get(scan.shape);
    if (!group) shapes.set(scan.shape, (group = groupOf(scan.nodes.slice(0, scan.count), options, version)));
    group.cases++;
    if (trace.endedAt !== null) {
      group.ended++;
      group.seconds += trace.endedAt - trace.startedAt;
    }
    addTimes(group, scan);
  }
  const all = [...groups.values()].flatMap((shapes) => [...shapes.values()]);
  return summary(all, { sums: sumsOf(all), events, known: options.modelOf !== undefined });
}

function groupOf(steps: string[], { people, silent, modelOf }: MineOptions, version: number): Group {
  const seen = new Set<string>();
  let reworked = false;
  for (const node of steps) {
    if (seen.has(node) && people.has(node)) reworked = true;
    seen.add(node);
  }
  const model = modelOf?.(version);
  const none = (): number[] => steps.map(() => 0);
  return {
    cases: 0, ended: 0, seconds: 0, conforming: model !== undefined && conforms(steps, model), reworked, automatic: !steps.some((node) => people.has(node)), steps, nodes: steps.filter((node) => !silent.has(node)),
    byHand: steps.map((node) => people.has(node)), done: none(), waiting: none(), working: none(),
  };
}

function addTimes({ byHand, done, waiting, working }: Group, { count, entered, claimed, left }: PathScan): void {
  for (let i = 0; i < count; i++) {
    const end = left[i] as number;
    if (Number.isNaN(end)) continue;
    // nobody took it first: all the time was waiting as far as anybody can know
    const taken = byHand[i] && !Number.isNaN(claimed[i] as number) ? (claimed[i] as number) : end;
    done[i] = (done[i] as number) + 1;
    waiting[i] = (waiting[i] as number) + taken - (entered[i] as number);
    working[i] = (working[i] as number) + end - taken;
  }
}

function sumsOf(groups: readonly Group[]): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const { steps, cases, byHand, done, waiting, working } of groups) {
    const seen = new Set<string>();
    steps.forEach((node, index) => {
      let sum = sums.get(node);
      if (!sum) sums.set(node, (sum = { visits: 0, repeats: 0, waits: 0, waiting: 0, works: 0, working: 0 }));
      sum.visits += cases;
      if (seen.has(node)) sum.repeats += cases;
      seen.add(node);
      sum.waits += done[index] ?? 0;
      sum.waiting += waiting[index] ?? 0;
      if (byHand[index]) sum.works += done[index] ?? 0;
      if (byHand[index]) sum.working += working[index] ?? 0;
    });
  }
  return sums;
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

/** What a model says about its steps: who does them and which of them nobody reads; with the models of other versions, how each may go. */
export function optionsOf(graph: Graph, modelOf?: MineOptions['modelOf']): MineOptions {
  const own = replayModel(graph);
  const all = [...graph.nodes.values()];
  return { people: new Set(all.filter(({ kind }) => kind === 'user').map(({ id }) => id)), silent: new Set(all.filter(({ kind }) => kind === 'process' || /gateway|exclusive|parallel|inclusive/.test(kind)).map(({ id }) => id)), modelOf: modelOf ?? (() => own) };
}
