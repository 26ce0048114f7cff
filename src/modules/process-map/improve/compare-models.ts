import { planMigration, type Graph, type Node } from '#engines/process';

/** One step today and the step that takes its place, as far as there is one. */
export type StepPair = { today?: Step; coming?: Step; difference: 'same' | 'changed' | 'dropped' | 'new' };
export type Step = { id: string; name: string; kind: string; by: 'hand' | 'machine' | 'other'; who: string };
export type ModelComparison = { pairs: StepPair[]; /** Steps done by hand. */ byHand: { today: number; coming: number } };

const KINDS: Partial<Record<Node['kind'], string>> = { user: 'Aufgabe', pass: 'Handarbeit', service: 'Maschine', send: 'Schreiben', script: 'Rechnung', decision: 'Regel', receive: 'Warten', catch: 'Warten', call: 'anderer Prozess', start: 'Beginn', end: 'Ende', exclusive: 'Verzweigung', parallel: 'gleichzeitig', inclusive: 'Auswahl', boundary: 'Unterbrechung' };
const MACHINE = new Set(['service', 'send', 'script', 'decision']);

function stepOf(node: Node): Step {
  const groups = node.task?.candidateGroups;
  const who = groups?.constant ? String(groups.evaluate({})) : (node.lane ?? '');
  return { id: node.id, name: node.name || (KINDS[node.kind] ?? node.id), kind: KINDS[node.kind] ?? node.element, by: node.kind === 'user' || node.kind === 'pass' ? 'hand' : MACHINE.has(node.kind) ? 'machine' : 'other', who };
}

/** Steps that a person would name; gateways only when they ask something. */
const isStep = (node: Node): boolean => node.kind !== 'process' && KINDS[node.kind] !== undefined && (!['exclusive', 'parallel', 'inclusive'].includes(node.kind) || node.name !== '');

/** The one beginning or end of the whole process, where there is one on both sides. */
function soleEnd(node: Node, now: Node[], next: Node[]): Node | undefined {
  const [mine, theirs] = [now, next].map((nodes) => nodes.filter(({ kind, parent }) => kind === node.kind && parent?.kind === 'process'));
  return (node.kind === 'start' || node.kind === 'end') && mine?.length === 1 && theirs?.length === 1 && mine[0] === node ? theirs[0] : undefined;
}

/** How it is done today beside how it shall be: steps find each other by id, name or being the only one of their kind. */
export function compareModels(today: Graph, coming: Graph): ModelComparison {
  const { map } = planMigration(today, coming);
  const [now, next] = [[...today.nodes.values()].filter(isStep), [...coming.nodes.values()].filter(isStep)];
  const taken = new Set<string>();
  const pairs = now.map((node): StepPair => {
    const target = next.find(({ id, name }) => id === map.get(node.id) || (name !== '' && name === node.name && !taken.has(id))) ?? soleEnd(node, now, next);
    const step = stepOf(node);
    if (!target || taken.has(target.id)) return { today: step, difference: 'dropped' };
    taken.add(target.id);
    const other = stepOf(target);
    return { today: step, coming: other, difference: step.name === other.name && step.kind === other.kind && step.who === other.who ? 'same' : 'changed' };
  });
  const added = next.filter(({ id }) => !taken.has(id)).map((node): StepPair => ({ coming: stepOf(node), difference: 'new' }));
  const hands = (nodes: Node[]): number => nodes.filter((node) => stepOf(node).by === 'hand').length;
  return { pairs: [...pairs, ...added], byHand: { today: hands(now), coming: hands(next) } };
}
