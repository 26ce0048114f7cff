import { isLocale, type Locale } from '#platform/i18n';
import type { JsonObject } from '#platform/module';
import type { StatutoryClock } from './clock/statutory-clock.ts';
import type { CaseRow } from './tables.ts';

/**
 * Where a case stands, for lists. `waiting-*`: the ball lies with someone else. `decided`: the decision is taken, something is
 * still to be done. `closed` and `withdrawn` are the ends.
 */
export type CaseStatus = 'open' | 'waiting-applicant' | 'waiting-payment' | 'decided' | 'closed' | 'withdrawn';

/** The facts of who applied, as FEEL sees them under `applicant`. */
export type ApplicantFacts = JsonObject & {
  kind: 'person' | 'organisation';
  name: string;
  givenName: string | null;
  familyName: string | null;
  organisation: string | null;
  email: string | null;
  phone: string | null;
  address: JsonObject | null;
  locale: Locale;
};

/** The work on one matter (Vorgang). */
export type Case = {
  id: string;
  /** '2026-HUND-000123' */
  number: string;
  title: string;
  serviceSlug: string;
  /** Service version the case runs on, until it is migrated on purpose. */
  versionId: string;
  officeId: string;
  applicationId?: string;
  applicant: { name: string; partyId?: string; accountId?: string; email?: string; locale: Locale; facts: ApplicantFacts };
  /** The application as submitted. */
  data: JsonObject;
  status: CaseStatus;
  /** What came out, as the process says in its variable `outcome`: 'granted', 'refused', 'withdrawn' … */
  outcome?: string;
  responsible?: { id: string; name: string };
  submittedAt: Date;
  /** Last day of the statutory clock. */
  dueOn?: string;
  /** The clock stands still since then, because we wait for someone else. */
  pausedAt?: Date;
  /** The clock of the law; absent when there is only a promised processing time. */
  clock?: StatutoryClock;
  decidedAt?: Date;
  closedAt?: Date;
};

/** German words for the status. */
export const statusWords: Record<CaseStatus, string> = {
  open: 'in Bearbeitung',
  'waiting-applicant': 'wartet auf Antworten',
  'waiting-payment': 'wartet auf Zahlung',
  decided: 'entschieden',
  closed: 'abgeschlossen',
  withdrawn: 'zurückgezogen',
};

/** Nothing can be done any more in a case that has ended. */
export const hasEnded = (found: Pick<Case, 'status'>): boolean => found.status === 'closed' || found.status === 'withdrawn';

export function caseOf(row: CaseRow): Case {
  const facts = row.applicant as ApplicantFacts;
  const { locale } = facts;
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    serviceSlug: row.service_slug,
    versionId: row.version_id,
    officeId: row.office_id,
    applicant: {
      name: row.applicant_name,
      locale: isLocale(locale) ? locale : 'de',
      facts,
      ...(row.party_id ? { partyId: row.party_id } : {}),
      ...(row.applicant_account_id ? { accountId: row.applicant_account_id } : {}),
      ...(facts.email ? { email: facts.email } : {}),
    },
    data: row.data,
    status: row.status,
    submittedAt: row.submitted_at,
    ...(row.application_id ? { applicationId: row.application_id } : {}),
    ...(row.outcome ? { outcome: row.outcome } : {}),
    ...(row.responsible_id ? { responsible: { id: row.responsible_id, name: row.responsible_name ?? '' } } : {}),
    ...(row.due_on ? { dueOn: row.due_on } : {}),
    ...(row.paused_at ? { pausedAt: row.paused_at } : {}),
    ...(row.clock ? { clock: row.clock } : {}),
    ...(row.decided_at ? { decidedAt: row.decided_at } : {}),
    ...(row.closed_at ? { closedAt: row.closed_at } : {}),
  };
}
