import { z } from 'zod';
import { findSampleFile, listOffices } from '#core/organisation';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import type { ProcessMapTables } from '../tables.ts';

const count = z.int().nonnegative();
const words = z.string().trim();
const schema = z.strictObject({
  processes: z.array(z.strictObject({ name: words.min(3), office: words, owner: words, service: words.optional(), state: z.enum(['paper', 'partly', 'digital']), perYear: count, minutes: count, costCents: count, mediaBreaks: count, improvements: words.default('') })),
});

/** The processes of city/processes.yaml into an empty map; only in the demo, because their figures are invented. */
export async function seedProcesses(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'processes.yaml', schema);
  const db = ctx.db<ProcessMapTables>();
  if (!file || (await db.selectFrom('process_map.process').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
  const offices = new Set((await listOffices(ctx)).map(({ key }) => key));
  const stranger = file.processes.find(({ office }) => !offices.has(office));
  if (stranger) throw new Error(`processes.yaml: '${stranger.name}' belongs to the office '${stranger.office}', which offices.yaml doesn't have.`);
  const rows = file.processes.map(({ perYear, minutes, costCents, mediaBreaks, service, ...plain }) => ({ tenant_id: ctx.tenantId, id: newId(), ...plain, service: service ?? null, per_year: perYear, minutes_each: minutes, cost_cents_each: costCents, media_breaks: mediaBreaks, changed_at: ctx.now, changed_by_name: ctx.actor.name }));
  if (rows.length === 0) return;
  await db.insertInto('process_map.process').values(rows).execute();
  for (const { id, state } of rows) ctx.emit({ type: 'process-map/added', subject: `process:${id}`, data: { state } });
}
