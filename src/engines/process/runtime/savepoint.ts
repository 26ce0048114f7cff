import { sql } from 'kysely';
import type { Ctx, EmittedEvent } from '#platform/module';

/** Does a part of a transaction; when it fails nothing of it stays, neither rows nor events. Returns the failure. */
export async function withSavepoint(ctx: Ctx, work: (inner: Ctx) => Promise<void>): Promise<{ error: unknown } | undefined> {
  const events: EmittedEvent[] = [];
  const later: (() => void | Promise<void>)[] = [];
  const inner: Ctx = { ...ctx, emit: (event) => void events.push(event), afterCommit: (fn) => void later.push(fn) };
  await sql`savepoint process_work`.execute(ctx.db());
  try {
    await work(inner);
    await sql`release savepoint process_work`.execute(ctx.db());
  } catch (error) {
    await sql`rollback to savepoint process_work`.execute(ctx.db());
    return { error };
  }
  for (const event of events) ctx.emit(event);
  for (const fn of later) ctx.afterCommit(fn);
  return undefined;
}
