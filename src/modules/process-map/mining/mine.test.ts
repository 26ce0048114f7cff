import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFeel } from '#engines/decisions';
import { compileProcess } from '#engines/process';
import { conforms, replayModel, type ReplayModel, type ReplayNode } from './conformance.ts';
import { meansOf } from '../figures/compute-figures.ts';
import { mine, type MineOptions, type StoredTrace } from './mine.ts';
import { readPath, withEvent, writePath, type TraceStep } from './trace.ts';

const one = (...gives: string[][]): ReplayNode => ({ takes: 'one', ways: 1, gives, again: false });
const model: ReplayModel = new Map([['start', { ...one(['check']), takes: 'nothing' }], ['check', one(['gate'])], ['gate', one(['check', 'sign', 'end'])], ['sign', one(['end'])], ['end', one()]]);
const options: MineOptions = {
  people: new Set(['check', 'sign']),
  silent: new Set(['gate']),
  modelOf: () => model,
};
const step = (node: string, entered: number, left?: number, claimed?: number): TraceStep => ({ node, entered, ...(claimed === undefined ? {} : { claimed }), ...(left === undefined ? {} : { left }) });
const trace = (steps: TraceStep[], ended: number | null = null): StoredTrace => ({ path: writePath(steps), startedAt: 0, endedAt: ended });

test('events become steps: entered and left at once, taken by somebody, visited twice', () => {
  let steps: TraceStep[] = [];
  steps = withEvent(steps, { at: 0, entered: ['start', 'check'], left: ['start'] });
  steps = withEvent(steps, { at: 60, claimed: 'check' });
  steps = withEvent(steps, { at: 100, entered: ['gate', 'check'], left: ['check', 'gate'] });
  steps = withEvent(steps, { at: 250, entered: ['end'], left: ['check', 'end'] });
  assert.deepEqual(steps, [step('start', 0, 0), step('check', 0, 100, 60), step('gate', 100, 100), step('check', 100, 250), step('end', 250, 250)]);
  assert.deepEqual(readPath(writePath(steps)), steps);
});

test('waiting and working time, rework, automation and conformance', () => {
  const mined = mine([trace([step('start', 0, 0), step('check', 0, 100, 60), step('gate', 100, 100), step('check', 100, 200, 150), step('gate', 200, 200), step('end', 200, 200)], 200), trace([step('start', 0, 0), step('end', 0, 0)], 10)], options);
  assert.deepEqual([mined.cases, mined.ended, mined.automatic, mined.reworked, mined.conforming, mined.meanSeconds], [2, 2, 1, 1, 1, 105], 'from start to end leads no way in the model');
  assert.deepEqual(mined.nodes.find(({ node }) => node === 'check'), { node: 'check', visits: 2, repeats: 1, waiting: 55, working: 45 });
  assert.deepEqual(mined.variants.map(({ nodes, cases }) => [nodes.join('>'), cases]), [['start>check>check>end', 1], ['start>end', 1]]);
});

test('what a case costs: only work that somebody took counts, half a day a step at most; nothing measured is not zero', () => {
  const path = (claimed: number | undefined, left: number) => writePath([step('start', 0, 0), step('check', 0, left, claimed), step('end', left, left)]);
  const people = options.people;
  assert.deepEqual(meansOf([], people), { minutesEach: null, automationPercent: null, daysToDecision: null });
  assert.deepEqual(meansOf([{ path: path(60, 660), days: 1 }, { path: path(0, 90_000), days: 3 }], people), { minutesEach: 125, automationPercent: 0, daysToDecision: 2 });
  assert.equal(meansOf([{ path: path(undefined, 660), days: 1 }], people).minutesEach, null, 'nobody took it first');
  assert.deepEqual(meansOf([{ path: writePath([step('start', 0, 0), step('end', 0, 0)]), days: 0 }, { path: path(0, 600), days: 0 }], people), { minutesEach: 5, automationPercent: 50, daysToDecision: 0 });
});

