import { createHash } from 'node:crypto';
import { nameOf, plain, withoutTwins, UnreadableFile, type ReadCatalogue, type Said } from './import-row.ts';
import { lifeSituationsOf, audienceOf } from './ozg-topics.ts';
import { readCsv, type Table } from './read-table.ts';

/** The cell of a row under a heading. */
export function columnsOf(table: Table, needed: string[], what: string): (cells: string[], name: string) => string {
  const places = new Map(table.head.map((name, place) => [name.toLowerCase(), place]));
  const missing = needed.filter((name) => !places.has(name));
  if (missing.length > 0) throw new UnreadableFile(`Das ist kein ${what}: Die Spalte „${missing[0] ?? ''}“ fehlt.`);
  return (cells, name) => cells[places.get(name) ?? -1]?.trim() ?? '';
}

/** LeiKa as CSV: key, name, the OZG service it belongs to, the law. */
export function readLeika(bytes: Uint8Array): ReadCatalogue {
  const table = readCsv(bytes);
  const cell = columnsOf(table, ['leika_key', 'name', 'ozg_id', 'ozg_leistung'], 'Leistungskatalog (LeiKa)');
  const found: ReadCatalogue = { rows: [], refused: [...table.refused], notes: table.notes };
  const nameless = new Map<string, number>();
  for (const { line, cells } of table.rows) {
    const named = nameOf(cell(cells, 'name'));
    if ('reason' in named) {
      found.refused.push({ line, reason: named.reason, text: cells.join(';').slice(0, 200) });
      continue;
    }
    const [leika, ozg, group] = [cell(cells, 'leika_key'), cell(cells, 'ozg_id'), plain(cell(cells, 'ozg_leistung'))];
    const known = /^\d{14}$/.test(leika);
    const said: Said = {
      name: named.name,
      ...(group && group !== named.name ? { summary: `Gehört zum Thema „${group}“.`, synonyms: [group.slice(0, 80)] } : {}),
      ...(known ? { leika } : {}),
      ...legalBasisOf(cell(cells, 'rechtsgrundlage')),
    };
    // Some services have no key in the LeiKa; their name within their group is what stays the same.
    const own = `ohne-${createHash('sha256').update(`${named.name}|${ozg}`).digest('hex').slice(0, 12)}`;
    const twins = nameless.get(own) ?? 0;
    if (!known) nameless.set(own, twins + 1);
    const key = known ? leika : twins > 0 ? `${own}-${twins + 1}` : own;
    found.rows.push({ key, line, ...(ozg ? { parentKey: ozg } : {}), said });
  }
  return withoutTwins(found);
}

/** "§ 882g Zivilprozessordnung (ZPO) [http://www.gesetze-im-internet.de/zpo/__882g.html]", several in one cell. */
function legalBasisOf(cell: string): Pick<Said, 'legalBasis'> {
  const parts = [...cell.matchAll(/([^[\]]{3,400}?)\s*\[(https?:\/\/[^\]\s]{4,300})\]/g)].map(([, title = '', url = '']) => ({ title: plain(title.replace(/^[\s,;|]+/, '')), url: url.replace(/^http:/, 'https:') }));
  const found = parts.length > 0 ? parts : cell.trim() ? [{ title: plain(cell) }] : [];
  const good = found.filter(({ title }) => title.length > 2).slice(0, 20);
  return good.length > 0 ? { legalBasis: good } : {};
}

/** The OZG services with their life situation and topic. */
export function readOzg(bytes: Uint8Array): ReadCatalogue {
  const table = readCsv(bytes);
  const cell = columnsOf(table, ['ozg_id', 'name', 'lage', 'themenfeld'], 'OZG-Umsetzungskatalog');
  const found: ReadCatalogue = { rows: [], refused: [...table.refused], notes: table.notes };
  for (const { line, cells } of table.rows) {
    const key = cell(cells, 'ozg_id');
    const named = nameOf(cell(cells, 'name'));
    if ('reason' in named || !/^\d{1,10}$/.test(key)) {
      found.refused.push({ line, reason: 'reason' in named ? named.reason : 'Die OZG-Nummer fehlt oder ist keine Zahl.', text: cells.join(';').slice(0, 200) });
      continue;
    }
    const [situation, topic] = [plain(cell(cells, 'lage')), plain(cell(cells, 'themenfeld'))];
    found.rows.push({
      key,
      line,
      parentKey: key,
      said: { name: named.name, ...(situation ? { summary: `Gehört zur Lebenslage „${situation}“.`, synonyms: situation.split(/\s*&\s*|\//).filter((word) => word.length > 1).map((word) => word.slice(0, 80)) } : {}), lifeSituations: lifeSituationsOf(topic, situation), audience: audienceOf(topic) },
    });
  }
  return withoutTwins(found);
}
