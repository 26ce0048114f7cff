import { caseWithinMandate, mandateCoversCase } from '#core/cases';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { Permit, PermitTables } from './tables.ts';

const select = (ctx: Ctx) => ctx.db<PermitTables>().selectFrom('permits.permit').selectAll().where('tenant_id', '=', ctx.tenantId);

/** Those in use first, then the old ones. */
export async function listAccountPermits(ctx: Ctx, accountId: string): Promise<Permit[]> {
  return select(ctx).where('account_id', '=', accountId).where(caseWithinMandate(ctx, accountId, 'case_id')).orderBy('status', 'desc').orderBy('valid_until', 'desc').orderBy('issued_at', 'desc').limit(100).execute();
}

/** @throws Problem 404 when it is not this account's. */
export async function getOwnPermit(ctx: Ctx, id: string, accountId: string): Promise<Permit> {
  const permit = await select(ctx).where('id', '=', id).executeTakeFirst();
  if (!permit || permit.account_id !== accountId || !(await mandateCoversCase(ctx, permit.case_id))) throw problem('permits/no-permit');
  return permit;
}

export async function findPermitByCode(ctx: Ctx, code: string): Promise<Permit | undefined> {
  return select(ctx).where('code', '=', code).executeTakeFirst();
}

/** A permit in use that the same person got in another case, for part of the same time. */
export async function findPermitOfHolder(ctx: Ctx, wanted: { kind: string; holder: string; otherThan: string; validFrom: string; validUntil: string }): Promise<Permit | undefined> {
  return select(ctx)
    .where('kind', '=', wanted.kind)
    .where('holder', '=', wanted.holder)
    .where('status', '=', 'valid')
    .where('case_id', '<>', wanted.otherThan)
    .where('valid_from', '<=', wanted.validUntil)
    .where('valid_until', '>=', wanted.validFrom)
    .limit(1)
    .executeTakeFirst();
}

export async function listCasePermits(ctx: Ctx, caseId: string): Promise<Permit[]> {
  return select(ctx).where('case_id', '=', caseId).orderBy('issued_at', 'desc').execute();
}

export type PermitState = 'valid' | 'not-yet' | 'expired' | 'replaced';
/** Is it good today? */
export function stateOf(permit: Pick<Permit, 'status' | 'valid_from' | 'valid_until'>, now: Date): PermitState {
  const today = calendarDayOf(now);
  if (permit.status === 'replaced') return 'replaced';
  if (today < permit.valid_from) return 'not-yet';
  return today > permit.valid_until ? 'expired' : 'valid';
}
