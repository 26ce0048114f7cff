import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { parse } from 'yaml';
import { startDraft, submitTogether, type Visitor } from '#core/applications';
import { findCurrentVersion } from '#core/catalogue';
import { completeTask, listCaseTasks } from '#core/cases';
import { listAssignments } from '#core/organisation';
import { compileFeel } from '#engines/decisions';
import type { FormData } from '#engines/forms';
import { compileProcess, createProcessRuntime } from '#engines/process';
import { newId } from '#platform/db';
import { ANONYMOUS, SYSTEM, type Actor, type Ctx, type Platform } from '#platform/module';
import { benchInstallation, twoInsertRate } from './installation.ts';
import { figure, rate } from './measure.ts';
import type { Bench, BenchContext, Figure } from './run.ts';
import { startWorkers, stepBehindSubmissions } from '../../src/app/workers.ts';

const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 16);
/** Everybody applies from a browser of their own. */
const visitorOf = (i: number): Visitor => ({ accountId: null, tokenHash: `bench-${i}` });
const machine = { tenantId: 1, actor: SYSTEM };
const citizen = { tenantId: 1, actor: ANONYMOUS };

/** Answers of the first example case of a service. */
function exampleData(project: string, slug: string): FormData {
  const text = readFileSync(join(project, 'services', slug, 'walkthroughs.yaml'), 'utf8');
  const parsed = parse(text, { merge: true }) as { walkthroughs: { application: FormData }[] };
  return parsed.walkthroughs[0]?.application ?? {};
}

async function makeDrafts(platform: Platform, given: { slug: string; data: FormData; count: number }): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < given.count; i++) {
    const id = await platform.transact(citizen, async (ctx) => {
      const current = await findCurrentVersion(ctx, given.slug);
      if (!current) throw new Error(`${given.slug} ist nicht veröffentlicht.`);
      return startDraft(ctx, { slug: given.slug, versionId: current.versionId, visitor: visitorOf(i), prefill: given.data, anew: true });
    });
    ids.push(id);
  }
  return ids;
}

async function submit(platform: Platform, drafts: string[], i: number): Promise<string> {
  const outcome = await submitTogether(platform, citizen, { draftId: drafts[i] ?? '', visitor: visitorOf(i), electronicNotice: true });
  if (outcome.kind !== 'submitted') throw new Error(JSON.stringify(outcome));
  return outcome.application.caseId;
}

type Rush = { confirmed: Figure; decided: Figure };
let rush: Promise<Rush> | undefined;

/** A rush of dog registrations by 16 clients, while the server's own loop lets the processes begin; the reference is measured before and after. */
async function runRush(context: BenchContext): Promise<Rush> {
  const { platform, close } = await benchInstallation({ ...context, dir: join(dirname(context.dir), 'rush') });
  const before = await twoInsertRate(platform);
  const [warm, count] = [300, 1500];
  const drafts = await makeDrafts(platform, { slug: 'dog-registration', data: exampleData(context.project, 'dog-registration'), count: warm + count });
  await rate(warm, CLIENTS, (i) => submit(platform, drafts, i));
  const workers = startWorkers(platform, [{ name: 'case steps', everyMs: 1000, run: stepBehindSubmissions }]);
  await allHaveBegun(platform);
  const began = performance.now();
  const perSecond = await rate(count, CLIENTS, (i) => submit(platform, drafts, warm + i));
  await allHaveBegun(platform);
  const decidedPerSecond = count / ((performance.now() - began) / 1000);
  await workers.stop();
  const reference = (before + (await twoInsertRate(platform))) / 2;
  await close();
  return { confirmed: figure(perSecond, 'Anträge/s', reference), decided: figure(decidedPerSecond, 'Anträge/s', reference) };
}

async function allHaveBegun(platform: Platform): Promise<void> {
  const waiting = (ctx: Ctx): Promise<number> => sql<{ n: number }>`select count(*) as n from process.timer where tenant_id = 1 and wait_id = 0`.execute(ctx.db()).then(({ rows }) => rows[0]?.n ?? 0);
  while ((await platform.read(machine, waiting)) > 0) await sleep(40);
}

