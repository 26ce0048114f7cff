import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '#platform/module';

const HIDDEN = 'select exists (select from audit.event where xid >= audit.horizon()) as hidden';
const PATIENCE_MS = 60_000;

/**
 * Waits until subscribers and seals can see all that has happened. They keep to the order of commits, so a transaction
 * still open anywhere on the PostgreSQL server, even in the database of another test, holds later events back.
 * @returns whether there was anything to wait for
 */
export async function untilEventsAreVisible(platform: Platform, tenantId = 1): Promise<boolean> {
  const hidden = (): Promise<boolean> => platform.db.transact({ tenantId }, async ({ client }) => (await client.query<{ hidden: boolean }>(HIDDEN)).rows[0]?.hidden ?? false);
  if (!(await hidden())) return false;
  for (const end = Date.now() + PATIENCE_MS; await hidden(); await sleep(10)) {
    if (Date.now() > end) throw new Error('A transaction has been open for a minute somewhere on the server: events behind it cannot be told.');
  }
  return true;
}
