import { type Node, titleOf } from '../graph.ts';
import type { Expression } from '../expression.ts';
import type { Token } from '../state.ts';
import { localDay } from '../time/local-time.ts';
import { deadlineOf } from '../time/timer.ts';
import { Fault } from './faults.ts';
import { emit, type Run } from './run.ts';
import { evaluate, evaluateText } from './variables.ts';

/** Opens a task for people and says who they are. */
export function openTask(run: Run, token: Token, node: Node): void {
  const place = { token, scope: token.scope };
  const spec = node.task ?? { fourEyesNot: [] };
  const list = (expression: Expression | undefined): string[] => (expression ? toList(evaluate(run, place, expression)) : []);
  const properties: Record<string, unknown> = {};
  for (const [name, expression] of Object.entries(node.properties)) properties[name] = evaluate(run, place, expression);
  const priority = spec.priority ? Number(evaluate(run, place, spec.priority)) : Number.NaN;
  token.wait = 'user';
  emit(run, {
    type: 'task-opened',
    tokenId: token.id,
    nodeId: node.id,
    name: evaluateText(run, place, spec.name) ?? titleOf(node),
    candidateGroups: list(spec.candidateGroups),
    candidateUsers: list(spec.candidateUsers),
    assignee: evaluateText(run, place, spec.assignee) ?? null,
    formKey: evaluateText(run, place, spec.formKey) ?? null,
    dueOn: dayOf(run, evaluateText(run, place, spec.dueDate)),
    followUpOn: dayOf(run, evaluateText(run, place, spec.followUpDate)),
    priority: Number.isFinite(priority) ? priority : null,
    properties,
    variables: { ...token.vars },
    fourEyesNot: [...spec.fourEyesNot],
    excludedPersons: excludedPersons(run, node),
  });
}

/** Who did the tasks that this one must not be done by the same person as. */
export function excludedPersons(run: Run, node: Node): string[] {
  const doers = run.state.doers ?? {};
  return [...new Set((node.task?.fourEyesNot ?? []).flatMap((id) => doers[id] ?? []))];
}

function toList(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map(String);
  return String(value)
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function dayOf(run: Run, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  let at: Date | undefined;
  try {
    at = deadlineOf(text, run.env);
  } catch (error) {
    throw new Fault('due-invalid', error instanceof Error ? error.message : String(error));
  }
  if (!at) throw new Fault('due-invalid', `„${text}“ ist keine gültige Frist.`);
  return localDay(at);
}
