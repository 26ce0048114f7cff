import { z } from 'zod';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { MOST_ROWS, nameOf, plain, plainText, withoutTwins, UnreadableFile, type ReadCatalogue, type Said } from './import-row.ts';
import { readText } from './read-table.ts';

const odd = z.union([z.string(), z.literal(false), z.null()]).optional().catch(undefined);
const named = z.object({ name: odd, description: odd, link: odd });
const record = z.object({
  id: z.coerce.string().min(1).max(60),
  name: z.string(),
  description: odd,
  fees: odd,
  leika: odd,
  process_time: odd,
  meta: z.object({ keywords: odd }).optional().catch(undefined),
  requirements: z.array(named).optional().catch(undefined),
  prerequisites: z.array(named).optional().catch(undefined),
});

/** Services of a "Dienstleistungsdatenbank" (the format of Berlin and Munich): JSON with `data`. */
export function readDldb(bytes: Uint8Array): ReadCatalogue {
  const { text, note } = readText(bytes);
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new UnreadableFile('Das ist kein gültiges JSON.');
  }
  const list = Array.isArray(data) ? (data as unknown[]) : data && typeof data === 'object' && 'data' in data && Array.isArray(data.data) ? (data.data as unknown[]) : undefined;
  if (!list) throw new UnreadableFile('Das JSON enthält keine Liste von Leistungen („data“).');
  if (list.length > MOST_ROWS) throw new UnreadableFile(`Die Datei hat mehr als ${MOST_ROWS} Leistungen.`);
  const found: ReadCatalogue = { rows: [], refused: [], notes: note ? [note] : [] };
  list.forEach((item, at) => {
    const line = at + 1;
    const parsed = record.safeParse(item);
    const name = parsed.success ? nameOf(parsed.data.name) : { reason: 'Nummer oder Name fehlt.' };
    if (!parsed.success || 'reason' in name) return void found.refused.push({ line, reason: 'reason' in name ? name.reason : 'Nummer oder Name fehlt.', text: JSON.stringify(item)?.slice(0, 200) ?? '' });
    found.rows.push({ key: parsed.data.id, line, said: saidOf(parsed.data, name.name) });
  });
  return withoutTwins(found);
}

function saidOf(given: z.output<typeof record>, name: string): Said {
  const description = htmlToMarkdown(given.description || '');
  const fee = plainText(htmlToMarkdown(given.fees || '').replaceAll(/[*#]+/g, ''));
  const words = (given.meta?.keywords || '').split(',').map((word) => plain(word, 80)).filter((word) => word.length > 1);
  return {
    name,
    ...(firstSentence(description) ? { summary: firstSentence(description), description } : {}),
    ...(words.length > 0 ? { synonyms: words.slice(0, 60) } : {}),
    ...(given.leika && /^\d{14}$/.test(given.leika) ? { leika: given.leika } : {}),
    ...(fee ? { fee: { text: fee } } : {}),
    ...(given.process_time ? { processingTime: { text: plain(htmlToMarkdown(given.process_time), 500) } } : {}),
    ...list('papers', given.requirements, (text, hint) => ({ name: text, ...(hint ? { hint } : {}) })),
    ...list('requirements', given.prerequisites, (text) => text),
  };
}

function list<K extends 'papers' | 'requirements', R>(key: K, given: z.output<typeof named>[] | undefined, make: (text: string, hint: string) => R): Partial<Record<K, R[]>> {
  const rows = (given ?? []).flatMap(({ name, description }) => (name && plain(name) ? [make(plain(name, 1000), plain(htmlToMarkdown(description || ''), 2000))] : []));
  return rows.length > 0 ? ({ [key]: rows.slice(0, 60) } as Partial<Record<K, R[]>>) : {};
}

/** What stands in lists below the name. */
export function firstSentence(markdown: string): string {
  const text = plain(markdown.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/^[#>\-*\d.\s]+|[*_]/gm, ' '), 2000);
  const end = /[.!?](?=\s|$)(?<!\b(?:bzw|ca|Abs|Nr|z\. ?B|d\. ?h|Art|St|Dr)\.)/.exec(text);
  return plain(end && end.index < 280 ? text.slice(0, end.index + 1) : text.length > 280 ? `${text.slice(0, text.lastIndexOf(' ', 270))} …` : text, 300);
}
