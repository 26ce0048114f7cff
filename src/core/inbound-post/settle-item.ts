import { startDraft, submitApplication, type SubmitOutcome, type Visitor } from '#core/applications';
import { findCurrentVersion } from '#core/catalogue';
import { addVersion, fileDocument, fileInto, findCaseFileByNumber, getCaseFile, type NewDocument } from '#core/records';
import type { FormData } from '#engines/forms';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { getItem } from './items.queries.ts';
import { problem } from './problems.ts';
import type { InboundPostTables, ItemRow } from './tables.ts';
import { transferNote } from './transfer-note.ts';

export type SightCheck = { /** Somebody compared paper and picture. */ seen: boolean; /** Drawn for the quality sample: what came of it. */ sample?: string };

/** Locks the item; only a new one can be settled. Paper needs the sight check first. */
async function begin(ctx: Ctx, id: string, check: SightCheck): Promise<ItemRow> {
  await getItem(ctx, id);
  const item = await ctx.db<InboundPostTables>().selectFrom('inbound_post.item').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  if (item.state !== 'new') throw problem('inbound-post/done', { name: item.done_by ?? '' });
  if (item.scanned && !check.seen) throw problem('inbound-post/sight-needed');
  return item.scanned ? { ...item, sight_by: ctx.actor.name, sight_at: ctx.now, sample_result: check.sample?.trim() || null } : item;
}

const documentOf = (item: ItemRow): NewDocument => ({
  kind: 'incoming',
  title: (item.subject || item.name).slice(0, 300),
  blob: { hash: item.hash, size: item.size },
  mime: item.mime,
  name: item.name,
  visibleToApplicant: false,
  receivedOn: calendarDayOf(item.received_at),
  ...(item.sender ? { sender: item.sender } : {}),
});

async function noteOf(ctx: Ctx, item: ItemRow): Promise<NewDocument[]> {
  if (!item.scanned) return [];
  const blob = await ctx.platform.storage.put(Buffer.from(transferNote(item)));
  return [{ kind: 'note', title: `Transfervermerk: ${item.name}`.slice(0, 300), blob, mime: 'text/plain', name: 'transfervermerk.txt', visibleToApplicant: false }];
}

async function end(ctx: Ctx, item: ItemRow, change: Partial<ItemRow>): Promise<void> {
  const set = { sight_by: item.sight_by, sight_at: item.sight_at, sample_result: item.sample_result, done_at: ctx.now, done_by: ctx.actor.name, ...change };
  await ctx.db<InboundPostTables>().updateTable('inbound_post.item').set(set).where('tenant_id', '=', ctx.tenantId).where('id', '=', item.id).execute();
}

/** Puts an item into a file, with its transfer note when it was paper. @returns the document. */
export async function fileItem(ctx: Ctx, given: { id: string; number: string; check: SightCheck }): Promise<string> {
  const item = await begin(ctx, given.id, given.check);
  const file = given.number.trim() ? await findCaseFileByNumber(ctx, given.number) : undefined;
  if (!file) throw problem('inbound-post/no-file', { number: given.number.trim() });
  const [document, note] = await fileInto(ctx, file.id, [documentOf(item), ...(await noteOf(ctx, item))]);
  await end(ctx, item, { state: 'filed', case_file_id: file.id, case_id: file.caseId ?? null, document_id: document?.id ?? null, note_document_id: note?.id ?? null });
  ctx.emit({ type: 'inbound-post/filed', subject: `post:${item.id}`, ...(file.caseId ? { caseId: file.caseId } : {}), data: { document: document?.id ?? null, file: file.id } });
  return document?.id ?? '';
}

/** Applications on paper belong to nobody's browser; the item stands for the person. */
const visitorFor = (itemId: string): Visitor => ({ accountId: null, tokenHash: `inbound-post:${itemId}` });

/**
 * An application on paper becomes the same application as online: its answers are typed in, checked by the same rules, and the
 * same process starts. The scan lies in the record as what was really signed.
 */
