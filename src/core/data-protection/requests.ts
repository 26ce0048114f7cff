import { collectPersonalData, erasePersonalData, type ErasureItem } from '#core/parties';
import { accountNames } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { requirePermission, type Ctx, type JsonValue } from '#platform/module';
import { sql } from 'kysely';
import { casesOf } from './find-person.ts';
import { listMentions } from './mentions.ts';
import { problem } from './problems.ts';
import type { DataProtectionTables, RequestRow } from './tables.ts';

const requests = (ctx: Ctx) => ctx.db<DataProtectionTables>();
const subjectOf = (row: Pick<RequestRow, 'account_ids' | 'case_ids'>) => ({ accountIds: row.account_ids, caseIds: row.case_ids });

/** A month after a day, at most the last day of the next month (Art. 12 (3) GDPR). */
export function monthAfter(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}

export type NewRequest = { kind: RequestRow['kind']; /** Used when no account is chosen, else the names of the accounts. */ name: string; identified: string; accountIds: string[]; caseIds: string[] };

/** Notes what a person asked for. @throws Problem 403, 422 */
export async function openRequest(ctx: Ctx, given: NewRequest): Promise<string> {
  requirePermission(ctx, 'data-protection/work');
  if (given.accountIds.length + given.caseIds.length === 0) throw problem('data-protection/nobody');
  if (given.identified.trim().length < 5) throw problem('data-protection/not-identified');
  const names = [...new Set((await accountNames(ctx, given.accountIds)).values())];
  return insert(ctx, { ...given, name: names.join(', ') || given.name, caseIds: await casesOf(ctx, given) });
}

/** The same by the person behind an account, who is known by signing in; asked twice it stays one request as long as it is open. @throws Problem 403 for anybody else */
export async function requestForOwnAccount(ctx: Ctx, kind: RequestRow['kind']): Promise<string> {
  const { actor } = ctx;
  if (actor.kind !== 'citizen' || !actor.id) requirePermission(ctx, 'data-protection/work');
  const accountIds = [actor.id ?? ''];
  const open = await requests(ctx).selectFrom('data_protection.request').select('id').where('tenant_id', '=', ctx.tenantId).where('state', '=', 'open').where('kind', '=', kind).where(sql<boolean>`${actor.id ?? ''}::uuid = any(account_ids)`).executeTakeFirst();
  if (open) return open.id;
  return insert(ctx, { kind, name: actor.name, identified: `Im Konto angemeldet (${actor.trustLevel})`, accountIds, caseIds: await casesOf(ctx, { accountIds, caseIds: [] }) });
}

async function insert(ctx: Ctx, given: NewRequest): Promise<string> {
  const id = newId();
  const today = calendarDayOf(ctx.now);
  const row = { tenant_id: ctx.tenantId, id, kind: given.kind, state: 'open' as const, name: given.name.trim().slice(0, 200) || 'ohne Namen', identified: given.identified.trim().slice(0, 500), account_ids: given.accountIds, case_ids: given.caseIds, received_on: today, due_on: monthAfter(today), created_at: ctx.now, created_by: ctx.actor.id, created_by_name: ctx.actor.name, done_at: null, done_by: null, done_by_name: null, reason: '', certificate: null };
  await requests(ctx).insertInto('data_protection.request').values(row).execute();
  ctx.emit({ type: 'data-protection/requested', subject: `request:${id}`, data: { kind: given.kind, accounts: given.accountIds, cases: given.caseIds.length } });
  return id;
}

/** Open requests, the most urgent first, or done ones, newest first (100 at a time). @throws Problem 403 */
export async function listRequests(ctx: Ctx, state: 'open' | 'done'): Promise<RequestRow[]> {
  requirePermission(ctx, 'data-protection/work');
  const query = requests(ctx).selectFrom('data_protection.request').selectAll().where('tenant_id', '=', ctx.tenantId);
  return state === 'open' ? query.where('state', '=', 'open').orderBy('due_on').orderBy('id').limit(100).execute() : query.where('state', '<>', 'open').orderBy('id', 'desc').limit(100).execute();
}

/** @throws Problem 403, 404 */
export async function getRequest(ctx: Ctx, id: string, { lock = false } = {}): Promise<RequestRow> {
  requirePermission(ctx, 'data-protection/work');
  const query = requests(ctx).selectFrom('data_protection.request').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw problem('data-protection/no-request');
  return row;
}

const end = (ctx: Ctx, id: string, change: { state: 'done' | 'refused'; reason?: string; name?: string; certificate?: string }): Promise<unknown> =>
  requests(ctx).updateTable('data_protection.request').set({ ...change, done_at: ctx.now, done_by: ctx.actor.id, done_by_name: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();

/** Everything that is held about the person (Art. 15). That it was put together is noted in the log. @throws Problem 403, 404 */
export async function answerAccess(ctx: Ctx, id: string): Promise<{ request: RequestRow; data: { [key: string]: JsonValue } }> {
  const request = await getRequest(ctx, id);
  const data = await collectPersonalData(ctx, subjectOf(request));
  const { found, more } = await listMentions(ctx, request);
  if (found.length > 0) data['mentions'] = { documents: found.length, note: `In ${more ? 'mehr als ' : ''}${found.length} Schriftstücken anderer Akten kommt der Name vor. Die Ämter sehen sie durch; was Sie betrifft und niemandem schadet, wird Ihnen nachgereicht (Art. 15 Abs. 4 DSGVO).` };
  ctx.emit({ type: 'data-protection/data-read', subject: `request:${id}`, data: { accounts: request.account_ids, cases: request.case_ids.length } });
  return { request, data };
}

/** Notes that the person has got the answer, or why not. @throws Problem 403, 404, 409, 422 */
export async function endRequest(ctx: Ctx, given: { id: string; state: 'done' | 'refused'; reason: string }): Promise<void> {
  const request = await getRequest(ctx, given.id, { lock: true });
  if (request.state !== 'open' || (given.state === 'done' && request.kind === 'erasure')) throw problem('data-protection/done');
  if (given.state === 'refused' && given.reason.trim().length < 5) throw problem('data-protection/reason-needed');
  await end(ctx, given.id, { state: given.state, reason: given.reason.trim().slice(0, 1000) });
  ctx.emit({ type: given.state === 'done' ? 'data-protection/answered' : 'data-protection/refused', subject: `request:${given.id}` });
}

/** What an erasure would do; nothing changes. @throws Problem 403, 404 */
export async function previewErasure(ctx: Ctx, request: RequestRow): Promise<ErasureItem[]> {
  requirePermission(ctx, 'data-protection/work');
  return erasePersonalData(ctx, subjectOf(request), { dryRun: true });
}

/**
 * Erases what may go, by a second person. The certificate says what went and what stays why; the name of the person is emptied with it.
 * @throws Problem 403, 404, 409 (done, or the same person)
 */
export async function approveErasure(ctx: Ctx, id: string): Promise<ErasureItem[]> {
  const request = await getRequest(ctx, id, { lock: true });
  if (request.state !== 'open' || request.kind !== 'erasure') throw problem('data-protection/done');
  if (request.created_by === ctx.actor.id) throw problem('data-protection/other-person');
  const items = await erasePersonalData(ctx, subjectOf(request), { dryRun: false });
  await end(ctx, id, { state: 'done', name: '', certificate: JSON.stringify(items) });
  const count = (outcome: ErasureItem['outcome']): number => items.filter((item) => item.outcome === outcome).reduce((sum, item) => sum + item.count, 0);
  ctx.emit({ type: 'data-protection/erased', subject: `request:${id}`, data: { erased: count('erased'), kept: count('kept') } });
  return items;
}