test('the numbers agree with a plain recount over random traces', () => {
  const nodes = ['start', 'check', 'gate', 'sign', 'end'];
  let seed = 42;
  const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const traces = Array.from({ length: 2000 }, () => {
    let at = 0;
    const steps = Array.from({ length: 1 + random(5) }, () => {
      const entered = at;
      at += random(500);
      const claimed = random(2) ? entered + random(Math.max(1, at - entered)) : undefined;
      return step(nodes[random(5)] ?? '', entered, random(5) ? at : undefined, claimed);
    });
    return trace(steps, random(3) ? at : null);
  });
  const mined = mine(traces, options);
  const all = traces.map(({ path }) => readPath(path));
  assert.equal(mined.events, all.flat().length);
  assert.equal(mined.variants.reduce((sum, { cases }) => sum + cases, 0), traces.length);
  assert.equal(mined.automatic, all.filter((steps) => steps.every(({ node }) => node !== 'check' && node !== 'sign')).length);
  assert.equal(mined.reworked, all.filter((steps) => ['check', 'sign'].some((node) => steps.filter((one) => one.node === node).length > 1)).length);
  for (const figures of mined.nodes) {
    const visits = all.flat().filter(({ node }) => node === figures.node);
    const done = visits.filter(({ left }) => left !== undefined);
    const person = options.people.has(figures.node);
    const waiting = done.map(({ entered, claimed, left }) => (person ? (claimed ?? left ?? 0) : (left ?? 0)) - entered);
    assert.equal(figures.visits, visits.length);
    assert.ok(Math.abs((figures.waiting ?? 0) - waiting.reduce((a, b) => a + b, 0) / Math.max(1, done.length)) < 1e-6);
  }
});

test('a million events are all counted', () => {
  const shapes = Array.from({ length: 50 }, (_, n) => writePath(Array.from({ length: 10 }, (__, i) => step(['start', 'check', 'gate', 'sign', 'end'][(i * (1 + (n % 7))) % 5] ?? '', i * 1000, i * 1000 + 900, i % 2 ? i * 1000 + 100 : undefined))));
  const mined = mine(Array.from({ length: 100_000 }, (_, n): StoredTrace => ({ path: shapes[n % 50] ?? '', startedAt: 0, endedAt: 9000 })), options);
  assert.deepEqual([mined.events, mined.cases], [1_000_000, 100_000]);
});

const flow = (id: string, from: string, to: string, condition = ''): string => `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition ? `<conditionExpression>=${condition}</conditionExpression>` : ''}</sequenceFlow>`;

test('conformance knows gateways: one way after a choice, all of them before a join, nothing twice that has no way back', async () => {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" isExecutable="true">
    <startEvent id="s"/><parallelGateway id="split"/><userTask id="a"/><userTask id="b"/><parallelGateway id="join"/><exclusiveGateway id="choice" default="f8"/><userTask id="c"/><userTask id="d"/><endEvent id="e"/>
    <boundaryEvent id="late" attachedToRef="c"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e2"/>
    ${flow('f1', 's', 'split')}${flow('f2', 'split', 'a')}${flow('f3', 'split', 'b')}${flow('f4', 'a', 'join')}${flow('f5', 'b', 'join')}${flow('f6', 'join', 'choice')}${flow('f7', 'choice', 'c', 'x')}${flow('f8', 'choice', 'd')}${flow('f9', 'c', 'e')}${flow('f10', 'd', 'e')}${flow('f11', 'late', 'e2')}</process></definitions>`;
  const { graph } = await compileProcess(xml, { feel: compileFeel });
  assert.ok(graph);
  const replay = replayModel(graph);
  const says = (steps: string): boolean => conforms(steps.split(' '), replay);
  assert.deepEqual(['s split a b join choice c e', 's split b a join choice d e', 's split a b join choice c late e2', 's split b a'].map(says), [true, true, true, true]);
  assert.deepEqual(['s split a join choice c e', 's split a b join choice c d e', 's split a a b join', 's split a b join choice c late e2 e', 's a', 's split a b join choice x'].map(says), [false, false, false, false, false, false]);
});
