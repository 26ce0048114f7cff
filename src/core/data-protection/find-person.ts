import { filterOf, listCasesOfAccount, listWork, reachOf } from '#core/cases';
import { listAccounts, type Account } from '#platform/auth';
import { requirePermission, SYSTEM, type Ctx } from '#platform/module';

export type FoundCase = { id: string; number: string; title: string; person: string };
export type FoundPerson = { accounts: Pick<Account, 'id' | 'name' | 'email' | 'profile'>[]; cases: FoundCase[] };

const MOST = 30;

/** Accounts and cases in which this name or e-mail address appears, for choosing those that are the person. @throws Problem 403 */
export async function findPerson(ctx: Ctx, words: string): Promise<FoundPerson> {
  requirePermission(ctx, 'data-protection/work');
  const text = words.trim().slice(0, 200);
  if (text.length < 3) return { accounts: [], cases: [] };
  const accounts = await listAccounts(ctx, { kind: 'citizen', q: text, limit: MOST });
  // the officer sees that a case is there, whoever works on it; opening it needs the rights of the office
  const everywhere: Ctx = { ...ctx, actor: SYSTEM };
  const { rows } = await listWork(everywhere, { reach: await reachOf(everywhere), filter: filterOf({ ansicht: 'alle', q: text }), page: { limit: MOST } });
  return { accounts, cases: rows.map((row) => ({ id: row.caseId, number: row.number, title: row.title, person: row.applicantName })) };
}

/** Cases chosen, and all cases of the accounts chosen. */
export async function casesOf(ctx: Ctx, given: { accountIds: string[]; caseIds: string[] }): Promise<string[]> {
  const ids = new Set(given.caseIds);
  for (const accountId of given.accountIds) for (const one of await listCasesOfAccount(ctx, accountId)) ids.add(one.id);
  return [...ids];
}
