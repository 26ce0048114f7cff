import { performance } from 'node:perf_hooks';

/** Share of its time that the process computed, from which on people notice what goes on beside them. */
const BUSY = 0.5;
const LOOK_MS = 1000;

/** Asks whether the process was busy in the last second or so: then what nobody waits for gives way. */
export function busyMeter(): () => boolean {
  let seen = performance.eventLoopUtilization();
  let share = 0;
  let at = 0;
  return () => {
    if (performance.now() - at < LOOK_MS) return share > BUSY;
    const now = performance.eventLoopUtilization();
    share = performance.eventLoopUtilization(now, seen).utilization;
    seen = now;
    at = performance.now();
    return share > BUSY;
  };
}
