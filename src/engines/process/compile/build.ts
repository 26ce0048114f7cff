import { constantly } from '../expression.ts';
import type { EventSpec, Flow, Node, NodeKind } from '../graph.ts';
import { type Compiling, condition, refuse, warn } from './compiling.ts';
import { body, type Element, isElement, kindOf, many, one, text } from './element.ts';
import { readEvent, readMessage } from './events.ts';
import { readExtensions } from './extensions.ts';
import { readLoop } from './loops.ts';
import { readMappings, readProperties } from './mappings.ts';
import { readAutomatic, readCall, readJob, readUserTask } from './tasks.ts';

const KINDS: Record<string, NodeKind> = {
  StartEvent: 'start',
  EndEvent: 'end',
  IntermediateCatchEvent: 'catch',
  IntermediateThrowEvent: 'throw',
  ImplicitThrowEvent: 'throw',
  BoundaryEvent: 'boundary',
  ExclusiveGateway: 'exclusive',
  ParallelGateway: 'parallel',
  InclusiveGateway: 'inclusive',
  EventBasedGateway: 'event-gateway',
  UserTask: 'user',
  ServiceTask: 'service',
  BusinessRuleTask: 'service',
  SendTask: 'send',
  ScriptTask: 'service',
  ReceiveTask: 'receive',
  // An abstract or manual task is done outside; the engine notes that it was passed, as other engines do.
  Task: 'pass',
  ManualTask: 'pass',
  SubProcess: 'sub',
  Transaction: 'sub',
  CallActivity: 'call',
};

const NOT_NODES = new Set(['SequenceFlow', 'DataObject', 'DataObjectReference', 'DataStoreReference']);

/** Makes a node for a process and all that is in it. */
export function buildProcess(c: Compiling, element: Element): Node {
  const node = emptyNode(element, 'process', null);
  register(c, node, element);
  readLanes(c, element);
  buildChildren(c, node, element);
  return node;
}

function emptyNode(element: Element, kind: NodeKind, parent: Node | null): Node {
  return {
    id: element.id ?? '',
    name: element.name?.trim() ?? '',
    kind,
    element: kindOf(element),
    parent,
    incoming: [],
    outgoing: [],
    children: [],
    starts: [],
    eventSubs: [],
    boundaries: [],
    interrupting: element['cancelActivity'] !== false && element['isInterrupting'] !== false,
    inputs: [],
    outputs: [],
    properties: {},
    transaction: kindOf(element) === 'Transaction',
    forCompensation: element['isForCompensation'] === true,
    instantiates: element['instantiate'] === true,
  };
}

function register(c: Compiling, node: Node, element: Element): void {
  if (!node.id) {
    node.id = `element-${c.nodes.size + 1}`;
    warn(c, node, ['id-missing', 'Ein Element hat keine ID. Bitte speichern Sie das Modell neu im Modellierer.']);
  }
  if (c.nodes.has(node.id)) refuse(c, node, ['id-double', `Die ID „${node.id}“ kommt zweimal vor. Bitte vergeben Sie eine andere.`]);
  c.nodes.set(node.id, node);
  c.elements.set(node, element);
  const lane = c.lanes.get(node.id);
  if (lane) node.lane = lane;
}

function readLanes(c: Compiling, element: Element): void {
  for (const set of many(element, 'laneSets'))
    for (const lane of many(set, 'lanes')) {
      for (const node of many(lane, 'flowNodeRef')) if (node.id && lane.name) c.lanes.set(node.id, lane.name);
      const inner = one(lane, 'childLaneSet');
      if (inner) readLanes(c, { $type: 'bpmn:Process', laneSets: [inner] });
    }
}

function buildChildren(c: Compiling, parent: Node, element: Element): void {
  for (const child of many(element, 'flowElements')) {
    const kind = kindOf(child);
    if (NOT_NODES.has(kind)) continue;
    const node = buildNode(c, child, parent);
    if (!node) continue;
    parent.children.push(node);
    if (node.kind === 'start') parent.starts.push(node);
    if (node.kind === 'event-sub') parent.eventSubs.push(node);
  }
}

function buildNode(c: Compiling, element: Element, parent: Node): Node | undefined {
  const kind = KINDS[kindOf(element)];
  if (!kind) {
    refuse(c, element, unsupported(kindOf(element)));
    return undefined;
  }
  const node = emptyNode(element, kind === 'sub' && element['triggeredByEvent'] === true ? 'event-sub' : kind, parent);
  register(c, node, element);
  const extensions = readExtensions(element);
  Object.assign(node, readMappings(c, element, extensions));
  node.properties = readProperties(c, element, extensions);
  const loop = readLoop(c, element);
  if (loop) node.loop = loop;
  for (const quantity of ['startQuantity', 'completionQuantity'])
    if (typeof element[quantity] === 'number' && element[quantity] !== 1)
      refuse(c, element, ['quantity', 'Mehrere Marken je Schritt werden nicht unterstützt. Bitte setzen Sie die Anzahl auf 1.']);
  fill(c, node, element);
  return node;
}