export async function fileApplication(ctx: Ctx, given: { id: string; slug: string; data: FormData; check: SightCheck }): Promise<Extract<SubmitOutcome, { kind: 'incomplete' }> | { kind: 'submitted'; caseId: string; number: string }> {
  const item = await begin(ctx, given.id, given.check);
  const current = await findCurrentVersion(ctx, given.slug);
  if (!current) throw problem('inbound-post/no-service');
  const visitor = visitorFor(item.id);
  const draftId = await startDraft(ctx, { slug: given.slug, versionId: current.versionId, visitor, prefill: given.data, anew: true });
  const outcome = await submitApplication(ctx, { draftId, visitor, electronicNotice: false });
  if (outcome.kind === 'incomplete') return outcome;
  const { caseId, number } = outcome.application;
  await end(ctx, item, { state: 'application', case_id: caseId, kept_files: {} });
  ctx.emit({ type: 'inbound-post/application-entered', subject: `post:${item.id}`, caseId, data: { service: given.slug } });
  return { kind: 'submitted', caseId, number };
}

/** What was uploaded while an application is typed in stays with the item until the application is there. */
export async function keepFiles(ctx: Ctx, id: string, files: FormData): Promise<void> {
  await getItem(ctx, id);
  await ctx.db<InboundPostTables>().updateTable('inbound_post.item').set({ kept_files: JSON.stringify(files) as never }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('state', '=', 'new').execute();
}

/** The scan of an application goes into the file of its case, in a transaction of its own: the file is there only after the first commit. */
export async function fileScanOfApplication(ctx: Ctx, id: string): Promise<void> {
  const item = await getItem(ctx, id);
  if (item.state !== 'application' || !item.case_id || item.document_id) return;
  const documentId = await fileDocument(ctx, { caseId: item.case_id, ...documentOf(item), kind: 'application', title: 'Antrag auf Papier (Scan)', sourceId: `post:${item.id}` });
  const [note] = await noteOf(ctx, item);
  const noteId = note && (await fileDocument(ctx, { caseId: item.case_id, ...note, sourceId: `post-note:${item.id}` }));
  const file = await getCaseFile(ctx, item.case_id);
  await ctx.db<InboundPostTables>().updateTable('inbound_post.item').set({ document_id: documentId, note_document_id: noteId ?? null, case_file_id: file.id }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'inbound-post/filed', subject: `post:${id}`, caseId: item.case_id, data: { document: documentId, file: file.id } });
}

/** Advertising, doubles: kept as a line with its reason, not in any file. */
export async function discardItem(ctx: Ctx, given: { id: string; reason: string }): Promise<void> {
  const item = await begin(ctx, given.id, { seen: true });
  const reason = given.reason.trim().slice(0, 300);
  if (!reason) throw problem('inbound-post/reason-needed');
  await end(ctx, item, { state: 'discarded', reason });
  ctx.emit({ type: 'inbound-post/discarded', subject: `post:${item.id}`, data: { reason } });
}

/** Notes that the paper was destroyed; the transfer note in the file gets a newer version that says so. */
export async function noteDestroyed(ctx: Ctx, id: string): Promise<void> {
  const item = await getItem(ctx, id);
  if (!item.scanned || item.original_destroyed_at || !item.note_document_id) throw problem('inbound-post/not-scanned');
  const change = { original_destroyed_at: ctx.now, original_destroyed_by: ctx.actor.name };
  await ctx.db<InboundPostTables>().updateTable('inbound_post.item').set(change).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  const blob = await ctx.platform.storage.put(Buffer.from(transferNote({ ...item, ...change })));
  await addVersion(ctx, item.note_document_id, { blob, mime: 'text/plain', name: 'transfervermerk.txt', note: 'Papier vernichtet', supplement: true });
  ctx.emit({ type: 'inbound-post/original-destroyed', subject: `post:${id}`, ...(item.case_id ? { caseId: item.case_id } : {}) });
}
