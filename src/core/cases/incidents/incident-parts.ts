import { newId } from '#platform/db';
import type { Effect, ProcessInstance } from '#engines/process';
import type { Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';

type Raised = Extract<Effect, { type: 'incident-raised' }>;
type Resolved = Extract<Effect, { type: 'incident-resolved' }>;

/** What a step means for the list of incidents: per place the last word counts. */
export function incidentParts(ctx: Ctx, instance: ProcessInstance, effects: readonly Effect[]): RawBuilder<unknown>[] {
  const raised = new Map<number, Raised>();
  const resolved = new Map<number, Resolved>();
  for (const effect of effects) {
    if (effect.type === 'incident-raised') raised.set(effect.tokenId, effect);
    if (effect.type !== 'incident-resolved') continue;
    raised.delete(effect.tokenId);
    resolved.set(effect.tokenId, effect);
  }
  const again = [...resolved.values()].filter(({ tokenId, how }) => how === 'retried' && raised.has(tokenId)).map(({ tokenId }) => tokenId);
  const over = [...resolved.values()].filter(({ tokenId }) => !raised.has(tokenId));
  const rows = [...raised.values()].map(({ tokenId, nodeId, name, code, message, tries }) => ({ id: newId(), token_id: tokenId, node_id: nodeId, step: name, code, message, tries, retried: again.includes(tokenId) ? 1 : 0 }));
  return [...(rows.length > 0 ? [raisedPart(ctx, instance, rows)] : []), ...(over.length > 0 ? [resolvedPart(ctx, instance, over)] : [])];
}

type NewRow = { id: string; token_id: number; node_id: string; step: string; code: string; message: string; tries: number; retried: number };

/** A step that fails again after it was tried again is still the same trouble. */
function raisedPart(ctx: Ctx, { id, businessKey }: Pick<ProcessInstance, 'id' | 'businessKey'>, rows: readonly NewRow[]): RawBuilder<unknown> {
  return sql`incidents as (insert into cases.incident (tenant_id, case_id, instance_id, state, first_raised_at, raised_at, id, token_id, node_id, step, code, message, tries, retried)
    select ${ctx.tenantId}::int, ${businessKey}::uuid, ${id}::uuid, 'open', ${ctx.now}::timestamptz, ${ctx.now}::timestamptz, * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(id uuid, token_id int, node_id text, step text, code text, message text, tries int, retried int)
    on conflict (tenant_id, instance_id, token_id) do update set state = 'open', node_id = excluded.node_id, step = excluded.step, code = excluded.code, message = excluded.message, raised_at = excluded.raised_at,
      tries = cases.incident.tries + excluded.tries, retried = cases.incident.retried + excluded.retried, resolved_at = null, resolution = null)`;
}

function resolvedPart(ctx: Ctx, instance: ProcessInstance, over: readonly Resolved[]): RawBuilder<unknown> {
  const rows = over.map(({ tokenId, how }) => ({ token_id: tokenId, how }));
  return sql`mended as (update cases.incident n set state = 'resolved', resolved_at = ${ctx.now}, resolution = x.how, retried = n.retried + case when x.how = 'retried' then 1 else 0 end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(token_id int, how text)
    where n.tenant_id = ${ctx.tenantId} and n.instance_id = ${instance.id}::uuid and n.token_id = x.token_id and n.state = 'open')`;
}
