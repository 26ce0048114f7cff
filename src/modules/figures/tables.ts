import type { ColumnType } from 'kysely';

/** `view`, `search`, `step` are counted from pages, `asked`, `answered`, `refused` from pages of forms that were sent (their step is the question), the others from events; `stop` has the question where an abandoned draft ended. `decided` has the time it took as its step, `days` their sum. */
export type Kind = 'view' | 'search' | 'step' | 'start' | 'submit' | 'decided' | 'days' | 'asked' | 'answered' | 'refused' | 'stop';

/** Tables of the schema `figures`. */
export type FiguresTables = {
  'figures.count': { tenant_id: number; month: string; kind: Kind; service: string; step: string; amount: number };
  'figures.under_way': { tenant_id: number; case_id: string; service: string; submitted_at: ColumnType<Date, Date, Date> };
  'figures.position': { tenant_id: number; xid: number; id: string };
};
