import { createHash } from 'node:crypto';
import { zipSync, type Zippable } from 'fflate';
import { cityOf } from '#core/organisation';
import { destroyCaseFile, findPlanPosition, getCaseFileById, listDueFiles, listFileDocuments, listKeepingOffices, listVersions, requireDue, type DueFile } from '#core/records';
import { newId } from '#platform/db';
import { Problem, may, requirePermission, SYSTEM, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import { appraisalsOf, readMessage, receiptsOf } from './read-message.ts';
import type { DisposalFileRow, DisposalRow, RetentionTables } from './tables.ts';
import { handOverMessage, offerMessage, type MessageFile, type MessageHead } from './write-message.ts';

const db = (ctx: Ctx) => ctx.db<RetentionTables>();

/** At one position of the file plan, kept by one office; nothing named: all. */
export type Wanted = { position?: string; officeId?: string };

/** What would be proposed today: due files that are in no other round. Changes nothing. */
export async function dryRun(ctx: Ctx, wanted: Wanted = {}): Promise<DueFile[]> {
  requirePermission(ctx, 'retention/work');
  const due = await listDueFiles(ctx, wanted);
  const busy = await db(ctx).selectFrom('retention.disposal_file as f').innerJoin('retention.disposal as d', (join) => join.onRef('d.tenant_id', '=', 'f.tenant_id').onRef('d.id', '=', 'f.disposal_id')).select('f.case_file_id').where('f.tenant_id', '=', ctx.tenantId).where('d.state', 'not in', ['done', 'cancelled']).execute();
  const taken = new Set(busy.map((row) => row.case_file_id));
  return due.filter((file) => !taken.has(file.id));
}

/** Begins a round with everything that is due (at a position). @throws Problem 403, 422 when nothing is due. */
export async function proposeDisposal(ctx: Ctx, given: Wanted & { title: string }): Promise<string> {
  const due = await dryRun(ctx, given);
  if (due.length === 0) throw problem('retention/nothing-due');
  const id = newId();
  const row: DisposalRow = { tenant_id: ctx.tenantId, id, title: given.title.trim().slice(0, 200) || `Aussonderung ${due.length} Akten`, state: 'proposed', created_at: ctx.now, created_by: ctx.actor.id, created_by_name: ctx.actor.name, approved_by: null, approved_by_name: null, approved_at: null, controlled_by: null, controlled_by_name: null, controlled_at: null };
  await db(ctx).insertInto('retention.disposal').values(row).execute();
  const files = due.map((file): DisposalFileRow => ({ tenant_id: ctx.tenantId, disposal_id: id, case_file_id: file.id, number: file.number, title: file.title, plan_position: file.planPosition, due_on: file.dueOn, disposition: file.disposition, decision: file.disposition === 'archive' ? 'A' : file.disposition === 'destroy' ? 'V' : null, archive_mark: null, state: 'open', note: '' }));
  await db(ctx).insertInto('retention.disposal_file').values(files).execute();
  ctx.emit({ type: 'retention/proposed', subject: `disposal:${id}`, data: { files: files.length } });
  return id;
}

/** A round, locked when it is about to change. @throws Problem 403, 404 */
export async function getDisposal(ctx: Ctx, id: string, { lock = false } = {}): Promise<{ disposal: DisposalRow; files: DisposalFileRow[] }> {
  if (!sees(ctx)) requirePermission(ctx, 'retention/approve');
  const query = db(ctx).selectFrom('retention.disposal').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id);
  const disposal = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!disposal) throw problem('retention/no-disposal');
  const files = await db(ctx).selectFrom('retention.disposal_file').selectAll().where('tenant_id', '=', ctx.tenantId).where('disposal_id', '=', id).orderBy('plan_position').orderBy('number').execute();
  const mine = sees(ctx) ? files : await approvable(ctx, files);
  if (mine.length === 0 && !sees(ctx) && disposal.approved_by !== ctx.actor.id) throw problem('retention/no-disposal');
  return { disposal, files: mine };
}

/** Whoever proposes or controls does so for the whole city; a head sees what their own office keeps. */
const sees = (ctx: Ctx): boolean => may(ctx.actor, 'retention/work', null) || may(ctx.actor, 'retention/control', null) || may(ctx.actor, 'retention/approve', null);