function unsupported(kind: string): readonly [string, string] {
  if (kind === 'ComplexGateway')
    return ['complex-gateway', 'Komplexe Gateways können nicht ausgeführt werden. Bitte verwenden Sie ein exklusives, paralleles oder inklusives Gateway.'];
  if (kind === 'AdHocSubProcess')
    return ['ad-hoc', 'Ad-hoc-Teilprozesse können nicht ausgeführt werden. Bitte legen Sie eine Reihenfolge fest.'];
  return ['element-unsupported', `Elemente der Art „${kind}“ können nicht ausgeführt werden. Bitte ersetzen Sie das Element.`];
}

function fill(c: Compiling, node: Node, element: Element): void {
  const source = { element, extensions: readExtensions(element) };
  switch (node.kind) {
    case 'start':
    case 'end':
    case 'catch':
    case 'throw':
    case 'boundary':
      node.event = readEvent(c, element);
      // What has failed does not go on: an error always interrupts (BPMN 2.0 § 10.5.6, table 10.88).
      if (node.event.type === 'error') node.interrupting = true;
      fillEvent(c, node, element);
      return;
    case 'user':
      node.task = readUserTask(c, source);
      return;
    case 'receive':
      node.event = { type: 'message', ...readMessage(c, element, element) };
      return node.event.name || !c.camunda ? requireMessage(c, node.event, element) : nameById(c, node);
    case 'send':
      node.event = { type: 'message', ...readMessage(c, element, element) };
      return readAutomatic(c, source, node);
    case 'service':
      return readAutomatic(c, source, node);
    case 'call':
      return readCall(c, source, node);
    case 'sub':
    case 'event-sub':
      return buildChildren(c, node, element);
    default:
  }
}

function fillEvent(c: Compiling, node: Node, element: Element): void {
  if (node.event?.timer) fillTimer(c, node, node.event.timer);
  const throws = node.kind === 'throw' || node.kind === 'end';
  if (throws && node.event?.type === 'message') {
    const [definition] = many(element, 'eventDefinitions');
    const extensions = [...readExtensions(element), ...(definition ? readExtensions(definition) : [])];
    const job = readJob(c, { element, extensions });
    if (job) node.job = job;
    if (!job && !node.event.name) requireMessage(c, node.event, element);
  } else if (node.event?.type === 'message') requireMessage(c, node.event, element);
}

function fillTimer(c: Compiling, node: Node, timer: NonNullable<EventSpec['timer']>): void {
  if (node.properties['timerMoves']?.text !== 'true') return;
  if (timer.form !== 'date') return refuse(c, node, ['timer-moves', 'Nur ein Datum kann mitwandern (timerMoves). Bitte stellen Sie das Ereignis auf „Datum“.']);
  timer.moves = true;
}

/** In Camunda 7 a receive task without a message is continued by its id. */
function nameById(c: Compiling, node: Node): void {
  node.event = { type: 'message', name: constantly(node.id) };
  warn(c, node, ['message-unnamed', `Der Schritt nennt keine Nachricht; er wartet auf eine mit dem Namen „${node.id}“.`]);
}

function requireMessage(c: Compiling, event: EventSpec, element: Element): void {
  if (!event.name)
    refuse(c, element, ['message-missing', 'Es ist keine Nachricht gewählt. Bitte wählen Sie eine oder legen Sie eine an.']);
}

/** Makes the sequence flows of a process and of everything in it. */
export function buildFlows(c: Compiling, container: Node): void {
  const element = c.elements.get(container);
  for (const child of many(element, 'flowElements')) if (kindOf(child) === 'SequenceFlow') buildFlow(c, child);
  for (const child of container.children) {
    const wanted = c.elements.get(child)?.['default'];
    if (isElement(wanted)) {
      const flow = child.outgoing.find(({ id }) => id === wanted.id);
      if (flow) child.defaultFlow = flow;
    }
    if (child.children.length > 0) buildFlows(c, child);
  }
}

function buildFlow(c: Compiling, element: Element): void {
  const source = c.nodes.get(one(element, 'sourceRef')?.id ?? '');
  const target = c.nodes.get(one(element, 'targetRef')?.id ?? '');
  if (!source || !target) {
    refuse(c, element, ['flow-open', 'Der Pfeil endet im Leeren. Bitte verbinden Sie ihn mit einem Element.']);
    return;
  }
  if (source.parent !== target.parent) {
    refuse(c, element, ['flow-crossing', 'Der Pfeil führt über die Grenze eines Teilprozesses. Bitte lassen Sie ihn am Teilprozess selbst beginnen oder enden.']);
    return;
  }
  const id = element.id ?? `flow-${c.flows.size + 1}`;
  const flow: Flow = { id, name: element.name?.trim() ?? '', source, target };
  const written = readCondition(c, element, flow);
  if (written) flow.condition = written;
  c.flows.set(id, flow);
  source.outgoing.push(flow);
  target.incoming.push(flow);
}

function readCondition(c: Compiling, element: Element, flow: Flow) {
  const source = body(element, 'conditionExpression');
  if (!source) return undefined;
  const language = (text(one(element, 'conditionExpression'), 'language') ?? '').toLowerCase();
  if (/script|groovy|python|ruby|xpath$/.test(language)) {
    refuse(c, flow, ['condition-script', `Bedingungen in „${language}“ werden nicht ausgeführt. Bitte schreiben Sie die Bedingung als FEEL.`]);
    return undefined;
  }
  const at = { id: flow.id, name: flow.name || `${flow.source.name || flow.source.id} → ${flow.target.name || flow.target.id}` };
  return condition(c, at, source);
}
