/** Connectors that every installation has; a module may bring more (contribution point of #core/cases). */
export const STANDARD_CONNECTORS = [
  'ask-register',
  'assign-number',
  'charge-fee',
  'close-case',
  'extend-clock',
  'file-note',
  'http-call',
  'issue-permit',
  'pause-clock',
  'request-papers',
  'resume-clock',
  'send-letter',
  'send-message',
  'set-status',
  'start-clock',
] as const;
