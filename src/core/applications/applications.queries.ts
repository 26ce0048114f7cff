import { sql, type Selectable } from 'kysely';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { ApplicationTables } from './tables.ts';
import { sameCode } from './visitor.ts';

export type Application = Selectable<ApplicationTables['applications.application']>;

const TRIES = 10;
const WINDOW_MINUTES = 15;

/** What opens an application to somebody: the account that made it, or number and code from the receipt. */
export type Opener = { accountId: string | null; code?: string | undefined };

/** @throws Problem 404 when it is not theirs: whether it exists is nobody else's business. */
export async function getApplication(ctx: Ctx, id: string, opener: Opener): Promise<Application> {
  const row = await ctx.db<ApplicationTables>().selectFrom('applications.application').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  const mine = row && ((row.account_id !== null && row.account_id === opener.accountId) || (opener.code !== undefined && sameCode(row.access_code, opener.code)));
  if (!row || !mine) throw problem('applications/no-application');
  return row;
}

/** For the machine and for staff who may see the case: by id, without asking whose it is. */
export async function findApplicationByCase(ctx: Ctx, caseId: string): Promise<Application | undefined> {
  return ctx.db<ApplicationTables>().selectFrom('applications.application').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).executeTakeFirst();
}

/** Applications of an account, newest first; page on with `before`. */
export async function listApplications(ctx: Ctx, accountId: string, { before, limit = 25 }: { before?: Date; limit?: number } = {}): Promise<Application[]> {
  let query = ctx.db<ApplicationTables>().selectFrom('applications.application').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId);
  if (before) query = query.where('submitted_at', '<', before);
  return query.orderBy('submitted_at', 'desc').limit(limit).execute();
}

export type Lookup = { kind: 'found'; application: Application } | { kind: 'wrong' } | { kind: 'too-many' };

/**
 * Finds an application by number and code. Wrong tries are counted per number and per address, so that codes can't be guessed;
 * the outcome is returned, not thrown, because the count must be kept.
 */
export async function lookUpApplication(ctx: Ctx, asked: { number: string; code: string; ip: string }): Promise<Lookup> {
  const number = asked.number.trim().toUpperCase();
  const keys = [`number:${number.slice(0, 60)}`, `ip:${asked.ip}`];
  const db = ctx.db<ApplicationTables>();
  const since = new Date(ctx.now.getTime() - WINDOW_MINUTES * 60_000);
  const tried = await db.selectFrom('applications.status_try').select('tries').where('tenant_id', '=', ctx.tenantId).where('key', 'in', keys).where('since', '>', since).execute();
  if (tried.some((row) => row.tries >= TRIES)) return { kind: 'too-many' };
  const row = await db.selectFrom('applications.application').selectAll().where('tenant_id', '=', ctx.tenantId).where('number', '=', number).executeTakeFirst();
  if (row && sameCode(row.access_code, asked.code)) return { kind: 'found', application: row };
  for (const key of keys) {
    await sql`insert into applications.status_try (tenant_id, key, tries, since) values (${ctx.tenantId}, ${key}, 1, ${ctx.now})
      on conflict (tenant_id, key) do update set
        tries = case when applications.status_try.since > ${since} then applications.status_try.tries + 1 else 1 end,
        since = case when applications.status_try.since > ${since} then applications.status_try.since else excluded.since end`.execute(db);
  }
  return { kind: 'wrong' };
}
