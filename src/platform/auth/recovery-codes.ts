import { randomBytes } from 'node:crypto';
import type { Ctx } from '#platform/module';
import { hashToken } from './tickets.ts';
import type { AuthTables } from './tables.ts';

const HOW_MANY = 10;
// Crockford's letters: nothing on paper looks like something else. 16 of them are 80 bits, too many to guess a hash.
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const newCode = (): string => [...randomBytes(16)].map((byte) => letters[byte & 31]).join('');
const plain = (code: string): string => code.toLowerCase().replaceAll(/[^0-9a-z]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
const shown = (code: string): string => (code.match(/.{4}/g) ?? []).join('-');

/** Makes ten new codes and forgets the old ones; this is the only time they are readable. */
export async function renewRecoveryCodes(ctx: Ctx, accountId: string): Promise<string[]> {
  const db = ctx.db<AuthTables>();
  const codes = Array.from({ length: HOW_MANY }, newCode);
  await db.deleteFrom('auth.recovery_code').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).execute();
  await db.insertInto('auth.recovery_code').values(codes.map((code) => ({ tenant_id: ctx.tenantId, account_id: accountId, hash: hashToken(code), used_at: null }))).execute();
  ctx.emit({ type: 'auth/recovery-codes-renewed', subject: `account:${accountId}` });
  return codes.map(shown);
}

/** Uses a code up; false when it is unknown or was used before. */
export async function useRecoveryCode(ctx: Ctx, accountId: string, code: string): Promise<boolean> {
  const used = await ctx
    .db<AuthTables>()
    .updateTable('auth.recovery_code')
    .set({ used_at: ctx.now })
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', accountId)
    .where('hash', '=', hashToken(plain(code)))
    .where('used_at', 'is', null)
    .returning('hash')
    .executeTakeFirst();
  if (used) ctx.emit({ type: 'auth/recovery-code-used', subject: `account:${accountId}` });
  return Boolean(used);
}

export async function countRecoveryCodes(ctx: Ctx, accountId: string): Promise<number> {
  const row = await ctx
    .db<AuthTables>()
    .selectFrom('auth.recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.left);
}

export async function dropRecoveryCodes(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.db<AuthTables>().deleteFrom('auth.recovery_code').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).execute();
}
