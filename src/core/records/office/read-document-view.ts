import { PageError } from '#engines/pages';
import { may, type Ctx } from '#platform/module';
import { BlobDamaged, BlobMissing } from '#platform/storage';
import type { ComponentChildren } from 'preact';
import { listAdmissions, type Admission } from '../access/admit.ts';
import { mayWorkIn } from '../access/may-work.ts';
import { readDocument } from '../access/read-document.ts';
import { listAnnotations, type Annotation } from '../annotations/annotate.ts';
import { findPreview, type Preview } from '../content/office-preview.ts';
import { hasPages, pageReaderOf, pageSource } from '../content/page-desk.ts';
import { pageImage } from '../content/page-images.ts';
import { isMail, isText, plainText } from '../content/plain-text.ts';
import { LARGEST_MAIL, readMail, type ReadMail } from '../content/read-mail.ts';
import { findScan, type ScanResult } from '../content/scan-content.ts';
import { findText } from '../content/read-text.ts';
import type { CaseDocument } from '../documents/document.ts';
import { findNeighbours, listVersions, type DocumentVersion, type Neighbour } from '../documents/documents.queries.ts';
import { findHealed } from '../documents/restore-content.ts';
import { getCaseFileById, type CaseFile } from '../files/case-files.queries.ts';
import { documentPanels } from '../points.ts';
import type { RecordsTables } from '../tables.ts';
import type { ShownPage } from './page-view.tsx';

/** Pixels across a page as people read it. */
export const PAGE_PIXELS = 1100;
export const THUMB_PIXELS = 160;

export type DocumentContent =
  | { kind: 'pages'; page: ShownPage; /** Not the document itself, but a PDF made of it. */ derived: boolean }
  | { kind: 'mail'; mail: ReadMail }
  | { kind: 'text'; text: string }
  /** `damaged`: the bytes in the store are not those that were filed, or are gone. */
  | { kind: 'password' | 'broken' | 'damaged' | 'other' }
  /** An office file without a preview, and why. */
  | { kind: 'office'; preview: Exclude<Preview, { kind: 'pdf' }> };

export type DocumentView = {
  document: CaseDocument;
  file: CaseFile;
  versions: DocumentVersion[];
  /** The version that is looked at. */
  shown: DocumentVersion;
  content: DocumentContent;
  /** When damaged bytes of it were replaced by the right ones. */
  healedAt: Date | undefined;
  /** In the file, for leafing through it. */
  neighbours: { previous?: Neighbour; next?: Neighbour };
  text: RecordsTables['records.blob_text'] | undefined;
  scan: ScanResult | undefined;
  annotations: Annotation[];
  admissions: Admission[];
  /** Who looks at it. */
  actorId: string | null;
  works: boolean;
  manages: boolean;
  panels: { id: string; title: string; body: ComponentChildren }[];
};

/** Everything the page of a document shows; the reading is noted. @throws Problem 404 */
export async function readDocumentView(ctx: Ctx, id: string, { page, version }: { page: number; version?: number | undefined }): Promise<DocumentView> {
  const document = await readDocument(ctx, id);
  const versions = await listVersions(ctx, id);
  const shown = versions.find((one) => one.number === version) ?? (versions[0] as DocumentVersion);
  const file = await getCaseFileById(ctx, document.fileId);
  const panels = await Promise.all(ctx.platform.contributions(documentPanels).map(async (panel) => ({ id: panel.id, title: panel.title, body: await panel.render(ctx, document) })));
  return {
    document, file, versions, shown,
    content: await readContent(ctx, { id, shown, page }),
    healedAt: await findHealed(ctx, id, shown),
    neighbours: await findNeighbours(ctx, document),
    scan: await findScan(ctx, shown.hash),
    text: await findText(ctx, shown.hash),
    annotations: await listAnnotations(ctx, id),
    admissions: await listAdmissions(ctx, id),
    actorId: ctx.actor.id,
    works: mayWorkIn(ctx, file.officeId ?? null),
    manages: may(ctx.actor, 'records/manage', file.officeId ?? null),
    panels: panels.flatMap((panel) => (panel.body === undefined ? [] : [{ ...panel, body: panel.body }])),
  };
}

async function readContent(ctx: Ctx, { id, shown, page }: { id: string; shown: DocumentVersion; page: number }): Promise<DocumentContent> {
  const { platform } = ctx;
  try {
    const preview = await findPreview(ctx, shown);
    if (preview && preview.kind !== 'pdf') return { kind: 'office', preview };
    const paged = preview?.content ?? shown;
    if (hasPages(paged)) {
      const count = await pageReaderOf(platform).count(await pageSource(platform, paged));
      const number = Math.min(Math.max(1, page), count);
      const { width, height } = await pageImage(platform, paged, { page: number, width: PAGE_PIXELS });
      return { kind: 'pages', page: { documentId: id, version: shown.number, number, count, width, height }, derived: preview !== undefined };
    }
    if (isMail(shown) && shown.size <= LARGEST_MAIL) return { kind: 'mail', mail: await readMail(await platform.storage.bytes(shown.hash)) };
    if (isText(shown) && !isMail(shown)) return { kind: 'text', text: ((await plainText(shown, await platform.storage.bytes(shown.hash))) ?? '').slice(0, 100_000) };
    return { kind: 'other' };
  } catch (error) {
    if (error instanceof BlobDamaged || error instanceof BlobMissing) {
      platform.log.error({ err: error, document: id, version: shown.number }, 'a content of the record is damaged');
      return { kind: 'damaged' };
    }
    if (error instanceof PageError) return { kind: error.reason === 'password' ? 'password' : 'broken' };
    throw error;
  }
}
