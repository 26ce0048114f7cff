import type { ProjectListener } from '#core/projects';
import type { Ctx } from '#platform/module';
import { insertLine } from './budget-lines.ts';
import type { BudgetTables } from './tables.ts';

/** With the approval the estimate of the application becomes the first plan, unless somebody has planned already. */
export const takeOverEstimate: ProjectListener = {
  changed: async (ctx, { project, estimate }) => {
    if (project.state !== 'approved' || (await hasLines(ctx, project.id))) return;
    for (const { year, onceCents, runningCents } of estimate) {
      const line = { projectId: project.id, year, kind: 'plan' as const, costType: 'services' as const, text: 'aus dem Projektantrag' };
      if (onceCents > 0) await insertLine(ctx, { ...line, running: false, amountCents: onceCents });
      if (runningCents > 0) await insertLine(ctx, { ...line, costType: 'operation', running: true, amountCents: runningCents });
    }
  },
};

async function hasLines(ctx: Ctx, projectId: string): Promise<boolean> {
  const found = await ctx.db<BudgetTables>().selectFrom('budgets.line').select('id').where('tenant_id', '=', ctx.tenantId).where('project_id', '=', projectId).limit(1).executeTakeFirst();
  return found !== undefined;
}
