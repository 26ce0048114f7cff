import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../commands.ts';
import { compileProcess } from '../compile/compile-process.ts';
import type { Environment } from '../environment.ts';
import { isRunnable } from '../findings.ts';
import type { Graph } from '../graph.ts';
import { freshState, type State } from '../state.ts';
import { feel } from '../testing/feel.ts';
import { assertAgree, assertAlive, hear, newOutside } from '../testing/invariants.ts';
import { randomFrom, structuredModel, unstructuredModel } from '../testing/random-model.ts';
import { step } from './step.ts';

/** Models of each kind; more of them with RANDOM_MODELS=20000. */
const MODELS = Number(process.env['RANDOM_MODELS'] ?? 100);
const RUNS = 3;
const FIRST_SEED = Number(process.env['RANDOM_SEED'] ?? 1);

/** Everything that could be done from outside now. */
function possible(state: State, random: () => number): Command[] {
  const variables = { v: Math.floor(random() * 3) };
  const commands = [
    ...state.tokens.flatMap((token): Command[] => {
      if (token.wait === 'user') return [{ type: 'completeTask', tokenId: token.id, variables }, { type: 'throwError', tokenId: token.id, code: 'NOT_FOUND' }];
      if (token.wait === 'job') return [{ type: 'completeJob', tokenId: token.id, output: variables }, { type: 'failJob', tokenId: token.id, message: 'x', retryable: random() < 0.5 }, { type: 'throwError', tokenId: token.id, code: 'NOT_FOUND' }];
      if (token.wait !== 'incident') return [];
      return [{ type: 'skipIncident', tokenId: token.id, reason: 'test', variables }, { type: 'retryIncident', tokenId: token.id, variables }];
    }),
    ...state.waits.map((wait): Command => {
      if (wait.kind === 'timer') return { type: 'fireTimer', id: wait.id };
      if (wait.kind === 'condition') return { type: 'setVariables', variables };
      return { type: wait.kind, name: wait.name ?? '', variables };
    }),
  ];
  return random() < 0.01 ? [{ type: 'cancel', reason: 'test' }] : commands;
}

function play(graph: Graph, random: () => number): number {
  const outside = newOutside();
  let state = freshState();
  let now = Date.parse('2026-01-01T00:00:00Z');
  let command: Command | undefined = { type: 'start', variables: { v: 0, list: random() < 0.2 ? [] : [1, 2] } };
  let steps = 0;
  for (; command && steps < 120; steps++) {
    const env: Environment = { now: new Date((now += 60_000)), context: {} };
    const before = JSON.stringify(state);
    const live = step(graph, state, command, env);
    assert.equal(JSON.stringify(state), before, 'a step changes nothing of what it was given');
    const again = step(graph, JSON.parse(before) as State, command, env);
    assert.equal(JSON.stringify(again), JSON.stringify(live), 'a stored state steps as a live one');
    assert.equal(live.refused, undefined, JSON.stringify(live.refused));
    state = live.state;
    hear(outside, live.effects);
    assertAgree(outside, state);
    assertAlive(state);
    // A model that multiplies its ways is bounded, and shows nothing new after that.
    if (state.tokens.length > 200) break;
    const commands = state.ended ? [] : possible(state, random);
    assert.ok(state.ended || commands.length > 0, 'somebody can do something');
    command = commands[Math.floor(random() * commands.length)];
  }
  return steps;
}

for (const [what, make] of [['structured', structuredModel], ['unstructured', unstructuredModel]] as const)
  test(`random ${what} models never stand still in silence, agree with the world outside, and step from a stored state as from a live one`, async () => {
    let steps = 0;
    let sound = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + MODELS; seed++) {
      const random = randomFrom(seed);
      const xml = make(random);
      const { graph, findings } = await compileProcess(xml, { feel });
      if (!graph || !isRunnable(findings)) continue;
      sound += 1;
      for (let run = 0; run < RUNS; run++) {
        try {
          steps += play(graph, random);
        } catch (error) {
          throw new Error(`seed ${seed}, run ${run}: ${error instanceof Error ? error.message : String(error)}\n${xml}`, { cause: error });
        }
      }
    }
    assert.ok(sound > MODELS / 2, `only ${sound} of ${MODELS} models are sound`);
    assert.ok(steps > MODELS * 5, `only ${steps} steps`);
  });
