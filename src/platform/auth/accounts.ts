import { sql } from 'kysely';
import { newId } from '#platform/db';
import type { Locale } from '#platform/i18n';
import type { Actor, Ctx } from '#platform/module';
import { hashPassword } from './passwords.ts';
import { problem } from './problems.ts';
import type { AccountKind, AuthTables, Profile } from './tables.ts';

/** Somebody who can sign in. Secrets stay inside this folder. */
export type Account = {
  id: string;
  kind: AccountKind;
  email: string | null;
  name: string;
  profile: Profile;
  locale: Locale;
  status: 'active' | 'blocked';
  hasPassword: boolean;
  hasTotp: boolean;
  hasPasskey: boolean;
  createdAt: Date;
  lastSignInAt: Date | null;
  /** When it will be deleted; null as long as nobody asked for it. */
  deletionDueAt: Date | null;
};

export const normalEmail = (email: string): string => email.trim().toLowerCase();

const select = (ctx: Ctx) =>
  ctx
    .db<AuthTables>()
    .selectFrom('auth.account')
    .select((eb) => [
      'id', 'kind', 'email', 'name', 'profile', 'locale', 'status', 'created_at as createdAt', 'last_sign_in_at as lastSignInAt', 'deletion_due_at as deletionDueAt',
      eb('password_hash', 'is not', null).as('hasPassword'),
      eb('totp_confirmed_at', 'is not', null).as('hasTotp'),
      sql<boolean>`exists (select from auth.passkey p where p.tenant_id = account.tenant_id and p.account_id = account.id)`.as('hasPasskey'),
    ])
    .where('tenant_id', '=', ctx.tenantId)
    .$narrowType<{ hasPassword: boolean; hasTotp: boolean }>();

export async function findAccount(ctx: Ctx, id: string): Promise<Account | undefined> {
  return select(ctx).where('id', '=', id).executeTakeFirst();
}

/** @throws auth/no-such-account 404 */
export async function getAccount(ctx: Ctx, id: string): Promise<Account> {
  const account = await findAccount(ctx, id);
  if (!account) throw problem('auth/no-such-account');
  return account;
}

/** The account with this e-mail address (capitals don't matter) among citizens or staff. */
export async function findAccountByEmail(ctx: Ctx, kind: AccountKind, email: string): Promise<Account | undefined> {
  return select(ctx).where('kind', '=', kind).where('email', '=', normalEmail(email)).executeTakeFirst();
}

export type AccountFilter = {
  kind: AccountKind;
  /** Part of the name or e-mail address. */
  q?: string;
  status?: 'active' | 'blocked';
  ids?: string[];
  /** Cursor: name and id of the last row seen. */
  after?: { name: string; id: string };
  limit?: number;
};

