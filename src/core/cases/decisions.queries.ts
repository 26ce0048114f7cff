import type { Ctx, JsonValue } from '#platform/module';
import type { CasesTables } from './tables.ts';

/** A rule that fired, as the decision engine tells it. */
export type FiredRule = {
  ruleId: string;
  decisionName: string;
  ruleIndex: number;
  description?: string;
  annotations: { name: string; text: string }[];
  inputs: { label: string; value: JsonValue }[];
  outputs: { name: string; value: JsonValue }[];
};

/** What a decision table answered in a case, and why. */
export type CaseDecision = { id: string; nodeId: string; name: string; decisionId: string; decidedAt: Date; result: JsonValue; rules: FiredRule[]; warnings: string[]; /** Whose tables decided; absent for old ones. */ versionId?: string };

/** The decisions of a case, oldest first. */
export async function listCaseDecisions(ctx: Ctx, caseId: string): Promise<CaseDecision[]> {
  const rows = await ctx.db<CasesTables>().selectFrom('cases.decision').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).orderBy('id').limit(200).execute();
  return rows.map((row) => {
    const { rules, warnings } = row.explanation as unknown as { rules: FiredRule[]; warnings: string[] };
    return { id: row.id, nodeId: row.node_id, name: row.name, decisionId: row.decision_id, decidedAt: row.decided_at, result: row.result, rules, warnings, ...(row.version_id ? { versionId: row.version_id } : {}) };
  });
}
