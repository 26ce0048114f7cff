import { api, json, text, type Reply } from '#platform/http';
import type { Ctx, JsonValue } from '#platform/module';
import { z } from 'zod';
import { problem } from '../problems.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { plainValues, typedValues } from './camunda-json.ts';
import { answerTask, fetchTasks, showTask, workerFrom } from './external-tasks.ts';
import { coversTopic } from './worker-token.ts';

const BASE = '/api/external-task';
const common = { access: 'machine' } as const;
const params = z.object({ id: z.uuid() });
const workerId = z.string().min(1).max(200);
const lockMs = z.int().min(1).max(86_400_000);
/** Longer than this a proxy in between would hang up anyway. */
const MOST_WAIT_MS = 300_000;

const names = z.array(z.string().max(200)).max(200).nullish();
const topic = z.looseObject({
  topicName: z.string().min(1).max(100), lockDuration: lockMs, variables: names, businessKey: z.string().max(200).nullish(), includeExtensionProperties: z.boolean().nullish(),
  localVariables: z.boolean().nullish(), deserializeValues: z.boolean().nullish(),
});
const fetchBody = z.looseObject({ workerId, maxTasks: z.int().min(1).max(100), usePriority: z.boolean().nullish(), asyncResponseTimeout: z.int().min(0).nullish(), topics: z.array(topic).min(1).max(50) });

/** Filters of Camunda that would quietly give more than was asked for. */
const UNSUPPORTED = ['processDefinitionId', 'processDefinitionIdIn', 'processDefinitionKey', 'processDefinitionKeyIn', 'processDefinitionVersionTag', 'processVariables', 'tenantIdIn'];

function refuseFilters(topics: readonly Record<string, unknown>[]): void {
  const used = topics.flatMap((one) => UNSUPPORTED.filter((name) => one[name] !== undefined && one[name] !== null));
  if (used[0]) throw problem('cases/worker-filter', { filter: used[0] });
}

/** Camunda's client for JavaScript reads JSON only under exactly this type. */
const plainJson = (data: unknown): Reply => json(data, { type: 'application/json' });

const done = (): Reply => text('', 'text/plain; charset=utf-8', { status: 204 });

type Said = { rq: { transact<R>(fn: (ctx: Ctx) => Promise<R>): Promise<R>; params: { id: string } } & Parameters<typeof workerFrom>[0]; workerId: string };

/** Carries out what a worker says about its task and answers with 204, as Camunda does. */
async function say({ rq, workerId: id }: Said, act: Pick<Parameters<typeof answerTask>[2], 'deed'> & { more: object }): Promise<Reply> {
  const worker = workerFrom(rq, id);
  await rq.transact((ctx) => answerTask(ctx, worker, { id: rq.params.id, ...act } as Parameters<typeof answerTask>[2]));
  return done();
}

const fetchAndLock = api({
  ...common, method: 'POST', path: `${BASE}/fetchAndLock`, body: fetchBody, response: z.array(z.record(z.string(), z.unknown())),
  summary: 'Aufgaben von Themen holen und sperren; mit asyncResponseTimeout wartet der Aufruf auf Arbeit',
  handle: async (rq) => {
    const { maxTasks, asyncResponseTimeout, topics } = rq.body;
    refuseFilters(topics);
    const wanted = topics.map((one) => ({ name: one.topicName, lockMs: one.lockDuration, businessKey: one.businessKey ?? undefined, variables: one.variables ?? null, withHeaders: one.includeExtensionProperties ?? true }));
    const who = { tenantId: rq.tenantId, actor: rq.actor };
    const tasks = await fetchTasks(rq.platform, who, { worker: workerFrom(rq, rq.body.workerId), maxTasks, waitMs: Math.min(asyncResponseTimeout ?? 0, MOST_WAIT_MS), topics: wanted, signal: rq.signal });
    return plainJson(tasks satisfies JsonValue[]);
  },
});