/** Everything of a filter but the page. */
function matching(filter: AccountFilter) {
  const rules = [sql<boolean>`kind = ${filter.kind}`];
  if (filter.status) rules.push(sql<boolean>`status = ${filter.status}`);
  if (filter.ids) rules.push(sql<boolean>`id = any(${filter.ids}::uuid[])`);
  const part = filter.q && `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  if (part) rules.push(sql<boolean>`(name ilike ${part} or email ilike ${part})`);
  return sql<boolean>`${sql.join(rules, sql` and `)}`;
}

/** Accounts by name; page on with `after`. */
export async function listAccounts(ctx: Ctx, filter: AccountFilter): Promise<Account[]> {
  const { after } = filter;
  let query = select(ctx).where(matching(filter));
  if (after) query = query.where(sql<boolean>`(name, id) > (${after.name}, ${after.id}::uuid)`);
  return query.orderBy('name').orderBy('id').limit(filter.limit ?? 50).execute();
}

/** How many accounts the filter finds on all pages. */
export async function countAccounts(ctx: Ctx, filter: AccountFilter): Promise<number> {
  const row = await ctx.db<AuthTables>().selectFrom('auth.account').select((eb) => eb.fn.countAll<number>().as('all')).where('tenant_id', '=', ctx.tenantId).where(matching(filter)).executeTakeFirstOrThrow();
  return Number(row.all);
}

/** Names for many ids at once (work lists, histories); unknown ids are missing. */
export async function accountNames(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx
    .db<AuthTables>()
    .selectFrom('auth.account')
    .select(['id', 'name'])
    .where('tenant_id', '=', ctx.tenantId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

export type NewAccount = {
  kind: AccountKind;
  email: string | null;
  name: string;
  /** Without password the person gets in by a mailed link, a passkey or the sign-in provider. */
  password?: string;
  /** Instead of `password`: already hashed by `hashPassword`, to keep the hashing out of the transaction. */
  passwordHash?: string;
  profile?: Profile;
  locale?: Locale;
};

/**
 * Makes an account; the caller has checked the e-mail address and the strength of the password.
 * @throws auth/email-taken 409
 */
export async function createAccount(ctx: Ctx, account: NewAccount): Promise<string> {
  const id = newId();
  const passwordHash = account.passwordHash ?? (account.password === undefined ? null : await hashPassword(account.password));
  const made = await ctx
    .db<AuthTables>()
    .insertInto('auth.account')
    .values({
      tenant_id: ctx.tenantId, id, kind: account.kind, email: account.email && normalEmail(account.email), name: account.name.trim(),
      profile: JSON.stringify(account.profile ?? {}), locale: account.locale ?? 'de', status: 'active', password_hash: passwordHash,
      password_changed_at: passwordHash ? ctx.now : null, totp_secret: null, totp_confirmed_at: null, totp_last_step: 0, created_at: ctx.now, last_sign_in_at: null, deletion_due_at: null, deleted_at: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'email']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) throw problem('auth/email-taken');
  ctx.emit({ type: 'auth/account-created', subject: `account:${id}`, data: { kind: account.kind } });
  return id;
}

export type AccountChange = { name?: string; email?: string; locale?: Locale; profile?: Profile };

/** Changes what an account says about its person. @throws auth/no-such-account, auth/email-taken */
export async function changeAccount(ctx: Ctx, id: string, change: AccountChange): Promise<void> {
  const account = await getAccount(ctx, id);
  if (change.email && normalEmail(change.email) !== account.email && (await findAccountByEmail(ctx, account.kind, change.email))) throw problem('auth/email-taken');
  const set = {
    ...(change.name ? { name: change.name.trim() } : {}),
    ...(change.email ? { email: normalEmail(change.email) } : {}),
    ...(change.locale ? { locale: change.locale } : {}),
    ...(change.profile ? { profile: JSON.stringify({ ...account.profile, ...change.profile }) } : {}),
  };
  if (Object.keys(set).length === 0) return;
  await ctx.db<AuthTables>().updateTable('auth.account').set(set).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'auth/account-changed', subject: `account:${id}`, data: { fields: Object.keys(set) } });
}

/** Blocks or unblocks an account; blocking also ends its sessions at once. */
export async function setAccountStatus(ctx: Ctx, id: string, status: 'active' | 'blocked'): Promise<void> {
  const account = await getAccount(ctx, id);
  if (account.status === status) return;
  await ctx.db<AuthTables>().updateTable('auth.account').set({ status }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  if (status === 'blocked') await ctx.db<AuthTables>().updateTable('auth.session').set({ ended_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', id).where('ended_at', 'is', null).execute();
  ctx.emit({ type: status === 'blocked' ? 'auth/account-blocked' : 'auth/account-unblocked', subject: `account:${id}` });
}

/** The person as an actor without grants, for recording what they do before a session exists. */
export const actorOf = (account: Pick<Account, 'id' | 'kind' | 'name'>): Actor => ({ kind: account.kind, id: account.id, name: account.name, grants: [], trustLevel: 'none' });
