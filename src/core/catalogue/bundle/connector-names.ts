/** Connectors that every installation has; a module may bring more (contribution point of #core/cases). */
export const STANDARD_CONNECTORS = [
  'assign-number',
  'charge-fee',
  'close-case',
  'file-note',
  'issue-permit',
  'request-papers',
  'send-letter',
  'send-message',
  'set-status',
] as const;
