import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findOfficeByKey } from '#core/organisation';
import { Problem, SYSTEM, type Actor } from '#platform/module';
import { openTown, type Town } from '../../../test/town.ts';
import { applyForProject, decideProject, findSimilar, getProject, goLive, listProjects, readPortfolio, startProject, stopProject, submitApplication } from './index.ts';
import type { problem } from './problems.ts';

let town: Town;
let aylin: Actor;
let helena: Actor;
let petra: Actor;
let renate: Actor;
let officeId = '';
before(async () => {
  town = await openTown();
  aylin = await town.actor('aylin.demir@musterstadt.example');
  helena = await town.actor('helena.brandt@musterstadt.example');
  petra = await town.actor('petra.sommer@musterstadt.example');
  renate = await town.actor('renate.lindner@musterstadt.example');
  officeId = (await town.t.read(SYSTEM, (ctx) => findOfficeByKey(ctx, 'steueramt')))?.id ?? '';
});
after(() => town.close());

const refused = (code: Parameters<typeof problem>[0] | 'platform/not-allowed') => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));

test('smoke', async () => {
  const { t } = town;
  const { id, number } = await t.transact(petra, (ctx) => applyForProject(ctx, { title: 'Hundesteuer ohne Papier', purpose: 'Bescheide gehen ins Postfach', officeId }));
  assert.equal(number, 'P-2026-001');
  await assert.rejects(t.read(helena, (ctx) => getProject(ctx, id)), refused('projects/no-project'));
  assert.equal((await t.read(petra, (ctx) => listProjects(ctx, { mine: true }))).rows.length, 1);
  assert.equal((await t.read(renate, (ctx) => listProjects(ctx))).rows.length, 0);
  await assert.rejects(t.transact(petra, (ctx) => submitApplication(ctx, id)), refused('projects/incomplete'));
  assert.equal((await t.read(aylin, (ctx) => findSimilar(ctx, 'Hundesteuer papierlos'))).length, 2);
  assert.equal((await t.read(aylin, (ctx) => readPortfolio(ctx))).length, 0);
  void [decideProject, goLive, startProject, stopProject];
});
