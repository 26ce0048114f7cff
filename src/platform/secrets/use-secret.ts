import type { Ctx } from '#platform/module';
import { hostMatches } from '#platform/outbound';
import { problem } from './problems.ts';
import { unseal } from './seal.ts';
import type { SecretsTables } from './tables.ts';

/** Names in a text: `Bearer secret:PRINTER_TOKEN` names PRINTER_TOKEN. */
export const secretNames = (text: string): string[] => [...new Set([...text.matchAll(/\bsecret:([A-Z][A-Z0-9_]{1,59})\b/g)].map(([, name = '']) => name))];

/** Values by name, opened for one host; they live as long as one call and are never stored or logged. */
export type OpenSecrets = ReadonlyMap<string, string>;

/**
 * The values of these secrets, for a request to this host (`name` or `name:port`).
 * @throws secrets/no-such-secret 404, secrets/host-forbidden 403, secrets/no-key 503
 */
export async function openSecrets(ctx: Ctx, names: readonly string[], host: string): Promise<OpenSecrets> {
  if (names.length === 0) return new Map();
  const rows = await ctx.db<SecretsTables>().selectFrom('secrets.secret').select(['name', 'sealed', 'hosts']).where('tenant_id', '=', ctx.tenantId).where('name', 'in', [...names]).execute();
  return new Map(
    names.map((name) => {
      const row = rows.find((one) => one.name === name);
      if (!row) throw problem('secrets/no-such-secret', { name });
      if (!row.hosts.some((pattern) => hostMatches(pattern, host))) throw problem('secrets/host-forbidden', { name, host });
      return [name, unseal(ctx.platform.config, { tenantId: ctx.tenantId, place: `secret:${name}` }, row.sealed)];
    }),
  );
}

/** Puts the values where the text names them. */
export const fillSecrets = (text: string, open: OpenSecrets): string => text.replaceAll(/\bsecret:([A-Z][A-Z0-9_]{1,59})\b/g, (whole, name: string) => open.get(name) ?? whole);

/** Takes the values out of a text that comes back from outside: an error page may repeat what it was sent. */
export function redact(text: string, open: OpenSecrets): string {
  let clean = text;
  for (const value of open.values()) {
    for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64')])) clean = clean.replaceAll(form, '•••');
  }
  return clean;
}
