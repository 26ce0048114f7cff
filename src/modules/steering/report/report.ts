import type { FigureMonth, FigureUnit, SectionDraft } from '#core/insights';

/** A part of the report as it is read: text of people or of the data, and numbers nobody can edit. */
export type ReportPart = SectionDraft & { id: string; title: string; text: string; /** Written by a person. */ edited: boolean; leftOut: boolean };

/** How a number came about, month by month, for everybody to check; frozen with the report. */
export type Proof = { id: string; label: string; unit: FigureUnit; over: 'sum' | 'mean' | 'end'; explain: string; value: number | null; months: FigureMonth[] };

/** A report as it was frozen: everything it shows. */
export type Snapshot = { year: number; edition: number; /** Day of the numbers. */ asOn: string; parts: ReportPart[]; proofs: Proof[] };

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
export const proofHref = (year: number, id: string): string => `${publicHref(year)}/nachweis/${encodeURIComponent(id)}`;
/** The id of a part as an anchor of the page. */
export const anchorOf = (part: string): string => part.replaceAll(/[^\w-]/g, '-');
export const titleOf = (year: number): string => `Fortschrittsbericht Digitalisierung ${year}`;
