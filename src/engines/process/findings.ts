/** One remark of the linter about one element of a model; an error keeps the model from being published. */
export type Finding = {
  severity: 'error' | 'warning';
  /** Id of the BPMN element, empty when the file as a whole is meant. */
  elementId: string;
  elementName: string;
  /** Stable machine word, e.g. `no-start-event`. */
  code: string;
  /** German, says what to do. */
  message: string;
};

/** True when nothing among the findings forbids running the model. */
export function isRunnable(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.severity !== 'error');
}
