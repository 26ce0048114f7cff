import { api, json, type Rq } from '#platform/http';
import type { Ctx } from '#platform/module';
import { z } from 'zod';
import { groupProblems } from '../runs/bulk-runs.queries.ts';
import type { BulkRun } from '../runs/bulk-run.ts';
import { getMigration, listMigrations, runsOf } from './migration.ts';
import { listOldVersions, planMove } from './plan-move.ts';
import { checkMigration, countRestorable, createMigration, startMove, startUndo, steerMigration } from './steer-migration.ts';

const byHand = z.record(z.string(), z.string().nullable()).default({}).describe('altes Element → neues; null: zieht nicht um');
const params = z.object({ id: z.uuid() });
const version = z.object({ versionId: z.uuid(), number: z.int() });
const run = z.object({ kind: z.string(), state: z.enum(['running', 'paused', 'done', 'stopped']), total: z.int(), done: z.int(), failed: z.int(), error: z.string().nullable(), startedAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable() });
const migration = z.object({
  id: z.uuid(), service: z.string(), from: version, to: version, byHand: z.record(z.string(), z.string().nullable()), renewTimers: z.boolean(), restorable: z.int(),
  runs: z.object({ check: run.optional(), move: run.optional(), undo: run.optional() }),
  problems: z.array(z.object({ code: z.string(), place: z.string(), message: z.string(), count: z.int() })).describe('des letzten Laufs'),
});
const row = z.object({
  nodeId: z.string(), title: z.string(), kind: z.string(), instances: z.int(), to: z.object({ nodeId: z.string(), title: z.string() }).nullable(), by: z.enum(['id', 'name', 'type', 'hand', 'none']),
  misfit: z.object({ code: z.string(), message: z.string() }).optional(), candidates: z.array(z.object({ nodeId: z.string(), title: z.string() })),
});

const runJson = (one: BulkRun) => ({ kind: one.kind, state: one.state, total: one.total, done: one.done, failed: one.failed, error: one.error, startedAt: one.startedAt, finishedAt: one.finishedAt });

async function migrationJson(ctx: Ctx, id: string): Promise<object> {
  const [found, { check, move, undo }] = [await getMigration(ctx, id), await runsOf(ctx, id)];
  const last = [check, move, undo].filter((one) => one !== undefined).sort((a, b) => (a.id < b.id ? 1 : -1))[0];
  const { serviceSlug, from, to, byHand: chosen, renewTimers } = found;
  return {
    id, service: serviceSlug, from, to, byHand: chosen, renewTimers,
    restorable: await countRestorable(ctx, id),
    runs: { ...(check ? { check: runJson(check) } : {}), ...(move ? { move: runJson(move) } : {}), ...(undo ? { undo: runJson(undo) } : {}) },
    problems: last ? await groupProblems(ctx, last.id) : [],
  };
}

const common = { access: 'may:cases/migrate' } as const;
const ONE = '/api/migrations/:id';

/** Begins something and tells how it stands now: 202, the rest goes on in the background. */
const begin = (path: string, summary: string, start: (ctx: Ctx, id: string) => Promise<unknown>) =>
  api({
    ...common, method: 'POST', path: `${ONE}/${path}`, summary, params, response: migration,
    handle: async (rq: Rq<{ id: string }>) => {
      await rq.transact((ctx) => start(ctx, rq.params.id));
      return json(await rq.read((ctx) => migrationJson(ctx, rq.params.id)), { status: 202 });
    },
  });

/** Migrations for machines; the same use cases as the pages. */
export const migrationApi = [
  api({
    ...common, method: 'GET', path: '/api/migrations/old-versions', summary: 'Fassungen, auf denen noch Vorgänge laufen, obwohl es eine neuere gibt',
    response: z.array(z.object({ slug: z.string(), name: z.string(), versionId: z.uuid(), number: z.int(), running: z.int(), current: version })),
    handle: async (rq) => json(await rq.read(listOldVersions)),
  }),
  api({
    ...common, method: 'POST', path: '/api/migrations/plan', summary: 'Was von einer Fassung auf eine andere wohin zöge; verändert nichts',
    body: z.object({ fromVersionId: z.uuid(), toVersionId: z.uuid(), byHand }),
    response: z.object({ running: z.int(), rows: z.array(row) }),
    handle: async (rq) => {
      const { running, rows, elsewhere } = await rq.read((ctx) => planMove(ctx, rq.body));
      return json({ running, elsewhere, rows: rows.map(({ waits: _waits, rests: _rests, ...one }) => one) });
    },
  }),
  api({
    ...common, method: 'POST', path: '/api/migrations', summary: 'Umzug planen; der Probelauf beginnt sofort', response: migration,
    body: z.object({ fromVersionId: z.uuid(), toVersionId: z.uuid(), byHand, renewTimers: z.boolean().default(false) }),
    handle: async (rq) => {
      const id = await rq.transact((ctx) => createMigration(ctx, rq.body));
      return json(await rq.read((ctx) => migrationJson(ctx, id)), { status: 201 });
    },
  }),
  api({
    ...common, method: 'GET', path: '/api/migrations', summary: 'Umzüge, die neuesten zuerst', query: z.object({ after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }),
    response: z.object({ migrations: z.array(z.object({ id: z.uuid(), service: z.string(), from: version, to: version })), next: z.uuid().nullable() }),
    handle: async (rq) => {
      const found = await rq.read((ctx) => listMigrations(ctx, rq.query));
      return json({ migrations: found.map(({ id, serviceSlug, from, to }) => ({ id, service: serviceSlug, from, to })), next: found.length === rq.query.limit ? found.at(-1)?.id : null });
    },
  }),
  api({ ...common, method: 'GET', path: ONE, summary: 'Ein Umzug mit Stand und Hindernissen', params, response: migration, handle: async (rq) => json(await rq.read((ctx) => migrationJson(ctx, rq.params.id))) }),
  begin('check', 'Probelauf wiederholen', checkMigration),
  begin('move', 'Umziehen, nach einem Probelauf', startMove),
  begin('undo', 'Zurücksetzen, was seitdem nicht weitergegangen ist', startUndo),
  begin('pause', 'Anhalten', (ctx, id) => steerMigration(ctx, id, 'paused')),
  begin('continue', 'Fortsetzen', (ctx, id) => steerMigration(ctx, id, 'running')),
  begin('stop', 'Hier beenden', (ctx, id) => steerMigration(ctx, id, 'stopped')),
];
