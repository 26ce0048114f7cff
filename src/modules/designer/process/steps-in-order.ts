import { isNode, type BpmnElement } from './bpmn-element.ts';
import { kindOf } from './element-properties.ts';
import type { ProcessFile } from './moddle.ts';

/** Kinds of elements in the words of a clerk. */
export const kindWords: Record<string, string> = {
  StartEvent: 'Beginn', EndEvent: 'Ende', UserTask: 'Aufgabe', SendTask: 'Senden', ServiceTask: 'Maschine', BusinessRuleTask: 'Regel', ScriptTask: 'Rechnung', ReceiveTask: 'Warten', ExclusiveGateway: 'Verzweigung', ParallelGateway: 'Gleichzeitig', InclusiveGateway: 'Auswahl', EventBasedGateway: 'Was zuerst kommt',
  IntermediateCatchEvent: 'Warten', IntermediateThrowEvent: 'Meldung', BoundaryEvent: 'Unterbrechung', SubProcess: 'Teilprozess', CallActivity: 'Anderer Prozess', Task: 'Schritt', ManualTask: 'Handarbeit', Transaction: 'Teilprozess',
};

/** Steps from the start on, each with those inside it behind it. */
export function stepsInOrder(file: ProcessFile): { element: BpmnElement; depth: number }[] {
  const inside = (container: BpmnElement, depth: number): { element: BpmnElement; depth: number }[] => {
    const nodes = (container.flowElements ?? []).filter(isNode);
    const order: BpmnElement[] = [];
    const visit = (node: BpmnElement): void => {
      if (order.includes(node)) return;
      order.push(node);
      for (const boundary of nodes.filter((one) => one.attachedToRef === node)) visit(boundary);
      for (const flow of node.outgoing ?? []) if (flow.targetRef) visit(flow.targetRef);
    };
    for (const start of nodes.filter(({ $type }) => $type === 'bpmn:StartEvent')) visit(start);
    for (const node of nodes.filter((one) => !one.attachedToRef)) visit(node);
    return order.flatMap((element) => [{ element, depth }, ...(element.flowElements ? inside(element, depth + 1) : [])]);
  };
  return inside(file.process, 0);
}

/** What an element is called; without a name, what it is. */
export const nameOf = (element: BpmnElement): string => element.name || kindWords[kindOf(element)] || element.id || '';
