import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from './simulate.ts';

const near = (got: number, wanted: number, share = 0.05): void => assert.ok(Math.abs(got - wanted) <= wanted * share, `${got} instead of ${wanted}`);

test('one line before one person agrees with queueing theory (M/M/1)', () => {
  for (const load of [0.5, 0.8]) {
    const result = simulate({ arrivals: 6 * load, hours: 200_000, seed: 7, steps: [{ id: 'a', name: 'A', people: 1, minutes: 10, share: 1, centsAnHour: 4000 }] });
    const [step] = result.steps;
    assert.ok(step);
    near(step.busy, load);
    near(step.queue, load ** 2 / (1 - load));
    near(step.waiting, (10 * load) / (1 - load));
    near(result.minutes, 10 / (1 - load));
    near(result.costCentsEach, 4000 / 6);
  }
});

test('two people at one line wait less (M/M/2), fixed times halve the line (M/D/1)', () => {
  const two = simulate({ arrivals: 9.6, hours: 200_000, seed: 3, steps: [{ id: 'a', name: 'A', people: 2, minutes: 10, share: 1, centsAnHour: 0 }] }).steps[0];
  // Erlang C for a load of 0.8 on two people: P(wait) = 0.7111, Wq = 10 * 0.7111 / (2 * 0.2)
  near(two?.waiting ?? 0, 17.78);
  const fixed = simulate({ arrivals: 4.8, hours: 200_000, seed: 5, times: 'fixed', steps: [{ id: 'a', name: 'A', people: 1, minutes: 10, share: 1, centsAnHour: 0 }] }).steps[0];
  near(fixed?.waiting ?? 0, 20);
});

test('the bottleneck is the step with the busiest people; the machine keeps nobody waiting', () => {
  const result = simulate({ arrivals: 5, hours: 2000, steps: [{ id: 'check', name: 'Prüfen', people: 1, minutes: 9, share: 1, centsAnHour: 4000 }, { id: 'fee', name: 'Rechnen', people: 0, minutes: 0.1, share: 1, centsAnHour: 0 }, { id: 'sign', name: 'Zeichnen', people: 1, minutes: 6, share: 0.3, centsAnHour: 6000 }] });
  assert.equal(result.bottleneck, 'check');
  assert.equal(result.steps[1]?.waiting, 0);
  assert.ok((result.steps[2]?.done ?? 0) < (result.steps[0]?.done ?? 0) * 0.35);
});
