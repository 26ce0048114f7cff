import type { BadgeState } from '#platform/ui';
import type { IdeaRow, IdeaState, Verdict } from './tables.ts';

export const IDEAS = '/office/ideen';

export const stateWords: Record<IdeaState, { words: string; look: BadgeState }> = {
  submitted: { words: 'eingegangen', look: 'waiting' },
  review: { words: 'in Prüfung', look: 'soon' },
  accepted: { words: 'angenommen, wird umgesetzt', look: 'soon' },
  implemented: { words: 'umgesetzt', look: 'done' },
  dropped: { words: 'angenommen, dann fallen gelassen', look: 'neutral' },
  rejected: { words: 'abgelehnt', look: 'neutral' },
  merged: { words: 'zusammengeführt', look: 'neutral' },
  withdrawn: { words: 'zurückgezogen', look: 'neutral' },
};

/** Why an idea is refused: a short list, so that 'why no' can be counted. */
export const refusalWords: Record<string, string> = {
  exists: 'Gibt es schon',
  costly: 'Aufwand größer als der Nutzen',
  'no-benefit': 'Kein erkennbarer Nutzen',
  law: 'Rechtlich nicht möglich',
  'not-ours': 'Nicht in unserer Hand',
  later: 'Zurzeit nicht, keine Kraft dafür',
  other: 'Anderer Grund',
};
export const acceptanceWords: Record<string, string> = { saves: 'Spart Zeit oder Geld', service: 'Besser für Bürgerinnen und Bürger', quality: 'Weniger Fehler', staff: 'Besser für Beschäftigte', climate: 'Gut für Umwelt und Klima' };
export const verdictWords: Record<Verdict, { words: string; look: BadgeState }> = { for: { words: 'dafür', look: 'done' }, conditional: { words: 'mit Bedingungen', look: 'soon' }, against: { words: 'dagegen', look: 'late' } };

/** Still being talked about: may be rated, commented, merged, decided. */
export const isOpen = (state: IdeaState): boolean => state === 'submitted' || state === 'review';

/** An idea as it is shown; `authorName` is 'anonym' where there is no name, whoever asks. */
export type Idea = {
  id: string; number: string; title: string; problem: string; proposal: string; benefit: string; savingCents: number | null; officeId: string | null; officeName: string; campaignId: string | null;
  authorId: string | null; authorName: string; anonymous: boolean; submittedOn: string; state: IdeaState; stepDueOn: string | null; firstAnswerOn: string | null; decidedOn: string | null; decidedByName: string | null;
  reasonCode: string | null; reason: string; responsibleId: string | null; responsibleName: string; dueOn: string | null; closedOn: string | null; closing: string; mergedInto: string | null; projectId: string | null;
  impact: number; effort: number; ratings: number; comments: number;
};

export type Names = { accounts: Map<string, string>; offices: Map<string, string> };

export function toIdea(row: IdeaRow, { accounts, offices }: Names): Idea {
  return {
    id: row.id, number: row.number, title: row.title, problem: row.problem, proposal: row.proposal, benefit: row.benefit, savingCents: row.saving_cents, officeId: row.office_id, officeName: row.office_id ? (offices.get(row.office_id) ?? '') : '',
    campaignId: row.campaign_id, authorId: row.author_id, authorName: row.author_id ? (accounts.get(row.author_id) ?? 'Konto gelöscht') : 'anonym', anonymous: row.author_id === null, submittedOn: row.submitted_on, state: row.state, stepDueOn: row.step_due_on,
    firstAnswerOn: row.first_answer_on, decidedOn: row.decided_on, decidedByName: row.decided_by_name, reasonCode: row.reason_code, reason: row.reason, responsibleId: row.responsible_id,
    responsibleName: row.responsible_id ? (accounts.get(row.responsible_id) ?? 'Konto gelöscht') : '', dueOn: row.due_on, closedOn: row.closed_on, closing: row.closing, mergedInto: row.merged_into, projectId: row.project_id,
    impact: row.impact / 100, effort: row.effort / 100, ratings: row.ratings, comments: row.comments,
  };
}

export const hrefOf = (id: string): string => `${IDEAS}/${id}`;
