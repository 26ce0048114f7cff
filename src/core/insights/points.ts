import { definePoint, type Ctx } from '#platform/module';
import type { Period } from './period.ts';

export type FigureUnit = 'count' | 'hours' | 'cents' | 'percent' | 'days';
export type FigureArea = 'services' | 'cases' | 'money' | 'projects' | 'strategy' | 'ideas' | 'change' | 'assets';

/** The value of one month. `weight`: on how many cases a mean or a share rests (then the year is the weighted mean); default 1. */
export type MonthValue = { month: string; value: number | null; weight?: number };

/** One page of the rows behind a figure; `total` is how many there are: the figure itself, or for means, shares and amounts what they were computed from (`sum` says that amount). */
export type EvidenceRows = { total: number; sum?: string | undefined; head: string[]; rows: { href?: string | undefined; cells: string[] }[]; next?: string | undefined };

/** A key figure (Kennzahl). One number has one function: lists, cockpit and report all call it through {@link readFigure}. */
export type KeyFigure = {
  /** `<folder>/<what>`, never renamed: stored months and thresholds hang on it. */
  id: string;
  area: FigureArea;
  label: string;
  unit: FigureUnit;
  /** Which way is better; colours the trend. */
  good: 'more' | 'less';
  /** How months join: what happened (`sum`), a mean or share of what happened (`mean`), how it stood at the end (`end`). Default `sum`. */
  over?: 'sum' | 'mean' | 'end';
  /** What is counted, in one German sentence: stands on the evidence page and below the number in the report. */
  explain?: string;
  /** For the whole period; null: cannot be measured (never 0 for "unknown"). May be left out where `byMonth` says it all; a state (`end`) needs it. */
  read?(ctx: Ctx, period: Period): Promise<number | null>;
  /** The months of the period in one query, for trends and for the whole period; months without anything may be missing. Without it closed months are stored as they end. */
  byMonth?(ctx: Ctx, period: Period): Promise<MonthValue[]>;
  /** False: what becomes known later changes months that are over, so they are counted anew every time. */
  keep?: boolean;
  /** Address of the list that shows exactly this; `evidenceHref(id, period)` when `rows` is given. */
  evidence(period: Period): string;
  /** Its months may be shown to everybody: the published report then proves the number on a page of its own. */
  open?: boolean;
  /** What the evidence page of #core/insights lists, when there is no list of one's own. */
  rows?(ctx: Ctx, period: Period, page: { after?: string | undefined; limit: number }): Promise<EvidenceRows>;
};
export const keyFigures = definePoint<KeyFigure>('insights/key-figure');

/** A number of the report. `evidence` is never missing: a number without proof has no place there. */
export type ReportNumber = {
  /** Unique within the section; years are compared by it. */
  id: string;
  label: string;
  value: number | null;
  unit: FigureUnit;
  evidence: string;
  /** The proof that everybody may see; set when a report is frozen. */
  publicEvidence?: string | undefined;
  good?: 'more' | 'less' | undefined;
  /** Why it could not be measured, or what to know when reading it. */
  note?: string | undefined;
};
export type ReportCell = string | { text: string; href: string };
export type ReportTable = { caption: string; head: string[]; /** Columns written to the right. */ numeric?: number[]; rows: ReportCell[][]; evidence: string };
export type ReportChart = {
  id: string;
  kind: 'bar' | 'line';
  /** The finding. */
  title: string;
  description: string;
  labels: string[];
  series: { name: string; values: (number | null)[] }[];
  unit: FigureUnit;
  evidence: string;
};
/** Paragraphs may name numbers of the section as `{{id}}`: they stay true when people edit the text. */
export type SectionDraft = { paragraphs: string[]; figures: ReportNumber[]; tables: ReportTable[]; charts: ReportChart[] };

/** A part of the yearly report, written from live data. Texts may be edited by people, numbers may not. */
export type ReportSection = { id: string; title: string; /** 10 strategy · 20 projects · 30 services · 40 use · 50 effect · 60 money · 70 ideas · 80 staff · 90 outlook */ order: number; write(ctx: Ctx, year: number): Promise<SectionDraft | undefined> };
export const reportSections = definePoint<ReportSection>('insights/report-section');

/** What is known about a process today, for benefit and potential. Null: not known. */
export type ProcessFigure = {
  serviceSlug: string | null;
  name: string;
  officeId: string | null;
  casesPerYear: number;
  minutesPerCase: number | null;
  costPerCaseCents: number;
  mediaBreaks: number;
  automationPercent: number | null;
  daysToDecision: number | null;
};
export const processFigures = definePoint<{ list(ctx: Ctx): Promise<ProcessFigure[]> }>('insights/process-figures');

/** What happened with services in a time, from the cases themselves; filled by #core/cases. */
export type ServiceUse = { slug: string; month: string; submitted: number; decided: number; automatic: number };
export const serviceUse = definePoint<{ list(ctx: Ctx, slugs: string[], period: Period): Promise<ServiceUse[]> }>('insights/service-use');
