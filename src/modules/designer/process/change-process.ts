import type { Values } from '../fields/field-spec.ts';
import { problem } from '../problems.ts';
import { extensionOf, isNode, type BpmnElement } from './bpmn-element.ts';
import { extensionsFor, kindOf, readElement, type ElementChoices } from './element-properties.ts';
import { swapPlaces } from './keep-layout.ts';
import type { ProcessFile } from './moddle.ts';

/** What a step of the table can be. */
export const STEP_KINDS = {
  task: { type: 'bpmn:UserTask', label: 'Aufgabe für eine Person' },
  letter: { type: 'bpmn:SendTask', label: 'Schreiben senden', connector: 'send-letter' },
  message: { type: 'bpmn:SendTask', label: 'Nachricht senden', connector: 'send-message' },
  fee: { type: 'bpmn:ServiceTask', label: 'Gebühr fordern', connector: 'charge-fee' },
  decision: { type: 'bpmn:BusinessRuleTask', label: 'Regel anwenden' },
  branch: { type: 'bpmn:ExclusiveGateway', label: 'Verzweigung' },
  wait: { type: 'bpmn:IntermediateCatchEvent', label: 'Zeit abwarten' },
  service: { type: 'bpmn:ServiceTask', label: 'Andere Arbeit der Maschine' },
} as const;
export type StepKind = keyof typeof STEP_KINDS;

/** @throws designer/gone 409 */
export function getElement(file: ProcessFile, id: string): BpmnElement {
  const element = file.byId.get(id);
  if (!element) throw problem('designer/gone', { what: id });
  return element;
}

function freeId(file: ProcessFile, stem: string): string {
  const base = stem.replaceAll(/[^A-Za-z0-9_]/g, '') || 'Step';
  for (let number = 1; ; number++) {
    const id = `${base}_${number}`;
    if (!file.byId.has(id)) return id;
  }
}

/** Adds an element to a container and to what can be found by id. */
export function addElement(file: ProcessFile, container: BpmnElement, element: BpmnElement): BpmnElement {
  element.$parent = container;
  container.flowElements = [...(container.flowElements ?? []), element];
  if (element.id) file.byId.set(element.id, element);
  return element;
}

/** Draws a way between two steps. */
export function connect(file: ProcessFile, source: BpmnElement, target: BpmnElement): BpmnElement {
  const flow = file.create('bpmn:SequenceFlow', { id: freeId(file, `Flow_${source.id ?? ''}`), sourceRef: source, targetRef: target });
  source.outgoing = [...(source.outgoing ?? []), flow];
  target.incoming = [...(target.incoming ?? []), flow];
  return addElement(file, source.$parent ?? file.process, flow);
}

function retarget(flow: BpmnElement, target: BpmnElement): void {
  if (flow.targetRef) flow.targetRef.incoming = (flow.targetRef.incoming ?? []).filter((one) => one !== flow);
  flow.targetRef = target;
  target.incoming = [...(target.incoming ?? []), flow];
}

/** Puts a new step into a way: what came next comes after it. A branch gets a second way to an end of its own. */
export function insertStep(file: ProcessFile, { flowId, kind, name }: { flowId: string; kind: StepKind; name: string }): BpmnElement {
  const flow = getElement(file, flowId);
  const target = flow.targetRef;
  const container = flow.$parent ?? file.process;
  if (flow.$type !== 'bpmn:SequenceFlow' || !target) throw problem('designer/gone', { what: flowId });
  const { type } = STEP_KINDS[kind];
  const step = file.create(type, { id: freeId(file, type.replace('bpmn:', '')), name });
  addElement(file, container, step);
  retarget(flow, step);
  connect(file, step, target);
  const made = STEP_KINDS[kind];
  if ('connector' in made) setExtensions(file, step, { connector: made.connector });
  if (kind === 'task') setExtensions(file, step, {});
  if (kind === 'wait') step.eventDefinitions = [timerOf(file, { timerKind: 'timeDuration', timer: 'P14D' })];
  if (kind === 'branch') {
    const end = addElement(file, container, file.create('bpmn:EndEvent', { id: freeId(file, 'End'), name: 'Beendet' }));
    const [yes] = step.outgoing ?? [];
    const no = connect(file, step, end);
    if (yes) yes.name = 'ja';
    no.name = 'nein';
    step.default = no;
  }
  return step;
}

function setExtensions(file: ProcessFile, element: BpmnElement, values: Values): void {
  const extensions = extensionsFor(element, values, file.create);
  if (extensions) element.extensionElements = extensions;
  else delete element.extensionElements;
}

