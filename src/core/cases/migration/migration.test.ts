import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM, type Ctx } from '#platform/module';
import { citizenActor, staffActor } from '#platform/testing';
import { caseProgress, claimTask, completeTask, getCase, listCaseTasks, openCase, runBulkWork, type Task } from '../index.ts';
import { groupProblems, listProblems } from '../runs/bulk-runs.queries.ts';
import { sampleCity, type SampleCity } from '../sample/sample-city.ts';
import { along, publishSmall, serviceStep, userStep } from '../sample/small-service.ts';
import { getMigration, runsOf } from './migration.ts';
import { listOldVersions, planMove } from './plan-move.ts';
import { checkMigration, createMigration, startMove, startUndo, steerMigration } from './steer-migration.ts';

const publicName = (name: string): string => `<zeebe:properties><zeebe:property name="publicName" value="${name}"/></zeebe:properties>`;
const timer = (id: string, host: string, duration: string): string => `<boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="false"><timerEventDefinition id="d_${id}"><timeDuration>${duration}</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e_${id}"/><sequenceFlow id="f_${id}" sourceRef="${id}" targetRef="e_${id}"/>`;
const first = `<startEvent id="begin"/>${userStep('check', 'Prüfen', publicName('Wir prüfen'))}${timer('late', 'check', 'P30D')}${userStep('sign', 'Zeichnen')}${userStep('archive', 'Ablegen')}<endEvent id="end"/>${along('begin', 'check', 'sign', 'archive', 'end')}`;
/** „Prüfen“ has another id, „Zeichnen“ is a step of the machine now, a step has come in between. */
const second = `<startEvent id="begin"/>${userStep('pruefen', 'Prüfen', publicName('Wir prüfen'))}${timer('late', 'pruefen', 'P30D')}${userStep('second', 'Zweite Prüfung')}${serviceStep('sign', 'assign-number', { name: 'Nummer' })}${userStep('archive', 'Ablegen')}<endEvent id="end"/>${along('begin', 'pruefen', 'second', 'sign', 'archive', 'end')}`;

let city: SampleCity;
let [v1, v2] = ['', ''];
const mover = staffActor(['cases/migrate'], { id: '00000000-0000-7000-8000-00000000abcd', name: 'Mia Umzug' });
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => city.t.transact(SYSTEM, fn);
const asMover = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => city.t.transact(mover, fn);

before(async () => {
  city = await sampleCity();
  v1 = await system((ctx) => publishSmall(ctx, { process: first }));
  v2 = await system((ctx) => publishSmall(ctx, { process: second }));
});
after(() => city.t.close());

