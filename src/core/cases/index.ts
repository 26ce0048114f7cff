/** Door: cases (Vorgänge) with their tasks, deadlines, notes and process; what others may add to a case and to its page. */
export { hasEnded, statusWords, type ApplicantFacts, type Case, type CaseStatus } from './case.ts';
export {
  caseActions, casePanels, caseTimeline, connectors, defineConnector, eventWords, searchSources,
  type CaseAction, type CasePanel, type CaseTimeline, type Connector, type ConnectorCall, type EventWords, type SearchHit, type SearchSource,
} from './points.ts';
export { openCase, type OpenCase, type OpenedCase } from './open-case.ts';
