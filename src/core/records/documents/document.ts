import { definePoint, type Ctx } from '#platform/module';

export type DocumentKind = 'application' | 'attachment' | 'letter' | 'note' | 'message' | 'receipt' | 'decision' | 'incoming' | 'outgoing' | 'draft' | 'payment' | 'redacted';
/** Who sees it: 'normal' with the rights in the office that keeps the file, 'protected' only whoever takes part, is admitted by name, or may read protected files there. */
export type Protection = 'normal' | 'protected';

/** A document of a case file with its current version. */
export type CaseDocument = {
  id: string;
  fileId: string;
  /** Absent for documents of a file that no case of the desk belongs to. */
  caseId?: string;
  kind: DocumentKind;
  title: string;
  /** What it came from, e.g. a letter's id; unique within the case. */
  sourceId?: string;
  sealed: boolean;
  visibleToApplicant: boolean;
  /** Its own, or that of the file it lies in. */
  protection: Protection;
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
  /** Whoever has checked it out. */
  lockedBy?: { id: string; name: string; at: Date };
  /** The document whose parts were blacked out to make this one. */
  redacts?: string;
} & Metadata;

/** Metadata after xdomea that people may fill in. */
export type Metadata = {
  /** Date on the paper, "2026-11-22". */
  datedOn?: string;
  receivedOn?: string;
  sender?: string;
  /** Reference of the sender (Fremdaktenzeichen). */
  foreignReference?: string;
  keywords?: string;
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
  protection?: Protection;
  redacts?: string;
} & Metadata;

/** German word for each kind. */
export const documentKinds: Record<DocumentKind, string> = {
  application: 'Antrag',
  attachment: 'Anlage',
  letter: 'Schreiben',
  note: 'Vermerk',
  message: 'Nachricht',
  receipt: 'Quittung',
  decision: 'Bescheid',
  incoming: 'Eingang',
  outgoing: 'Ausgang',
  draft: 'Entwurf',
  payment: 'Zahlung',
  redacted: 'geschwärzte Fassung',
};

/** Says whether this person may see this document; one 'true' of any contributor is enough, the machine itself may always. */
export type DocumentAccess = (ctx: Ctx, document: CaseDocument) => boolean | Promise<boolean>;
/** Filled by the folders that know who takes part in a case. For a protected document the right to read the office's cases is no reason. */
export const documentAccess = definePoint<DocumentAccess>('records/document-access');

/** What a browser shows safely inside the page; everything else is offered for saving. */
const shownInline = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif']);
export const canPreview = (document: Pick<CaseDocument, 'mime'>): boolean => shownInline.has(document.mime);
