import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../commands.ts';
import type { Environment } from '../environment.ts';
import type { Graph } from '../graph.ts';
import { freshState, type State } from '../state.ts';
import { boundary, catching, each, end, exclusive, extensions, flow, inclusive, model, on, parallel, path, service, start, sub, user } from '../testing/model.ts';
import { compiled } from '../testing/instance.ts';
import { step } from './step.ts';

/** Random numbers that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Making = { random: () => number; next: number; xml: string };
type Part = { first: string; last: string };

/** Adds a random part of a process and says where it begins and ends. */
function part(m: Making, depth: number): Part {
  const kind = depth <= 0 ? Math.floor(m.random() * 4) : Math.floor(m.random() * 10);
  const id = `n${m.next++}`;
  if (kind === 0) m.xml += user(id);
  else if (kind === 1) m.xml += service(id);
  else if (kind === 2) m.xml += catching(id, { inner: m.random() < 0.5 ? on.message() : on.after('PT1H') });
  else if (kind === 3) m.xml += `<scriptTask id="${id}">${extensions(`<zeebe:script expression="=${Math.floor(m.random() * 3)}" resultVariable="v"/>`)}</scriptTask>`;
  else if (kind < 7) return split(m, depth, ['exclusive', 'parallel', 'inclusive'][kind - 4] ?? 'parallel');
  else if (kind === 7) return loop(m, depth);
  else if (kind === 8) return sequence(m, depth);
  else return box(m, depth);
  return { first: id, last: id };
}

function sequence(m: Making, depth: number): Part {
  const a = part(m, depth - 1);
  const b = part(m, depth - 1);
  m.xml += path(a.last, b.first);
  return { first: a.first, last: b.last };
}

/** A split and a join; now and then they are of different kinds, as authors draw them. */
function split(m: Making, depth: number, kind: string): Part {
  const [open, close] = [`s${m.next++}`, `j${m.next++}`];
  const makers = { exclusive, parallel, inclusive } as Record<string, typeof exclusive>;
  const closing = m.random() < 0.15 ? 'parallel' : kind;
  m.xml += (makers[kind] ?? parallel)(open, { attributes: kind === 'parallel' ? '' : `default="d${open}"` }) + (makers[closing] ?? parallel)(close);
  for (let i = 0; i < 3; i++) {
    const branch = part(m, depth - 1);
    m.xml += flow(open, branch.first, i === 0 && kind !== 'parallel' ? { id: `d${open}` } : kind === 'parallel' ? {} : { when: `v = ${i}` }) + path(branch.last, close);
  }
  return { first: open, last: close };
}

function loop(m: Making, depth: number): Part {
  const [merge, decide] = [`m${m.next++}`, `x${m.next++}`];
  m.xml += each(exclusive, merge) + exclusive(decide, { attributes: `default="d${decide}"` });
  const inner = part(m, depth - 1);
  const out = `o${m.next++}`;
  m.xml += each(exclusive, out) + path(merge, inner.first) + path(inner.last, decide) + flow(decide, merge, { when: 'v = 2' }) + flow(decide, out, { id: `d${decide}` });
  return { first: merge, last: out };
}

function box(m: Making, depth: number): Part {
  const id = `b${m.next++}`;
  const inner: Making = { random: m.random, next: m.next, xml: '' };
  const content = part(inner, depth - 1);
  m.next = inner.next;
  m.xml += sub(id, { inner: each(start, `${id}in`) + each(end, `${id}out`) + inner.xml + path(`${id}in`, content.first) + path(content.last, `${id}out`) });
  const out = `o${m.next++}`;
  m.xml += boundary(`${id}late`, id, { event: on.after('PT5H') }) + each(exclusive, out) + path(id, out) + path(`${id}late`, out);
  return { first: id, last: out };
}

function randomModel(random: () => number): string {
  const m: Making = { random, next: 1, xml: '' };
  const content = part(m, 3);
  return model(each(start, 'begin') + each(end, 'end') + m.xml + path('begin', content.first) + path(content.last, 'end'));
}

/** Everything that could be done from outside now. */
function possible(state: State, random: () => number): Command[] {
  const variables = { v: Math.floor(random() * 3) };
  return [
    ...state.tokens.flatMap((token): Command[] => {
      if (token.wait === 'user') return [{ type: 'completeTask', tokenId: token.id, variables }];
      if (token.wait === 'job') return [{ type: 'completeJob', tokenId: token.id, output: variables }, { type: 'failJob', tokenId: token.id, message: 'x', retryable: false }];
      if (token.wait !== 'incident') return [];
      return [{ type: 'skipIncident', tokenId: token.id, reason: 'test', variables }];
    }),
    ...state.waits.map((wait): Command => (wait.kind === 'timer' ? { type: 'fireTimer', id: wait.id } : { type: 'message', name: wait.name ?? '', variables })),
  ];
}

/** Every token rests somewhere that can go on: it waits, stands as an incident, or has something inside that does. */
function assertAlive(state: State): void {
  if (state.ended) return assert.deepEqual([state.tokens, state.scopes, state.waits], [[], [], []]);
  for (const token of state.tokens) assert.ok(token.wait, `token at ${token.node} is on its way to nowhere`);
  assert.ok(state.tokens.some((token) => ['user', 'job', 'event', 'incident'].includes(token.wait ?? '')), `nothing goes on: ${JSON.stringify(state.tokens)}`);
}

function play(graph: Graph, random: () => number): number {
  let state = freshState();
  const env: Environment = { now: new Date('2026-01-01T00:00:00Z'), context: {} };
  let command: Command | undefined = { type: 'start', variables: { v: 0 } };
  let steps = 0;
  for (; command && steps < 200; steps++) {
    const stored = JSON.parse(JSON.stringify(state)) as State;
    const live = step(graph, state, command, env);
    const again = step(graph, stored, command, env);
    assert.equal(JSON.stringify(again), JSON.stringify(live), 'a stored state steps as a live one');
    assert.equal(live.refused, undefined, JSON.stringify(live.refused));
    state = live.state;
    assertAlive(state);
    const commands = state.ended ? [] : possible(state, random);
    command = commands[Math.floor(random() * commands.length)];
  }
  return steps;
}

test('random processes never stand still in silence, and a stored state steps as a live one', async () => {
  let steps = 0;
  let seed = 1;
  for (; seed <= 250; seed++) {
    const random = randomFrom(seed);
    const graph = await compiled(randomModel(random));
    for (let run = 0; run < 4; run++) {
      try {
        steps += play(graph, random);
      } catch (error) {
        throw new Error(`seed ${seed}, run ${run}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
  }
  assert.ok(steps > 2500, `only ${steps} steps`);
});
