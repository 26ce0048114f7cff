/** A step of a simulated process: who does it, how long, how often it is needed. */
export type SimulatedStep = { id: string; name: string; /** People who do it; 0: the machine, nobody waits. */ people: number; /** Mean minutes. */ minutes: number; /** Share of cases that need it, 0 to 1. */ share: number; /** Cents an hour of one person. */ centsAnHour: number };
export type SimulationInput = { /** Cases an hour. */ arrivals: number; /** Working hours that are played. */ hours: number; steps: SimulatedStep[]; seed?: number; /** 'random': times vary as much as arrivals do (exponential); 'fixed': always the mean. */ times?: 'random' | 'fixed' };
export type StepResult = { id: string; name: string; done: number; /** Mean minutes before somebody begins. */ waiting: number; /** Mean number of cases that wait. */ queue: number; longestQueue: number; /** Share of the time in which people work. */ busy: number };
export type SimulationResult = { arrived: number; finished: number; /** Mean minutes from arrival to end. */ minutes: number; costCentsEach: number; /** The step that holds the others up: people are busiest there. */ bottleneck: string | null; steps: StepResult[] };

/** Random numbers that are the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Job = { arrived: number; ready: number; cost: number };

/**
 * Plays a process with given volumes and times: cases arrive at random (Poisson), each step is a line before its people, first come first
 * served. Steps come one after another, so each line can be played by itself with what left the one before it: no calendar of events is needed.
 */
export function simulate({ arrivals, hours, steps, seed = 1, times = 'random' }: SimulationInput): SimulationResult {
  const random = generator(seed);
  const exponential = (mean: number): number => -Math.log(1 - random()) * mean;
  const jobs: Job[] = [];
  for (let at = exponential(1 / arrivals); at < hours; at += exponential(1 / arrivals)) jobs.push({ arrived: at, ready: at, cost: 0 });
  const results = steps.map((step) => playStep(jobs, step, { hours, random, duration: () => (times === 'fixed' ? step.minutes / 60 : exponential(step.minutes / 60)) }));
  const over = jobs.filter(({ ready }) => ready <= hours);
  const mean = (pick: (job: Job) => number): number => (over.length > 0 ? over.reduce((sum, job) => sum + pick(job), 0) / over.length : 0);
  const busiest = results.filter(({ busy }) => busy > 0).sort((a, b) => b.busy - a.busy)[0];
  return { arrived: jobs.length, finished: over.length, minutes: mean(({ arrived, ready }) => ready - arrived) * 60, costCentsEach: Math.round(mean(({ cost }) => cost)), bottleneck: busiest?.id ?? null, steps: results };
}

function playStep(jobs: Job[], step: SimulatedStep, { hours, random, duration }: { hours: number; random: () => number; duration: () => number }): StepResult {
  jobs.sort((a, b) => a.ready - b.ready);
  const free = Array.from({ length: step.people }, () => 0);
  const waits: { from: number; until: number }[] = [];
  let [done, worked, waited] = [0, 0, 0];
  for (const job of jobs) {
    if (random() >= step.share) continue;
    const length = duration();
    const person = free.indexOf(Math.min(...free));
    const begin = step.people === 0 ? job.ready : Math.max(job.ready, free[person] ?? 0);
    if (step.people > 0) free[person] = begin + length;
    if (begin > job.ready) waits.push({ from: job.ready, until: begin });
    waited += begin - job.ready;
    worked += Math.max(0, Math.min(hours, begin + length) - Math.min(hours, begin));
    done++;
    job.ready = begin + length;
    job.cost += length * step.centsAnHour;
  }
  const inTime = waits.reduce((sum, { from, until }) => sum + Math.max(0, Math.min(hours, until) - Math.min(hours, from)), 0);
  return { id: step.id, name: step.name, done, waiting: done > 0 ? (waited / done) * 60 : 0, queue: inTime / hours, longestQueue: longestOf(waits), busy: step.people > 0 ? worked / (step.people * hours) : 0 };
}

function longestOf(waits: { from: number; until: number }[]): number {
  const changes = waits.flatMap(({ from, until }) => [{ at: from, by: 1 }, { at: until, by: -1 }]).sort((a, b) => a.at - b.at || a.by - b.by);
  let [now, longest] = [0, 0];
  for (const { by } of changes) longest = Math.max(longest, (now += by));
  return longest;
}
