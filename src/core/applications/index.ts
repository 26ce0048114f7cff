/** Door: applications. Drafts that survive, submission exactly once, receipt, status, withdrawal, papers handed in later. */
export { findApplicationByCase, getApplication, listApplications, type Application } from './applications.queries.ts';
export { answerListeners, type Answers } from './answer-listeners.ts';
export { deleteDraft, listDrafts, saveDraft, startDraft, type Draft } from './drafts.ts';
export { isRush, submitTogether } from './submit-together.ts';
export { submitApplication, type Submission, type SubmitOutcome, type Submitted } from './submit-application.ts';
export { withdrawApplication } from './withdraw-application.ts';
export { ApplicationList, withNames, type ListedApplication } from './portal/applications-page.tsx';
export { factsOfAccount, type AccountFacts } from './account-facts.ts';
export { ensureReceipt } from './receipt.ts';
export { visitorOf, VISITOR_COOKIE, type Visitor } from './visitor.ts';
export { deadlineCalendar, type DeadlineEntry } from './deadline-calendar.ts';
export { applicationsModule } from './module.ts';
export { countTries, triedTooOften } from './tries.ts';
