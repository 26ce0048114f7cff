import { newId } from '#platform/db';
import { addMonths } from '#core/organisation';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { AssetsTables, Effect } from '../tables.ts';
import type { ItServiceInput } from './it-service.ts';
import { getItService, type Assessment, type YearCost } from './it-services.queries.ts';

/** Last day on which notice can be given: the end less the months of notice; null without an end. */
export const noticeBy = ({ contractEndsOn, noticeMonths }: Pick<ItServiceInput, 'contractEndsOn' | 'noticeMonths'>): string | null => (contractEndsOn ? addMonths(contractEndsOn, -noticeMonths) : null);

const rowOf = (ctx: Ctx, input: ItServiceInput) => ({
  key: input.key, name: input.name, summary: input.summary, kind: input.kind, office_id: input.officeId, owner_id: input.ownerId, owner_name: input.ownerName, operator: input.operator, provider: input.provider, users: input.users, state: input.state,
  criticality: input.criticality, confidentiality: input.confidentiality, integrity: input.integrity, availability: input.availability, personal_data: input.personalData, processing_record: input.processingRecord,
  contract_partner: input.contractPartner, contract_number: input.contractNumber, contract_starts_on: input.contractStartsOn, contract_ends_on: input.contractEndsOn, notice_months: input.noticeMonths, notice_by: noticeBy(input),
  interfaces: input.interfaces, longevity: JSON.stringify(input.longevity), successor_id: input.successorId, changed_at: ctx.now, changed_by_name: ctx.actor.name,
});

/**
 * Adds a service to the inventory, or changes one; who changes the office must answer for both.
 * @throws assets/key-taken 409, unknown-service 404, platform/not-allowed 403
 */
export async function saveItService(ctx: Ctx, id: string | undefined, input: ItServiceInput): Promise<string> {
  requirePermission(ctx, 'assets/edit', input.officeId);
  const db = ctx.db<AssetsTables>();
  if (id) requirePermission(ctx, 'assets/edit', (await getItService(ctx, id)).officeId);
  if (input.contractStartsOn && input.contractEndsOn && input.contractStartsOn > input.contractEndsOn) throw problem('assets/wrong-input', { reason: 'Der Vertrag endet vor seinem Beginn.' });
  const other = await db.selectFrom('assets.it_service').select('id').where('tenant_id', '=', ctx.tenantId).where('key', '=', input.key).executeTakeFirst();
  if (other && other.id !== id) throw problem('assets/key-taken', { key: input.key });
  const saved = id ?? newId();
  if (id) await db.updateTable('assets.it_service').set(rowOf(ctx, input)).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  else await db.insertInto('assets.it_service').values({ tenant_id: ctx.tenantId, id: saved, reminded_for: null, ...rowOf(ctx, input) }).execute();
  ctx.emit({ type: id ? 'assets/service-changed' : 'assets/service-added', subject: `it-service:${saved}`, data: { key: input.key } });
  return saved;
}

/** Takes a service out again that was added by mistake, with all that hangs on it. What was in use is retired instead. */
export async function removeItService(ctx: Ctx, id: string): Promise<void> {
  const { officeId, key } = await getItService(ctx, id);
  requirePermission(ctx, 'assets/edit', officeId);
  const db = ctx.db<AssetsTables>();
  for (const table of ['assets.it_cost', 'assets.it_use', 'assets.it_assessment'] as const) await db.deleteFrom(table).where('tenant_id', '=', ctx.tenantId).where('service_id', '=', id).execute();
  await db.deleteFrom('assets.it_need').where('tenant_id', '=', ctx.tenantId).where((where) => where.or([where('service_id', '=', id), where('needs_id', '=', id)])).execute();
  await db.updateTable('assets.it_service').set({ successor_id: null }).where('tenant_id', '=', ctx.tenantId).where('successor_id', '=', id).execute();
  await db.deleteFrom('assets.it_service').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'assets/service-removed', subject: `it-service:${id}`, data: { key } });
}

async function requireService(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'assets/edit', (await getItService(ctx, id)).officeId);
}

