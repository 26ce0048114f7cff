import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM, type Ctx } from '#platform/module';
import { staffActor } from '#platform/testing';
import { completeTask, listCaseTasks, openCase, runBulkWork } from '../index.ts';
import { sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { along, publishSmall, serviceStep, userStep } from '../sample/small-service.ts';
import { runsOf } from './migration.ts';
import { createMigration, startMove, startUndo } from './steer-migration.ts';

const MANY = 600;
const timer = (host: string): string => `<boundaryEvent id="late" attachedToRef="${host}" cancelActivity="false"><timerEventDefinition id="d_late"><timeDuration>P30D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e_late"/><sequenceFlow id="f_late" sourceRef="late" targetRef="e_late"/>`;
const drawing = (check: string): string => `<startEvent id="begin"/>${serviceStep('number', 'assign-number')}${userStep(check, 'Prüfen')}${timer(check)}${userStep('archive', 'Ablegen')}<endEvent id="end"/>${along('begin', 'number', check, 'archive', 'end')}`;

let city: SampleCity;
let [v1, v2] = ['', ''];
const mover = staffActor(['cases/migrate'], { name: 'Mia Umzug' });
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => city.t.transact(SYSTEM, fn);
const count = async (text: string): Promise<number> => Number((await system((ctx) => sql<{ n: string }>`select count(*) as n from ${sql.raw(text)}`.execute(ctx.db()))).rows[0]?.n);

/** One real case, and the rest as copies of all its rows. */
async function openMany(): Promise<string> {
  const { caseId } = await system((ctx) => openCase(ctx, { versionId: v1, data: { purpose: 'Viele' }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }));
  await system(async (ctx) => {
    const db = ctx.db();
    const instance = (await sql<{ id: string }>`select id from process.instance where business_key = ${caseId}`.execute(db)).rows[0]?.id ?? '';
    await sql`create temporary table copies on commit drop as select gen_random_uuid() as case_id, gen_random_uuid() as instance_id, n from generate_series(2, ${sql.lit(MANY)}) n`.execute(db);
    await sql`insert into cases.case select (jsonb_populate_record(c, jsonb_build_object('id', k.case_id, 'number', c.number || '-' || k.n))).* from cases.case c, copies k where c.id = ${caseId}`.execute(db);
    await sql`insert into process.instance select (jsonb_populate_record(i, jsonb_build_object('id', k.instance_id, 'business_key', k.case_id))).* from process.instance i, copies k where i.id = ${instance}`.execute(db);
    await sql`insert into cases.task select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'case_id', k.case_id, 'instance_id', k.instance_id))).* from cases.task t, copies k where t.instance_id = ${instance}`.execute(db);
    await sql`insert into process.timer select (jsonb_populate_record(t, jsonb_build_object('instance_id', k.instance_id))).* from process.timer t, copies k where t.instance_id = ${instance}`.execute(db);
  });
  return caseId;
}

async function startWorker(): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, '../sample/bulk-worker.ts'), { execArgv: ['--import', './scripts/tsx.mjs'], env: { ...process.env, DATABASE_URL: city.t.platform.db.url, STADTKERN_DATA: city.t.dir } });
  await new Promise((done) => worker.once('message', done));
  return worker;
}
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await isSo()); await sleep(20)) assert.ok(performance.now() < end, 'it takes too long');
}

before(async () => {
  city = await sampleCity();
  v1 = await system((ctx) => publishSmall(ctx, { process: drawing('check') }));
  v2 = await system((ctx) => publishSmall(ctx, { process: drawing('examine') }));
});
after(() => city.t.close());

test(`${MANY} cases move although the worker is killed again and again; each moves once, and all can go back`, async (t) => {
  const caseId = await openMany();
  const id = await city.t.transact(mover, (ctx) => createMigration(ctx, { fromVersionId: v1, toVersionId: v2 }));
  while ((await runBulkWork(city.t.platform, 1)) > 0);
  const runs = () => city.t.read(SYSTEM, (ctx) => runsOf(ctx, id));
  assert.equal((await runs()).check?.done, MANY);
  await city.t.transact(mover, (ctx) => startMove(ctx, id));
  let kills = 0;
  for (let moved = 0; moved < MANY * 0.6; kills++) {
    const worker = await startWorker();
    await until(async () => (await count(`cases.migration_item where state = 'moved'`)) >= moved + 100);
    worker.kill('SIGKILL');
    await new Promise((done) => worker.once('exit', done));
    moved = await count(`cases.migration_item where state = 'moved'`);
    assert.equal(await count(`process.instance where version_id = '${v2}'`), moved, 'what is noted has moved, what has moved is noted');
  }
  const began = performance.now();
  const rest = MANY - (await count(`cases.migration_item`));
  while ((await runBulkWork(city.t.platform, 1)) > 0);
  t.diagnostic(`killed ${kills} times; the last ${rest} in ${Math.round(performance.now() - began)} ms`);
  const { move } = await runs();
  assert.deepEqual([move?.state, move?.done, move?.failed], ['done', MANY, 0]);
  assert.deepEqual([await count(`cases.case where version_id = '${v2}'`), await count(`cases.task where node_id = 'examine' and state = 'open'`), await count(`audit.event where type = 'cases/version-changed'`)], [MANY, MANY, MANY]);
  assert.equal(await count(`process.instance where revision <> 1`), 0);

  const task = (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find(({ state }) => state === 'open');
  await city.t.transact(city.clerks.carla, (ctx) => completeTask(ctx, { taskId: task?.id ?? '', data: {} }));
  await city.t.transact(mover, (ctx) => startUndo(ctx, id));
  while ((await runBulkWork(city.t.platform, 1)) > 0);
  const { undo } = await runs();
  assert.deepEqual([undo?.done, undo?.failed, await count(`process.instance where version_id = '${v1}'`), await count(`cases.task where node_id = 'check' and state = 'open'`)], [MANY - 1, 1, MANY - 1, MANY - 1]);
});
