import { createHash, randomBytes } from 'node:crypto';
import type { Ctx, JsonObject } from '#platform/module';
import type { AuthTables } from './tables.ts';

/** 256 random bits, as text for links and cookies. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

export type TicketPurpose = 'registration' | 'password' | 'sign-in-step' | 'enrolment' | 'passkey' | 'oidc' | 'saml' | 'saml-answer' | 'oidc-link' | 'parked';
export type Ticket = { purpose: TicketPurpose; accountId: string | null; data: JsonObject };

const lifetimeMinutes: Record<TicketPurpose, number> = {
  registration: 24 * 60,
  password: 60,
  'sign-in-step': 10,
  enrolment: 30,
  passkey: 10,
  oidc: 15,
  saml: 15,
  'saml-answer': 5,
  'oidc-link': 30,
  parked: 60,
};

/** Makes a ticket and returns its token; only the hash is stored. */
export async function issueTicket(ctx: Ctx, ticket: { purpose: TicketPurpose; accountId?: string | null; data?: JsonObject; minutes?: number }): Promise<string> {
  const token = newToken();
  const expires = new Date(ctx.now.getTime() + (ticket.minutes ?? lifetimeMinutes[ticket.purpose]) * 60_000);
  await ctx
    .db<AuthTables>()
    .insertInto('auth.ticket')
    .values({ tenant_id: ctx.tenantId, hash: hashToken(token), purpose: ticket.purpose, account_id: ticket.accountId ?? null, data: JSON.stringify(ticket.data ?? {}), created_at: ctx.now, expires_at: expires })
    .execute();
  return token;
}

/** Looks at a ticket without using it up; undefined when it is unknown, used or too old. */
export async function findTicket(ctx: Ctx, token: string | undefined, purpose: TicketPurpose): Promise<Ticket | undefined> {
  if (!token) return undefined;
  const row = await ctx
    .db<AuthTables>()
    .selectFrom('auth.ticket')
    .select(['account_id as accountId', 'data'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return row && { purpose, ...row };
}

/** Uses a ticket up: of two that come at once, only one gets it. */
export async function redeemTicket(ctx: Ctx, token: string | undefined, purpose: TicketPurpose): Promise<Ticket | undefined> {
  if (!token) return undefined;
  const row = await ctx
    .db<AuthTables>()
    .deleteFrom('auth.ticket')
    .where('tenant_id', '=', ctx.tenantId)
    .where('hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', ctx.now)
    .returning(['account_id as accountId', 'data'])
    .executeTakeFirst();
  return row && { purpose, ...row };
}

/** Makes every open ticket of this purpose useless, e.g. older links for a new password. */
export async function dropTickets(ctx: Ctx, accountId: string, purpose: TicketPurpose): Promise<void> {
  await ctx.db<AuthTables>().deleteFrom('auth.ticket').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('purpose', '=', purpose).execute();
}