async function open(purpose = 'Zweck', versionId = v1): Promise<string> {
  return (await system((ctx) => openCase(ctx, { versionId, data: { purpose }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now }))).caseId;
}
const task = async (caseId: string): Promise<Task> => (await city.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find(({ state }) => state === 'open') ?? assert.fail('no open task');
const complete = async (caseId: string, actor = city.clerks.carla): Promise<void> => {
  const { id } = await task(caseId);
  await city.t.transact(actor, (ctx) => completeTask(ctx, { taskId: id, data: {} }));
};
async function work(): Promise<void> {
  while ((await runBulkWork(city.t.platform, 1)) > 0);
}
const runs = (id: string) => city.t.read(SYSTEM, (ctx) => runsOf(ctx, id));
const count = async (text: string): Promise<number> => Number((await system((ctx) => sql<{ n: string }>`select count(*) as n from ${sql.raw(text)}`.execute(ctx.db()))).rows[0]?.n);
const create = (more: Partial<Parameters<typeof createMigration>[1]> = {}): Promise<string> => asMover((ctx) => createMigration(ctx, { fromVersionId: v1, toVersionId: v2, ...more }));

test('the plan says what moves where, how many cases stand there, and what cannot move and why', async () => {
  const [checking, signing] = [await open(), await open()];
  await complete(signing);
  const [old] = await city.t.read(mover, listOldVersions);
  assert.deepEqual([old?.slug, old?.number, old?.running, old?.current.number], ['small', 1, 2, 2]);
  const plan = await city.t.read(mover, (ctx) => planMove(ctx, { fromVersionId: v1, toVersionId: v2 }));
  const row = (id: string) => plan.rows.find(({ nodeId }) => nodeId === id);
  assert.deepEqual([row('check')?.instances, row('check')?.to?.nodeId, row('check')?.by], [1, 'pruefen', 'name']);
  assert.deepEqual([row('sign')?.instances, row('sign')?.to, row('sign')?.misfit?.code], [1, null, 'type-changed']);
  assert.deepEqual([row('archive')?.to?.nodeId, row('archive')?.by, plan.running], ['archive', 'id', 2]);
  const byHand = await city.t.read(mover, (ctx) => planMove(ctx, { fromVersionId: v1, toVersionId: v2, byHand: { sign: 'second' } }));
  assert.deepEqual([byHand.rows.find(({ nodeId }) => nodeId === 'sign')?.to?.title, byHand.rows.find(({ nodeId }) => nodeId === 'sign')?.misfit], ['Zweite Prüfung', undefined]);
  await complete(signing);
  await complete(signing);
  await complete(checking);
  await complete(checking);
  await complete(checking);
});

test('a dry run looks at every case and changes nothing; then the cases move with tasks, timers and history', async () => {
  const moving = await open('zieht um');
  await city.t.transact(city.clerks.carla, async (ctx) => claimTask(ctx, (await task(moving)).id));
  const staying = await open('bleibt');
  await complete(staying);
  const id = await create();
  await assert.rejects(asMover((ctx) => startMove(ctx, id)), { code: 'cases/migration-busy' });
  const before = await system((ctx) => sql`select state, version_id, revision from process.instance where tenant_id = 1 order by id`.execute(ctx.db()));
  await work();
  const { check } = await runs(id);
  assert.deepEqual([check?.state, check?.total, check?.done, check?.failed], ['done', 2, 1, 1]);
  assert.deepEqual((await system((ctx) => sql`select state, version_id, revision from process.instance where tenant_id = 1 order by id`.execute(ctx.db()))).rows, before.rows);
  const [group] = await city.t.read(mover, (ctx) => groupProblems(ctx, check?.id ?? ''));
  assert.deepEqual([group?.place, group?.code, group?.count], ['Zeichnen', 'type-changed', 1]);
  assert.match(group?.message ?? '', /„Nummer“ ist ein anderer Typ/);
  const [problem] = await city.t.read(mover, (ctx) => listProblems(ctx, { runId: check?.id ?? '' }));
  assert.match(problem?.caseNumber ?? '', /-KLEIN-/);
  const notes = await city.t.read(SYSTEM, (ctx) => caseProgress(ctx, moving));

  await asMover((ctx) => startMove(ctx, id));
  await work();
  const { move } = await runs(id);
  assert.deepEqual([move?.state, move?.done, move?.failed], ['done', 1, 1]);
  const found = await city.t.read(SYSTEM, (ctx) => getCase(ctx, moving));
  const moved = await task(moving);
  assert.deepEqual([found.versionId, moved.nodeId, moved.name, moved.assignee?.name], [v2, 'pruefen', 'Prüfen', 'Carla Sommer']);
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, staying))).versionId, v1);
  assert.equal(await count(`process.timer where node_id = 'late'`), 1);
  assert.deepEqual((await city.t.read(SYSTEM, (ctx) => caseProgress(ctx, moving))).steps.map(({ title, state, at }) => [title, state, at]), notes.steps.map(({ title, state, at }) => [title, state, at]));
  await complete(moving);
  assert.equal((await task(moving)).name, 'Zweite Prüfung');
  const types = await city.t.eventTypes();
  for (const type of ['cases/migration-planned', 'cases/migration-checked', 'cases/migration-started', 'cases/version-changed', 'cases/migration-finished']) assert.ok(types.includes(type), type);
  for (const caseId of [moving, moving, staying, staying]) await complete(caseId);
});

test('what has not moved on is put back exactly; what has stays and is named', async () => {
  const [back, gone] = [await open('zurück'), await open('weiter')];
  const before = await task(back);
  const id = await create();
  await work();
  await asMover((ctx) => startMove(ctx, id));
  await work();
  await complete(gone);
  await asMover((ctx) => startUndo(ctx, id));
  await work();
  const { undo } = await runs(id);
  assert.deepEqual([undo?.done, undo?.failed], [1, 1]);
  const restored = await task(back);
  assert.deepEqual([restored.nodeId, restored.formKey, (await city.t.read(SYSTEM, (ctx) => getCase(ctx, back))).versionId], [before.nodeId, before.formKey, v1]);
  assert.equal((await city.t.read(SYSTEM, (ctx) => getCase(ctx, gone))).versionId, v2);
  const [problem] = await city.t.read(mover, (ctx) => groupProblems(ctx, undo?.id ?? ''));
  assert.match(problem?.message ?? '', /seit dem Umzug etwas geschehen/);
  assert.equal(await count('cases.migration_item where snapshot is not null and migration_id = ' + `'${id}'`), 0);
  await assert.rejects(asMover((ctx) => startUndo(ctx, id)), { code: 'cases/nothing-to-restore' });
  for (const caseId of [back, back, back, gone, gone]) await complete(caseId);
});

