import { type Graph, type Node, titleOf } from '../graph.ts';
import { goneOf, kindWord, misfitOf, type Misfit } from './fit.ts';

/** How an element found the one that takes over from it. */
export type FoundBy = 'id' | 'name' | 'type' | 'hand' | 'none';

/** One element of the old model and what becomes of it. */
export type PlanRow = {
  nodeId: string;
  title: string;
  kind: string;
  /** Something can stand or listen there; what tokens only pass is of little interest. */
  rests: boolean;
  /** Title of the sub-process it lies in; null directly in the process. */
  inside: string | null;
  to: { nodeId: string; title: string } | null;
  by: FoundBy;
  /** Why nothing takes over, or why what was chosen does not fit. */
  misfit?: Misfit;
  /** Elements of the new model that would fit. */
  candidates: { nodeId: string; title: string }[];
};

export type MigrationPlan = { rows: PlanRow[]; /** Who takes over from whom; null: nobody. */ map: Map<string, string | null> };

/**
 * Plans how instances of one model go on in another: elements find each other by id, then by name, then by type where there is only
 * one on both sides; `byHand` overrides (null: stays behind). Nothing about instances is looked at here.
 */
export function planMigration(from: Graph, to: Graph, byHand: Readonly<Record<string, string | null>> = {}): MigrationPlan {
  const map = new Map<string, string | null>();
  const by = new Map<string, FoundBy>();
  const planning: Planning = { from, to, byHand, map, by, taken: new Set(Object.values(byHand).filter((id) => id !== null)) };
  for (const level of levelsOf(from)) {
    for (const find of [byHandOnly, bySameId, bySameName, byOnlyOfType]) for (const node of level) if (!map.has(node.id)) find(planning, node);
    for (const node of level) if (!map.has(node.id)) map.set(node.id, null);
  }
  return { rows: [...from.nodes.values()].map((node) => rowOf(planning, node)), map };
}

type Planning = { from: Graph; to: Graph; byHand: Readonly<Record<string, string | null>>; map: Map<string, string | null>; by: Map<string, FoundBy>; taken: Set<string> };

/** Processes first, then what lies in them, boundary events after their hosts: each level needs the one before. */
function levelsOf(graph: Graph): Node[][] {
  const depth = (node: Node): number => (node.parent ? depth(node.parent) + 2 : 0) + (node.host ? 1 : 0);
  const levels: Node[][] = [];
  for (const node of graph.nodes.values()) (levels[depth(node)] ??= []).push(node);
  return levels.filter((level) => level.length > 0);
}

function take({ map, by, taken }: Planning, node: Node, found: { id: string; by: FoundBy }): void {
  map.set(node.id, found.id);
  by.set(node.id, found.by);
  taken.add(found.id);
}

function byHandOnly(planning: Planning, node: Node): void {
  if (!Object.hasOwn(planning.byHand, node.id)) return;
  const id = planning.byHand[node.id] ?? null;
  planning.by.set(node.id, 'hand');
  planning.map.set(node.id, id !== null && planning.to.nodes.has(id) ? id : null);
}

function bySameId(planning: Planning, node: Node): void {
  const { to, from, map } = planning;
  const same = to.nodes.get(node.id) ?? (node === from.main ? to.main : undefined);
  if (same && !misfitOf(node, same, map)) take(planning, node, { id: same.id, by: 'id' });
}

const plainName = (node: Node): string => node.name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();

function bySameName(planning: Planning, node: Node): void {
  const name = plainName(node);
  if (!name) return;
  takeOnly(planning, node, { by: 'name', alike: (other) => plainName(other) === name });
}

/**
 * Same kind and same essence: the only user task with this form, the only step with this connector, the only event with this name.
 * Not where the same id has become something else: that was meant, and a guess would hide it.
 */
function byOnlyOfType(planning: Planning, node: Node): void {
  if (planning.to.nodes.has(node.id)) return;
  const essence = essenceOf(node);
  if (essence !== undefined) takeOnly(planning, node, { by: 'type', alike: (other) => essenceOf(other) === essence });
}

function essenceOf(node: Node): string | undefined {
  const { kind, task, job, event, call, decision } = node;
  if (kind === 'user') return `user ${task?.formKey?.text ?? ''}`;
  if (job) return `job ${job.type}`;
  if (decision) return `decision ${decision.id.text}`;
  if (call) return `call ${call.process.text}`;
  if (event && event.type !== 'none') return `${kind} ${event.type} ${event.name?.text ?? event.code?.text ?? ''}`;
  return kind === 'sub' || kind === 'event-sub' || kind === 'event-gateway' ? kind : undefined;
}

function takeOnly(planning: Planning, node: Node, { by, alike }: { by: FoundBy; alike: (other: Node) => boolean }): void {
  const { from, to, map, taken } = planning;
  const rivals = [...from.nodes.values()].filter((other) => !map.has(other.id) && alike(other) && other.parent === node.parent && other.host === node.host);
  const found = [...to.nodes.values()].filter((other) => alike(other) && !taken.has(other.id) && !misfitOf(node, other, map));
  const [only] = found;
  if (only && found.length === 1 && rivals.length === 1) take(planning, node, { id: only.id, by });
}

const PASSED = new Set<Node['kind']>(['process', 'start', 'end', 'exclusive', 'pass', 'script']);
const canRest = (node: Node): boolean => !PASSED.has(node.kind) && (node.kind !== 'throw' || node.job !== undefined);

const LEFT_OUT: Misfit = { code: 'gone', message: 'Von Hand ausgenommen.' };

const nameOf = (node: Node): { nodeId: string; title: string } => ({ nodeId: node.id, title: titleOf(node) });

function rowOf({ to, map, by }: Planning, node: Node): PlanRow {
  const id = map.get(node.id) ?? null;
  const target = id === null ? undefined : to.nodes.get(id);
  const chosen = by.get(node.id) === 'hand' && map.get(node.id) === null;
  const misfit = target ? misfitOf(node, target, map) : chosen ? LEFT_OUT : goneOf(to, node, map);
  const candidates = [...to.nodes.values()].filter((other) => !misfitOf(node, other, map)).map(nameOf);
  return {
    ...nameOf(node),
    kind: kindWord(node),
    rests: canRest(node),
    inside: node.parent?.parent ? titleOf(node.parent) : null,
    to: target ? nameOf(target) : null,
    by: by.get(node.id) ?? 'none',
    ...(misfit ? { misfit } : {}),
    candidates,
  };
}
