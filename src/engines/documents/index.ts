/** Letters, seals and what belongs to them. See README.md for the template language and the layouts. */
export { type CompileOptions, compileLetter } from './compile-letter.ts';
export {
  type ContentNode,
  type LayoutName,
  type LetterAttrs,
  type LetterContent,
  type LetterKind,
  type Locale,
  type Mark,
  plainText,
} from './content.ts';
export { createDemoSealKey } from './demo-seal-key.ts';
export { type ExtractedText, extractText, listAttachments, readAttachment } from './extract-text.ts';
export { fillLetter, LetterError } from './fill-letter.ts';
export type { Finding } from './finding.ts';
export { type GiroCode, giroCode } from './giro-code.ts';
export type { FeelExpression, FeelParser, Letter } from './letter-template.ts';
export { PdfRenderer, type PdfRendererOptions, RenderError } from './pdf-renderer.ts';
export { type QrLevel, qrSvg } from './qr-code.ts';
export type {
  Attachment,
  Fact,
  Letterhead,
  LetterMeta,
  RenderedPdf,
  RenderRequest,
} from './render-request.ts';
export { loadSealKey } from './seal-key.ts';
export { sealPdf, type SealOptions } from './seal-pdf.ts';
export { keySigner, type SealSigner } from './seal-signer.ts';
export { buildEvidenceTree, type EvidenceCheck, type EvidenceStamp, type EvidenceTree, verifyEvidence, writeEvidenceRecord } from './evidence-record.ts';
export { localAuthority } from './local-authority.ts';
export { httpAuthority, requestTimeStamp, requestTimeStampForDigest, type TimeStampAuthority } from './time-stamp.ts';
export { type SealCheck, type VerifyOptions, verifySeal } from './verify-seal.ts';
