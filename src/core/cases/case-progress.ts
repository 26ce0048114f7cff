import { listCaseEvents, type AuditEvent } from '#platform/audit';
import { getServiceVersion } from '#core/catalogue';
import { describeProcess, type Graph, type Node, type ProcessInstance, type StepDescription } from '#engines/process';
import type { Ctx } from '#platform/module';
import { hasEnded, type Case } from './case.ts';
import { getCase } from './cases.queries.ts';
import { caseRuntime } from './process/case-runtime.ts';

/** A step of the process in plain words, for the applicant and for the strip on the case page. */
export type ProgressStep = { nodeId: string; title: string; hint?: string; state: 'done' | 'now' | 'then'; /** When it was reached or done. */ at?: Date };
export type CaseProgress = {
  steps: ProgressStep[];
  /** Day until which the case is expected to be decided; absent when nobody can say or it is decided. */
  expectedOn?: string;
};

/**
 * Where a case stands, in the words its process gives its steps (property `publicName`, per language `publicName.en`).
 * Steps that were passed by are left out, and so are detours that may or may not come, such as a request for papers.
 */
export async function caseProgress(ctx: Ctx, caseId: string): Promise<CaseProgress> {
  const [found, [instance], events] = await Promise.all([getCase(ctx, caseId), caseRuntime.listInstancesByKey(ctx, caseId), listCaseEvents(ctx, caseId, { limit: 5000 })]);
  const { process } = await getServiceVersion(ctx, found.versionId);
  const steps = publicSteps(process, { found, history: historyOf(events), instance, locale: ctx.locale });
  const waits = found.outcome !== undefined || hasEnded(found);
  return { steps, ...(found.dueOn && !waits && !found.pausedAt ? { expectedOn: found.dueOn } : {}) };
}

export type NodeHistory = Map<string, { enteredAt: Date; leftAt?: Date }>;

/** When the process entered and left each of its elements, from the audit log; the last time counts. */
export function historyOf(events: AuditEvent[]): NodeHistory {
  const history: NodeHistory = new Map();
  for (const { type, at, data } of events) {
    if (type === 'cases/version-changed' || type === 'cases/version-restored') rename(history, data['renamed'] as Record<string, string>);
    if (type !== 'cases/moved') continue;
    for (const node of data['entered'] as string[]) history.set(node, { enteredAt: at });
    for (const node of data['left'] as string[]) history.set(node, { enteredAt: history.get(node)?.enteredAt ?? at, leftAt: at });
  }
  return history;
}

/** Another version may call its elements otherwise; what was done stays done. */
function rename(history: NodeHistory, renamed: Record<string, string>): void {
  const moved = Object.entries(renamed).flatMap(([old, id]) => {
    const was = history.get(old);
    return was ? [{ old, id, was }] : [];
  });
  for (const { old } of moved) history.delete(old);
  for (const { id, was } of moved) history.set(id, was);
}

/** Elements where the process stands now, the sub-processes around them included. */
export function currentNodeIds(instance: ProcessInstance | undefined): Set<string> {
  const tokens = instance?.state.ended ? [] : (instance?.state.tokens ?? []);
  return new Set(tokens.filter((token) => token.wait !== undefined).map((token) => token.node));
}

type Position = { found: Case; history: NodeHistory; instance: ProcessInstance | undefined; locale: Ctx['locale'] };

function publicSteps(graph: Graph, { found, history, instance, locale }: Position): ProgressStep[] {
  const over = hasEnded(found) || instance?.state.ended !== undefined;
  const stands = currentNodeIds(instance);
  // accepted in a rush and not begun: it stands at the beginning
  const current = stands.size > 0 || history.size > 0 || over ? stands : new Set(graph.main?.starts.filter((one) => one.event?.type === 'none').map(({ id }) => id));
  const steps = describeProcess(graph).filter((step) => step.publicName !== null);
  const now = steps.filter((step) => current.has(step.nodeId));
  // between two named steps the machine works or waits: the last named step that was reached is where we are
  const reached = steps.filter((step) => history.has(step.nodeId)).sort((a, b) => entered(history, a) - entered(history, b));
  const here = new Set((now.length > 0 ? now : over ? [] : reached.slice(-1)).map((step) => step.nodeId));
  const ahead = stepsAhead(graph, [...current, ...here]);
  return steps.flatMap((step): ProgressStep[] => {
    const was = history.get(step.nodeId);
    const words = { nodeId: step.nodeId, title: nameIn(graph, step, locale), ...(step.publicHint ? { hint: step.publicHint } : {}) };
    if (here.has(step.nodeId)) return [{ ...words, state: 'now', ...(was ? { at: was.enteredAt } : {}) }];
    if (was) return [{ ...words, state: 'done', at: was.leftAt ?? was.enteredAt }];
    return over || !ahead.has(step.nodeId) ? [] : [{ ...words, state: 'then' }];
  });
}

/** Elements that can still come: ahead on some way, but no optional detour that leads back to where the case stands. */
function stepsAhead(graph: Graph, from: string[]): Set<string> {
  const optional = new Set(describeProcess(graph).filter((step) => step.optional).map((step) => step.nodeId));
  const ahead = reachableFrom(graph, from);
  const detour = (id: string): boolean => optional.has(id) && from.some((here) => reachableFrom(graph, [id]).has(here));
  return new Set([...ahead].filter((id) => !from.includes(id) && !detour(id)));
}

function reachableFrom(graph: Graph, from: string[]): Set<string> {
  const found = new Set<string>();
  const stack = from.flatMap((id) => graph.nodes.get(id) ?? []);
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const next of after(node).filter((one) => !found.has(one.id))) {
      found.add(next.id);
      stack.push(next);
    }
  }
  return found;
}

const after = (node: Node): Node[] => [...node.outgoing.map((flow) => flow.target), ...node.starts, ...(node.kind === 'end' && node.parent?.parent ? [node.parent] : [])];

const entered = (history: NodeHistory, step: StepDescription): number => history.get(step.nodeId)?.enteredAt.getTime() ?? 0;

function nameIn(graph: Graph, step: StepDescription, locale: Ctx['locale']): string {
  const own = graph.nodes.get(step.nodeId)?.properties[`publicName.${locale}`];
  return own?.constant ? String(own.evaluate({})) : (step.publicName ?? step.name);
}
