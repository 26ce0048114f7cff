import { anyOf } from './read-query.ts';

/** Where somebody may look: offices, and single files elsewhere. */
export type Reach = { offices: 'all' | string[]; files: string[] };

/** As `indexDocuments` writes it: the end of the id is enough, what is found is looked up under its rights anyway. */
const tail = (officeId: string): string => officeId.slice(-12);

/**
 * Conditions of a tsquery that narrow to what may be reached, the newest documents first, the last one without an end; '' is no condition.
 * A word that stands in a tenth of all documents is compared with the few of one office and quarter; the index walks along its rarest lexeme.
 */
export function searchWindows(narrowed: { year?: string; person?: string; fileId?: string }, reach: Reach, today: string): string[] {
  const year = Number(today.slice(0, 4));
  const quarter = Math.ceil(Number(today.slice(5, 7)) / 3);
  const quarters = [`${year}-${quarter}`, quarter === 1 ? `${year - 1}-4` : `${year}-${quarter - 1}`];
  if (narrowed.fileId || narrowed.person) return [everything(reach)];
  if (narrowed.year) return [within(reach, 'y', [narrowed.year])];
  // whoever reads all offices has so many documents in a quarter that a second one beside it is only looked at when it must be
  if (reach.offices === 'all') return [...quarters.map((one) => within(reach, 'q', [one])), ''];
  return [within(reach, 'q', quarters), within(reach, 'y', [`${year}`, `${year - 1}`]), everything(reach)];
}

function everything({ offices, files }: Reach): string {
  if (offices === 'all') return '';
  const lexemes = [...offices.map((id) => `~o:${id}`), ...files.map((id) => `~f:${id}`)];
  return anyOf(lexemes.length > 0 ? lexemes : ['~nichts']);
}

function within({ offices, files }: Reach, unit: 'q' | 'y', times: string[]): string {
  const inTime = anyOf(times.map((time) => `~${unit}:${time}`));
  if (offices === 'all') return inTime;
  const own = offices.flatMap((id) => times.map((time) => `~o${unit}:${tail(id)}:${time}`));
  const elsewhere = files.length > 0 ? [`(${anyOf(files.map((id) => `~f:${id}`))} & ${inTime})`] : [];
  return `(${[...(own.length > 0 ? [anyOf(own)] : []), ...elsewhere].join(' | ') || anyOf(['~nichts'])})`;
}