/** Takes a step out; what led to it leads to what came next. */
export function removeStep(file: ProcessFile, id: string): void {
  const step = getElement(file, id);
  const outgoing = step.outgoing ?? [];
  const label = step.name || id;
  if (step.$type.endsWith('StartEvent')) throw problem('designer/refused', { reason: `„${label}“ ist der Beginn und bleibt.` });
  if (outgoing.length > 1) throw problem('designer/refused', { reason: `„${label}“ verzweigt in ${outgoing.length} Wege. Löschen Sie zuerst die Wege, die wegfallen.` });
  if (outgoing.length === 0 && (step.incoming ?? []).some((flow) => (flow.sourceRef?.outgoing ?? []).length < 2)) throw problem('designer/refused', { reason: `Ohne „${label}“ hätte der Weg davor kein Ende.` });
  const [next] = outgoing;
  for (const flow of step.incoming ?? []) {
    if (next?.targetRef) retarget(flow, next.targetRef);
    else dropFlow(file, flow);
  }
  for (const flow of outgoing) dropFlow(file, flow);
  const attached = [...file.byId.values()].filter((one) => one.attachedToRef === step);
  for (const one of [...attached, step]) dropNode(file, one);
  removeUnreached(file);
}

function dropNode(file: ProcessFile, node: BpmnElement): void {
  for (const flow of [...(node.outgoing ?? []), ...(node.incoming ?? [])]) dropFlow(file, flow);
  const container = node.$parent ?? file.process;
  container.flowElements = (container.flowElements ?? []).filter((one) => one !== node);
  if (node.id) file.byId.delete(node.id);
}

function dropFlow(file: ProcessFile, flow: BpmnElement): void {
  const { sourceRef: source, targetRef: target } = flow;
  if (source) source.outgoing = (source.outgoing ?? []).filter((one) => one !== flow);
  if (source?.default === flow) delete source.default;
  if (target) target.incoming = (target.incoming ?? []).filter((one) => one !== flow);
  const container = flow.$parent ?? file.process;
  container.flowElements = (container.flowElements ?? []).filter((one) => one !== flow);
  if (flow.id) file.byId.delete(flow.id);
}

/** What no way leads to any more goes as well. */
function removeUnreached(file: ProcessFile): void {
  const isLost = (node: BpmnElement): boolean => isNode(node) && !/StartEvent$|BoundaryEvent$/.test(node.$type) && !node.triggeredByEvent && (node.incoming ?? []).length === 0;
  for (let lost = [...file.byId.values()].find(isLost); lost; lost = [...file.byId.values()].find(isLost)) dropNode(file, lost);
}

function resource(flow: BpmnElement, source: BpmnElement): void {
  if (flow.sourceRef) flow.sourceRef.outgoing = (flow.sourceRef.outgoing ?? []).filter((one) => one !== flow);
  flow.sourceRef = source;
  source.outgoing = [...(source.outgoing ?? []), flow];
}

/** Lets a step change places with the one before or behind it; both have one way in (or several into the first) and one way on. */
export function moveStep(file: ProcessFile, id: string, direction: 'up' | 'down'): void {
  const step = getElement(file, id);
  const other = direction === 'up' ? step.incoming?.[0]?.sourceRef : step.outgoing?.[0]?.targetRef;
  const [first, second] = direction === 'up' ? [other, step] : [step, other];
  const simple = (one: BpmnElement | undefined): boolean => one !== undefined && !/StartEvent$|EndEvent$|BoundaryEvent$/.test(one.$type) && (one.outgoing ?? []).length === 1;
  const between = first?.outgoing?.[0];
  const after = second?.outgoing?.[0];
  if (!first || !second || !between || !after || !simple(first) || !simple(second) || (second.incoming ?? []).length !== 1) {
    throw problem('designer/refused', { reason: `„${step.name || id}“ kann dort nicht hin: Getauscht wird nur mit einem Schritt, der genau einen Weg hinein und einen hinaus hat. Einen Weg anderswohin führen Sie bei „Was als Nächstes kommt“.` });
  }
  for (const flow of first.incoming ?? []) retarget(flow, second);
  resource(after, first);
  resource(between, second);
  retarget(between, first);
  swapPlaces(file, first, second);
}

