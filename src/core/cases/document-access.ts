import { caseReach, documentAccess } from '#core/records';
import { sql } from 'kysely';
import { covers, holderOf } from '#platform/module';
import { maySeeCase, reachOf, takesPart } from './access.ts';
import { listCasesByIds } from './cases.queries.ts';

/**
 * Who may see a case may see its documents; the applicant sees those meant for the applicant (records checks that mark).
 * A protected document is seen by those who take part only, not by everybody who may read the cases of the office.
 */
export const caseDocumentAccess = documentAccess.of(async (ctx, document) => {
  const [found] = document.caseId ? await listCasesByIds(ctx, [document.caseId]) : [];
  if (!found) return false;
  if (ctx.actor.kind === 'citizen') return found.applicant.accountId !== undefined && found.applicant.accountId === holderOf(ctx.actor) && covers(ctx.actor, found.serviceSlug);
  return document.protection === 'protected' ? takesPart(ctx, found) : maySeeCase(ctx, found);
});

/** Cases in which this person has an open task or is responsible, for lists and search of the record. */
export const caseRecordReach = caseReach.of(async (ctx, limit) => {
  const reach = await reachOf(ctx);
  const { rows } = await sql<{ id: string }>`(select case_id as id from cases.task where tenant_id = ${ctx.tenantId} and state = 'open' and assignee_id = any(${reach.persons}::uuid[]) limit ${limit})
    union (select id from cases.case where tenant_id = ${ctx.tenantId} and responsible_id = any(${reach.persons}::uuid[]) order by submitted_at desc, id desc limit ${limit})`.execute(ctx.db());
  return rows.map((row) => row.id);
});
