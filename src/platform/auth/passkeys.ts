import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { Config } from '#platform/config';
import type { Ctx } from '#platform/module';
import type { Account } from './accounts.ts';
import { senderName } from './mails.ts';
import { problem } from './problems.ts';
import { issueTicket, redeemTicket } from './tickets.ts';
import type { AuthTables } from './tables.ts';

export type Passkey = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null };

/** A passkey belongs to the host name of PUBLIC_URL; browsers refuse it anywhere else. */
const relyingParty = (config: Config): { id: string; origin: string } => {
  const url = new URL(config.publicUrl);
  return { id: url.hostname, origin: url.origin };
};

export async function listPasskeys(ctx: Ctx, accountId: string): Promise<Passkey[]> {
  return ctx
    .db<AuthTables>()
    .selectFrom('auth.passkey')
    .select(['credential_id as id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
}

/** What the browser needs to make a new passkey, and the ticket that remembers the challenge. */
export async function beginPasskeyRegistration(ctx: Ctx, account: Account): Promise<{ options: object; ticket: string }> {
  const present = await listPasskeys(ctx, account.id);
  const options = await generateRegistrationOptions({
    rpName: senderName(ctx.platform.config),
    rpID: relyingParty(ctx.platform.config).id,
    userName: account.email ?? account.name,
    userDisplayName: account.name,
    userID: new TextEncoder().encode(account.id),
    excludeCredentials: present.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  return { options, ticket: await issueTicket(ctx, { purpose: 'passkey', accountId: account.id, data: { challenge: options.challenge } }) };
}

const answerSchema = z.looseObject({ id: z.string().max(2000), rawId: z.string(), type: z.literal('public-key'), response: z.looseObject({ clientDataJSON: z.string() }), clientExtensionResults: z.looseObject({}) });

/** What the browser's script put into the hidden field; its content is checked by the ceremony itself. */
function parseAnswer(text: string): unknown {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    throw problem('auth/passkey-refused');
  }
}

/** Checks and stores the new passkey. @throws auth/passkey-refused */
export async function finishPasskeyRegistration(ctx: Ctx, { accountId, ticket, answer, name }: { accountId: string; ticket: string | undefined; answer: string; name: string }): Promise<void> {
  const challenge = await redeemTicket(ctx, ticket, 'passkey');
  if (!challenge || challenge.accountId !== accountId) throw problem('auth/passkey-refused');
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(ctx.platform.config);
  const response = parseAnswer(answer) as RegistrationResponseJSON;
  const verified = await verifyRegistrationResponse({ response, expectedChallenge: String(challenge.data.challenge), expectedOrigin, expectedRPID, requireUserVerification: true }).catch((error: Error) => {
    ctx.log.info({ err: error.message }, 'passkey registration refused');
    throw problem('auth/passkey-refused');
  });
  if (!verified.verified || !verified.registrationInfo) throw problem('auth/passkey-refused');
  const { credential } = verified.registrationInfo;
  await ctx
    .db<AuthTables>()
    .insertInto('auth.passkey')
    .values({
      tenant_id: ctx.tenantId, credential_id: credential.id, account_id: accountId, public_key: Buffer.from(credential.publicKey), counter: credential.counter,
      transports: credential.transports ?? [], name: name.trim().slice(0, 80) || 'Passkey', created_at: ctx.now, last_used_at: null,
    })
    .execute();
  ctx.emit({ type: 'auth/passkey-added', subject: `account:${accountId}` });
}

/** What the browser needs to sign with a passkey: of this account (second step), or any it knows for this city (sign-in). */
export async function beginPasskeySignIn(ctx: Ctx, accountId: string | null): Promise<{ options: object; ticket: string }> {
  const own = accountId ? await listPasskeys(ctx, accountId) : [];
  const options = await generateAuthenticationOptions({ rpID: relyingParty(ctx.platform.config).id, allowCredentials: own.map(({ id }) => ({ id })), userVerification: 'required' });
  return { options, ticket: await issueTicket(ctx, { purpose: 'passkey', accountId, data: { challenge: options.challenge } }) };
}

/** Checks a signature; returns the account of the passkey, undefined when it is not accepted. */
export async function usePasskey(ctx: Ctx, { ticket, answer }: { ticket: string | undefined; answer: string }): Promise<string | undefined> {
  const challenge = await redeemTicket(ctx, ticket, 'passkey');
  if (!challenge) return undefined;
  const db = ctx.db<AuthTables>();
  const response = parseAnswer(answer) as AuthenticationResponseJSON;
  const row = await db.selectFrom('auth.passkey').selectAll().where('tenant_id', '=', ctx.tenantId).where('credential_id', '=', response.id).executeTakeFirst();
  if (!row || (challenge.accountId && challenge.accountId !== row.account_id)) return undefined;
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(ctx.platform.config);
  const credential = { id: row.credential_id, publicKey: new Uint8Array(row.public_key), counter: row.counter };
  const result = await verifyAuthenticationResponse({ response, expectedChallenge: String(challenge.data.challenge), expectedOrigin, expectedRPID, credential, requireUserVerification: true }).catch((error: Error) => {
    ctx.log.info({ err: error.message }, 'passkey refused');
    return undefined;
  });
  if (!result?.verified) return undefined;
  await db.updateTable('auth.passkey').set({ counter: result.authenticationInfo.newCounter, last_used_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('credential_id', '=', row.credential_id).execute();
  return row.account_id;
}

/** Takes a passkey away; false when it isn't theirs. */
export async function removePasskey(ctx: Ctx, accountId: string, passkeyId: string): Promise<boolean> {
  const gone = await ctx.db<AuthTables>().deleteFrom('auth.passkey').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('credential_id', '=', passkeyId).returning('credential_id').executeTakeFirst();
  if (gone) ctx.emit({ type: 'auth/passkey-removed', subject: `account:${accountId}` });
  return Boolean(gone);
}