/** Takes one of several ways away, with what only it led to. */
export function removeWay(file: ProcessFile, flowId: string): void {
  const flow = getElement(file, flowId);
  if ((flow.sourceRef?.outgoing ?? []).length < 2) throw problem('designer/refused', { reason: 'Das ist der einzige Weg; ohne ihn ginge es nicht weiter.' });
  dropFlow(file, flow);
  removeUnreached(file);
}

/** Leads a way somewhere else. */
export function redirectWay(file: ProcessFile, flowId: string, targetId: string): void {
  const [flow, target] = [getElement(file, flowId), getElement(file, targetId)];
  if (/StartEvent$|BoundaryEvent$/.test(target.$type) || !isNode(target)) throw problem('designer/refused', { reason: 'Dorthin kann kein Weg führen.' });
  if (target.$parent !== flow.$parent) throw problem('designer/refused', { reason: 'Ein Weg bleibt in seinem Teil des Prozesses.' });
  retarget(flow, target);
  removeUnreached(file);
}

/** A further way out of a branch, to a step that is there or to a new end. */
export function addWay(file: ProcessFile, sourceId: string, { targetId, name }: { targetId: string; name: string }): BpmnElement {
  const source = getElement(file, sourceId);
  if (!source.$type.endsWith('Gateway')) throw problem('designer/refused', { reason: 'Nur eine Verzweigung hat mehrere Wege.' });
  const container = source.$parent ?? file.process;
  const target = targetId ? getElement(file, targetId) : addElement(file, container, file.create('bpmn:EndEvent', { id: freeId(file, 'End'), name: name || 'Beendet' }));
  const flow = connect(file, source, target);
  if (name) flow.name = name;
  return flow;
}

/** Writes the values of the fields into an element. */
export function writeElement(file: ProcessFile, element: BpmnElement, values: Values): void {
  const { create } = file;
  const text = (name: string): string => values[name] ?? '';
  if (text('name')) element.name = text('name');
  else delete element.name;
  if (kindOf(element) === 'SequenceFlow') return writeFlow(file, element, values);
  setExtensions(file, element, values);
  if (text('documentation')) element.documentation = [create('bpmn:Documentation', { text: text('documentation') })];
  else delete element.documentation;
  if (element.eventDefinitions?.[0]?.$type === 'bpmn:TimerEventDefinition') element.eventDefinitions = [timerOf(file, values, element.eventDefinitions[0].id)];
  const holder = element.eventDefinitions?.[0]?.$type === 'bpmn:MessageEventDefinition' ? element.eventDefinitions[0] : kindOf(element) === 'ReceiveTask' ? element : undefined;
  if (holder && text('message')) holder.messageRef = messageOf(file, text('message'), text('correlationKey'));
}

function writeFlow({ create }: ProcessFile, flow: BpmnElement, values: Values): void {
  const condition = (values['condition'] ?? '').replace(/^=\s*/, '');
  if (condition) flow.conditionExpression = create('bpmn:FormalExpression', { body: `= ${condition}` });
  else delete flow.conditionExpression;
  const source = flow.sourceRef;
  if (!source) return;
  if (values['isDefault'] === 'ja') source.default = flow;
  else if (source.default === flow) delete source.default;
}

function timerOf({ create }: ProcessFile, values: Values, id?: string): BpmnElement {
  const kind = ['timeDuration', 'timeDate', 'timeCycle'].find((one) => one === values['timerKind']) ?? 'timeDuration';
  return create('bpmn:TimerEventDefinition', { ...(id ? { id } : {}), [kind]: create('bpmn:FormalExpression', { body: values['timer'] || 'P14D' }) });
}

/** The message of that name, made when the file has none. */
export function messageOf(file: ProcessFile, name: string, correlationKey: string): BpmnElement {
  const { root, create } = file;
  const known = (root.rootElements ?? []).find((one) => one.$type === 'bpmn:Message' && one.name === name);
  const message = known ?? create('bpmn:Message', { id: freeId(file, 'Message'), name });
  const subscription = extensionOf(message, 'Subscription');
  if (subscription) subscription['correlationKey'] = correlationKey || '=case.number';
  else message.extensionElements = create('bpmn:ExtensionElements', { values: [create('zeebe:Subscription', { correlationKey: correlationKey || '=case.number' })] });
  if (!known) {
    root.rootElements = [message, ...(root.rootElements ?? [])];
    if (message.id) file.byId.set(message.id, message);
  }
  return message;
}

/** The values of an element changed in some places. */
export function patchElement(file: ProcessFile, element: BpmnElement, { values, choices }: { values: Values; choices: ElementChoices }): void {
  writeElement(file, element, { ...readElement(element, choices), ...values });
}
