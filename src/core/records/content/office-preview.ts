import { enqueue, type Job } from '#platform/jobs';
import { SYSTEM, type Ctx } from '#platform/module';
import { requireFileWork } from '../access/may-work.ts';
import { findReadable } from '../access/read-document.ts';
import { listVersions } from '../documents/documents.queries.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import { convertOffice } from './convert-office.ts';
import { hasPages } from './page-desk.ts';

type Content = { hash: string; mime: string; name: string };

/** Endings of what LibreOffice opens, by the type the bytes show. */
const endings: [RegExp, string][] = [
  [/wordprocessingml/, 'docx'],
  [/spreadsheetml/, 'xlsx'],
  [/presentationml/, 'pptx'],
  [/opendocument\.text/, 'odt'],
  [/opendocument\.spreadsheet/, 'ods'],
  [/opendocument\.presentation/, 'odp'],
  [/\/(rtf|x-rtf)$/, 'rtf'],
];
/** Old Microsoft files share one type; there the name says which it is. */
const oldOnes = ['doc', 'xls', 'ppt'];

/** The ending under which LibreOffice is handed the file; undefined: no office file. */
export function officeEnding({ mime, name }: Pick<Content, 'mime' | 'name'>): string | undefined {
  const found = endings.find(([pattern]) => pattern.test(mime))?.[1];
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return found ?? (/x-cfb|msword|ms-excel|ms-powerpoint/.test(mime) && oldOnes.includes(ending) ? ending : undefined);
}

export type Preview = { kind: 'pdf'; content: { hash: string; mime: string } } | { kind: 'making' | 'not-configured' } | { kind: 'failed'; reason: string };

/** The PDF for looking at an office file, or how far it is; asks for it when nobody has yet. undefined: no office file. */
export async function findPreview(ctx: Ctx, content: Content): Promise<Preview | undefined> {
  if (hasPages(content) || !officeEnding(content)) return undefined;
  const row = await ctx.db<RecordsTables>().selectFrom('records.blob_preview').selectAll().where('tenant_id', '=', ctx.tenantId).where('hash', '=', content.hash).executeTakeFirst();
  if (row?.pdf_hash) return { kind: 'pdf', content: { hash: row.pdf_hash, mime: 'application/pdf' } };
  if (row) return { kind: 'failed', reason: row.failure ?? '' };
  if (!ctx.platform.config.libreOffice) return { kind: 'not-configured' };
  if (!ctx.readOnly) await askForPreview(ctx, content);
  return { kind: 'making' };
}

export async function askForPreview(ctx: Ctx, { hash, mime, name }: Content): Promise<void> {
  if (ctx.platform.config.libreOffice && officeEnding({ mime, name })) await enqueue(ctx, 'records/make-preview', { hash, mime, name }, { key: `preview:${hash}` });
}

/** What failed may work now: the program was mended, or the machine had too much to do. @throws Problem 404, 403 */
export async function retryPreview(ctx: Ctx, documentId: string, number: number): Promise<void> {
  const document = await findReadable(ctx, documentId);
  await requireFileWork(ctx, document.fileId);
  const version = (await listVersions(ctx, documentId)).find((one) => one.number === number);
  if (!version) throw problem('records/no-such-document');
  await ctx.db<RecordsTables>().deleteFrom('records.blob_preview').where('tenant_id', '=', ctx.tenantId).where('hash', '=', version.hash).where('pdf_hash', 'is', null).execute();
  await askForPreview(ctx, version);
  ctx.emit({ type: 'records/preview-asked', subject: `document:${documentId}`, data: { version: number } });
}

/** Makes the PDF in the background, one after the other; what failed is tried again when somebody asks. */
export const makePreviewJob: Job = {
  name: 'records/make-preview',
  gentle: true,
  handle: async (platform, tenantId, data) => {
    const content = { hash: String(data.hash), mime: String(data.mime), name: String(data.name) };
    const program = platform.config.libreOffice;
    const ending = officeEnding(content);
    const who = { tenantId, actor: SYSTEM };
    const known = await platform.read(who, (ctx) => ctx.db<RecordsTables>().selectFrom('records.blob_preview').select('hash').where('tenant_id', '=', tenantId).where('hash', '=', content.hash).executeTakeFirst());
    if (!program || !ending || known) return;
    const made = await convertOffice(program, { bytes: await platform.storage.bytes(content.hash), ending });
    const blob = made.kind === 'pdf' ? await platform.storage.put(made.bytes) : undefined;
    await platform.transact(who, async (ctx) => {
      const row = { tenant_id: tenantId, hash: content.hash, pdf_hash: blob?.hash ?? null, failure: made.kind === 'failed' ? made.reason : null, made_at: ctx.now };
      await ctx.db<RecordsTables>().insertInto('records.blob_preview').values(row).onConflict((conflict) => conflict.doNothing()).execute();
      ctx.emit({ type: 'records/preview-made', subject: `blob:${content.hash}`, data: { made: made.kind === 'pdf' } });
    });
  },
};
