import { sql, type Selectable } from 'kysely';
import { removeUnused } from '#core/records';
import type { FieldDefinition, FileAnswer } from '#engines/forms';
import { newId } from '#platform/db';
import { calendarDayOf, formatFileSize } from '#platform/i18n';
import { holderOf, limitOf, requireToAct, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { PaperKind, PaperTables } from './tables.ts';

export type Paper = Selectable<PaperTables['papers.paper']>;
/** What the person says about a paper. */
export type PaperFacts = { title: string; kind: PaperKind; validUntil: string | null };

/** The papers of an account; more would be an archive, and every one is personal data. */
export const MOST_PAPERS = 50;
export const MOST_BYTES = 200_000_000;

/** The question for a file to keep; the same checks as in every form. */
export const paperFile: FieldDefinition = { type: 'file', key: 'file', label: { de: 'Datei', en: 'File' }, maxMegabytes: 20 };

const papers = (ctx: Ctx) => ctx.db<PaperTables>().selectFrom('papers.paper').selectAll().where('tenant_id', '=', ctx.tenantId);

/**
 * The papers of the account for which somebody acts. A paper belongs to no service, so whoever has a mandate for some services only
 * sees of the organisation's papers those that they have put there themselves.
 */
function own(ctx: Ctx) {
  const owner = holderOf(ctx.actor);
  const all = papers(ctx).where('owner_id', '=', owner);
  return limitOf(ctx.actor, owner) ? all.where('kept_by', '=', ctx.actor.id ?? '') : all;
}

const isSomebody = ({ actor }: Ctx): boolean => actor.kind === 'citizen' && Boolean(actor.id);

/** All of them (the limit of the account is the limit of the list), by kind and title. */
export async function listPapers(ctx: Ctx): Promise<Paper[]> {
  return isSomebody(ctx) ? own(ctx).orderBy('kind').orderBy('title').orderBy('id').limit(MOST_PAPERS).execute() : [];
}

/** For the export of everything about an account; the caller has decided that it may be read. */
export const listPapersOf = (ctx: Ctx, ownerId: string): Promise<Paper[]> => papers(ctx).where('owner_id', '=', ownerId).orderBy('id').limit(MOST_PAPERS).execute();

/** @throws Problem 404 when it is not theirs: whether it exists is nobody else's business */
export async function getPaper(ctx: Ctx, id: string): Promise<Paper> {
  const paper = isSomebody(ctx) ? await own(ctx).where('id', '=', id).executeTakeFirst() : undefined;
  if (!paper) throw problem('papers/no-paper');
  return paper;
}

/** May a paper still be used today? One without a day always may. */
export const isValid = (paper: Pick<Paper, 'valid_until'>, today: string): boolean => paper.valid_until === null || paper.valid_until >= today;

/**
 * Keeps a stored and checked file for the next application; the same content again is the same paper.
 * @throws Problem 403 when the mandate allows reading only, 409 when the account is full
 */
export async function keepPaper(ctx: Ctx, file: FileAnswer, facts: PaperFacts): Promise<string> {
  requireToAct(ctx);
  const ownerId = holderOf(ctx.actor);
  // two uploads at once must not both be the last that fits
  await sql`select pg_advisory_xact_lock(hashtextextended(${`papers:${ctx.tenantId}:${ownerId}`}, 0))`.execute(ctx.db());
  const kept = await listPapersOf(ctx, ownerId);
  const same = kept.find((one) => one.hash === file.id);
  if (same) return same.id;
  const bytes = kept.reduce((sum, one) => sum + Number(one.size), 0);
  if (kept.length >= MOST_PAPERS || bytes + file.size > MOST_BYTES) throw problem('papers/too-many', { count: MOST_PAPERS, size: formatFileSize(MOST_BYTES, ctx.locale) });
  const id = newId();
  const { title, kind, validUntil } = facts;
  await ctx
    .db<PaperTables>()
    .insertInto('papers.paper')
    .values({ tenant_id: ctx.tenantId, id, owner_id: ownerId, title, kind, valid_until: validUntil, name: file.name, mime: file.type, size: file.size, hash: file.id, kept_at: ctx.now, kept_by: ctx.actor.id ?? '', reminded_on: null })
    .execute();
  ctx.emit({ type: 'papers/kept', subject: `paper:${id}`, data: { kind } });
  return id;
}

/** @throws Problem 403, 404 */
export async function changePaper(ctx: Ctx, id: string, { title, kind, validUntil }: PaperFacts): Promise<void> {
  requireToAct(ctx);
  const before = await getPaper(ctx, id);
  const reminded = before.valid_until === validUntil ? {} : { reminded_on: null };
  await ctx.db<PaperTables>().updateTable('papers.paper').set({ title, kind, valid_until: validUntil, ...reminded }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'papers/changed', subject: `paper:${id}`, data: { kind } });
}

/** Deletes a paper; its content goes too, unless an application, a draft or somebody else's paper is made of it. @throws Problem 403, 404 */
export async function deletePaper(ctx: Ctx, id: string): Promise<void> {
  requireToAct(ctx);
  await remove(ctx, [await getPaper(ctx, id)]);
}

/** The account goes, and with it all its papers. */
export async function deletePapersOf(ctx: Ctx, ownerId: string): Promise<void> {
  await remove(ctx, await listPapersOf(ctx, ownerId));
}

async function remove(ctx: Ctx, gone: Paper[]): Promise<void> {
  if (gone.length === 0) return;
  await ctx.db<PaperTables>().deleteFrom('papers.paper').where('tenant_id', '=', ctx.tenantId).where('id', 'in', gone.map((one) => one.id)).execute();
  await removeUnused(ctx, gone.map((one) => one.hash));
  for (const one of gone) ctx.emit({ type: 'papers/deleted', subject: `paper:${one.id}`, data: { kind: one.kind } });
}

/** Of these contents those that are somebody's paper. */
export async function listKeptHashes(ctx: Ctx, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await ctx.db<PaperTables>().selectFrom('papers.paper').select('hash').distinct().where('tenant_id', '=', ctx.tenantId).where('hash', 'in', hashes).execute();
  return rows.map((row) => row.hash);
}

/** Name of the boxes by which a page says which papers belong to a field: `_paper.<path>`. */
export const PAPER_NAME = '_paper.';

/** The papers that a posted page names, by field path, as the form takes files. Those of others and those past their day are passed over. */
export async function takePapers(ctx: Ctx, body: Record<string, string | string[]>): Promise<Record<string, FileAnswer[]>> {
  const named = Object.entries(body).filter(([name]) => name.startsWith(PAPER_NAME));
  if (named.length === 0) return {};
  const today = calendarDayOf(ctx.now);
  const mine = new Map((await listPapers(ctx)).filter((paper) => isValid(paper, today)).map((paper) => [paper.id, paper]));
  const taken = Object.fromEntries(named.map(([name, ids]) => [name.slice(PAPER_NAME.length), [ids].flat().flatMap((id) => fileOf(mine.get(id)))]));
  // the paper may be deleted in this very moment; its content stays until the draft names it
  await Promise.all(Object.values(taken).flat().map((file) => ctx.platform.storage.keep(file.id)));
  return taken;
}

const fileOf = (paper: Paper | undefined): FileAnswer[] => (paper ? [{ id: paper.hash, name: paper.name, type: paper.mime, size: Number(paper.size) }] : []);
