import type { Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';

/** Columns of `records.document` in the order of {@link documentValues}. */
const documentColumns = sql`(tenant_id, id, file_id, case_id, kind, title, source_id, sealed, visible_to_applicant, current_version, created_at, created_by, created_by_id,
  protection, dated_on, received_on, sender, foreign_reference, keywords, redacts)`;

type Target = { from: RawBuilder<unknown>; fileId: RawBuilder<unknown>; caseId: RawBuilder<unknown>; where?: RawBuilder<unknown>; json: string };

/** `insert into records.document …` for all documents of the JSON parameter; where they go is said by the caller. */
export function insertDocuments(ctx: Ctx, { from, fileId, caseId, where, json }: Target): RawBuilder<unknown> {
  const staff = ctx.actor.kind === 'staff' ? ctx.actor.id : null;
  return sql`insert into records.document ${documentColumns}
    select ${ctx.tenantId}::int, d.id, ${fileId}, ${caseId}, d.kind, d.title, d.source_id, d.sealed, d.visible, 1, ${ctx.now}, ${ctx.actor.name}, ${staff}::uuid,
      d.protection, d.dated_on, d.received_on, d.sender, d.foreign_reference, d.keywords, d.redacts
    from ${from} json_to_recordset(${json}::json) as d(id uuid, kind text, title text, source_id text, sealed boolean, visible boolean, protection text, dated_on date, received_on date,
      sender text, foreign_reference text, keywords text, redacts uuid)
    ${where ?? sql``}`;
}

/** `insert into records.version …` for the first versions; `only` names what was really inserted. */
export function insertVersions(ctx: Ctx, json: string, only: RawBuilder<unknown> = sql``): RawBuilder<unknown> {
  return sql`insert into records.version (tenant_id, document_id, number, blob_hash, size, mime, name, created_at, created_by, chain)
    select ${ctx.tenantId}::int, d.id, 1, d.hash, d.size, d.mime, d.name, ${ctx.now}, ${ctx.actor.name}, d.chain
    from json_to_recordset(${json}::json) as d(id uuid, hash text, size bigint, mime text, name text, chain text) ${only}`;
}
