import { type CompileOptions } from './compile/compiling.ts';
import { compileProcess } from './compile/compile-process.ts';
import { describeProcess, type StepDescription } from './describe-process.ts';
import { type Finding, isRunnable } from './findings.ts';

/** What `stadtkern process lint FILE` prints. */
export type LintReport = { runnable: boolean; findings: Finding[]; steps: StepDescription[] };

/** Looks at one BPMN file as an author's helper: what must be mended, what should be looked at, which steps it has. */
export async function lintProcessFile(xml: string, options: CompileOptions): Promise<LintReport> {
  const { graph, findings } = await compileProcess(xml, options);
  return { runnable: graph !== undefined && isRunnable(findings), findings, steps: graph ? describeProcess(graph) : [] };
}