/** Those that lie in an office where this person may approve. */
async function approvable<F extends Pick<DisposalFileRow, 'case_file_id'>>(ctx: Ctx, files: F[]): Promise<F[]> {
  const offices = await listKeepingOffices(ctx, files.map((file) => file.case_file_id));
  return files.filter((file) => offices.has(file.case_file_id) && may(ctx.actor, 'retention/approve', offices.get(file.case_file_id) ?? null));
}

/** The newest rounds that this person has to do with. */
export async function listDisposals(ctx: Ctx): Promise<DisposalRow[]> {
  const rows = await db(ctx).selectFrom('retention.disposal').selectAll().where('tenant_id', '=', ctx.tenantId).orderBy('id', 'desc').limit(100).execute();
  if (sees(ctx) || rows.length === 0) return rows;
  const files = await db(ctx).selectFrom('retention.disposal_file').select(['disposal_id', 'case_file_id']).where('tenant_id', '=', ctx.tenantId).where('disposal_id', 'in', rows.map((row) => row.id)).execute();
  const mine = new Set((await approvable(ctx, files)).map((file) => file.disposal_id));
  return rows.filter((row) => mine.has(row.id) || row.approved_by === ctx.actor.id);
}

const setState = (ctx: Ctx, id: string, change: Partial<DisposalRow>): Promise<unknown> => db(ctx).updateTable('retention.disposal').set(change).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
const setFile = (ctx: Ctx, file: DisposalFileRow, change: Partial<DisposalFileRow>): Promise<unknown> => db(ctx).updateTable('retention.disposal_file').set(change).where('tenant_id', '=', ctx.tenantId).where('disposal_id', '=', file.disposal_id).where('case_file_id', '=', file.case_file_id).execute();

/** Message 0501: everything that the archive takes or appraises. @returns file name and XML. */
export async function makeOffer(ctx: Ctx, id: string, version: MessageHead['version'] = '3.0.0'): Promise<{ name: string; xml: string }> {
  requirePermission(ctx, 'retention/work');
  const { disposal, files } = await getDisposal(ctx, id, { lock: true });
  if (!['proposed', 'offered'].includes(disposal.state)) throw problem('retention/wrong-state');
  const offered = files.filter((file) => file.disposition !== 'destroy');
  if (offered.length === 0) throw problem('retention/wrong-state');
  const xml = offerMessage(headOf(ctx, id, version), await Promise.all(offered.map((file) => messageFile(ctx, file))));
  await setState(ctx, id, { state: 'offered' });
  ctx.emit({ type: 'retention/offered', subject: `disposal:${id}`, data: { files: offered.length } });
  return { name: `${id}_Aussonderung.Anbieteverzeichnis.0501`, xml };
}

const headOf = (ctx: Ctx, processId: string, version: MessageHead['version']): MessageHead => ({ processId, at: ctx.now, sender: cityOf(ctx.platform).officialName, receiver: `Archiv ${cityOf(ctx.platform).name}`, version });

export async function messageFile(ctx: Ctx, row: Pick<DisposalFileRow, 'case_file_id' | 'plan_position' | 'disposition'>): Promise<MessageFile> {
  const file = await getCaseFileById(ctx, row.case_file_id);
  const plan = await findPlanPosition(ctx, row.plan_position);
  const asMachine = { ...ctx, actor: SYSTEM };
  const documents = await listFileDocuments(asMachine, file.id, { limit: 5000 });
  return {
    ...file,
    planTitle: plan?.title ?? '',
    proposal: row.disposition === 'archive' ? 'A' : row.disposition === 'destroy' ? 'V' : 'B',
    documents: await Promise.all(documents.map(async (document) => ({ document, versions: (await listVersions(ctx, document.id)).map((version) => ({ ...version, fileName: `${document.id}_${version.number}_${version.name.replaceAll(/[^\w.-]+/g, '_').slice(-80)}` })) }))),
  };
}

