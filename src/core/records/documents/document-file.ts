import { file, type Reply, type Rq } from '#platform/http';
import { problem } from '../problems.ts';
import { canPreview } from './document.ts';
import { listVersions } from './documents.queries.ts';
import { readDocument } from '../access/read-document.ts';

/**
 * Content of a stored file is never trusted: only PDFs and pictures are shown in place, without scripts;
 * everything else is saved, and the browser may not guess another type.
 */
const previewPolicy: Record<string, string> = {
  'application/pdf': "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  image: "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
};

/** The bytes of a document for the person who asks, shown in place where that is safe and wanted. */
export async function documentReply(rq: Rq, id: string, { save, version }: { save: boolean; version?: number | undefined }): Promise<Reply> {
  const document = await rq.transact(async (ctx) => {
    const current = await readDocument(ctx, id);
    if (version === undefined || version === current.version) return current;
    const older = (await listVersions(ctx, id)).find((one) => one.number === version);
    if (!older) throw problem('records/no-such-document');
    return older;
  });
  const inline = !save && canPreview(document);
  const policy = previewPolicy[document.mime] ?? previewPolicy['image'] ?? '';
  return file({
    blob: document.hash,
    name: document.name,
    type: inline ? document.mime : safeType(document.mime),
    inline,
    headers: { 'content-security-policy': inline ? policy : "default-src 'none'; sandbox", 'cache-control': 'private, no-store' },
  });
}

/** A type that no browser runs, for whatever is only saved. */
const safeType = (mime: string): string => (/^(text\/html|image\/svg|application\/(xhtml|xml|javascript))|^text\/(xml|javascript)/.test(mime) ? 'application/octet-stream' : mime);
