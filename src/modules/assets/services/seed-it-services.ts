import { z } from 'zod';
import { listAccounts } from '#platform/auth';
import { findSampleFile, listOffices } from '#core/organisation';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import type { AssetsTables, Effect } from '../tables.ts';
import { longevityCriteria } from './it-service.ts';
import { noticeBy } from './save-it-service.ts';

const words = z.string().trim();
const need = ['normal', 'high', 'very-high'] as const;
const level = z.int().min(0).max(5);
const cents = z.int().nonnegative();
const serviceFile = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]+$/), name: words.min(3), summary: words, kind: z.enum(['application', 'platform', 'network', 'cloud', 'device']), office: words, owner: words.optional(), operator: z.enum(['own', 'centre', 'provider']), provider: words,
  users: z.int().nonnegative(), state: z.enum(['planned', 'running', 'leaving', 'retired']), criticality: z.int().min(1).max(4), protection: z.tuple([z.enum(need), z.enum(need), z.enum(need)]), personal: z.boolean(), record: words.default(''),
  contract: z.strictObject({ partner: words, number: words, starts: z.iso.date(), ends: z.iso.date().optional(), notice: z.int().min(0).max(60) }).optional(),
  cost: z.record(z.string().regex(/^\d{4}$/), z.tuple([cents, cents])), longevity: z.array(level).length(6), interfaces: words.default(''), successor: words.optional(),
  needs: z.array(z.string().regex(/^[a-z0-9-]+ (stops|limited)( .+)?$/)).default([]), uses: z.array(z.string().regex(/^[a-z0-9-]+ (stops|limited)$/)).default([]),
  grades: z.record(z.string().regex(/^\d{4}$/), z.tuple([z.int().min(1).max(5), z.int().min(1).max(5), z.int().min(1).max(5), z.int().min(1).max(5), z.int().nonnegative()])).default({}),
});
export const itServicesFile = z.strictObject({ services: z.array(serviceFile) });
type FileService = z.output<typeof serviceFile>;

/** The inventory of city/it-services.yaml into an empty one; only in the demo, because it is invented. */
export async function seedItServices(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'it-services.yaml', itServicesFile);
  const db = ctx.db<AssetsTables>();
  if (!file || file.services.length === 0 || (await db.selectFrom('assets.it_service').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
  const offices = new Map((await listOffices(ctx)).map(({ key, id }) => [key, id]));
  const owners = new Map((await listAccounts(ctx, { kind: 'staff', limit: 10_000 })).map((one) => [one.email, one]));
  const ids = new Map(file.services.map(({ key }) => [key, newId()]));
  const known = (map: Map<string, string>, name: string, from: string): string => {
    const found = map.get(name);
    if (!found) throw new Error(`it-services.yaml: '${from}' names '${name}', which does not exist.`);
    return found;
  };
  const { tenantId: tenant_id } = ctx;
  const idOf = ({ key }: FileService): string => known(ids, key, key);
  await db.insertInto('assets.it_service').values(file.services.map((one) => ({ tenant_id, id: idOf(one), ...plainRow(one), office_id: known(offices, one.office, one.key), owner_id: owners.get(one.owner ?? '')?.id ?? null, owner_name: owners.get(one.owner ?? '')?.name ?? '', successor_id: one.successor ? known(ids, one.successor, one.key) : null, changed_at: ctx.now, changed_by_name: ctx.actor.name }))).execute();
  await db.insertInto('assets.it_cost').values(file.services.flatMap((one) => Object.entries(one.cost).map(([year, [once, running]]) => ({ tenant_id, service_id: idOf(one), year: Number(year), once_cents: once, running_cents: running })))).execute();
  const needs = file.services.flatMap((one) => one.needs.map((text) => ({ one, parts: text.split(' ') })));
  if (needs.length > 0) await db.insertInto('assets.it_need').values(needs.map(({ one, parts: [key = '', effect = '', ...rest] }) => ({ tenant_id, service_id: idOf(one), needs_id: known(ids, key, one.key), effect: effect as Effect, interface: rest.join(' ') }))).execute();
  const uses = file.services.flatMap((one) => one.uses.map((text) => ({ one, parts: text.split(' ') })));
  if (uses.length > 0) await db.insertInto('assets.it_use').values(uses.map(({ one, parts: [slug = '', effect = ''] }) => ({ tenant_id, service_id: idOf(one), slug, effect: effect as Effect }))).execute();
  const graded = file.services.flatMap((one) => Object.entries(one.grades).map(([year, grades]) => ({ one, year: Number(year), grades })));
  if (graded.length > 0) await db.insertInto('assets.it_assessment').values(graded.map(({ one, year, grades: [operation, fit, usability, value, outage_hours] }) => ({ tenant_id, service_id: idOf(one), year, operation, fit, usability, value, outage_hours, note: '', changed_at: ctx.now, changed_by_name: ctx.actor.name }))).execute();
  for (const one of file.services) ctx.emit({ type: 'assets/service-added', subject: `it-service:${idOf(one)}`, data: { key: one.key } });
}

function plainRow(one: FileService) {
  const [confidentiality, integrity, availability] = one.protection.map((word) => need.indexOf(word) + 1);
  const contract = { contractEndsOn: one.contract?.ends ?? null, noticeMonths: one.contract?.notice ?? 0 };
  return {
    key: one.key, name: one.name, summary: one.summary, kind: one.kind, operator: one.operator, provider: one.provider, users: one.users, state: one.state, criticality: one.criticality, confidentiality: confidentiality ?? 1, integrity: integrity ?? 1, availability: availability ?? 1,
    personal_data: one.personal, processing_record: one.record, contract_partner: one.contract?.partner ?? '', contract_number: one.contract?.number ?? '', contract_starts_on: one.contract?.starts ?? null, contract_ends_on: contract.contractEndsOn, notice_months: contract.noticeMonths,
    notice_by: noticeBy(contract), reminded_for: null, interfaces: one.interfaces, longevity: JSON.stringify(Object.fromEntries(longevityCriteria.map(({ key }, at) => [key, one.longevity[at] ?? 0]))),
  };
}
