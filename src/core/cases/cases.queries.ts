import type { Ctx } from '#platform/module';
import { caseOf, type Case } from './case.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';

const select = (ctx: Ctx) => ctx.db<CasesTables>().selectFrom('cases.case').selectAll().where('tenant_id', '=', ctx.tenantId);

/** The case, without asking who may see it. @throws Problem 404 */
export async function getCase(ctx: Ctx, id: string): Promise<Case> {
  const row = await select(ctx).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('cases/no-such-case');
  return caseOf(row);
}

/** The case that an application opened. */
export async function findCaseByApplication(ctx: Ctx, applicationId: string): Promise<Case | undefined> {
  const row = await select(ctx).where('application_id', '=', applicationId).executeTakeFirst();
  return row && caseOf(row);
}

/** The case with this number, written in any case. */
export async function findCaseByNumber(ctx: Ctx, number: string): Promise<Case | undefined> {
  const row = await select(ctx).where('number', '=', number.trim().toUpperCase()).executeTakeFirst();
  return row && caseOf(row);
}

/** The cases of one applicant's account, newest first (at most 200). */
export async function listCasesOfAccount(ctx: Ctx, accountId: string): Promise<Case[]> {
  const rows = await select(ctx).where('applicant_account_id', '=', accountId).orderBy('submitted_at', 'desc').orderBy('id', 'desc').limit(200).execute();
  return rows.map(caseOf);
}

/** The cases with these ids, in no particular order. */
export async function listCasesByIds(ctx: Ctx, ids: string[]): Promise<Case[]> {
  if (ids.length === 0) return [];
  return (await select(ctx).where('id', 'in', ids).execute()).map(caseOf);
}