/** Reads 0502 (appraisal) or 0506 (receipt) of the archive. @returns how many files it was about. */
export async function takeMessage(ctx: Ctx, id: string, bytes: Uint8Array): Promise<{ type: string; files: number }> {
  requirePermission(ctx, 'retention/work');
  const { disposal, files } = await getDisposal(ctx, id, { lock: true });
  const { type, processId, root } = readMessage(bytes);
  if (processId && processId.toLowerCase() !== id) throw problem('retention/unreadable', { reason: `Sie gehört zum Prozess ${processId}.` });
  const byId = new Map(files.map((file) => [file.case_file_id, file]));
  let count = 0;
  if (type === '0502') {
    if (!['offered', 'appraised'].includes(disposal.state)) throw problem('retention/wrong-state');
    for (const one of appraisalsOf(root)) {
      const file = byId.get(one.id);
      if (!file || one.decision === 'B') continue;
      await setFile(ctx, file, { decision: one.decision });
      count++;
    }
    await setState(ctx, id, { state: 'appraised' });
  } else if (type === '0506') {
    if (disposal.state !== 'handed-over' && disposal.state !== 'received') throw problem('retention/wrong-state');
    for (const one of receiptsOf(root)) {
      const file = byId.get(one.id);
      if (!file) continue;
      await setFile(ctx, file, one.success ? { state: 'received', archive_mark: one.archiveMark ?? null } : { state: 'failed', note: one.errors.join('; ').slice(0, 500) });
      count++;
    }
    await setState(ctx, id, { state: 'received' });
  } else throw problem('retention/unreadable', { reason: `Eine Nachricht ${type} wird hier nicht erwartet.` });
  if (count === 0) throw problem('retention/unreadable', { reason: 'Sie nennt keine Akte dieser Aussonderung.' });
  ctx.emit({ type: `retention/message-${type}`, subject: `disposal:${id}`, data: { files: count } });
  return { type, files: count };
}

/** Decides by hand about a file for which the archive sent no message. */
export async function decideFile(ctx: Ctx, given: { id: string; caseFileId: string; decision: 'A' | 'V' | 'keep' }): Promise<void> {
  requirePermission(ctx, 'retention/work');
  const { disposal, files } = await getDisposal(ctx, given.id, { lock: true });
  const file = files.find((one) => one.case_file_id === given.caseFileId);
  if (!file || !['proposed', 'offered', 'appraised'].includes(disposal.state)) throw problem('retention/wrong-state');
  await setFile(ctx, file, given.decision === 'keep' ? { state: 'kept' } : { decision: given.decision, state: 'open' });
  ctx.emit({ type: 'retention/decided', subject: `disposal:${given.id}`, data: { file: given.caseFileId, decision: given.decision } });
}

/** Nobody approves the destruction of what another office keeps. */
async function requireAllMine(ctx: Ctx, id: string): Promise<void> {
  const files = await db(ctx).selectFrom('retention.disposal_file').select('case_file_id').where('tenant_id', '=', ctx.tenantId).where('disposal_id', '=', id).where('state', '<>', 'kept').execute();
  if ((await approvable(ctx, files)).length < files.length) throw problem('retention/other-office');
}

/** First approval (head of office) and second one (data protection or archive): three different persons in all. */
export async function approveDisposal(ctx: Ctx, id: string, role: 'approve' | 'control'): Promise<void> {
  requirePermission(ctx, `retention/${role}`);
  const { disposal, files } = await getDisposal(ctx, id, { lock: true });
  if (['done', 'cancelled'].includes(disposal.state)) throw problem('retention/wrong-state');
  if (role === 'approve') await requireAllMine(ctx, id);
  const undecided = files.filter((file) => file.state !== 'kept' && !file.decision).length;
  if (undecided) throw problem('retention/undecided', { count: undecided });
  const others = [disposal.created_by, role === 'approve' ? disposal.controlled_by : disposal.approved_by];
  if (others.includes(ctx.actor.id)) throw problem('retention/other-person');
  await setState(ctx, id, role === 'approve' ? { approved_by: ctx.actor.id, approved_by_name: ctx.actor.name, approved_at: ctx.now } : { controlled_by: ctx.actor.id, controlled_by_name: ctx.actor.name, controlled_at: ctx.now });
  ctx.emit({ type: `retention/${role === 'approve' ? 'approved' : 'controlled'}`, subject: `disposal:${id}` });
}

