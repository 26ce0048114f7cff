/** Door: the electronic record. File plan, case files, documents with their versions, and who may see them. */
export { canPreview, documentAccess, documentKinds, type CaseDocument, type DocumentAccess, type DocumentKind, type NewDocument } from './document.ts';
export { addPlanPositions, findPlanPosition, listFilePlan, samplePlan, type PlanPosition } from './file-plan.ts';
export { openCaseFile, type OpenCaseFile, type OpenedFile } from './open-case-file.ts';
export { fileDocument, fileDocuments } from './file-document.ts';
export { type FiledDocument } from './document-rows.ts';
export { addVersion } from './add-version.ts';
export { closeCaseFile, getCaseFile, type CaseFile } from './close-case-file.ts';
export { findDocumentBySource, getDocument, listCaseDocuments, listVersions, type DocumentVersion } from './documents.queries.ts';
export { maySeeDocument, readDocument } from './read-document.ts';
export { DocumentPreview } from './office/document-page.tsx';
export { recordsModule } from './module.ts';
