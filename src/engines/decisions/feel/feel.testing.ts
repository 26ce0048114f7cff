import assert from 'node:assert/strict';
import { compileFeel } from './compile-feel.ts';
import type { FeelVariables } from './compile-feel.ts';

/** A fixed Wednesday, 23:30 in Berlin, which is still Wednesday in UTC. */
export const NOW = new Date('2026-03-18T22:30:00Z');

export function feel(text: string, variables: FeelVariables = {}): unknown {
  return compileFeel(text).evaluate(variables, { now: NOW });
}

/** Each expression and the JSON value it must have. */
export function agree(facts: Readonly<Record<string, unknown>>, variables: FeelVariables = {}): void {
  for (const [text, expected] of Object.entries(facts)) {
    assert.deepEqual(feel(text, variables), expected, text);
  }
}
