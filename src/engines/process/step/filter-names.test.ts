import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileProcess, freshState, step } from '#engines/process';

const MODEL = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x"><process id="p" isExecutable="true">
<startEvent id="s"/><exclusiveGateway id="g" default="g_b"/><userTask id="a" name="a"/><userTask id="b" name="b"/><endEvent id="e"/>
<sequenceFlow id="s_g" sourceRef="s" targetRef="g"/>
<sequenceFlow id="g_a" sourceRef="g" targetRef="a"><conditionExpression xsi:type="tFormalExpression">= count(list[amount > limit]) = 1</conditionExpression></sequenceFlow>
<sequenceFlow id="g_b" sourceRef="g" targetRef="b"/><sequenceFlow id="a_e" sourceRef="a" targetRef="e"/><sequenceFlow id="b_e" sourceRef="b" targetRef="e"/></process></definitions>`;

test('a variable of the process is seen inside a filter', async () => {
  type Given = { list: { amount: number }[]; limit: number };
  const feel = () => ({ names: ['list'], filterNames: ['amount', 'limit'], evaluate: (vars: Record<string, unknown>) => (vars as Given).list.filter((one) => one.amount > (vars as Given).limit).length === 1 });
  const { graph } = await compileProcess(MODEL, { feel });
  assert.ok(graph);
  const { state } = step(graph, freshState(), { type: 'start', variables: { list: [{ amount: 5 }, { amount: 50 }], limit: 10 } }, { now: new Date('2026-01-01'), context: {} });
  assert.deepEqual(state.tokens.map((token) => token.node), ['a']);
});
