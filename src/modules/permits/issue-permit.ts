import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { defineConnector, type Case } from '#core/cases';
import { bpmnError } from '#engines/process';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { holderOf } from './holder.ts';
import { checkUrl } from './permit-token.ts';
import { findPermitOfHolder } from './permits.queries.ts';
import { problem } from './problems.ts';
import type { Permit, PermitTables } from './tables.ts';

export type NewPermit = { kind: string; title: string; area: string; plate?: string; validFrom: string; validUntil: string };

/**
 * Gives the permit of a case; a second one for the same case replaces the first (change of vehicle, extension).
 * @throws bpmnError 'permit-exists' when the person already holds one of this kind for part of the time
 */
export async function issuePermit(ctx: Ctx, found: Case, given: NewPermit): Promise<Permit> {
  if (given.validUntil < given.validFrom) throw problem('permits/dates');
  const db = ctx.db<PermitTables>();
  const holder = await holderOf(ctx, found);
  if (holder && (await findPermitOfHolder(ctx, { ...given, holder, otherThan: found.id }))) throw bpmnError('permit-exists', 'Diese Person hat schon einen gültigen Ausweis.');
  const replaced = await db.updateTable('permits.permit').set({ status: 'replaced', replaced_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('case_id', '=', found.id).where('status', '=', 'valid').returning('id').execute();
  const permit: Permit = {
    tenant_id: ctx.tenantId,
    id: newId(),
    code: randomBytes(9).toString('base64url'),
    case_id: found.id,
    account_id: found.applicant.accountId ?? null,
    holder,
    kind: given.kind,
    title: given.title,
    area: given.area,
    plate: given.plate ?? null,
    valid_from: given.validFrom,
    valid_until: given.validUntil,
    status: 'valid',
    issued_at: ctx.now,
    replaced_at: null,
  };
  await db.insertInto('permits.permit').values(permit).execute();
  ctx.emit({ type: 'permits/issued', subject: `permit:${permit.id}`, caseId: found.id, data: { kind: permit.kind, validUntil: permit.valid_until, replaced: replaced.length } });
  return permit;
}

const plate = z.union([z.string(), z.looseObject({ district: z.string(), letters: z.string(), digits: z.string(), suffix: z.string().nullish() })]);
const plateText = (value: z.output<typeof plate>): string => (typeof value === 'string' ? value : `${value.district}-${value.letters} ${value.digits}${value.suffix ?? ''}`);

export const issuePermitConnector = defineConnector({
  type: 'issue-permit',
  label: 'Digitalen Ausweis ausstellen',
  input: z.looseObject({ kind: z.string().min(1).max(60), title: z.string().min(1).max(120), area: z.string().max(60).default(''), plate: plate.nullish(), validFrom: z.iso.date(), validUntil: z.iso.date() }),
  mode: 'now',
  run: async (ctx, { case: found, input }) => {
    const permit = await issuePermit(ctx, found, { kind: input.kind, title: input.title, area: input.area, validFrom: input.validFrom, validUntil: input.validUntil, ...(input.plate ? { plate: plateText(input.plate) } : {}) });
    return { permitId: permit.id, permitCode: permit.code, checkUrl: checkUrl(ctx.platform, permit) };
  },
});
