import { definePoint, type Ctx } from '#platform/module';

export type DocumentKind = 'application' | 'attachment' | 'letter' | 'note' | 'message' | 'receipt' | 'decision';

/** A document of a case file with its current version. */
export type CaseDocument = {
  id: string;
  fileId: string;
  caseId: string;
  kind: DocumentKind;
  title: string;
  /** What it came from, e.g. a letter's id; unique within the case. */
  sourceId?: string;
  sealed: boolean;
  visibleToApplicant: boolean;
  createdAt: Date;
  /** Name of the person, or of the machine. */
  createdBy: string;
  version: number;
  /** SHA-256 of the content in the store. */
  hash: string;
  /** Bytes. */
  size: number;
  mime: string;
  /** File name for saving. */
  name: string;
};

/** A document before it is filed. */
export type NewDocument = {
  title: string;
  kind: DocumentKind;
  blob: { hash: string; size: number };
  mime: string;
  name: string;
  sourceId?: string;
  sealed?: boolean;
  visibleToApplicant: boolean;
};

/** German word for each kind. */
export const documentKinds: Record<DocumentKind, string> = {
  application: 'Antrag',
  attachment: 'Anlage',
  letter: 'Schreiben',
  note: 'Vermerk',
  message: 'Nachricht',
  receipt: 'Quittung',
  decision: 'Bescheid',
};

/** Says whether this person may see this document; one 'true' of any contributor is enough, the machine itself may always. */
export type DocumentAccess = (ctx: Ctx, document: CaseDocument) => boolean | Promise<boolean>;
/** Filled by the folders that know who takes part in a case. */
export const documentAccess = definePoint<DocumentAccess>('records/document-access');

/** What a browser shows safely inside the page; everything else is offered for saving. */
const shownInline = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif']);
export const canPreview = (document: Pick<CaseDocument, 'mime'>): boolean => shownInline.has(document.mime);
