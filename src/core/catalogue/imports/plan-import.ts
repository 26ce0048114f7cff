import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import { foldName } from '../search/fold.ts';
import type { CatalogueTables, ImportKind } from '../tables.ts';
import type { CatalogueKind, ImportRow, ReadCatalogue, Said } from './import-row.ts';
import { changedFields, mergeSaid } from './merge-said.ts';

/** One line of the preview, and what applying it does. */
export type PlannedRow = { kind: ImportKind; line: number; key: string; name: string; slug: string | null; after: Said | null; before: Said | null; ownFields: string[]; reason: string | null; parentKey?: string };
type OwnService = { leika: string | null; slug: string; name: string; synonyms: string[] };
type Known = { key: string; slug: string; said: Said };

/** What is there now, as far as planning needs it. */
export type Situation = {
  known: Map<string, Known>;
  /** Which services of the city have a LeiKa key, and which entries other catalogues have made for one. */
  services: Map<string, string>;
  /** The same by name: its own, the one without what one does ("Wohngeld beantragen"), its synonyms; only where one service alone is called so. */
  names: Map<string, string>;
  others: Map<string, string>;
  ownFields: Map<string, string[]>;
};

export async function readSituation(ctx: Ctx, catalogue: CatalogueKind): Promise<Situation> {
  const db = ctx.db<CatalogueTables>();
  const known = await db.selectFrom('catalogue.origin').select(['key', 'slug', 'said']).where('tenant_id', '=', ctx.tenantId).where('catalogue', '=', catalogue).execute();
  const services = await sql<OwnService>`select details->>'leika' as leika, slug, coalesce(details->'name'->>'de', details->>'name') as name,
      coalesce(details->'synonyms'->'de', case jsonb_typeof(details->'synonyms') when 'array' then details->'synonyms' end, '[]') as synonyms from catalogue.entry where tenant_id = ${ctx.tenantId} and source <> 'import' order by version_id is null, popular, slug`.execute(db);
  const others = await db.selectFrom('catalogue.origin').select(['leika', 'slug']).where('tenant_id', '=', ctx.tenantId).where('catalogue', '<>', catalogue).where('leika', 'is not', null).orderBy('slug', 'desc').execute();
  const own = await sql<{ slug: string; fields: string[] }>`select slug, array(select jsonb_object_keys(fields)) as fields from catalogue.own_text where tenant_id = ${ctx.tenantId}`.execute(db);
  return {
    known: new Map(known.map((row) => [row.key, row])),
    services: servicesByKey(services.rows.flatMap(({ leika, slug }) => (leika ? [{ leika, slug }] : []))),
    names: servicesByName(services.rows),
    others: new Map(others.map((row) => [row.leika ?? '', row.slug])),
    ownFields: new Map(own.rows.map((row) => [row.slug, row.fields])),
  };
}

/**
 * Keys of the LeiKa and the service that stands for them. A key is group (99 + 3 digits), object (3), action (3) and detail (3): the
 * bare object ("Hundesteuer") leads to the most used service on it ("Hundesteuer Festsetzung").
 */
function servicesByKey(rows: { leika: string; slug: string }[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { leika, slug } of rows) if (!found.has(`${leika.slice(0, 8)}000000`)) found.set(`${leika.slice(0, 8)}000000`, slug);
  for (const { leika, slug } of rows.toReversed()) found.set(leika, slug);
  return found;
}

const DONE_WITH_IT = /\s(?:beantragen|anmelden|abmelden|ummelden|anzeigen|bestellen|erklären|abgeben|melden|buchen|reservieren|verlängern|umtauschen)$/i;

