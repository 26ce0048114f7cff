import type { KeyFigure } from '#core/insights';

export type Threshold = { figure: string; amber: number | null; red: number | null };
export type Light = 'green' | 'amber' | 'red' | 'none';

/** Amber and red begin where a value is worse than the threshold; what cannot be measured or has no threshold has no light. */
export function lightOf({ good }: Pick<KeyFigure, 'good'>, value: number | null, { amber, red }: Omit<Threshold, 'figure'>): Light {
  if (value === null || amber === null || red === null) return 'none';
  const worse = (limit: number): boolean => (good === 'more' ? value < limit : value > limit);
  return worse(red) ? 'red' : worse(amber) ? 'amber' : 'green';
}

/** Red must be the worse side of amber. */
export const inOrder = ({ good }: Pick<KeyFigure, 'good'>, { amber, red }: { amber: number; red: number }): boolean => (good === 'more' ? red <= amber : red >= amber);

/** What a new city begins with, the most important first; figures of folders that are not installed are passed over. Amounts in cents. */
export const defaults: Threshold[] = [
  { figure: 'catalogue/online', amber: 120, red: 60 },
  { figure: 'cases/submitted', amber: null, red: null },
  { figure: 'cases/automatic', amber: 30, red: 15 },
  { figure: 'cases/days', amber: 12, red: 21 },
  { figure: 'cases/late', amber: 5, red: 20 },
  { figure: 'projects/critical', amber: 3, red: 6 },
  { figure: 'projects/red', amber: 3, red: 6 },
  { figure: 'strategy/progress', amber: 60, red: 40 },
  { figure: 'budgets/spent', amber: null, red: null },
  { figure: 'steering/hours-saved', amber: 1500, red: 500 },
  { figure: 'ideas/first-answer-days', amber: 14, red: 30 },
  { figure: 'figures/views', amber: null, red: null },
  { figure: 'payments/open', amber: null, red: null },
  { figure: 'assets/notice-due', amber: 2, red: 5 },
  { figure: 'cases/decided', amber: null, red: null },
  { figure: 'steering/money-saved', amber: null, red: null },
];
