import { sql } from 'kysely';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import { seal } from './seal.ts';
import type { SecretsTables } from './tables.ts';

/** A secret as everybody with the permission sees it: never its value. */
export type SecretInfo = { name: string; note: string; hosts: string[]; changedAt: Date; changedBy: string };

export type SetSecret = {
  name: string;
  /** Absent: the value stays, only note and hosts change. */
  value?: string;
  note?: string;
  /** Hosts that may hear it, e.g. `register.example.de`, `*.example.de` or `127.0.0.1:9000`. */
  hosts?: string[];
};

const NAME = /^[A-Z][A-Z0-9_]{1,59}$/;
const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/;

/** Puts a secret under its name, or replaces it; nobody is ever shown the value again. @throws 403, 404, 422 */
export async function setSecret(ctx: Ctx, given: SetSecret): Promise<void> {
  requirePermission(ctx, 'admin/secrets');
  const { name, value, note = '' } = given;
  if (!NAME.test(name)) throw problem('secrets/name-invalid');
  if (value !== undefined && (value.length < 4 || value.length > 4000 || /[\r\n]$/.test(value))) throw problem('secrets/value-invalid');
  const hosts = [...new Set((given.hosts ?? []).map((host) => host.trim().toLowerCase()).filter(Boolean))];
  const wrong = hosts.find((host) => !HOST.test(host));
  if (wrong !== undefined) throw problem('secrets/host-invalid', { host: wrong });
  const changed = { note: note.trim().slice(0, 300), hosts, changed_at: ctx.now, changed_by: ctx.actor.name };
  const was = value === undefined ? await describeAnew(ctx, name, changed) : await store(ctx, { name, value, changed });
  ctx.emit({ type: was ? 'secrets/changed' : 'secrets/created', subject: `secret:${name}`, data: { hosts, value: value === undefined ? 'kept' : 'set' } });
}

type Changed = Pick<SecretsTables['secrets.secret'], 'note' | 'hosts' | 'changed_at' | 'changed_by'>;

async function describeAnew(ctx: Ctx, name: string, changed: Changed): Promise<boolean> {
  const found = await ctx.db<SecretsTables>().updateTable('secrets.secret').set(changed).where('tenant_id', '=', ctx.tenantId).where('name', '=', name).returning('name').executeTakeFirst();
  if (!found) throw problem('secrets/no-such-secret', { name });
  return true;
}

async function store(ctx: Ctx, { name, value, changed }: { name: string; value: string; changed: Changed }): Promise<boolean> {
  const sealed = seal(ctx.platform.config, { tenantId: ctx.tenantId, place: `secret:${name}` }, value);
  const row = await ctx
    .db<SecretsTables>()
    .insertInto('secrets.secret')
    .values({ tenant_id: ctx.tenantId, name, sealed, ...changed })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet({ sealed, ...changed }))
    .returning(sql<boolean>`xmax <> 0`.as('was'))
    .executeTakeFirstOrThrow();
  return row.was;
}

/** Takes a secret away for good; steps that name it become incidents. @throws 403, 404 */
export async function deleteSecret(ctx: Ctx, name: string): Promise<void> {
  requirePermission(ctx, 'admin/secrets');
  const gone = await ctx.db<SecretsTables>().deleteFrom('secrets.secret').where('tenant_id', '=', ctx.tenantId).where('name', '=', name).returning('name').executeTakeFirst();
  if (!gone) throw problem('secrets/no-such-secret', { name });
  ctx.emit({ type: 'secrets/deleted', subject: `secret:${name}` });
}

/** All secrets by name, without their values. @throws 403 */
export async function listSecrets(ctx: Ctx): Promise<SecretInfo[]> {
  requirePermission(ctx, 'admin/secrets');
  return ctx
    .db<SecretsTables>()
    .selectFrom('secrets.secret')
    .select(['name', 'note', 'hosts', 'changed_at as changedAt', 'changed_by as changedBy'])
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('name')
    .limit(1000)
    .execute();
}
