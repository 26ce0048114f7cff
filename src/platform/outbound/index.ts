/** Door: calling other systems over HTTP, guarded. */
export { callOutside, checkUrl, type OutboundRules, type OutsideAnswer, type OutsideRequest } from './call-outside.ts';
export { hostMatches, hostOf } from './host-pattern.ts';
export { OutsideFailure, type FailureKind } from './outside-failure.ts';
export { retryAfter } from './retry-after.ts';
