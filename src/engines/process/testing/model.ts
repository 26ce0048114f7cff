/** Writes small BPMN models for tests: nodes, flows and the definitions they refer to. */
let flows = 0;

const ROOTS =
  '<message id="msg-paid" name="payment-received"/><message id="msg-other" name="other-message"/><signal id="sig" name="storm-warning"/>' +
  '<error id="err" name="Unbekannt" errorCode="NOT_FOUND"/><escalation id="esc" name="Eskalation" escalationCode="LATE"/>';

/** A file with one process `main` (and what else is given). */
export function model(body: string, more = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="defs" targetNamespace="urn:test">${ROOTS}
<process id="main" isExecutable="true">${body}</process>${more}</definitions>`;
}

/** The same in the dialect of Camunda 7. */
export function camundaModel(body: string, more = ''): string {
  return model(body, more).replace('xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"', 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"');
}

/** A sequence flow, with a FEEL condition when one is given. */
export function flow(source: string, target: string, { when, id }: { when?: string; id?: string } = {}): string {
  const condition = when === undefined ? '' : `<conditionExpression xsi:type="tFormalExpression"><![CDATA[=${when}]]></conditionExpression>`;
  return `<sequenceFlow id="${id ?? `flow${++flows}`}" sourceRef="${source}" targetRef="${target}">${condition}</sequenceFlow>`;
}

/** Sequence flows along these nodes. */
export function path(...ids: string[]): string {
  return ids.slice(1).map((target, index) => flow(ids[index] ?? '', target)).join('');
}

type Inner = { attributes?: string; inner?: string };
const element = (tag: string) => (id: string, { attributes = '', inner = '' }: Inner = {}): string =>
  `<${tag} id="${id}" ${attributes}>${inner}</${tag}>`;

export const start = element('startEvent');
export const end = element('endEvent');
export const user = element('userTask');
export const receive = element('receiveTask');
export const exclusive = element('exclusiveGateway');
export const parallel = element('parallelGateway');
export const inclusive = element('inclusiveGateway');
export const eventGateway = element('eventBasedGateway');
export const catching = element('intermediateCatchEvent');
export const throwing = element('intermediateThrowEvent');
export const sub = element('subProcess');
export const call = element('callActivity');

/** Several nodes of one kind at once. */
export function each(make: (id: string) => string, ...ids: string[]): string {
  return ids.map((id) => make(id)).join('');
}

export function extensions(inner: string): string {
  return `<extensionElements>${inner}</extensionElements>`;
}

/** A service task that calls the connector of its own id. */
export function service(id: string, { attributes = '', inner = '' }: Inner = {}): string {
  return `<serviceTask id="${id}" ${attributes}>${extensions(`<zeebe:taskDefinition type="${id}"/>`)}${inner}</serviceTask>`;
}

export function boundary(id: string, host: string, { event, attributes = '' }: { event: string; attributes?: string }): string {
  return `<boundaryEvent id="${id}" attachedToRef="${host}" ${attributes}>${event}</boundaryEvent>`;
}

/** Event definitions. */
export const on = {
  message: (ref = 'msg-paid') => `<messageEventDefinition messageRef="${ref}"/>`,
  signal: '<signalEventDefinition signalRef="sig"/>',
  error: '<errorEventDefinition errorRef="err"/>',
  anyError: '<errorEventDefinition/>',
  escalation: '<escalationEventDefinition escalationRef="esc"/>',
  compensation: '<compensateEventDefinition/>',
  terminate: '<terminateEventDefinition/>',
  cancel: '<cancelEventDefinition/>',
  link: (name: string) => `<linkEventDefinition name="${name}"/>`,
  after: (duration: string) => timer('timeDuration', duration),
  date: (date: string) => timer('timeDate', date),
  every: (cycle: string) => timer('timeCycle', cycle),
  condition: (feel: string) =>
    `<conditionalEventDefinition><condition xsi:type="tFormalExpression"><![CDATA[=${feel}]]></condition></conditionalEventDefinition>`,
};

function timer(form: string, value: string): string {
  return `<timerEventDefinition><${form} xsi:type="tFormalExpression">${value}</${form}></timerEventDefinition>`;
}

/** One round per entry of a list variable. */
export function manyOf(list: string, { sequential = false, until = '', output = '' }: { sequential?: boolean; until?: string; output?: string } = {}): string {
  const stop = until && `<completionCondition xsi:type="tFormalExpression"><![CDATA[=${until}]]></completionCondition>`;
  return `<multiInstanceLoopCharacteristics isSequential="${sequential}">${extensions(
    `<zeebe:loopCharacteristics inputCollection="=${list}" inputElement="item" ${output}/>`,
  )}${stop}</multiInstanceLoopCharacteristics>`;
}
