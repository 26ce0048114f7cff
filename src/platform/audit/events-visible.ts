import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '#platform/module';
import { hasHiddenEvents } from './events.ts';

const PATIENCE_MS = 60_000;

/**
 * Waits until subscribers and seals can see all that has happened. They keep to the order of commits, so a transaction
 * still open anywhere on the PostgreSQL server, even in another database, holds later events back.
 * @returns whether there was anything to wait for
 */
export async function untilEventsAreVisible(platform: Platform, tenantId = 1): Promise<boolean> {
  if (!(await hasHiddenEvents(platform.db, tenantId))) return false;
  for (const end = Date.now() + PATIENCE_MS; await hasHiddenEvents(platform.db, tenantId); await sleep(10)) {
    if (Date.now() > end) throw new Error('A transaction has been open for a minute somewhere on the server: events behind it cannot be told.');
  }
  return true;
}
