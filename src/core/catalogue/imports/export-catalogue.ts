import { sql } from 'kysely';
import { tr, type Text } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { EntrySettings } from '../bundle/settings-schema.ts';
import type { CatalogueTables } from '../tables.ts';
import { sheetFieldWords } from './read-sheet.ts';

/** A spreadsheet computes what begins so; an apostrophe before it makes it a text (the import takes it off again). */
export const guarded = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
const quoted = (cell: string): string => `"${guarded(cell).replaceAll('"', '""')}"`;

const FIELDS = ['key', 'name', 'summary', 'office', 'lifeSituations', 'audience', 'synonyms', 'papers', 'fee', 'processingTime', 'deadline', 'legalBasis', 'leika'] as const;

/** All entries as CSV with semicolons and a byte order mark, as German spreadsheets expect. */
export async function catalogueToCsv(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ slug: string; details: EntrySettings }>`select e.slug, e.details from catalogue.entry_text t join catalogue.entry e on e.tenant_id = t.tenant_id and e.slug = t.slug
    where t.tenant_id = ${ctx.tenantId} and t.locale = 'de' order by t.folded, t.slug`.execute(ctx.db<CatalogueTables>());
  const head = FIELDS.map((field) => quoted(sheetFieldWords[field])).join(';');
  return `\u{feff}${[head, ...rows.map(({ slug, details }) => cellsOf(slug, details).map(quoted).join(';'))].join('\r\n')}\r\n`;
}

function cellsOf(slug: string, entry: EntrySettings): string[] {
  const text = (value: Text | undefined): string => tr(value, 'de') ?? '';
  const words = Array.isArray(entry.synonyms) ? entry.synonyms : entry.synonyms.de;
  return [
    slug, text(entry.name), text(entry.summary), entry.office ?? '', entry.lifeSituations.join('; '), entry.audience.map((one) => (one === 'business' ? 'Unternehmen' : 'Bürgerinnen und Bürger')).join('; '), words.join('; '),
    entry.papers.map((paper) => text(paper.name)).join('; '), text(entry.fee?.text), text(entry.processingTime?.text), text(entry.deadline), entry.legalBasis.map(({ title, paragraph }) => [paragraph, text(title)].filter(Boolean).join(' ')).join('; '), entry.leika ?? '',
  ];
}
