import { z } from 'zod';
import type { CaseStatus } from './case.ts';

/** Which list: own tasks, open ones of one's groups, those due soon or late, all tasks in reach, or all cases in reach. */
export const views = ['meine', 'gruppe', 'faellig', 'ueberfaellig', 'aufgaben', 'alle'] as const;
export type WorkView = (typeof views)[number];
export const sorts = ['frist', 'eingang', 'nummer', 'name'] as const;
export type WorkSort = (typeof sorts)[number];

/** A work list as it stands in the address; everything has a default, so a wrong word never breaks the page. */
export type WorkFilter = {
  view: WorkView;
  service?: string;
  /** Office key. */
  office?: string;
  status?: CaseStatus | 'laufend';
  deadline?: 'ueberfaellig' | 'bald' | 'woche' | 'ohne';
  text?: string;
  sort: WorkSort;
  descending: boolean;
};
export type Cursor = { value: string; id: string };
export type WorkPage = { after?: Cursor; before?: Cursor; limit: number };

const word = z.string().trim().max(200).optional().catch(undefined);
/** The query of the address. */
export const workQuery = z.object({ ansicht: word, leistung: word, amt: word, status: word, frist: word, q: word, sortierung: word, nach: word, vor: word });
export type WorkQuery = z.output<typeof workQuery>;

const statuses = ['open', 'waiting-applicant', 'waiting-payment', 'decided', 'closed', 'withdrawn', 'laufend'] as const;
const oneOf = <T extends string>(list: readonly T[], value: string | undefined): T | undefined => list.find((entry) => entry === value);

export function filterOf(query: WorkQuery): WorkFilter {
  const view = oneOf(views, query.ansicht) ?? 'meine';
  const descending = query.sortierung?.startsWith('-') ?? view === 'alle';
  const status = oneOf(statuses, query.status);
  const deadline = oneOf(['ueberfaellig', 'bald', 'woche', 'ohne'] as const, query.frist);
  return {
    view,
    sort: oneOf(sorts, query.sortierung?.replace('-', '')) ?? (view === 'alle' ? 'eingang' : 'frist'),
    descending,
    ...(query.leistung ? { service: query.leistung } : {}),
    ...(query.amt ? { office: query.amt } : {}),
    ...(status ? { status } : {}),
    ...(deadline ? { deadline } : {}),
    ...(query.q ? { text: query.q } : {}),
  };
}

/** The address of a list; what is the default is left out, so equal lists have equal addresses. */
export function workHref(filter: WorkFilter, page: { after?: Cursor | undefined; before?: Cursor | undefined } = {}, path = '/office/arbeit'): string {
  const params = workParams(filter);
  if (page.after) params.set('nach', encodeCursor(page.after));
  if (page.before) params.set('vor', encodeCursor(page.before));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

export function workParams(filter: WorkFilter): URLSearchParams {
  const byDefault = filterOf({ ansicht: filter.view });
  const sorted = filter.sort !== byDefault.sort || filter.descending !== byDefault.descending;
  const entries: [string, string | undefined | false][] = [
    ['ansicht', filter.view !== 'meine' && filter.view],
    ['leistung', filter.service],
    ['amt', filter.office],
    ['status', filter.status],
    ['frist', filter.deadline],
    ['q', filter.text],
    ['sortierung', sorted && `${filter.descending ? '-' : ''}${filter.sort}`],
  ];
  return new URLSearchParams(entries.flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

export const encodeCursor = (cursor: Cursor): string => Buffer.from(`${cursor.id}${cursor.value}`).toString('base64url');

/** A cursor from the address; nonsense is no cursor, and the list begins at its start. */
export function decodeCursor(text: string | undefined, sort: WorkSort): Cursor | undefined {
  if (!text) return undefined;
  const plain = Buffer.from(text, 'base64url').toString();
  const cursor = { id: plain.slice(0, 36), value: plain.slice(36) };
  if (!z.uuid().safeParse(cursor.id).success) return undefined;
  if (sort === 'frist' && !/^(infinity|\d{4}-\d{2}-\d{2})$/.test(cursor.value)) return undefined;
  if (sort === 'eingang' && Number.isNaN(Date.parse(cursor.value))) return undefined;
  return cursor.value.includes('\u0000') ? undefined : cursor;
}
