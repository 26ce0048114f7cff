import { compileFeel } from '#engines/decisions';
import { compileProcess, type Graph } from '#engines/process';

const task = (id: string): string => `<userTask id="${id}" name="${id}"/>`;
const flow = (from: string, to: string, condition = ''): string => `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${condition}</sequenceFlow>`;
const when = (feel: string): string => `<conditionExpression xsi:type="tFormalExpression">= ${feel}</conditionExpression>`;

/** 15 nodes with 3 user tasks one after the other on the way through: gateways, parallel work, a timer at the second task. */
const MODEL = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">
<process id="p" isExecutable="true"><startEvent id="s"/>${task('check')}<exclusiveGateway id="x1" default="x1_par"/><parallelGateway id="par"/>${task('decide')}
<boundaryEvent id="late" attachedToRef="decide" cancelActivity="false"><timerEventDefinition id="td"><timeDuration xsi:type="tFormalExpression">P14D</timeDuration></timerEventDefinition></boundaryEvent>
<task id="log"/><endEvent id="e3"/><task id="note"/><parallelGateway id="join"/><exclusiveGateway id="x2"/>${task('confirm')}<task id="close"/><endEvent id="e1"/><task id="refuse"/><endEvent id="e2"/>
${flow('s', 'check')}${flow('check', 'x1')}${flow('x1', 'refuse', when('ok = false'))}${flow('x1', 'par')}${flow('par', 'decide')}${flow('par', 'note')}${flow('late', 'log')}${flow('log', 'e3')}${flow('decide', 'join')}${flow('note', 'join')}${flow('join', 'x2')}${flow('x2', 'confirm')}${flow('confirm', 'close')}${flow('close', 'e1')}${flow('refuse', 'e2')}
</process></definitions>`;

/** A task and a deadline that takes it away. */
const DEADLINE = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">
<process id="p" isExecutable="true"><startEvent id="s"/>${task('check')}<boundaryEvent id="late" attachedToRef="check"><timerEventDefinition id="td"><timeDuration xsi:type="tFormalExpression">PT1S</timeDuration></timerEventDefinition></boundaryEvent>
${task('remind')}<endEvent id="e1"/><endEvent id="e2"/>${flow('s', 'check')}${flow('check', 'e1')}${flow('late', 'remind')}${flow('remind', 'e2')}</process></definitions>`;

async function compile(xml: string): Promise<Graph> {
  const { graph, findings } = await compileProcess(xml, { feel: compileFeel });
  if (!graph) throw new Error(findings.map((finding) => finding.message).join('\n'));
  return graph;
}

export const threeTasks = (): Promise<Graph> => compile(MODEL);
export const deadline = (): Promise<Graph> => compile(DEADLINE);
