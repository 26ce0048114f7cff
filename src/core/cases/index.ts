/** Door: cases (Vorgänge) with their tasks, deadlines, notes and process; what others may add to a case and to its page. */
export { hasEnded, statusWords, type ApplicantFacts, type Case, type CaseStatus } from './case.ts';
export {
  caseActions, casePanels, caseTimeline, connectors, defineConnector, eventWords, searchSources,
  type CaseAction, type CasePanel, type CaseTimeline, type Connector, type ConnectorCall, type EventWords, type Outside, type SearchHit, type SearchSource,
} from './points.ts';
export { openCase, type OpenCase, type OpenedCase } from './open-case.ts';
export { findCaseByApplication, findCaseByNumber, getCase, listCasesByIds, listCasesOfAccount } from './cases.queries.ts';
export { caseWithinMandate, mandateCoversCase } from './mandate-scope.ts';
export { caseContext } from './case-context.ts';
export { correlateToCase } from './correlate-to-case.ts';
export { caseProgress, type CaseProgress, type ProgressStep } from './case-progress.ts';
export { maySeeCase, mayTake, reachOf, requireCaseAccess, type Reach } from './access.ts';
export { type Task } from './task.ts';
export { getTask, listCaseTasks } from './tasks.queries.ts';
export { claimTask } from './claim-task.ts';
export { returnTask } from './return-task.ts';
export { delegateTask, listCandidates, type Colleague } from './delegate-task.ts';
export { listCaseDecisions, type CaseDecision, type FiredRule } from './decisions.queries.ts';
export { addNote, listNotes, type Note } from './add-note.ts';
export { endResubmission, listCaseResubmissions, listDueResubmissions, setResubmission, type Resubmission } from './set-resubmission.ts';
export { reassignOffice } from './reassign-office.ts';
export { setResponsible } from './set-responsible.ts';
export { countWork, listWork, workFigures, type WorkFigures, type WorkList, type WorkRow } from './work-list.queries.ts';
export { filterOf, workHref, type Cursor, type WorkFilter, type WorkView } from './work-filter.ts';
export { completeTask, taskFormEnv, type CompleteTask, type TaskOutcome } from './complete-task.ts';
export { closeCase } from './close-case.ts';
export { reopenCase } from './reopen-case.ts';
export { escalateTasks } from './escalation/escalate-tasks.ts';
export { listNotices, markNoticesRead, writeNotices, type Notice } from './escalation/notices.ts';
export { caseExplanation, type CaseExplanation } from './explanation.ts';
export { extendClock } from './clock/extend-clock.ts';
export { type StatutoryClock } from './clock/statutory-clock.ts';
export { countCaseIncidents, listCaseIncidents, type CaseIncident } from './incidents/incident.ts';
export { retryIncident, skipIncident } from './incidents/resolve-incident.ts';
export { listRestorable, listVersionsInUse, type Restorable, type VersionInUse } from './migration/running-cases.ts';
export { startUndo } from './migration/steer-migration.ts';
export { runBulkWork } from './runs/bulk-work.ts';
export { runCaseJobs, runCaseStarts, runCaseSteps, runCaseWork, runOutsideWork } from './run-case-work.ts';
export { casesModule } from './module.ts';
