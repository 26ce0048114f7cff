import type { Ctx } from '#platform/module';
import type { Account } from './accounts.ts';
import { findAccount } from './accounts.ts';
import type { AuthTables } from './tables.ts';

type Key = { issuer: string; subject: string };

/** The account that is connected with this account of the sign-in provider. */
export async function findAccountByIdentity(ctx: Ctx, { issuer, subject }: Key): Promise<Account | undefined> {
  const row = await ctx.db<AuthTables>().selectFrom('auth.identity').select('account_id').where('tenant_id', '=', ctx.tenantId).where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst();
  return row && findAccount(ctx, row.account_id);
}

/** Connects; false when the provider's account belongs to somebody else here. */
export async function linkIdentity(ctx: Ctx, accountId: string, { issuer, subject }: Key): Promise<boolean> {
  await ctx
    .db<AuthTables>()
    .insertInto('auth.identity')
    .values({ tenant_id: ctx.tenantId, issuer, subject, account_id: accountId, linked_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const owner = await findAccountByIdentity(ctx, { issuer, subject });
  if (owner?.id !== accountId) return false;
  ctx.emit({ type: 'auth/identity-linked', subject: `account:${accountId}` });
  return true;
}

export async function listIdentities(ctx: Ctx, accountId: string): Promise<(Key & { linkedAt: Date })[]> {
  return ctx.db<AuthTables>().selectFrom('auth.identity').select(['issuer', 'subject', 'linked_at as linkedAt']).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).execute();
}

/** Disconnects; false when there was nothing to. */
export async function unlinkIdentity(ctx: Ctx, accountId: string, issuer: string): Promise<boolean> {
  const gone = await ctx.db<AuthTables>().deleteFrom('auth.identity').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('issuer', '=', issuer).executeTakeFirst();
  if (gone.numDeletedRows === 0n) return false;
  ctx.emit({ type: 'auth/identity-unlinked', subject: `account:${accountId}` });
  return true;
}
