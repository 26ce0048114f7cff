import { newId } from '#platform/db';
import { requirePermission, type Ctx } from '#platform/module';
import { refreshMoney, requireProject } from './book-actual.ts';
import { problem } from './problems.ts';
import type { BudgetTables, CostType, LineKind, LineRow } from './tables.ts';

export type NewLine = { projectId: string | null; year: number; kind: LineKind; costType: CostType; running: boolean; product?: string; costCentre?: string; text?: string; amountCents: number };
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

function check({ year, amountCents }: Pick<NewLine, 'year' | 'amountCents'>): void {
  if (amountCents < 0) throw problem('budgets/negative');
  if (!Number.isSafeInteger(amountCents) || amountCents === 0) throw problem('budgets/amount-needed');
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) throw problem('budgets/year-range', { from: FIRST_YEAR, to: LAST_YEAR });
}

/** Plans, commits or expects money. @throws Problem 422 for an amount that is not above zero or a strange year, 403 */
export async function addLine(ctx: Ctx, line: NewLine): Promise<{ id: string }> {
  requirePermission(ctx, 'budgets/edit');
  check(line);
  await requireProject(ctx, line.projectId);
  return insertLine(ctx, line);
}

/** Without asking for the permission: when the machine takes over what an application said. */
export async function insertLine(ctx: Ctx, line: NewLine): Promise<{ id: string }> {
  const id = newId();
  await ctx
    .db<BudgetTables>()
    .insertInto('budgets.line')
    .values({
      tenant_id: ctx.tenantId, id, project_id: line.projectId, year: line.year, kind: line.kind, cost_type: line.costType, running: line.running, product: line.product?.trim() ?? '', cost_centre: line.costCentre?.trim() ?? '',
      text: line.text?.trim() ?? '', amount_cents: line.amountCents, noted_by_name: ctx.actor.name, noted_at: ctx.now,
    })
    .execute();
  ctx.emit({ type: 'budgets/line-added', subject: line.projectId ? `project:${line.projectId}` : `budget-line:${id}`, data: { line: id, year: line.year, kind: line.kind, amountCents: line.amountCents } });
  await refreshMoney(ctx, line.projectId);
  return { id };
}

async function getLine(ctx: Ctx, id: string): Promise<LineRow> {
  const line = await ctx.db<BudgetTables>().selectFrom('budgets.line').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!line) throw problem('budgets/no-line');
  return line;
}

/** Changes the amount of a line; the amount before stays in the audit log. 0 takes the line away. @throws Problem 422, 404, 403 */
export async function changeLine(ctx: Ctx, { lineId, amountCents }: { lineId: string; amountCents: number }): Promise<void> {
  requirePermission(ctx, 'budgets/edit');
  const line = await getLine(ctx, lineId);
  const db = ctx.db<BudgetTables>();
  if (amountCents === 0) await db.deleteFrom('budgets.line').where('tenant_id', '=', ctx.tenantId).where('id', '=', lineId).execute();
  else {
    check({ year: line.year, amountCents });
    await db.updateTable('budgets.line').set({ amount_cents: amountCents, noted_by_name: ctx.actor.name, noted_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', lineId).execute();
  }
  ctx.emit({ type: amountCents === 0 ? 'budgets/line-removed' : 'budgets/line-changed', subject: line.project_id ? `project:${line.project_id}` : `budget-line:${lineId}`, data: { line: lineId, year: line.year, kind: line.kind, before: line.amount_cents, amountCents } });
  await refreshMoney(ctx, line.project_id);
}
