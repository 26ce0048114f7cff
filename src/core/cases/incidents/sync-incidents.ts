import { newId } from '#platform/db';
import type { Incident } from '#engines/process';
import { seeds, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import { caseRuntime } from '../process/case-runtime.ts';
import type { CasesTables } from '../tables.ts';

const PAGE = 500;

/** Incidents that were there before this list was: put in at the start, once. */
export const syncIncidents = seeds.of({
  name: 'cases/incidents',
  run: async (ctx) => {
    for (let after: string | undefined; ; ) {
      const page: Incident[] = await caseRuntime.listIncidents(ctx, { limit: PAGE, ...(after ? { after } : {}) });
      if (page.length > 0) await putIn(ctx, page);
      after = page.length < PAGE ? undefined : page.at(-1)?.id;
      if (!after) return;
    }
  },
});

async function putIn(ctx: Ctx, page: readonly Incident[]): Promise<void> {
  const rows = page.map((one) => ({ id: newId(), case_id: one.businessKey, instance_id: one.instanceId, token_id: one.tokenId, node_id: one.nodeId, step: one.name, code: one.code, message: one.message, raised_at: one.raisedAt }));
  await sql`insert into cases.incident (tenant_id, state, tries, id, case_id, instance_id, token_id, node_id, step, code, message, first_raised_at, raised_at)
    select ${ctx.tenantId}::int, 'open', 1, x.id, x.case_id, instance_id, token_id, node_id, step, code, message, raised_at, raised_at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(id uuid, case_id uuid, instance_id uuid, token_id int, node_id text, step text, code text, message text, raised_at timestamptz)
    where exists (select from cases.case c where c.tenant_id = ${ctx.tenantId} and c.id = x.case_id) on conflict do nothing`.execute(ctx.db<CasesTables>());
}
