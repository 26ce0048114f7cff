import type { CaseProgress } from '#core/cases';
import { formatDate, type Locale } from '#platform/i18n';
import type { ProcessStep } from '#platform/ui';

/** The case's steps as the line of steps that citizens see. */
export function stepsOf(progress: CaseProgress, locale: Locale): ProcessStep[] {
  return progress.steps.map((step) => ({ title: step.title, state: step.state, ...(step.at ? { when: formatDate(step.at, locale) } : {}) }));
}
