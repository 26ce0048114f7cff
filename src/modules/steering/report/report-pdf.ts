import { setDocument } from '#core/inbox';
import { listOffices } from '#core/organisation';
import type { ContentNode } from '#engines/documents';
import { formatDate } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { paragraph, partNodes } from './report-nodes.ts';
import { titleOf, type Snapshot } from './report.ts';
import { findReportFile, findSnapshot } from './reports.queries.ts';
import type { ReportTables } from './tables.ts';

/** Numbers of the report for programs, inside the file. */
const csvOf = ({ parts }: Snapshot): string => {
  const cell = (value: string | number | null): string => (value === null ? '' : /[;"\r\n]|^[=+\-@]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value).replace('.', ','));
  const lines = parts.flatMap((part) => part.figures.map(({ id, label, value, unit }) => [part.title, id, label, value, unit]));
  return `\uFEFF${[['Abschnitt', 'Kennung', 'Kennzahl', 'Wert', 'Einheit'], ...lines].map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`;
};

/** The report as PDF/A-3a and PDF/UA-1, with its numbers as a CSV file inside. */
export async function makeReportPdf(ctx: Ctx, { snapshot, draft }: { snapshot: Snapshot; draft: boolean }): Promise<Uint8Array> {
  const before = await findSnapshot(ctx, snapshot.year - 1);
  const title = titleOf(snapshot.year);
  const edition = snapshot.edition > 1 ? `, ${snapshot.edition}. Ausgabe` : '';
  const content: ContentNode[] = [
    paragraph(draft ? `Entwurf${edition}. Zahlen vom ${formatDate(snapshot.asOn)}; sie ändern sich noch.` : `Stand der Zahlen: ${formatDate(snapshot.asOn)}${edition}.`),
    { type: 'contents', content: [{ type: 'text', text: 'Inhalt' }] },
    ...snapshot.parts.flatMap((part) => partNodes(part, { year: snapshot.year, before, origin: ctx.platform.config.publicUrl })),
  ];
  return setReport(ctx, { title: draft ? `${title} – Entwurf` : title, content, on: snapshot.asOn, files: [{ name: `zahlen-${snapshot.year}.csv`, mime: 'text/csv', bytes: Buffer.from(csvOf(snapshot)), relationship: 'data', description: 'Alle Zahlen des Berichts' }] });
}

/** The file of a frozen report: made once, then kept. */
export async function reportFile(ctx: Ctx, { id, snapshot }: { id: string; snapshot: Snapshot }): Promise<Uint8Array> {
  const kept = await findReportFile(ctx, id);
  if (kept) return kept;
  const bytes = await makeReportPdf(ctx, { snapshot, draft: false });
  await ctx.db<ReportTables>().insertInto('steering.report_file').values({ tenant_id: ctx.tenantId, report_id: id, bytes: Buffer.from(bytes) }).onConflict((conflict) => conflict.doNothing()).execute();
  return bytes;
}

type Paper = { title: string; content: ContentNode[]; on: string; files?: NonNullable<Parameters<typeof setDocument>[1]['attachments']> };

/** Sets a paper of the steering with the look of the city. */
export async function setReport(ctx: Ctx, { title, content, on, files = [] }: Paper): Promise<Uint8Array> {
  const [office] = await listOffices(ctx);
  if (!office) throw notFound();
  return setDocument(ctx, {
    officeId: office.id, layout: 'report', locale: 'de', attachments: files,
    content: { type: 'doc', attrs: { kind: 'letter', seal: false, title, subject: title, layout: 'report', language: 'de' }, content },
    meta: { date: on, createdAt: new Date(`${on}T00:00:00Z`) },
  });
}