/**
 * Applications confirmed a second, durable, by 16 clients: draft checked, number, application, case and file written, the turn of its process
 * noted (docs/adr/0013-accept-fast.md); the first processes begin meanwhile. Reference: commits of two inserts.
 */
export const submitBench: Bench = async (context) => (await (rush ??= runRush(context))).confirmed;

/** The same rush until every process has done its first steps: decided, charged, numbered, letter ordered. */
export const submitDecidedBench: Bench = async (context) => (await (rush ??= runRush(context))).decided;

const twoTasks = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench"><process id="p" isExecutable="true">
  <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a" name="Prüfen"/><sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
  <userTask id="b" name="Zeichnen"/><sequenceFlow id="f3" sourceRef="b" targetRef="e"/><endEvent id="e"/></process></definitions>`;

/**
 * Task completions a second of the process engine, durable, by 16 clients: instance locked, stepped, written, audit event recorded,
 * committed. Reference: commits of two inserts.
 */
export const taskBench: Bench = async (context) => {
  const { platform, close } = await benchInstallation(context);
  const reference = await twoInsertRate(platform);
  const { graph } = await compileProcess(twoTasks, { feel: compileFeel });
  if (!graph) throw new Error('The model of the bench does not compile.');
  const runtime = createProcessRuntime({
    loadGraph: async () => graph,
    context: async () => ({}),
    onEffects: async (ctx, instance) => ctx.emit({ type: 'bench/moved', subject: `instance:${instance.id}` }),
  });
  const open: { id: string; tokenId: number }[] = [];
  await rate(1600, CLIENTS, async (i) => {
    const { instance } = await platform.transact(machine, (ctx) => runtime.startInstance(ctx, { versionId: newId(), businessKey: newId(), variables: { i } }));
    open[i] = { id: instance.id, tokenId: instance.state.tokens[0]?.id ?? 0 };
  });
  const complete = (i: number): Promise<unknown> =>
    platform.transact(machine, async (ctx) => {
      const { id, tokenId } = open[i] ?? { id: '', tokenId: 0 };
      const { refused } = await runtime.advance(ctx, id, { type: 'completeTask', tokenId, variables: { result: 'complete' } });
      if (refused) throw new Error(refused.message);
    });
  await rate(100, CLIENTS, complete);
  const perSecond = await rate(1500, CLIENTS, (i) => complete(100 + i));
  await close();
  return figure(perSecond, 'Abschlüsse/s', reference);
};

/**
 * The same at the desk: who may is asked, the form checked, the process stepped, the next task opened for its group, the history
 * written. Reference: commits of two inserts.
 */
export const deskBench: Bench = async (context) => {
  const { platform, close } = await benchInstallation(context);
  const reference = await twoInsertRate(platform);
  const clerk = await anyClerk(platform);
  const drafts = await makeDrafts(platform, { slug: 'business-registration', data: exampleData(context.project, 'business-registration'), count: 600 });
  const tasks: string[] = [];
  for (const i of drafts.keys()) {
    const caseId = await submit(platform, drafts, i);
    const [open] = await platform.read({ tenantId: 1, actor: clerk }, (ctx) => listCaseTasks(ctx, caseId));
    if (open) tasks.push(open.id);
  }
  const complete = (i: number): Promise<unknown> =>
    platform.transact({ tenantId: 1, actor: clerk }, async (ctx) => {
      const outcome = await completeTask(ctx, { taskId: tasks[i] ?? '', data: { result: 'complete' } });
      if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
    });
  await rate(100, CLIENTS, complete);
  const perSecond = await rate(500, CLIENTS, (i) => complete(100 + i));
  await close();
  return figure(perSecond, 'Abschlüsse/s', reference);
};

/** Somebody who may work everywhere. */
async function anyClerk(platform: Platform): Promise<Actor> {
  const permissions = ['cases/read', 'cases/work', 'cases/supervise'];
  const assignments = await platform.read(citizen, (ctx) => listAssignments(ctx));
  const id = assignments[0]?.accountId ?? null;
  return { kind: 'staff', id, name: 'Bench', grants: permissions.map((permission) => ({ permission, officeId: null })), trustLevel: 'substantial' };
}
