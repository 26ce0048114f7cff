import type { SectionDraft } from '#core/insights';

/** A part of the report as it is read: text of people or of the data, and numbers nobody can edit. */
export type ReportPart = SectionDraft & { id: string; title: string; text: string; /** Written by a person. */ edited: boolean; leftOut: boolean };

/** A report as it was frozen: everything it shows. */
export type Snapshot = { year: number; edition: number; /** Day of the numbers. */ asOn: string; parts: ReportPart[] };

export type ReportHead = {
  id: string;
  year: number;
  edition: number;
  reason: string;
  state: 'draft' | 'frozen';
  createdAt: Date;
  createdByName: string;
  frozenAt: Date | null;
  frozenByName: string | null;
  publishedAt: Date | null;
};

/** The wording of a part with its place in the line of changes; revision 0: nobody has written yet. */
export type PartText = { part: string; text: string; leftOut: boolean; revision: number; changedAt: Date | null; changedByName: string };

export const REPORT = '/office/fortschrittsbericht';
export const reportHref = (id: string): string => `${REPORT}/${id}`;
export const publicHref = (year: number): string => `/fortschrittsbericht/${year}`;
export const titleOf = (year: number): string => `Fortschrittsbericht Digitalisierung ${year}`;
