import { evaluateDecision } from '#engines/decisions';
import { fillLetter, LetterError } from '#engines/documents';
import { validateAll, type FormData, type FormEnv } from '#engines/forms';
import { freshState, step, type Command, type Effect, type Environment, type JobQueued, type State, type Vars } from '#engines/process';
import type { CompiledService } from '../bundle/compiled-service.ts';
import { publicReasons, type ToldRule } from '../public-reasons.ts';
import { applicantOf } from './applicant-of.ts';
import type { Reached } from './coverage.ts';
import { sampleClock } from './sample-clock.ts';
import { sampleLetterFacts } from './sample-letter-facts.ts';
import { answerOf } from './simulated-connectors.ts';
import { TakenFlows } from './taken-flows.ts';
import type { Walkthrough, WalkthroughStep } from './walkthrough-schema.ts';

/** What an example case came to. */
export type Replayed = {
  problems: string[];
  letters: string[];
  messages: string[];
  state: State;
  /** Letters with all that they could read when they were written. */
  written: { letter: string; context: Record<string, unknown> }[];
  /** What happened, in order: ids of steps as they were entered. */
  entered: string[];
  /** What FEEL and forms see now. */
  context: Record<string, unknown>;
};

type Replay = {
  service: CompiledService;
  example: Walkthrough;
  reached: Reached;
  context: Record<string, unknown>;
  flows: TakenFlows;
  now: Date;
  state: State;
  /** Work that waits for its (simulated) answer. */
  jobs: JobQueued[];
  counts: Map<string, number>;
  /** Rules that fired, by decision; what was asked last counts. */
  fired: Map<string, readonly ToldRule[]>;
  /** A person did a task. */
  byHand: boolean;
  result: Replayed;
};

/** Plays one example through form, process, decisions and letters, with all connectors simulated; notes what it reaches. */
export function replay(service: CompiledService, example: Walkthrough, reached: Reached): Replayed {
  const result: Replayed = { problems: [], letters: [], messages: [], state: freshState(), written: [], entered: [], context: {} };
  const application = submit(service, example, { reached, problems: result.problems });
  if (result.problems.length > 0) return result;
  const context = {
    application,
    applicant: { ...applicantOf(service, application), ...example.applicant },
    case: { number: `${example.submittedOn.slice(0, 4)}-${service.settings.caseNumberPrefix}-000001`, submittedOn: example.submittedOn, serviceSlug: service.slug, ...sampleClock(service.settings, example.submittedOn) },
    today: example.submittedOn,
  };
  result.context = context;
  const now = new Date(`${example.submittedOn}T08:00:00Z`);
  const run: Replay = { service, example, reached, context, flows: new TakenFlows(service.process, reached.flows), now, state: freshState(), jobs: [], counts: new Map(), fired: new Map(), byHand: false, result };
  carryOut(run, { type: 'start' });
  for (const next of example.steps) if (result.problems.length === 0) perform(run, next);
  result.state = run.state;
  if (result.problems.length === 0) compare(run);
  return result;
}

function submit(service: CompiledService, example: Walkthrough, { reached, problems }: { reached: Reached; problems: string[] }): FormData {
  const env: FormEnv = { today: example.submittedOn, locale: 'de', context: { account: null, applicant: null, case: null } };
  const checked = validateAll(service.form, example.application as FormData, env);
  for (const { id, errors } of checked.pages) for (const { path, message } of errors) problems.push(`Seite „${id}“, ${path}: ${message}`);
  for (const path of checked.unknown) problems.push(`Das Formular kennt „${path}“ nicht`);
  reached.applications.push({ data: checked.data, env });
  return checked.data;
}

/** One command, then all work that follows from it without a person. */
function carryOut(run: Replay, command: Command): string | undefined {
  const refused = advance(run, command);
  for (let job = run.jobs.shift(); job; job = run.jobs.shift()) answer(run, job);
  return refused;
}

function advance(run: Replay, command: Command): string | undefined {
  const result = step(run.service.process, run.state, command, environment(run));
  if (result.refused) return result.refused.code;
  run.state = result.state;
  run.flows.follow(result.effects);
  for (const effect of result.effects) note(run, effect);
  return undefined;
}

function note(run: Replay, effect: Effect): void {
  if (effect.type === 'node-entered' || effect.type === 'node-left') run.reached.nodes.add(effect.nodeId);
  if (effect.type === 'node-entered') run.result.entered.push(effect.nodeId);
  if (effect.type === 'job-queued') run.jobs.push(effect);
  if (effect.type === 'job-closed' && effect.reason === 'cancelled') run.jobs = run.jobs.filter((job) => job.tokenId !== effect.tokenId);
  if (effect.type === 'incident-raised') run.result.problems.push(`Störung bei „${effect.name || effect.nodeId}“: ${effect.message}`);
}

function environment(run: Replay): Environment {
  const { decisions } = run.service;
  return {
    now: run.now,
    context: run.context,
    inline: ({ decisionId, input }) => {
      if (!decisionId || !decisions) return undefined;
      const { value, rules } = evaluateDecision(decisions, decisionId, { input, now: run.now });
      for (const { ruleId } of rules) run.reached.rules.add(ruleId);
      run.fired.set(decisionId, rules);
      return value;
    },
    // Examples know no holidays of a place: Monday to Friday are enough to see that a date comes out.
    addWorkingDays: (from, days) => new Date(from.getTime() + Math.ceil((days * 7) / 5) * 86_400_000),
  };
}

