import { countAccounts, listAccounts, type Account } from '#platform/auth';
import type { Ctx } from '#platform/module';
import { listAssignments, listEmployees, type Assignment, type Employee } from '#core/organisation';

export type PeopleFilter = { q: string; officeId: string; status: 'active' | 'blocked' | ''; after: { name: string; id: string } | undefined };
export type PersonRow = { account: Account; employee: Employee | undefined; assignments: Assignment[] };
const PAGE = 50;

/** Everyone who sits in the office or holds a role there. */
async function idsOf(ctx: Ctx, officeId: string): Promise<string[]> {
  const [sitting, holding] = [await listEmployees(ctx, { officeId }), await listAssignments(ctx, { officeId })];
  return [...new Set([...sitting, ...holding].map(({ accountId }) => accountId))];
}

/** One page of people with their places and roles: four queries, however many people. */
export async function listPeople(ctx: Ctx, filter: PeopleFilter): Promise<{ rows: PersonRow[]; total: number; next: Account | undefined }> {
  const wanted = { kind: 'staff' as const, q: filter.q, ...(filter.status ? { status: filter.status } : {}), ...(filter.officeId ? { ids: await idsOf(ctx, filter.officeId) } : {}) };
  const found = await listAccounts(ctx, { ...wanted, ...(filter.after ? { after: filter.after } : {}), limit: PAGE + 1 });
  const shown = found.slice(0, PAGE);
  const accountIds = shown.map(({ id }) => id);
  const employees = new Map((await listEmployees(ctx, { accountIds })).map((one) => [one.accountId, one]));
  const assignments = await listAssignments(ctx, { accountIds });
  return {
    rows: shown.map((account) => ({ account, employee: employees.get(account.id), assignments: assignments.filter(({ accountId }) => accountId === account.id) })),
    total: await countAccounts(ctx, wanted),
    next: found.length > PAGE ? shown.at(-1) : undefined,
  };
}
