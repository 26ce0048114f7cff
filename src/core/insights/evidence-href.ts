import type { Period } from './period.ts';

export const EVIDENCE = '/office/nachweis';

/** The evidence page of a figure: its months with their sources, and the rows behind what was counted. */
export const evidenceHref = (id: string, { from, to }: Period): string => `${EVIDENCE}/${encodeURIComponent(id)}?von=${from.slice(0, 7)}&bis=${to.slice(0, 7)}`;
