import { sql, type RawBuilder } from 'kysely';
import type { Reader } from './reader.ts';

/** Offices as a condition; a file that names no office (older than the rights) is reached through its case only. */
const inOffices = (offices: Reader['offices']): RawBuilder<boolean> => (offices === 'all' ? sql`true` : sql`f.office_id = any(${offices}::uuid[])`);

/** Entered by name: on the file above, the case file, or the object given. */
const admitted = (reader: Reader, objects: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (select 1 from records.access a where a.tenant_id = f.tenant_id and a.object_id in (${objects})
    and ((a.kind = 'account' and a.holder = any(${reader.persons}::text[])) or (a.kind = 'group' and a.holder = any(${reader.groups}::text[]))))`;

const inCases = (reader: Reader): RawBuilder<boolean> => (reader.cases.length === 0 ? sql`false` : sql`f.case_id = any(${reader.cases}::uuid[])`);

/** Condition on `records.case_file f`: this person may see it in lists, in search, in exports. */
export function seesCaseFile(reader: Reader): RawBuilder<boolean> {
  if (reader.everything) return sql`true`;
  return sql`((f.protection = 'normal' and ${inOffices(reader.offices)}) or (f.protection = 'protected' and ${inOffices(reader.protectedOffices)})
    or ${inCases(reader)} or ${admitted(reader, sql`f.id, f.parent_id`)})`;
}

/** Condition on `records.document d` beside its `records.case_file f`. A protected document in a normal file is seen by whoever is admitted to it, wrote it, or may read protected ones. */
export function seesDocument(reader: Reader): RawBuilder<boolean> {
  if (reader.everything) return sql`true`;
  const own = sql`d.created_by_id = any(${reader.persons}::uuid[])`;
  const open = sql`(d.protection = 'normal' or ${own} or ${inOffices(reader.protectedOffices)} or ${inCases(reader)})`;
  return sql`((${seesCaseFile(reader)} and ${open}) or ${admitted(reader, sql`d.id`)})`;
}

/** Condition on `records.file f` (Akte). */
export function seesFile(reader: Reader): RawBuilder<boolean> {
  if (reader.everything) return sql`true`;
  return sql`((f.protection = 'normal' and ${inOffices(reader.offices)}) or (f.protection = 'protected' and ${inOffices(reader.protectedOffices)}) or ${admitted(reader, sql`f.id`)})`;
}
