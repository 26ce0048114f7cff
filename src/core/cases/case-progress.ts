import type { Ctx } from '#platform/module';

/** A step of the process in plain words, for the applicant and for the strip on the case page. */
export type ProgressStep = { title: string; state: 'done' | 'now' | 'then'; /** When it was reached or done. */ at?: Date };
export type CaseProgress = {
  steps: ProgressStep[];
  /** Day until which the case is expected to be decided; absent when nobody can say. */
  expectedOn?: string;
};

/** Where a case stands, in the words its process gives its steps (property `publicName`). */
export async function caseProgress(_ctx: Ctx, _caseId: string): Promise<CaseProgress> {
  throw new Error('caseProgress is being written');
}
