import { createHash, randomBytes } from 'node:crypto';
import type { Figure } from './run.ts';

const round = (value: number): number => Number(value.toPrecision(3));
export const figure = (value: number, unit: string, reference: number): Figure => ({ value: round(value), unit, reference: round(reference), ratio: round(value / reference) });

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
export const median = (values: number[]): number => percentile(values, 0.5);

/** Rate per second of `count` runs of `work` by so many clients at once. */
export async function rate(count: number, clients: number, work: (index: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let i = next++; i < count; i = next++) await work(i);
    }),
  );
  return count / ((performance.now() - started) / 1000);
}

/** Milliseconds to hash 32 MB on this machine: the reference of what is mostly computing. */
export function hashing(): number {
  const bytes = randomBytes(32_000_000);
  return median(
    Array.from({ length: 7 }, () => {
      const started = performance.now();
      createHash('sha256').update(bytes).digest();
      return performance.now() - started;
    }),
  );
}
