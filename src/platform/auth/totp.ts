import { Secret, TOTP } from 'otpauth';
import type { Ctx, Platform } from '#platform/module';
import { isSealed, seal, unseal, type SealKeeper } from '#platform/secrets';
import { senderName } from './mails.ts';
import type { AuthTables } from './tables.ts';

// RFC 6238 with the values every authenticator app knows: SHA-1, six digits, thirty seconds.
const PERIOD = 30;

const totpFor = (secret: string, labels: { issuer: string; account: string } = { issuer: '', account: '' }): TOTP =>
  new TOTP({ issuer: labels.issuer, label: labels.account, algorithm: 'SHA1', digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) });

/** Where the secret of an account is at home: sealed for it, it opens for no other. */
const placeOf = (accountId: string): string => `totp:${accountId}`;
type Home = { platform: Platform; tenantId: number; accountId: string };

/** A new secret (160 bits, base32) for an authenticator app of this account, sealed; not active before its first code was confirmed. */
export const newTotpSecret = ({ platform, tenantId, accountId }: Home): string => seal(platform.config, { tenantId, place: placeOf(accountId) }, new Secret({ size: 20 }).base32);

/** The secret that an app must know. Rows from before secrets were sealed are readable until the next start has sealed them. */
export const openTotpSecret = ({ platform, tenantId, accountId }: Home, stored: string): string => (isSealed(stored) ? unseal(platform.config, { tenantId, place: placeOf(accountId) }, stored) : stored);

/** The otpauth:// address that an app reads as a QR code. */
export const totpAddress = (ctx: Pick<Ctx, 'platform'>, secret: string, account: string): string => totpFor(secret, { issuer: senderName(ctx.platform.config), account }).toString();

/** The code an app shows at this instant; for tests and for the soft token of a demo. */
export const totpCodeAt = (secret: string, at: Date): string => totpFor(secret).generate({ timestamp: at.getTime() });

/** The time step a typed code belongs to (one step of clock drift is allowed), undefined when it is wrong. */
export function totpStepOf(secret: string, code: string, at: Date): number | undefined {
  const digits = code.replaceAll(/\D/g, '');
  if (digits.length !== 6) return undefined;
  const delta = totpFor(secret).validate({ token: digits, timestamp: at.getTime(), window: 1 });
  return delta === null ? undefined : Math.floor(at.getTime() / 1000 / PERIOD) + delta;
}

/** Checks a code of the account's app; each code works once, even when two requests bring it at the same time. */
export async function useTotp(ctx: Ctx, accountId: string, code: string): Promise<boolean> {
  const db = ctx.db<AuthTables>();
  const account = await db.selectFrom('auth.account').select(['totp_secret as secret']).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).where('totp_confirmed_at', 'is not', null).executeTakeFirst();
  const step = account?.secret ? totpStepOf(openTotpSecret({ ...ctx, accountId }, account.secret), code, ctx.now) : undefined;
  if (step === undefined) return false;
  const used = await db.updateTable('auth.account').set({ totp_last_step: step }).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).where('totp_last_step', '<', step).returning('id').executeTakeFirst();
  return Boolean(used);
}

/** Switches the authenticator app on after its first right code; false when the code is wrong. `secret` is what {@link newTotpSecret} made. */
export async function enableTotp(ctx: Ctx, accountId: string, { secret, code }: { secret: string; code: string }): Promise<boolean> {
  const step = totpStepOf(openTotpSecret({ ...ctx, accountId }, secret), code, ctx.now);
  if (step === undefined) return false;
  await ctx.db<AuthTables>().updateTable('auth.account').set({ totp_secret: secret, totp_confirmed_at: ctx.now, totp_last_step: step }).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).execute();
  ctx.emit({ type: 'auth/totp-enabled', subject: `account:${accountId}` });
  return true;
}

export async function disableTotp(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.db<AuthTables>().updateTable('auth.account').set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: 0 }).where('tenant_id', '=', ctx.tenantId).where('id', '=', accountId).execute();
  ctx.emit({ type: 'auth/totp-disabled', subject: `account:${accountId}` });
}

/** The secrets of all apps, for sealing them anew; once per table row. */
export const totpSecrets: SealKeeper = {
  name: 'auth',
  list: async (ctx, { after, limit }) => {
    let query = ctx.db<AuthTables>().selectFrom('auth.account').select(['id', 'totp_secret as secret']).where('tenant_id', '=', ctx.tenantId).where('totp_secret', 'is not', null);
    if (after) query = query.where('id', '>', after);
    return (await query.orderBy('id').limit(limit).execute()).map(({ id, secret }) => ({ id, place: placeOf(id), text: secret ?? '' }));
  },
  store: async (ctx, { id, text, sealed }) => {
    await ctx.db<AuthTables>().updateTable('auth.account').set({ totp_secret: sealed }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('totp_secret', '=', text).execute();
  },
};
