/** Something the author of a service has to know; an error keeps the service from being published. */
export type ServiceFinding = {
  severity: 'error' | 'warning';
  /** File in the service folder, e.g. 'process.bpmn'. */
  file: string;
  /** Place in the file in the author's words: element, key or line. */
  element: string;
  /** The same place for a program: path in the JSON, id of a BPMN or DMN element, line of a letter. */
  at?: string;
  /** German, says what to do. */
  message: string;
};

/** True when nothing among the findings forbids publishing. */
export function isPublishable(findings: readonly ServiceFinding[]): boolean {
  return findings.every((finding) => finding.severity !== 'error');
}

/** One line for a log or the command line: "process.bpmn, Prüfen: …". */
export function findingInWords({ file, element, message }: ServiceFinding): string {
  return `${[file, element].filter(Boolean).join(', ')}: ${message}`;
}
