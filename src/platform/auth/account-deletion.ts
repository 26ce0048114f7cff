import { getAccount, type Account } from './accounts.ts';
import type { Ctx } from '#platform/module';
import type { AuthTables } from './tables.ts';

/** Says when an account will be deleted, or (null) that it stays. */
export async function planDeletion(ctx: Ctx, accountId: string, dueAt: Date | null): Promise<void> {
  await ctx.db<AuthTables>().updateTable('auth.account').set({ deletion_due_at: dueAt }).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).where('deleted_at', 'is', null).execute();
  ctx.emit({ type: dueAt ? 'auth/deletion-planned' : 'auth/deletion-undone', subject: `account:${accountId}`, data: dueAt ? { dueAt: dueAt.toISOString() } : {} });
}

/** Accounts whose time to think it over has passed. */
export async function listAccountsToDelete(ctx: Ctx, limit = 50): Promise<Account[]> {
  const rows = await ctx.db<AuthTables>().selectFrom('auth.account').select('id').where('tenant_id', '=', ctx.tenantId).where('deletion_due_at', '<=', ctx.now).orderBy('deletion_due_at').limit(limit).forUpdate().skipLocked().execute();
  return Promise.all(rows.map(({ id }) => getAccount(ctx, id)));
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
