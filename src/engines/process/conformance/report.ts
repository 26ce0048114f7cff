/** One case of a conformance run. */
export type ConformanceCase = { name: string; outcome: 'passed' | 'failed' | 'skipped'; reason: string };

/** What `stadtkern conformance bpmn DIR` prints. */
export type ConformanceReport = { passed: number; failed: number; skipped: number; total: number; cases: ConformanceCase[] };

export function toReport(cases: ConformanceCase[]): ConformanceReport {
  const count = (outcome: ConformanceCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), total: cases.length, cases };
}