const answers = [
  api({
    ...common, method: 'POST', path: `${BASE}/:id/complete`, params, body: z.looseObject({ workerId, variables: typedValues, localVariables: typedValues }), summary: 'Aufgabe erledigt, mit Ergebnissen',
    handle: async (rq) => say({ rq, workerId: rq.body.workerId }, { deed: 'complete', more: { variables: plainValues(rq.body.variables), localVariables: plainValues(rq.body.localVariables) } }),
  }),
  api({
    ...common, method: 'POST', path: `${BASE}/:id/failure`, params, summary: 'Es hat nicht geklappt: später noch einmal, ohne verbleibende Versuche eine Störung',
    body: z.looseObject({ workerId, errorMessage: z.string().max(1000).nullish(), errorDetails: z.string().max(10_000).nullish(), retries: z.int().min(0).max(1000).nullish(), retryTimeout: z.int().min(0).max(31 * 86_400_000).nullish() }),
    handle: async (rq) => {
      const { errorMessage, errorDetails, retries, retryTimeout } = rq.body;
      const more = { message: errorMessage?.trim() || 'Das Programm meldet einen Fehler ohne Text.', ...(errorDetails ? { details: errorDetails } : {}), retries: retries ?? 0, retryMs: retryTimeout ?? 0 };
      return say({ rq, workerId: rq.body.workerId }, { deed: 'fail', more });
    },
  }),
  api({
    ...common, method: 'POST', path: `${BASE}/:id/bpmnError`, params, summary: 'Ein Fehler der Sache, den der Ablauf behandelt',
    body: z.looseObject({ workerId, errorCode: z.string().min(1).max(200), errorMessage: z.string().max(1000).nullish(), variables: typedValues }),
    handle: async (rq) => {
      const { errorCode, errorMessage, variables } = rq.body;
      return say({ rq, workerId: rq.body.workerId }, { deed: 'throwError', more: { code: errorCode, ...(errorMessage ? { message: errorMessage } : {}), variables: plainValues(variables) } });
    },
  }),
  api({ ...common, method: 'POST', path: `${BASE}/:id/extendLock`, params, body: z.looseObject({ workerId, newDuration: lockMs }), summary: 'Sperre verlängern, von jetzt an', handle: async (rq) => say({ rq, workerId: rq.body.workerId }, { deed: 'extendLock', more: { lockMs: rq.body.newDuration } }) }),
  api({ ...common, method: 'POST', path: `${BASE}/:id/lock`, params, body: z.looseObject({ workerId, lockDuration: lockMs }), summary: 'Eine bestimmte Aufgabe sperren', handle: async (rq) => say({ rq, workerId: rq.body.workerId }, { deed: 'lock', more: { lockMs: rq.body.lockDuration } }) }),
  api({ ...common, method: 'POST', path: `${BASE}/:id/unlock`, params, body: z.looseObject({ workerId: workerId.nullish() }).nullish(), summary: 'Sperre aufheben', handle: async (rq) => say({ rq, workerId: rq.body?.workerId ?? '' }, { deed: 'unlock', more: {} }) }),
];

const reads = [
  api({
    ...common, method: 'GET', path: `${BASE}/topic-names`, summary: 'Themen mit Aufgaben, die dieses Programm holen darf', response: z.array(z.string()),
    handle: async (rq) => {
      const { topics } = workerFrom(rq);
      return plainJson((await rq.read((ctx) => caseRuntime.external.countTopics(ctx))).map(({ topic: name }) => name).filter((name) => coversTopic(topics, name)));
    },
  }),
  api({
    ...common, method: 'GET', path: `${BASE}/count`, query: z.object({ topicName: z.string().max(100).optional(), locked: z.stringbool().optional(), notLocked: z.stringbool().optional() }), summary: 'Wie viele Aufgaben warten', response: z.object({ count: z.int() }),
    handle: async (rq) => {
      const { topics } = workerFrom(rq);
      const { topicName, locked, notLocked } = rq.query;
      const counts = (await rq.read((ctx) => caseRuntime.external.countTopics(ctx))).filter(({ topic: name }) => coversTopic(topics, name) && (topicName === undefined || name === topicName));
      return plainJson({ count: counts.reduce((sum, one) => sum + (notLocked ? 0 : one.locked) + (locked ? 0 : one.free + one.later), 0) });
    },
  }),
  api({ ...common, method: 'GET', path: `${BASE}/:id`, params, summary: 'Eine Aufgabe', response: z.record(z.string(), z.unknown()), handle: async (rq) => plainJson(await rq.read((ctx) => showTask(ctx, workerFrom(rq), rq.params.id))) }),
];

/** External workers by REST, in the style of Camunda 7's external task: its client libraries work with a bearer token. */
export const workerApi = [fetchAndLock, ...answers, ...reads];
