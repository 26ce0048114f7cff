import { suggestLight } from './light.ts';
import type { ProjectRow } from './tables.ts';

export type ProjectState = 'draft' | 'applied' | 'approved' | 'running' | 'live' | 'closed' | 'stopped' | 'rejected' | 'deferred';
export type Light = 'green' | 'amber' | 'red';
export type Phase = 'preparation' | 'planning' | 'build' | 'rollout' | 'operation';
export type DutyKind = 'law' | 'operation' | 'resolution';
/** What makes a project mandatory: a law with its date, critical operation, a resolution of the council. */
export type Mandatory = { kind: DutyKind; basis: string; dueOn: string | null };
/** Expected benefit of a year: cases × minutes × realisation, and money saved directly (external costs, postage, licences). */
export type Benefit = { casesPerYear: number; minutesSavedPerCase: number; moneyCentsPerYear: number; realisationPercent: number };
/** Where a project comes from: an idea, a gap of the master plan, a measure of the strategy. */
export type Source = { kind: 'idea' | 'gap' | 'measure'; id: string };
/** Costs of one year as the application estimates them. */
export type Estimate = { year: number; onceCents: number; runningCents: number };

/** A project as every list, ranking and report sees it. */
export type Project = {
  id: string;
  /** 'P-2026-014' */
  number: string;
  /** Stable name in the city's files ('digitale-bauakte'); null for projects that were applied for. */
  key: string | null;
  title: string;
  purpose: string;
  state: ProjectState;
  phase: Phase;
  officeId: string;
  officeName: string;
  leadId: string | null;
  leadName: string;
  sponsorName: string;
  startsOn: string | null;
  endsOn: string | null;
  liveOn: string | null;
  serviceSlug: string | null;
  mandatory: Mandatory | null;
  expected: Benefit | null;
  /** Working days of the city's own people until the end. */
  capacityDays: number | null;
  /** Expected years of use. */
  longevityYears: number | null;
  /** What the application estimates per year. From approval on plan and actual money are in #core/budgets (`moneyOf`), which begins with these numbers. */
  estimate: Estimate[];
  /** Set by hand while `lightSetBy` names somebody, else suggested from dates, money, risks and issues. */
  light: Light;
  lightReason: string;
  lightSetBy: string | null;
  source: Source | null;
};

/** The columns that `Project` is made of. */
export const projectColumns = [
  'id', 'number', 'key', 'title', 'purpose', 'state', 'phase', 'office_id', 'office_name', 'lead_id', 'lead_name', 'sponsor_name', 'starts_on', 'ends_on', 'live_on', 'service_slug',
  'duty_kind', 'duty_basis', 'duty_on', 'cases_per_year', 'minutes_saved', 'money_cents', 'realisation_percent', 'capacity_days', 'longevity_years', 'estimate', 'source_kind', 'source_id',
  'next_due_on', 'next_due_title', 'worst_risk', 'worst_risk_title', 'blocking_issue', 'plan_cents', 'expected_cents', 'override_light', 'override_reason', 'override_against', 'override_by_name',
] as const satisfies (keyof ProjectRow)[];
export type ProjectColumns = Pick<ProjectRow, (typeof projectColumns)[number]>;

/** A row as others see it; `today` decides what is late. */
export function projectOf(row: ProjectColumns, today: string): Project {
  const { light, reason, setBy } = lightOf(row, today);
  return {
    id: row.id,
    number: row.number,
    key: row.key,
    title: row.title,
    purpose: row.purpose,
    state: row.state,
    phase: row.phase,
    officeId: row.office_id,
    officeName: row.office_name,
    leadId: row.lead_id,
    leadName: row.lead_name,
    sponsorName: row.sponsor_name,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    liveOn: row.live_on,
    serviceSlug: row.service_slug,
    mandatory: row.duty_kind && { kind: row.duty_kind, basis: row.duty_basis, dueOn: row.duty_on },
    expected: benefitOf(row),
    capacityDays: row.capacity_days,
    longevityYears: row.longevity_years,
    estimate: row.estimate,
    light,
    lightReason: reason,
    lightSetBy: setBy,
    source: row.source_kind && row.source_id ? { kind: row.source_kind, id: row.source_id } : null,
  };
}

function benefitOf(row: ProjectColumns): Benefit | null {
  if (row.cases_per_year === null && row.money_cents === null) return null;
  return { casesPerYear: row.cases_per_year ?? 0, minutesSavedPerCase: row.minutes_saved ?? 0, moneyCentsPerYear: row.money_cents ?? 0, realisationPercent: row.realisation_percent ?? 100 };
}

/** The light that counts. One set by hand counts as long as the data still suggest what it contradicted. */
export function lightOf(row: ProjectColumns, today: string): { light: Light; reason: string; setBy: string | null } {
  const suggested = suggestLight(row, today);
  if (row.override_light && row.override_against === `${suggested.light}: ${suggested.reason}`) return { light: row.override_light, reason: row.override_reason, setBy: row.override_by_name };
  return { ...suggested, setBy: null };
}

export const stateWords: Record<ProjectState, string> = {
  draft: 'Entwurf', applied: 'beantragt', approved: 'genehmigt', running: 'läuft', live: 'in Betrieb', closed: 'abgeschlossen', stopped: 'abgebrochen', rejected: 'abgelehnt', deferred: 'zurückgestellt',
};
export const dutyWords: Record<DutyKind, string> = { law: 'Gesetz', operation: 'Betrieb gefährdet', resolution: 'Ratsbeschluss' };
export const lightWords: Record<Light, string> = { green: 'im Plan', amber: 'gefährdet', red: 'kritisch' };
