import { isDeepStrictEqual } from 'node:util';
import { entrySchema, type EntrySettings } from '../bundle/settings-schema.ts';
import { catalogueKinds, type CatalogueKind, type Said } from './import-row.ts';

/** What the city says itself about an imported service; each field wins over every catalogue. */
export type OwnFields = Partial<Pick<EntrySettings, 'name' | 'summary' | 'description' | 'audience' | 'lifeSituations' | 'synonyms' | 'office' | 'papers' | 'fee' | 'processingTime' | 'deadline' | 'requirements' | 'reviewedOn' | 'reviewer' | 'machineTranslated'>>;
export type OriginSaid = { catalogue: CatalogueKind; said: Said };

const NOTHING_KNOWN = {
  de: 'Hier steht, was wir über diese Leistung wissen und wohin Sie sich wenden können.',
  en: 'This is what we know about this service and whom you can ask.',
  'de-leicht': 'Hier steht, wer Ihnen hilft.',
};

const rank = (kind: CatalogueKind): number => catalogueKinds.indexOf(kind);

/**
 * One entry out of what several catalogues and the city say: field by field the strongest catalogue, and the city over all.
 * @returns the entry and the other names it is known by, or why it cannot be one.
 */
export function mergeSaid(slug: string, origins: OriginSaid[], own: OwnFields = {}): { entry: EntrySettings; otherNames: string[] } | { reason: string } {
  const sorted = [...origins].sort((a, b) => rank(a.catalogue) - rank(b.catalogue));
  const said = Object.assign({}, ...sorted.map((one) => one.said)) as Said;
  const synonyms = [...new Set([...sorted.flatMap((one) => listed(one.said.synonyms)), ...sorted.map((one) => one.said.name).filter((name) => name !== said.name && name.length <= 80)])];
  const parsed = entrySchema.safeParse({ summary: NOTHING_KNOWN, ...said, synonyms, ...own, slug, online: false });
  if (!parsed.success) return { reason: `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? 'ungültig'}` };
  const name = typeof parsed.data.name === 'string' ? parsed.data.name : parsed.data.name.de;
  return { entry: parsed.data, otherNames: [...new Set(sorted.map((one) => one.said.name))].filter((other) => other !== name) };
}

const listed = (words: Said['synonyms']): string[] => (Array.isArray(words) ? words : (words?.de ?? []));

/** The fields in which two editions differ. */
export function changedFields(before: Said, after: Said): (keyof Said)[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Said)[];
  // Through JSON: what came from the database has no undefined.
  return keys.filter((key) => !isDeepStrictEqual(JSON.parse(JSON.stringify(before[key] ?? null)), JSON.parse(JSON.stringify(after[key] ?? null))));
}