test('a run can be halted, goes on where it was, and is ended; nobody begins a second one beside it', async () => {
  for (let i = 0; i < 60; i++) await open(`Nummer ${i}`);
  const id = await create();
  await work();
  await asMover((ctx) => startMove(ctx, id));
  assert.equal(await runBulkWork(city.t.platform, 1), 25);
  await asMover((ctx) => steerMigration(ctx, id, 'paused'));
  assert.equal(await runBulkWork(city.t.platform, 1), 0);
  assert.equal(await count(`process.instance where version_id = '${v2}' and ended_at is null`), 25);
  await assert.rejects(asMover((ctx) => checkMigration(ctx, id)), { code: 'cases/migration-busy' });
  await assert.rejects(asMover((ctx) => steerMigration(ctx, id, 'paused')), { code: 'cases/run-over' });
  await asMover((ctx) => steerMigration(ctx, id, 'running'));
  await Promise.all([work(), work()]);
  assert.deepEqual([(await runs(id)).move?.done, (await runs(id)).move?.state], [60, 'done']);
  await asMover((ctx) => startUndo(ctx, id));
  await runBulkWork(city.t.platform, 1);
  await asMover((ctx) => steerMigration(ctx, id, 'stopped'));
  await work();
  assert.equal((await runs(id)).undo?.state, 'stopped');
  assert.equal(await count(`process.instance where version_id = '${v1}' and ended_at is null`), 25);
  await asMover((ctx) => startUndo(ctx, id));
  await work();
  assert.equal(await count(`process.instance where version_id = '${v1}' and ended_at is null`), 60);
  assert.ok((await city.t.eventTypes()).includes('cases/run-stopped'));
});

test('one case with a bug stops no other; it is named', async () => {
  const sick = (await system((ctx) => sql<{ id: string; business_key: string }>`select id, business_key from process.instance where tenant_id = 1 and version_id = ${v1} and ended_at is null order by id limit 1`.execute(ctx.db()))).rows[0];
  await system((ctx) => sql`update process.instance set state = jsonb_set(state, '{tokens,0,node}', '"nowhere"') where id = ${sick?.id}`.execute(ctx.db()));
  const id = await create();
  await work();
  const { check } = await runs(id);
  assert.deepEqual([check?.done, check?.failed], [59, 1]);
  await asMover((ctx) => startMove(ctx, id));
  await work();
  assert.deepEqual([(await runs(id)).move?.done, (await runs(id)).move?.failed], [59, 1]);
  const [problem] = await city.t.read(mover, async (ctx) => listProblems(ctx, { runId: (await runsOf(ctx, id)).move?.id ?? '' }));
  assert.deepEqual([problem?.code, problem?.caseId], ['failed', sick?.business_key]);
});

test('only for those who may; versions must belong together; where nothing runs there is nothing to move', async () => {
  for (const actor of [staffActor(['cases/supervise']), citizenActor()]) {
    await assert.rejects(city.t.transact(actor, (ctx) => createMigration(ctx, { fromVersionId: v1, toVersionId: v2 })), /not-allowed/);
    await assert.rejects(city.t.read(actor, listOldVersions), /not-allowed/);
    await assert.rejects(city.t.read(actor, (ctx) => planMove(ctx, { fromVersionId: v1, toVersionId: v2 })), /not-allowed/);
  }
  await assert.rejects(asMover((ctx) => createMigration(ctx, { fromVersionId: v1, toVersionId: v1 })), { code: 'cases/same-version' });
  await assert.rejects(asMover((ctx) => createMigration(ctx, { fromVersionId: v1, toVersionId: city.versionId })), { code: 'cases/same-version' });
  await assert.rejects(asMover((ctx) => createMigration(ctx, { fromVersionId: city.versionId, toVersionId: city.versionId })), { code: 'cases/same-version' });
  await assert.rejects(city.t.read(mover, (ctx) => getMigration(ctx, '00000000-0000-7000-8000-000000000000')), { code: 'cases/no-such-migration' });
});
