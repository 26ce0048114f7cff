import type { Ctx } from '#platform/module';
import type { Case } from './case.ts';
import { caseRuntime } from './process/case-runtime.ts';
import { contextOf } from './process/process-context.ts';

/**
 * What FEEL sees of a case in letters and task forms: `application`, `applicant`, `case`, `today` and the variables of its process.
 * Costs one read.
 */
export async function caseContext(ctx: Ctx, found: Case): Promise<Record<string, unknown>> {
  const instances = await caseRuntime.listInstancesByKey(ctx, found.id);
  return { ...instances.at(-1)?.state.vars, ...(await contextOf(ctx, found)) };
}