/** A message 0503 and the files it names, as the entries of a ZIP. */
export async function zipOf(ctx: Ctx, { name, xml, files }: { name: string; xml: string; files: MessageFile[] }): Promise<Uint8Array> {
  const entries: Zippable = { [`${name}.xml`]: new TextEncoder().encode(xml) };
  for (const version of files.flatMap((file) => file.documents.flatMap((one) => one.versions))) entries[version.fileName] = [await ctx.platform.storage.bytes(version.hash), { level: 0 }];
  return zipSync(entries, { mtime: ctx.now });
}

/** Message 0503 with all files as ZIP, named as the standard wants it. The record stays until the receipt has come. */
export async function handOver(ctx: Ctx, id: string, version: MessageHead['version'] = '3.0.0'): Promise<{ name: string; zip: Uint8Array }> {
  requirePermission(ctx, 'retention/work');
  const { disposal, files } = await getDisposal(ctx, id, { lock: true });
  if (!disposal.approved_by || !disposal.controlled_by) throw problem('retention/not-approved');
  const wanted = files.filter((file) => file.decision === 'A' && ['open', 'handed-over', 'failed'].includes(file.state));
  if (wanted.length === 0) throw problem('retention/wrong-state');
  for (const file of wanted) await requireDue(ctx, file.case_file_id);
  const about = await Promise.all(wanted.map((file) => messageFile(ctx, file)));
  const name = `${id}_Aussonderung.Aussonderung.0503`;
  const zip = await zipOf(ctx, { name, xml: handOverMessage(headOf(ctx, id, version), about), files: about });
  for (const file of wanted) await setFile(ctx, file, { state: 'handed-over' });
  await setState(ctx, id, { state: 'handed-over' });
  ctx.emit({ type: 'retention/handed-over', subject: `disposal:${id}`, data: { files: wanted.length } });
  return { name: `${name}.zip`, zip };
}

/**
 * Destroys what may be destroyed: decided V, or taken over by the archive with receipt. Deadline and hold are checked for each file once
 * more; what is held is left and named. A certificate stays for each. @returns how many were destroyed and which were left.
 */
export async function destroyDisposal(ctx: Ctx, id: string): Promise<{ destroyed: number; left: string[] }> {
  requirePermission(ctx, 'retention/work');
  const { disposal, files } = await getDisposal(ctx, id, { lock: true });
  if (!disposal.approved_by_name || !disposal.controlled_by_name) throw problem('retention/not-approved');
  if (['done', 'cancelled'].includes(disposal.state)) throw problem('retention/wrong-state');
  const left: string[] = [];
  let destroyed = 0;
  for (const file of files) {
    if (!((file.decision === 'V' && file.state === 'open') || file.state === 'received')) continue;
    try {
      await ctx.savepoint(async () => {
        const gone = await destroyCaseFile(ctx, file.case_file_id);
        const fingerprint = createHash('sha256').update(JSON.stringify(gone.documents.map((one) => [one.id, one.hashes]))).digest('hex');
        await db(ctx).insertInto('retention.certificate').values({ tenant_id: ctx.tenantId, id: newId(), disposal_id: id, number: gone.number, plan_position: gone.planPosition, documents: gone.documents.length, fingerprint, archived: file.state === 'received', destroyed_at: ctx.now, destroyed_by: ctx.actor.name, approved_by: disposal.approved_by_name ?? '', controlled_by: disposal.controlled_by_name ?? '' }).execute();
        await setFile(ctx, file, { state: 'destroyed', title: '' });
      });
      destroyed++;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      left.push(`${file.number}: ${error.de}`);
      await setFile(ctx, file, { note: error.de.slice(0, 500) });
    }
  }
  const { files: now } = await getDisposal(ctx, id);
  if (now.every((file) => ['destroyed', 'kept'].includes(file.state))) await setState(ctx, id, { state: 'done' });
  ctx.emit({ type: 'retention/destroyed', subject: `disposal:${id}`, data: { destroyed, left: left.length } });
  return { destroyed, left };
}

export async function listCertificates(ctx: Ctx, disposalId: string): Promise<RetentionTables['retention.certificate'][]> {
  return db(ctx).selectFrom('retention.certificate').selectAll().where('tenant_id', '=', ctx.tenantId).where('disposal_id', '=', disposalId).orderBy('number').limit(5000).execute();
}
