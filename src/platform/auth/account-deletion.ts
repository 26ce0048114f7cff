import { getAccount, type Account } from './accounts.ts';
import type { Ctx } from '#platform/module';
import type { AuthTables } from './tables.ts';

/** Says when an account will be deleted, or (null) that it stays. */
export async function planDeletion(ctx: Ctx, accountId: string, dueAt: Date | null): Promise<void> {
  await ctx.db<AuthTables>().updateTable('auth.account').set({ deletion_due_at: dueAt }).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).where('deleted_at', 'is', null).execute();
  ctx.emit({ type: dueAt ? 'auth/deletion-planned' : 'auth/deletion-undone', subject: `account:${accountId}`, data: dueAt ? { dueAt: dueAt.toISOString() } : {} });
}

/** Accounts whose time to think it over has passed, the longest waiting first. */
export async function listAccountsToDelete(ctx: Ctx, limit = 50): Promise<string[]> {
  const rows = await ctx.db<AuthTables>().selectFrom('auth.account').select('id').where('tenant_id', '=', ctx.tenantId).where('deletion_due_at', '<=', ctx.now).orderBy('deletion_due_at').limit(limit).execute();
  return rows.map(({ id }) => id);
}

/** The account, locked, if it is still to be deleted; undefined when its owner took it back or somebody else deletes it at this moment. */
export async function claimDeletion(ctx: Ctx, accountId: string): Promise<Account | undefined> {
  const row = await ctx.db<AuthTables>().selectFrom('auth.account').select('id').where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).where('deletion_due_at', '<=', ctx.now).forUpdate().skipLocked().executeTakeFirst();
  return row && getAccount(ctx, accountId);
}

/** Empties an account: nobody can sign in with it, nothing in it tells whose it was. */
export async function eraseAccount(ctx: Ctx, accountId: string): Promise<void> {
  const db = ctx.db<AuthTables>();
  for (const table of ['auth.identity', 'auth.passkey', 'auth.recovery_code', 'auth.session', 'auth.ticket'] as const) {
    await db.deleteFrom(table).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).execute();
  }
  const empty = { email: null, name: 'Gelöschtes Konto', profile: '{}', password_hash: null, totp_secret: null, totp_confirmed_at: null, status: 'blocked' as const, deletion_due_at: null, deleted_at: ctx.now };
  await db.updateTable('auth.account').set(empty).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).execute();
  ctx.emit({ type: 'auth/account-deleted', subject: `account:${accountId}` });
}
