import { request } from 'node:http';
import type { Ctx } from '#platform/module';
import type { Graph } from '../graph.ts';
import type { ProcessJob } from '../runtime/instance.ts';
import { createProcessRuntime, type ProcessRuntime } from '../runtime/process-runtime.ts';
import { compiled } from './instance.ts';
import { boundary, catching, each, end, exclusive, extensions, model, on, parallel, path, service, start, sub } from './model.ts';

/** Time runs quicker for everybody, so that pauses and leases of minutes end within a test. */
const QUICKER = 60;

/** The clock all processes of the test share. */
export function quickClock(beganAt: number): () => Date {
  return () => new Date(beganAt + (Date.now() - beganAt) * QUICKER);
}

const retried = (id: string): string => `<serviceTask id="${id}">${extensions(`<zeebe:taskDefinition type="${id}" retries="6"/><zeebe:taskHeaders><zeebe:header key="retryBackoff" value="PT20S"/></zeebe:taskHeaders>`)}</serviceTask>`;

/** Timers, work in our database, calls to somebody else's machine within and without a transaction, retries, branches, a deadline that is kept. */
const MODEL = model(
  each(start, 'begin') + each(end, 'end', 'stop') + each(parallel, 'split', 'join') + service('charge') + catching('pause', { inner: on.after('PT1M') }) + service('call-outside') + service('call-here') + retried('fails-twice') +
    catching('wait', { inner: on.after('PT90S') }) + sub('part', { inner: each(start, 'i') + each(end, 'o') + service('file') + path('i', 'file', 'o') }) + boundary('late', 'part', { event: on.after('P30D') }) + each(exclusive, 'over') +
    path('begin', 'charge', 'pause', 'call-outside', 'split', 'fails-twice', 'call-here', 'join', 'part', 'end') + path('split', 'wait', 'join') + path('late', 'over', 'stop'),
);

/** What each instance must have gone through, each once. */
export const STEPS = ['begin', 'charge', 'pause', 'call-outside', 'split', 'fails-twice', 'call-here', 'wait', 'join', 'i', 'file', 'o', 'part', 'end'];

export const VERSION = '00000000-0000-7000-8000-0000000000aa';

/** The runtime of the test: every step and every effect of a connector leaves an event in its transaction, every call reaches the recorder. */
export async function killRuntime(recorderUrl: string): Promise<ProcessRuntime> {
  const graph: Graph = { ...(await compiled(MODEL)), version: VERSION };
  return createProcessRuntime({
    loadGraph: async () => graph,
    context: async () => ({}),
    runsOutside: (_ctx, type) => type === 'call-outside',
    runJob: (ctx, job) => work(ctx, job, recorderUrl),
    onEffects: async (ctx, instance, effects) => {
      for (const effect of effects) if (effect.type === 'node-left') ctx.emit({ type: `kills-left/${effect.nodeId}`, subject: `instance:${instance.id}` });
    },
  });
}

async function work(ctx: Ctx, job: ProcessJob, recorderUrl: string): Promise<unknown> {
  if (job.type === 'fails-twice' && job.tries < 2) throw new Error('not yet');
  if (job.type === 'call-outside') return () => call(recorderUrl, job);
  if (job.type === 'call-here') await call(recorderUrl, job);
  ctx.emit({ type: `kills-did/${job.nodeId}`, subject: `instance:${job.instanceId}` });
  return {};
}

function call(recorderUrl: string, { instanceId, nodeId, idempotencyKey }: ProcessJob): Promise<object> {
  return new Promise((resolve, reject) => {
    request(`${recorderUrl}/${nodeId}/${instanceId}`, { method: 'POST', headers: { 'idempotency-key': idempotencyKey } }, (response) => {
      response.resume();
      response.on('end', () => resolve({}));
    })
      .on('error', reject)
      .end();
  });
}
