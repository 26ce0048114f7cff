import { definePoint, type Ctx } from '#platform/module';
import type { ComponentChildren } from 'preact';
import type { CaseFile } from './files/case-files.queries.ts';
import type { CaseDocument } from './documents/document.ts';

/** A part of the page of a case file that another folder shows: circulation, orders, retention. */
export type CaseFilePanel = { id: string; title: string; render(ctx: Ctx, file: CaseFile): Promise<ComponentChildren | undefined> };
export const caseFilePanels = definePoint<CaseFilePanel>('records/case-file-panel');

/** A part of the page of a document that another folder shows: circulation, evidence. */
export type DocumentPanel = { id: string; title: string; render(ctx: Ctx, document: CaseDocument): Promise<ComponentChildren | undefined> };
export const documentPanels = definePoint<DocumentPanel>('records/document-panel');