function servicesByName(rows: OwnService[]): Map<string, string> {
  const found = new Map<string, string>();
  const ways: ((row: OwnService) => string[])[] = [({ name }) => [name], ({ name }) => [name.replace(DONE_WITH_IT, '')], ({ synonyms }) => synonyms];
  for (const namesOf of ways) {
    const named = new Map<string, Set<string>>();
    for (const row of rows) for (const name of namesOf(row).map(foldName).filter((one) => one.length > 3)) named.set(name, (named.get(name) ?? new Set()).add(row.slug));
    for (const [name, [slug, ...others]] of named) if (slug && others.length === 0 && !found.has(name)) found.set(name, slug);
  }
  return found;
}

/** Compares a file with what is there. Rows that are the same are only counted. */
export function planImport(catalogue: CatalogueKind, file: ReadCatalogue, situation: Situation): { rows: PlannedRow[]; same: number } {
  const rows: PlannedRow[] = file.refused.map(({ line, reason, text }) => ({ kind: 'refused', line, key: '', name: text, slug: null, after: null, before: null, ownFields: [], reason }));
  const taken = new Set([...situation.known.values()].map(({ slug }) => slug));
  const seen = new Set<string>();
  let same = 0;
  for (const row of file.rows) {
    seen.add(row.key);
    const planned = planRow(catalogue, row, { situation, taken });
    if (planned) rows.push(planned);
    else same++;
  }
  for (const { key, slug, said } of situation.known.values()) if (!seen.has(key)) rows.push(goneRow({ key, slug, said }, situation));
  return { rows, same };
}

type Planning = { situation: Situation; /** Slugs that this catalogue speaks of already. */ taken: Set<string> };

function planRow(catalogue: CatalogueKind, { key, line, said, parentKey }: ImportRow, { situation, taken }: Planning): PlannedRow | undefined {
  const known = situation.known.get(key);
  const service = (said.leika ? situation.services.get(said.leika) : undefined) ?? situation.names.get(foldName(said.name));
  const slug = service ?? known?.slug ?? slugFor(catalogue, { key, said }, { situation, taken });
  taken.add(slug);
  const planned = { line, key, name: said.name, slug, after: said, before: known?.said ?? null, ownFields: [], reason: null, ...(parentKey ? { parentKey } : {}) };
  const merged = mergeSaid(slug, [{ catalogue, said }]);
  if ('reason' in merged) return { ...planned, kind: 'refused', slug: null, reason: merged.reason };
  const changed = known ? changedFields(known.said, said) : [];
  if (known && known.slug === slug && changed.length === 0) return undefined;
  if (slug === service) return { ...planned, kind: 'covered', reason: 'Diese Leistung bietet die Stadt schon selbst an; der Name aus dem Katalog führt dorthin.' };
  if (!known) return { ...planned, kind: 'new' };
  const own = (situation.ownFields.get(slug) ?? []).filter((field) => (changed as string[]).includes(field));
  return own.length > 0 ? { ...planned, kind: 'conflict', ownFields: own, reason: 'Die Stadt hat diese Angaben selbst geschrieben; ihre bleiben.' } : { ...planned, kind: 'changed' };
}

function goneRow({ key, slug, said }: Known, situation: Situation): PlannedRow {
  const own = situation.ownFields.get(slug) ?? [];
  const row = { line: 0, key, name: said.name, slug, after: null, before: said, ownFields: own };
  return own.length > 0 ? { ...row, kind: 'kept', reason: 'Nicht mehr im Katalog, aber von der Stadt bearbeitet; der Eintrag bleibt.' } : { ...row, kind: 'gone', reason: null };
}

/** The address of a new entry: that of another catalogue's entry with the same LeiKa key, else one of its own. */
function slugFor(catalogue: CatalogueKind, { key, said }: Pick<ImportRow, 'key' | 'said'>, { situation, taken }: Planning): string {
  const other = said.leika ? situation.others.get(said.leika) : undefined;
  if (other && !taken.has(other)) return other;
  const words = key.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'x';
  const base = `${catalogue === 'sheet' ? 'stadt' : catalogue}-${words}`.slice(0, 70).replace(/-+$/, '');
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  return slug;
}
