import { sql } from 'kysely';
import { getServiceVersion } from '#core/catalogue';
import { findFileMistake, largestFile, type FieldDefinition, type FileAnswer } from '#engines/forms';
import { formatFileSize } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { getApplication, type Opener } from '../applications.queries.ts';
import { getDraft } from '../drafts.ts';
import { problem } from '../problems.ts';
import type { ApplicationTables } from '../tables.ts';
import type { Visitor } from '../visitor.ts';

/** Name of the inputs by which a page says which finished uploads belong to a field: `_upload.<path>`. */
export const UPLOAD_NAME = '_upload.';

/** The one field for papers handed in after the application. */
export const papersField: FieldDefinition = { type: 'file', key: 'unterlagen', label: { de: 'Unterlagen', en: 'Papers' }, several: true, maxMegabytes: 25 };

/** For one draft or application: more is no application any more but an attack on the disk. */
const MOST_UPLOADS = 60;
const MOST_BYTES = 400_000_000;

/** Who sends: whose draft it may be, or whose application. */
export type Sender = { visitor: Visitor; opener(applicationId: string): Opener };
export type NewUpload = { id: string; ownerId: string; path: string; name: string; size: number };

const uploads = (ctx: Ctx) => ctx.db<ApplicationTables>().selectFrom('applications.upload').selectAll().where('tenant_id', '=', ctx.tenantId);

/** Announces a file. @throws Problem 404 (not theirs, no such field), 413 (too large for the field), 429 (too many, too much) */
export async function announceUpload(ctx: Ctx, upload: NewUpload, sender: Sender): Promise<void> {
  const definition = await fieldAt(ctx, upload, sender);
  const name = plainName(upload.name);
  if (upload.size > largestFile(definition)) throw problem('applications/file-too-large', { name, max: formatFileSize(largestFile(definition), ctx.locale) });
  if (upload.size === 0) throw problem('applications/file-empty', { name });
  const so = await ctx
    .db<ApplicationTables>()
    .selectFrom('applications.upload')
    .select([sql<number>`count(*)`.as('count'), sql<number>`coalesce(sum(size), 0)`.as('bytes')])
    .where('tenant_id', '=', ctx.tenantId)
    .where('owner_id', '=', upload.ownerId)
    .executeTakeFirstOrThrow();
  if (so.count >= MOST_UPLOADS || Number(so.bytes) + upload.size > MOST_BYTES) throw problem('applications/too-many-files');
  await ctx
    .db<ApplicationTables>()
    .insertInto('applications.upload')
    .values({ tenant_id: ctx.tenantId, id: upload.id, owner_id: upload.ownerId, path: upload.path, name, size: upload.size, created_at: ctx.now, finished_at: null, hash: null, mime: null })
    .execute();
}

/** @throws Problem 404 when the upload is not this sender's. */
export async function requireUpload(ctx: Ctx, id: string, sender: Sender): Promise<{ path: string; name: string; size: number; ownerId: string; definition: FieldDefinition }> {
  const row = await uploads(ctx).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('applications/no-upload');
  const definition = await fieldAt(ctx, { ownerId: row.owner_id, path: row.path }, sender);
  return { path: row.path, name: row.name, size: row.size, ownerId: row.owner_id, definition };
}

/** What is wrong with a complete file, by its content; undefined when nothing is. */
export function mistakeOf(ctx: Ctx, file: FileAnswer, definition: FieldDefinition): Problem | undefined {
  const mistake = findFileMistake(file, { definition, locale: ctx.locale });
  if (!mistake) return undefined;
  return mistake.code === 'fileType' ? problem('applications/file-kind', { name: file.name, kinds: String(mistake.values?.accept ?? '') }) : problem('applications/file-empty', { name: file.name });
}

/** Notes that a file is complete and where its content lies. */
export async function finishUpload(ctx: Ctx, id: string, content: { hash: string; mime: string }): Promise<void> {
  await ctx.db<ApplicationTables>().updateTable('applications.upload').set({ ...content, finished_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
}

export async function dropUpload(ctx: Ctx, id: string): Promise<void> {
  await ctx.db<ApplicationTables>().deleteFrom('applications.upload').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
}

/** The finished uploads that a posted page names, by field path. Ids of others and unfinished ones are passed over. */
export async function takeUploads(ctx: Ctx, ownerId: string, body: Record<string, string | string[]>): Promise<Record<string, FileAnswer[]>> {
  const named = Object.entries(body).flatMap(([name, value]) => (name.startsWith(UPLOAD_NAME) ? [value].flat().map((id) => ({ path: name.slice(UPLOAD_NAME.length), id })) : []));
  const ids = named.map(({ id }) => id).filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)).slice(0, MOST_UPLOADS);
  if (ids.length === 0) return {};
  const rows = await uploads(ctx).where('owner_id', '=', ownerId).where('id', 'in', ids).execute();
  const taken: Record<string, FileAnswer[]> = {};
  for (const { path, id } of named) {
    const row = rows.find((one) => one.id === id);
    if (row?.hash) taken[path] = [...(taken[path] ?? []), { id: row.hash, name: row.name, type: row.mime ?? '', size: row.size }];
  }
  return taken;
}

/** Forgets uploads of the day before yesterday: by then they are part of a draft, or nobody wanted them. */
export async function forgetOldUploads(ctx: Ctx): Promise<number> {
  const gone = await ctx.db<ApplicationTables>().deleteFrom('applications.upload').where('tenant_id', '=', ctx.tenantId).where('created_at', '<', new Date(ctx.now.getTime() - 2 * 86_400_000)).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

async function fieldAt(ctx: Ctx, at: { ownerId: string; path: string }, sender: Sender): Promise<FieldDefinition> {
  const definition = (await fieldOfDraft(ctx, at, sender)) ?? (await fieldOfApplication(ctx, at, sender));
  if (definition?.type !== 'file') throw problem('applications/no-upload');
  return definition;
}

async function fieldOfDraft(ctx: Ctx, at: { ownerId: string; path: string }, sender: Sender): Promise<FieldDefinition | undefined> {
  const draft = await orNothing(getDraft(ctx, at.ownerId, { visitor: sender.visitor }));
  if (!draft || draft.submitted_at) return undefined;
  const { form } = await getServiceVersion(ctx, draft.version_id);
  return form.fields.get(at.path.replaceAll(/\.\d+(?=\.)/g, ''))?.definition;
}

async function fieldOfApplication(ctx: Ctx, at: { ownerId: string; path: string }, sender: Sender): Promise<FieldDefinition | undefined> {
  if (at.path !== papersField.key) return undefined;
  const application = await orNothing(getApplication(ctx, at.ownerId, sender.opener(at.ownerId)));
  return application && papersField;
}

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  });
}

/** Only the last part of the name, without control characters: it is shown and used in Content-Disposition. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).pop() ?? '';
  return last.replaceAll(/[\p{Cc}"]/gu, '').slice(0, 200) || 'Datei';
}
