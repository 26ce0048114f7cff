import type { CaseProgress } from '#core/cases';
import { formatDate, type Locale } from '#platform/i18n';
import { sayContent, type ProcessStep } from '#platform/ui';

const order: ProcessStep['state'][] = ['done', 'now', 'then'];

/** The case's steps as the line of steps that citizens see: what is done in the order it happened, where it stands, what may follow. */
export function stepsOf(progress: CaseProgress, locale: Locale): ProcessStep[] {
  const time = (step: CaseProgress['steps'][number]): number => (step.state === 'done' ? (step.at?.getTime() ?? 0) : 0);
  return progress.steps
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || time(a) - time(b))
    .map((step) => ({ title: sayContent(step.title, locale), state: step.state, ...(step.at ? { when: formatDate(step.at, locale) } : {}) }));
}