function answer(run: Replay, job: JobQueued): void {
  const count = (run.counts.get(job.jobType) ?? 0) + 1;
  run.counts.set(job.jobType, count);
  const answered = answerOf(job, run.example.connectors, count);
  if (!answered) return void run.result.problems.push(`Für den Konnektor „${job.jobType}“ (${job.nodeId}) fehlt im Durchlauf eine Antwort`);
  if ('error' in answered) return void advance(run, { type: 'throwError', tokenId: job.tokenId, code: answered.error });
  if (job.jobType === 'send-letter') writeLetter(run, job);
  if (job.jobType === 'send-message') run.result.messages.push(String(job.input.subject ?? ''));
  advance(run, { type: 'completeJob', tokenId: job.tokenId, output: answered.output });
}

function writeLetter(run: Replay, job: JobQueued): void {
  const name = String(job.input.letter ?? '');
  const watched = run.reached.letters.get(name);
  if (!watched) return void run.result.problems.push(`Den Brief „${name}“ gibt es nicht (${job.nodeId})`);
  run.reached.made.add(name);
  run.result.letters.push(name);
  const explanation = { automatic: !run.byHand, law: run.service.settings.automationLaw ?? '§ 35a VwVfG', reasons: publicReasons([...run.fired.values()].flat(), 'de') };
  const context = { ...sampleLetterFacts, explanation, ...run.context, ...run.state.vars, ...job.input };
  run.result.written.push({ letter: name, context });
  try {
    fillLetter(watched.letter, context);
  } catch (error) {
    if (!(error instanceof LetterError)) throw error;
    for (const { line, message } of error.findings) run.result.problems.push(`Brief „${name}“, Zeile ${line}: ${message}`);
  }
}

function perform(run: Replay, next: WalkthroughStep): void {
  const { problems } = run.result;
  if ('task' in next) return completeTask(run, next);
  if ('message' in next) {
    const refused = carryOut(run, { type: 'message', name: next.message, variables: next.data });
    if (refused) problems.push(`Auf die Nachricht „${next.message}“ wartet nichts`);
    return;
  }
  const wait = run.state.waits.find((one) => one.kind === 'timer' && one.node === next.timer);
  if (!wait) return void problems.push(`Die Frist „${next.timer}“ läuft nicht`);
  if (wait.at && new Date(wait.at) > run.now) run.now = new Date(wait.at);
  carryOut(run, { type: 'fireTimer', id: wait.id });
}

function completeTask(run: Replay, next: Extract<WalkthroughStep, { task: string }>): void {
  const { problems } = run.result;
  const token = run.state.tokens.find((one) => one.node === next.task && one.wait === 'user');
  if (!token) return void problems.push(`Die Aufgabe „${next.task}“ ist nicht offen`);
  const formKey = run.service.process.nodes.get(next.task)?.task?.formKey;
  const form = formKey?.constant ? run.service.taskForms[String(formKey.evaluate({}))] : undefined;
  let variables: Vars = next.data;
  if (form) {
    const env: FormEnv = { today: run.now.toISOString().slice(0, 10), locale: 'de', context: { account: null, ...run.state.vars, ...token.vars, ...run.context } };
    const checked = validateAll(form, next.data as FormData, env);
    for (const { errors } of checked.pages) for (const { path, message } of errors) problems.push(`Aufgabe „${next.task}“, ${path}: ${message}`);
    for (const path of checked.unknown) problems.push(`Die Aufgabe „${next.task}“ kennt „${path}“ nicht`);
    const examples = run.reached.tasks.get(form.id) ?? [];
    run.reached.tasks.set(form.id, [...examples, { data: checked.data, env }]);
    variables = checked.data;
  }
  if (problems.length > 0) return;
  run.byHand ||= next.refused === undefined;
  const refused = carryOut(run, { type: 'completeTask', tokenId: token.id, variables, by: next.as });
  if (refused !== next.refused) problems.push(refused ? `Die Aufgabe „${next.task}“ wird abgelehnt (${refused})` : `Die Aufgabe „${next.task}“ müsste abgelehnt werden (${next.refused})`);
}

function compare(run: Replay): void {
  const { expect } = run.example;
  const { problems, letters, messages } = run.result;
  const differ = (what: string, wanted: unknown, got: unknown): void => {
    if (wanted !== undefined && !contains(got, wanted)) problems.push(`${what}: erwartet ${JSON.stringify(wanted)}, gekommen ist ${JSON.stringify(got)}`);
  };
  differ('Ergebnis', expect.outcome, run.state.vars.outcome);
  differ('Briefe', expect.letters, letters);
  differ('Nachrichten', expect.messages, messages);
  for (const [name, wanted] of Object.entries(expect.variables ?? {})) differ(`Variable „${name}“`, wanted, run.state.vars[name]);
  if (!run.state.ended && !expect.waiting) problems.push(`Der Vorgang ist nicht zu Ende, er wartet bei: ${run.state.tokens.map((token) => token.node).join(', ')}`);
  if (run.state.ended && expect.waiting) problems.push('Der Vorgang ist zu Ende, sollte aber noch warten');
}

/** Objects may hold more than what is wanted; lists must be the same length. */
function contains(got: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(got) && got.length === wanted.length && wanted.every((one, index) => contains(got[index], one));
  if (typeof wanted === 'object' && wanted !== null) {
    return typeof got === 'object' && got !== null && Object.entries(wanted).every(([key, one]) => contains((got as Record<string, unknown>)[key], one));
  }
  return got === wanted;
}
