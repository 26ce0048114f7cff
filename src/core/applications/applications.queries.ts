import type { Selectable } from 'kysely';
import { covers, withinMandate, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { ApplicationTables } from './tables.ts';
import { countTries, triedTooOften } from './tries.ts';
import { sameCode } from './visitor.ts';

export type Application = Selectable<ApplicationTables['applications.application']>;

/** What opens an application to somebody: the account that made it, or number and code from the receipt. */
export type Opener = { accountId: string | null; code?: string | undefined };

/** @throws Problem 404 when it is not theirs: whether it exists is nobody else's business. */
export async function getApplication(ctx: Ctx, id: string, opener: Opener): Promise<Application> {
  const row = await ctx.db<ApplicationTables>().selectFrom('applications.application').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  const mine = row && ((row.account_id !== null && row.account_id === opener.accountId && covers(ctx.actor, row.slug)) || (opener.code !== undefined && sameCode(row.access_code, opener.code)));
  if (!row || !mine) throw problem('applications/no-application');
  return row;
}

/** For the machine and for staff who may see the case: by id, without asking whose it is. */
export async function findApplicationByCase(ctx: Ctx, caseId: string): Promise<Application | undefined> {
  return ctx.db<ApplicationTables>().selectFrom('applications.application').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).executeTakeFirst();
}

/** Applications of an account, newest first; page on with `before`. */
export async function listApplications(ctx: Ctx, accountId: string, { before, limit = 25 }: { before?: Date; limit?: number } = {}): Promise<Application[]> {
  let query = ctx.db<ApplicationTables>().selectFrom('applications.application').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where(withinMandate(ctx, accountId, 'slug'));
  if (before) query = query.where('submitted_at', '<', before);
  return query.orderBy('submitted_at', 'desc').limit(limit).execute();
}

/** Did this person agree to electronic notices the last time they were asked? undefined: never asked. */
export async function lastNoticeChoice(ctx: Ctx, accountId: string): Promise<boolean | undefined> {
  const [last] = await listApplications(ctx, accountId, { limit: 1 });
  return last?.electronic_notice;
}

export type Lookup = { kind: 'found'; application: Application } | { kind: 'wrong' } | { kind: 'too-many' };

/**
 * Finds an application by number and code. Wrong tries are counted per number and per address, so that codes can't be guessed;
 * the outcome is returned, not thrown, because the count must be kept.
 */
export async function lookUpApplication(ctx: Ctx, asked: { number: string; code: string; ip: string }): Promise<Lookup> {
  const number = asked.number.trim().toUpperCase();
  const keys = [`number:${number.slice(0, 60)}`, `ip:${asked.ip}`];
  if (await triedTooOften(ctx, keys)) return { kind: 'too-many' };
  const row = await ctx.db<ApplicationTables>().selectFrom('applications.application').selectAll().where('tenant_id', '=', ctx.tenantId).where('number', '=', number).executeTakeFirst();
  if (row && sameCode(row.access_code, asked.code)) {
    ctx.emit({ type: 'applications/looked-up', subject: `application:${row.id}`, caseId: row.case_id });
    return { kind: 'found', application: row };
  }
  await countTries(ctx, keys);
  return { kind: 'wrong' };
}
