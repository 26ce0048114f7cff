/** What was found in a model; `error` means that the part cannot be evaluated. */
export type Finding = {
  severity: 'error' | 'warning';
  /** Stable name of the kind of finding, e.g. `feel-syntax`. */
  code: string;
  elementId: string;
  elementName: string;
  /** German sentence for the author. */
  message: string;
  line?: number;
};
