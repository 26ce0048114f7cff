import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readPortfolio } from '#core/projects';
import { SYSTEM, seeds } from '#platform/module';
import { openTown, type Town } from '../../../test/town.ts';
import { grantTotals, moneyOf, totalMoney } from './index.ts';

let town: Town;
before(async () => {
  town = await openTown({ now: '2026-11-20T08:00:00Z' });
  for (const seed of town.t.platform.contributions(seeds).filter(({ name }) => /^(projects|budgets)\//.test(name))) await town.t.transact(SYSTEM, (ctx) => seed.run(ctx));
});
after(() => town.close());

test('the sample city plans 3.6 million euros a year and has one grant of 368,000 euros that pays for everything', async () => {
  const { t } = town;
  assert.equal((await t.read(SYSTEM, (ctx) => readPortfolio(ctx))).length, 38, 'two of the forty are drafts');
  for (const year of [2024, 2025, 2026]) assert.equal((await t.read(SYSTEM, (ctx) => totalMoney(ctx, year))).planCents, 360_000_000);
  assert.equal((await t.read(SYSTEM, (ctx) => grantTotals(ctx, 2026))).grantedCents, 36_800_000);
  assert.ok((await t.read(SYSTEM, (ctx) => moneyOf(ctx, {}))).size > 20);
});
