/** Door: the audit log. Every change writes its event in its own transaction; seals (Merkle trees) show later tampering. */
export { canonical, hasHiddenEvents, listCaseEvents, listEventsAfter, listEventsOfSubjects, listRecentEvents, newsFor, recordEvents, type AuditEvent, type LogNews, type LogReader } from './events.ts';
export { untilEventsAreVisible } from './events-visible.ts';
export { continueOrder } from './continue-order.ts';
export { leafHash, merkleRoot } from './merkle.ts';
export { lastSealNumber, sealPending, sealRecordFile, verifyAudit, type AuditVerdict, type Seal } from './seal.ts';
export { auditModule } from './module.ts';
