import type { Values } from '../fields/field-spec.ts';
import type { BpmnElement } from './bpmn-element.ts';
import { addElement, connect, messageOf, writeElement } from './change-process.ts';
import { layoutProcess } from './layout.ts';
import { readProcess, writeProcess } from './moddle.ts';

/** A process as a list of steps and ways, for patterns. */
export type ProcessPlan = {
  id: string;
  name: string;
  steps: { id: string; type: 'StartEvent' | 'EndEvent' | 'UserTask' | 'SendTask' | 'ServiceTask' | 'BusinessRuleTask' | 'ExclusiveGateway' | 'IntermediateCatchEvent' | 'BoundaryEvent'; values: Values; timer?: boolean; message?: string; on?: string }[];
  /** `to` first, then what is different about the way. */
  ways: { from: string; to: string; name?: string; when?: string; otherwise?: boolean }[];
  /** An event sub-process for the withdrawal of an application. */
  withdrawal?: boolean;
};

const EMPTY = (plan: ProcessPlan): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="Definitions_${plan.id}" targetNamespace="https://stadtkern.example/process"><bpmn:process id="${plan.id}" isExecutable="true" /></bpmn:definitions>`;

/** A BPMN file from a plan, drawn. */
export async function composeProcess(plan: ProcessPlan): Promise<string> {
  const file = await readProcess(EMPTY(plan));
  file.process.name = plan.name;
  const steps = new Map<string, BpmnElement>();
  for (const { id, type, values, timer, message, on } of plan.steps) {
    const host = on ? { attachedToRef: steps.get(on) } : {};
    const step = addElement(file, file.process, file.create(`bpmn:${type}`, { id, ...host }));
    if (timer) step.eventDefinitions = [file.create('bpmn:TimerEventDefinition', {})];
    if (message) step.eventDefinitions = [file.create('bpmn:MessageEventDefinition', { messageRef: messageOf(file, message, '=case.number') })];
    writeElement(file, step, values);
    steps.set(id, step);
  }
  for (const { from, to, name, when, otherwise } of plan.ways) {
    const [source, target] = [steps.get(from), steps.get(to)];
    if (!source || !target) throw new Error(`plan ${plan.id}: ${from} → ${to}`);
    writeElement(file, connect(file, source, target), { name: name ?? '', condition: when ?? '', isDefault: otherwise ? 'ja' : '' });
  }
  if (plan.withdrawal) addWithdrawal(file);
  layoutProcess(file);
  return writeProcess(file);
}

function addWithdrawal(file: Awaited<ReturnType<typeof readProcess>>): void {
  const sub = addElement(file, file.process, file.create('bpmn:SubProcess', { id: 'Sub_withdrawal', name: 'Antrag zurückgenommen', triggeredByEvent: true }));
  const start = addElement(file, sub, file.create('bpmn:StartEvent', { id: 'Start_withdrawn', name: 'Rücknahme gemeldet' }));
  start.eventDefinitions = [file.create('bpmn:MessageEventDefinition', { messageRef: messageOf(file, 'application-withdrawn', '=case.number') })];
  const confirm = addElement(file, sub, file.create('bpmn:SendTask', { id: 'Task_withdrawn' }));
  writeElement(file, confirm, { name: 'Rücknahme bestätigen', connector: 'send-message', 'input.subject': 'Ihr Antrag ist zurückgenommen', 'input.text': '= "Sie haben Ihren Antrag " + case.number + " zurückgenommen."', outputs: 'outcome = "withdrawn"' });
  const end = addElement(file, sub, file.create('bpmn:EndEvent', { id: 'End_withdrawn', name: 'Vorgang beendet' }));
  connect(file, start, confirm);
  connect(file, confirm, end);
}
