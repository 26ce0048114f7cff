import { compileFeel } from '#engines/decisions';
import { compileProcess, freshState, step, type Environment, type Graph, type State } from '#engines/process';
import { figure } from './measure.ts';
import type { Bench } from './run.ts';

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

/** Completions of user tasks a second and core in memory, with the state as JSON between the steps. Reference: JSON round trips of that state a second. */
export const engineBench: Bench = async ({ log }) => {
  const { graph, findings } = await compileProcess(MODEL, { feel: compileFeel });
  if (!graph) throw new Error(findings.map((finding) => finding.message).join('\n'));
  const env: Environment = { now: new Date('2026-11-22T09:00:00Z'), context: {} };
  for (let i = 0; i < 3000; i++) runThrough(graph, env);
  const runs = 20_000;
  const started = performance.now();
  let bytes = 0;
  for (let i = 0; i < runs; i++) bytes = runThrough(graph, env);
  const perSecond = (runs * 3) / ((performance.now() - started) / 1000);
  const sample = JSON.parse(JSON.stringify(step(graph, freshState(), { type: 'start', variables: { ok: true } }, env).state)) as State;
  const tripsStarted = performance.now();
  for (let i = 0; i < 200_000; i++) JSON.parse(JSON.stringify(sample));
  log(`Zustand beim Warten: ${bytes} Byte`);
  return figure(perSecond, 'Abschlüsse/s', 200_000 / ((performance.now() - tripsStarted) / 1000));
};

function runThrough(graph: Graph, env: Environment): number {
  let text = JSON.stringify(step(graph, freshState(), { type: 'start', variables: { ok: true } }, env).state);
  const waiting = text.length;
  for (let i = 0; i < 3; i++) {
    const state = JSON.parse(text) as State;
    const open = state.tokens.find((token) => token.wait === 'user');
    if (!open) throw new Error(`No open task: ${text}`);
    text = JSON.stringify(step(graph, state, { type: 'completeTask', tokenId: open.id, variables: {}, by: 'a' }, env).state);
  }
  return waiting;
}
