import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Ctx, Platform, Who } from '#platform/module';
import { lockDrafts, requireDraft } from './drafts.ts';
import { judgeSubmission, openApplication, submitApplication, type Opening, type Submission, type SubmitOutcome } from './submit-application.ts';

type Waiting = { who: Who; submission: Submission; done(outcome: SubmitOutcome): void; failed(error: unknown): void };
type Gate = { waiting: Waiting[]; atWork: number; /** When the last group was larger than one. */ rushAt: number };
const gates = new WeakMap<Platform, Map<number, Gate>>();

/** Transactions at a time; whoever comes meanwhile waits and then shares the next one. */
const LANES = 2;
const RUSH_MS = 300;
/** Submissions that share a transaction: few commits, and still short locks. */
const MOST_TOGETHER = 16;

/**
 * Submits an application in a transaction of its own, or, while others are submitting, in one that it shares with those who wait as
 * well. Alone its process begins in the same transaction; of several it begins right after the commit, so that a rush is confirmed
 * first and then worked off in order (docs/adr/0013-accept-fast.md). What fails for one fails for nobody else.
 * @throws Problem as {@link submitApplication}
 */
export function submitTogether(platform: Platform, who: Who, submission: Submission): Promise<SubmitOutcome> {
  const gate = gateOf(platform, who.tenantId);
  return new Promise((done, failed) => {
    gate.waiting.push({ who, submission, done, failed });
    if (gate.atWork === LANES) return;
    gate.atWork += 1;
    // whoever comes in the same turn of the event loop comes along
    setImmediate(() => void workOff(platform, gate));
  });
}

/** Did people wait for each other a moment ago? Then other work gives way. */
export const isRush = (platform: Platform, tenantId: number): boolean => performance.now() - gateOf(platform, tenantId).rushAt < RUSH_MS;

function gateOf(platform: Platform, tenantId: number): Gate {
  let known = gates.get(platform);
  if (!known) gates.set(platform, (known = new Map()));
  let gate = known.get(tenantId);
  if (!gate) known.set(tenantId, (gate = { waiting: [], atWork: 0, rushAt: -RUSH_MS }));
  return gate;
}

async function workOff(platform: Platform, gate: Gate): Promise<void> {
  for (let group = takeGroup(gate); group.length > 0; group = takeGroup(gate)) {
    await (group.length === 1 ? submitAlone(platform, group) : submitGroup(platform, group));
    await nextTurn();
  }
  gate.atWork -= 1;
}

/** Whoever has waited longest; of two clicks on one draft the second comes later and finds the result of the first. */
function takeGroup(gate: Gate): Waiting[] {
  const group = new Map<string, Waiting>();
  const later: Waiting[] = [];
  for (const one of gate.waiting) {
    const { draftId } = one.submission;
    if (group.size < MOST_TOGETHER && !group.has(draftId)) group.set(draftId, one);
    else later.push(one);
  }
  gate.waiting = later;
  if (group.size > 1) gate.rushAt = performance.now();
  return [...group.values()];
}

async function submitAlone(platform: Platform, group: readonly Waiting[]): Promise<void> {
  for (const { who, submission, done, failed } of group) {
    try {
      done(await platform.transact(who, (ctx) => submitApplication(ctx, submission)));
    } catch (error) {
      failed(error);
    }
  }
}

type Settled = { one: Waiting; outcome: SubmitOutcome } | { one: Waiting; error: unknown };

async function submitGroup(platform: Platform, group: Waiting[]): Promise<void> {
  const [first] = group;
  if (!first) return;
  const settled = await platform.transact(first.who, (ctx) => submitAll(ctx, group)).catch(() => undefined);
  // one of them broke the transaction: the others must not suffer from it
  if (!settled) return submitAlone(platform, group);
  for (const result of settled) {
    if ('error' in result) result.one.failed(result.error);
    else result.one.done(result.outcome);
  }
}

/** First all are judged, then all is written: so the rows leave together. */
async function submitAll(ctx: Ctx, group: Waiting[]): Promise<Settled[]> {
  const drafts = await lockDrafts(ctx, group.map(({ submission }) => submission.draftId));
  const settled: Settled[] = [];
  const ready: { one: Waiting; mine: Ctx; opening: Opening }[] = [];
  for (const one of group) {
    const mine = ctxOf(ctx, one.who);
    const { submission } = one;
    try {
      const judged = await judgeSubmission(mine, submission, requireDraft(mine, drafts.get(submission.draftId), submission.visitor));
      if (judged.kind === 'ready') ready.push({ one, mine, opening: judged.opening });
      else settled.push({ one, outcome: judged });
    } catch (error) {
      settled.push({ one, error });
    }
  }
  for (const { one, mine, opening } of ready) settled.push({ one, outcome: { kind: 'submitted', again: false, application: await openApplication(mine, { ...opening, soon: true }) } });
  return settled;
}

/** The shared transaction as one of them sees it: their rights, their language, their name in the log. */
function ctxOf(ctx: Ctx, { actor, locale = 'de' }: Who): Ctx {
  return { ...ctx, actor, locale, emit: (event) => ctx.emit({ by: actor, ...event }) };
}
