import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { Permit, PermitTables } from './tables.ts';

const select = (ctx: Ctx) => ctx.db<PermitTables>().selectFrom('permits.permit').selectAll().where('tenant_id', '=', ctx.tenantId);

export async function listAccountPermits(ctx: Ctx, accountId: string): Promise<Permit[]> {
  return select(ctx).where('account_id', '=', accountId).orderBy('valid_until', 'desc').limit(100).execute();
}

/** @throws Problem 404 when it is not this account's. */
export async function getOwnPermit(ctx: Ctx, id: string, accountId: string): Promise<Permit> {
  const permit = await select(ctx).where('id', '=', id).executeTakeFirst();
  if (!permit || permit.account_id !== accountId) throw problem('permits/no-permit');
  return permit;
}

export async function findPermitByCode(ctx: Ctx, code: string): Promise<Permit | undefined> {
  return select(ctx).where('code', '=', code).executeTakeFirst();
}

export async function listCasePermits(ctx: Ctx, caseId: string): Promise<Permit[]> {
  return select(ctx).where('case_id', '=', caseId).orderBy('issued_at', 'desc').execute();
}

export type PermitState = 'valid' | 'not-yet' | 'expired' | 'revoked';
/** Is it good today? */
export function stateOf(permit: Pick<Permit, 'status' | 'valid_from' | 'valid_until'>, now: Date): PermitState {
  const today = calendarDayOf(now);
  if (permit.status === 'revoked') return 'revoked';
  if (today < permit.valid_from) return 'not-yet';
  return today > permit.valid_until ? 'expired' : 'valid';
}
