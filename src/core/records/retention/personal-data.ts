import { sql } from 'kysely';
import type { DataSubject, ErasureItem, PersonalData } from '#core/parties';
import { formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { DocumentKind } from '../documents/document.ts';
import { dispositionWords, type Disposition } from '../plan/file-plan.ts';

type DocumentRow = { file: string; title: string; kind: DocumentKind; created_at: Date; created_by: string; version: number; name: string; hash: string };
type FileRow = { number: string; closed_at: Date | null; retention_years: number | null; disposition: Disposition; plan_position: string; documents: number; held: boolean };

/** Files and documents about a person. They are kept for as long as the file plan says; then retention destroys them or the archive takes them. */
export const filesOfPerson: PersonalData = {
  key: 'documents',
  title: { de: 'Akten und Dokumente', en: 'Files and documents' },
  read: async (ctx, subject) => {
    const { rows } = await sql<DocumentRow>`select f.number as file, d.title, d.kind, d.created_at, d.created_by, v.number as version, v.name, v.blob_hash as hash
      from records.document d join records.case_file f on f.tenant_id = d.tenant_id and f.id = d.file_id
      join records.version v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.number = d.current_version
      where d.tenant_id = ${ctx.tenantId} and d.case_id = any(${subject.caseIds}::uuid[]) order by d.id limit 10000`.execute(ctx.db());
    return rows.map((row) => ({ file: row.file, title: row.title, kind: row.kind, createdAt: row.created_at.toISOString(), author: row.created_by, version: row.version, name: row.name, sha256: row.hash }));
  },
  erase: async (ctx, subject) => (await filesOf(ctx, subject)).map(keptFile),
};

async function filesOf(ctx: Ctx, subject: DataSubject): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`select f.number, f.closed_at, p.retention_years, coalesce(p.disposition, 'appraise') as disposition, f.plan_position, f.held_at is not null as held,
      (select count(*)::int from records.document d where d.tenant_id = f.tenant_id and d.file_id = f.id) as documents
    from records.case_file f left join records.plan_position p on p.tenant_id = f.tenant_id and p.number = f.plan_position
    where f.tenant_id = ${ctx.tenantId} and f.case_id = any(${subject.caseIds}::uuid[]) order by f.number`.execute(ctx.db());
  return rows;
}

function keptFile(file: FileRow): ErasureItem {
  const years = file.retention_years;
  const end = file.closed_at && years !== null ? `bis ${formatDate(`${file.closed_at.getFullYear() + years}-12-31`, 'de')}` : years === null ? 'ohne festgelegte Frist' : `${years} Jahre nach Ende des Jahres, in dem die Akte geschlossen wird`;
  const because = [`Aufbewahrung ${end} (Aktenplan ${file.plan_position}; Art. 17 Abs. 3 Buchst. b DSGVO), danach: ${dispositionWords[file.disposition]} (Art. 17 Abs. 3 Buchst. d DSGVO, Archivgesetz des Landes).`, file.held ? 'Unter Aussonderungssperre.' : ''].filter(Boolean).join(' ');
  return { what: `Akte ${file.number} mit ${file.documents} Dokumenten`, count: 1, outcome: 'kept', because };
}
