import { definePoint, requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';

/** Something that the machine has given up, or cannot get past (Unzustellbares). */
export type DeadLetter = {
  /** Within its source. */
  id: string;
  /** What it was to do. */
  title: string;
  cause: string;
  tries: number;
  at: Date;
  /** What follows as long as nobody decides. */
  note?: string;
};

/** A place where such things lie. Who may is asked before; each function works in the caller's transaction. */
export type DeadLetterSource = {
  id: string;
  /** "Aufträge", "Mails" */
  label: string;
  list(ctx: Ctx, page: { after: string | undefined; limit: number }): Promise<DeadLetter[]>;
  count(ctx: Ctx): Promise<number>;
  /** Once more; the title of it for the log, undefined when it is gone. */
  retry(ctx: Ctx, id: string): Promise<string | undefined>;
  /** Given up for good. */
  drop(ctx: Ctx, id: string): Promise<string | undefined>;
};
export const deadLetterSources = definePoint<DeadLetterSource>('dead-letters/source');

export const sourcesOf = (ctx: Pick<Ctx, 'platform'>): DeadLetterSource[] => ctx.platform.contributions(deadLetterSources);

function getSource(ctx: Ctx, id: string): DeadLetterSource {
  const source = sourcesOf(ctx).find((one) => one.id === id);
  if (!source) throw problem('dead-letters/gone');
  return source;
}

/** How many there are by source. @throws 403 without admin/dead-letters */
export async function countDeadLetters(ctx: Ctx): Promise<{ id: string; label: string; count: number }[]> {
  requirePermission(ctx, 'admin/dead-letters');
  const counts = [];
  for (const { id, label, count } of sourcesOf(ctx)) counts.push({ id, label, count: await count(ctx) });
  return counts;
}

/** Those of one source, the newest first; pages by `after`. @throws 403, 404 */
export async function listDeadLetters(ctx: Ctx, { source, after, limit = 50 }: { source: string; after?: string | undefined; limit?: number }): Promise<DeadLetter[]> {
  requirePermission(ctx, 'admin/dead-letters');
  return getSource(ctx, source).list(ctx, { after, limit });
}

/** Lets one be tried again. @throws 403, dead-letters/gone 404 */
export async function retryDeadLetter(ctx: Ctx, { source, id }: { source: string; id: string }): Promise<void> {
  requirePermission(ctx, 'admin/dead-letters');
  const what = await getSource(ctx, source).retry(ctx, id);
  if (what === undefined) throw problem('dead-letters/gone');
  ctx.emit({ type: 'dead-letters/retried', subject: `dead-letter:${id}`, data: { source } });
}

/** Gives one up; the reason is kept in the log. @throws 403, dead-letters/gone 404, dead-letters/reason-needed 422 */
export async function dropDeadLetter(ctx: Ctx, { source, id, reason }: { source: string; id: string; reason: string }): Promise<void> {
  requirePermission(ctx, 'admin/dead-letters');
  if (!reason.trim()) throw problem('dead-letters/reason-needed');
  const what = await getSource(ctx, source).drop(ctx, id);
  if (what === undefined) throw problem('dead-letters/gone');
  ctx.emit({ type: 'dead-letters/dropped', subject: `dead-letter:${id}`, data: { source, reason: reason.trim().slice(0, 500) } });
}