/** What a service costs in a year. @throws assets/wrong-input 422 for negative amounts and years out of range */
export async function setCost(ctx: Ctx, serviceId: string, { year, onceCents, runningCents }: YearCost): Promise<void> {
  await requireService(ctx, serviceId);
  if (onceCents < 0 || runningCents < 0) throw problem('assets/wrong-input', { reason: 'Kosten sind nie negativ. Eine Gutschrift verringert den Betrag.' });
  if (!Number.isInteger(year) || year < 2000 || year > 2100) throw problem('assets/wrong-input', { reason: 'Geben Sie ein Jahr von 2000 bis 2100 an.' });
  await ctx
    .db<AssetsTables>()
    .insertInto('assets.it_cost')
    .values({ tenant_id: ctx.tenantId, service_id: serviceId, year, once_cents: onceCents, running_cents: runningCents })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'service_id', 'year']).doUpdateSet({ once_cents: onceCents, running_cents: runningCents }))
    .execute();
  ctx.emit({ type: 'assets/cost-set', subject: `it-service:${serviceId}`, data: { year, onceCents, runningCents } });
}

/** How good a service was in a year. @throws assets/wrong-input 422 for grades other than 1 to 5 */
export async function assess(ctx: Ctx, serviceId: string, given: Omit<Assessment, 'changedByName'>): Promise<void> {
  await requireService(ctx, serviceId);
  const grades = { operation: given.operation, fit: given.fit, usability: given.usability, value: given.value };
  if (Object.values(grades).some((grade) => !Number.isInteger(grade) || grade < 1 || grade > 5)) throw problem('assets/wrong-input', { reason: 'Noten gehen von 1 (schlecht) bis 5 (sehr gut).' });
  if (!Number.isInteger(given.outageHours) || given.outageHours < 0) throw problem('assets/wrong-input', { reason: 'Geben Sie die Ausfallzeit in ganzen Stunden an.' });
  if (given.year < 2000 || given.year > ctx.now.getUTCFullYear()) throw problem('assets/wrong-input', { reason: 'Bewertet wird ein Jahr, das schon begonnen hat.' });
  const values = { ...grades, outage_hours: given.outageHours, note: given.note, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  await ctx.db<AssetsTables>().insertInto('assets.it_assessment').values({ tenant_id: ctx.tenantId, service_id: serviceId, year: given.year, ...values }).onConflict((conflict) => conflict.columns(['tenant_id', 'service_id', 'year']).doUpdateSet(values)).execute();
  ctx.emit({ type: 'assets/assessed', subject: `it-service:${serviceId}`, data: { year: given.year, ...grades } });
}

/** Says that a service needs another one; the same pair again changes effect and interface. Circles are allowed. */
export async function setNeed(ctx: Ctx, serviceId: string, need: { needsId: string; effect: Effect; interface: string }): Promise<void> {
  await requireService(ctx, serviceId);
  if (need.needsId === serviceId) throw problem('assets/needs-itself');
  await getItService(ctx, need.needsId);
  const values = { effect: need.effect, interface: need.interface };
  await ctx.db<AssetsTables>().insertInto('assets.it_need').values({ tenant_id: ctx.tenantId, service_id: serviceId, needs_id: need.needsId, ...values }).onConflict((conflict) => conflict.columns(['tenant_id', 'service_id', 'needs_id']).doUpdateSet(values)).execute();
  ctx.emit({ type: 'assets/need-set', subject: `it-service:${serviceId}`, data: { needs: need.needsId, effect: need.effect } });
}

export async function dropNeed(ctx: Ctx, serviceId: string, needsId: string): Promise<void> {
  await requireService(ctx, serviceId);
  await ctx.db<AssetsTables>().deleteFrom('assets.it_need').where('tenant_id', '=', ctx.tenantId).where('service_id', '=', serviceId).where('needs_id', '=', needsId).execute();
  ctx.emit({ type: 'assets/need-dropped', subject: `it-service:${serviceId}`, data: { needs: needsId } });
}

/** Says that a citizen service needs this IT service (`effect` null: no longer). The caller knows the service of the catalogue. */
export async function setUse(ctx: Ctx, serviceId: string, { slug, effect }: { slug: string; effect: Effect | null }): Promise<void> {
  await requireService(ctx, serviceId);
  const db = ctx.db<AssetsTables>();
  if (effect === null) await db.deleteFrom('assets.it_use').where('tenant_id', '=', ctx.tenantId).where('service_id', '=', serviceId).where('slug', '=', slug).execute();
  else await db.insertInto('assets.it_use').values({ tenant_id: ctx.tenantId, service_id: serviceId, slug, effect }).onConflict((conflict) => conflict.columns(['tenant_id', 'service_id', 'slug']).doUpdateSet({ effect })).execute();
  ctx.emit({ type: effect === null ? 'assets/use-dropped' : 'assets/use-set', subject: `it-service:${serviceId}`, data: { slug, effect } });
}
