import { getServiceVersion, publicReasons } from '#core/catalogue';
import type { Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { Case } from './case.ts';
import { listCaseDecisions, type CaseDecision } from './decisions.queries.ts';
import type { CasesTables } from './tables.ts';

/** Why a case was decided as it was, for the applicant (§ 39 VwVfG). */
export type CaseExplanation = {
  /** No human had a hand in it (§ 35a VwVfG): every step was done by the machine. */
  automatic: boolean;
  /** The law that lets the machine decide. */
  law: string;
  /** What the rules found, in plain sentences. */
  reasons: string[];
};

const DEFAULT_LAW = '§ 35a VwVfG';

/** A rule that was applied again (papers came, a clerk asked once more) counts as it came out last. */
export const lastOfEach = (decisions: readonly CaseDecision[]): CaseDecision[] => [...new Map(decisions.map((one) => [one.decisionId, one])).values()];

export async function caseExplanation(ctx: Ctx, found: Pick<Case, 'id' | 'versionId'>, locale: Locale = 'de'): Promise<CaseExplanation> {
  const { settings } = await getServiceVersion(ctx, found.versionId);
  const byHand = await ctx.db<CasesTables>().selectFrom('cases.task').select('id').where('tenant_id', '=', ctx.tenantId).where('case_id', '=', found.id).where('state', '=', 'completed').limit(1).executeTakeFirst();
  const decisions = lastOfEach(await listCaseDecisions(ctx, found.id));
  return { automatic: byHand === undefined, law: settings.automationLaw ?? DEFAULT_LAW, reasons: publicReasons(decisions.flatMap(({ rules }) => rules), locale) };
}
