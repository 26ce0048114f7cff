import type { Ctx, Seed } from '#platform/module';
import { sql } from 'kysely';
import type { RecordsTables } from './tables.ts';

export type PlanPosition = {
  /** Decimal number, e.g. '02.3.1'. */
  number: string;
  title: string;
  /** Years after the file was closed; absent for headings. */
  retentionYears?: number;
  disposition: 'archive' | 'appraise' | 'destroy';
};

/** number | title | years kept | what then: A offered and taken by the archive, B appraised, V destroyed */
const sample = `
00 | Stadt und Verwaltung
00.1 | Satzungen, Ortsrecht | 30 A
00.2 | Rat und Ausschüsse | 30 A
00.3 | Organisation, Geschäftsverteilung | 10 B
00.4 | Ideen und Verbesserungsvorschläge | 5 B
01 | Personal
01.1 | Stellenplan, Stellenbeschreibungen | 10 B
01.2 | Bewerbungen | 1 V
01.3 | Aus- und Fortbildung | 5 V
02 | Finanzen
02.1 | Haushaltsplan, Jahresabschluss | 30 A
02.2 | Rechnungen und Zahlungen | 10 V
02.3 | Steuern
02.3.1 | Hundesteuer | 10 V
02.3.2 | Grundsteuer | 10 V
02.3.3 | Gewerbesteuer | 10 V
02.3.4 | Vergnügungssteuer | 10 V
02.4 | Gebühren und Beiträge | 10 V
02.5 | Vollstreckung | 10 V
03 | Ordnung und Gewerbe
03.1 | Gewerbeanzeigen | 10 B
03.2 | Gaststätten, Gestattungen | 10 B
03.3 | Märkte und Veranstaltungen | 5 B
03.4 | Sondernutzung öffentlicher Flächen | 5 V
03.5 | Gefahrenabwehr, Tierhaltung | 10 B
03.6 | Fundsachen | 3 V
04 | Verkehr
04.1 | Verkehrsrechtliche Anordnungen | 5 V
04.2 | Bewohnerparken | 3 V
04.3 | Ausnahmegenehmigungen im Verkehr | 5 V
04.4 | Kennzeichen, Zulassung | 5 V
05 | Melde- und Personenstandswesen
05.1 | An-, Um- und Abmeldungen | 5 V
05.2 | Ausweise und Pässe | 10 V
05.3 | Bescheinigungen aus dem Melderegister | 2 V
05.4 | Beurkundungen | 30 A
06 | Familie, Bildung, Soziales
06.1 | Kindertagesbetreuung | 5 V
06.2 | Schulwesen | 10 B
06.3 | Wohngeld | 10 V
06.4 | Ermäßigungen und Teilhabe | 5 V
06.5 | Ehrenamt und Vereine | 10 B
07 | Bauen und Wohnen
07.1 | Bauleitplanung | 30 A
07.2 | Bauanträge | 30 A
07.3 | Wohnungswesen | 10 V
08 | Umwelt und öffentlicher Raum
08.1 | Abfall | 5 V
08.2 | Bäume und Grünflächen | 10 B
08.3 | Mängelmeldungen | 3 V
`;

const dispositions = { A: 'archive', B: 'appraise', V: 'destroy' } as const;

/** The file plan of the sample city. */
export const samplePlan: PlanPosition[] = sample.trim().split('\n').map((line) => {
  const [number = '', title = '', keep = ''] = line.split('|').map((part) => part.trim());
  const [years, code] = keep.split(' ');
  return { number, title, ...(years ? { retentionYears: Number(years) } : {}), disposition: dispositions[code as keyof typeof dispositions] ?? 'appraise' };
});

/** '02.3.1' lies under '02.3'; a main group lies under nothing. */
export const parentOf = (number: string): string | null => (number.includes('.') ? number.slice(0, number.lastIndexOf('.')) : null);

/** Adds positions to the file plan; those that are there stay as they are. */
export async function addPlanPositions(ctx: Ctx, positions: PlanPosition[]): Promise<void> {
  const rows = positions.map((p) => ({ tenant_id: ctx.tenantId, number: p.number, parent_number: parentOf(p.number), title: p.title, description: null, retention_years: p.retentionYears ?? null, disposition: p.disposition }));
  if (rows.length) await ctx.db<RecordsTables>().insertInto('records.plan_position').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
}

export const planSeed: Seed = { name: 'records/file-plan', run: (ctx) => addPlanPositions(ctx, samplePlan) };

/** The whole file plan in order, with the number of files at each position. */
export async function listFilePlan(ctx: Ctx): Promise<(PlanPosition & { files: number })[]> {
  const { rows } = await sql<RecordsTables['records.plan_position'] & { files: number }>`
    select p.*, coalesce(f.files, 0) as files from records.plan_position p
    left join (select plan_position, count(*) as files from records.case_file where tenant_id = ${ctx.tenantId} group by plan_position) f on f.plan_position = p.number
    where p.tenant_id = ${ctx.tenantId} order by p.number`.execute(ctx.db());
  return rows.map((row) => ({ number: row.number, title: row.title, ...(row.retention_years ? { retentionYears: row.retention_years } : {}), disposition: row.disposition, files: row.files }));
}

export async function findPlanPosition(ctx: Ctx, number: string): Promise<PlanPosition | undefined> {
  const row = await ctx.db<RecordsTables>().selectFrom('records.plan_position').selectAll().where('tenant_id', '=', ctx.tenantId).where('number', '=', number).executeTakeFirst();
  return row && { number: row.number, title: row.title, ...(row.retention_years ? { retentionYears: row.retention_years } : {}), disposition: row.disposition };
}
