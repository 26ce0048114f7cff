import { correlateToCase } from '#core/cases';
import { plateParts } from '#engines/forms';
import { requireToAct, type Ctx } from '#platform/module';
import { getOwnPermit, stateOf } from './permits.queries.ts';
import { problem } from './problems.ts';

/** A plate as people type it ("mu st 123 e"), in its stored form; undefined when it is none. */
export function readPlate(typed: string): string | undefined {
  const plate = typed.trim().toUpperCase().replace(/^([A-ZÄÖÜ]{1,3})\s*[-–\s]\s*([A-Z]{1,2})[\s-]*(\d{1,4})\s*([EH]?)$/, '$1-$2 $3$4');
  return plateParts(plate) && plate.replaceAll(/[- ]/g, '').length <= 8 ? plate : undefined;
}

/**
 * The holder drives another car: the process gives a new permit and takes the old one out of use.
 * @throws Problem 422 for no plate, 409 when the permit is not valid or its process takes no changes
 */
export async function changeVehicle(ctx: Ctx, permitId: string, change: { accountId: string; plate: string }): Promise<void> {
  const permit = await getOwnPermit(ctx, permitId, change.accountId);
  requireToAct(ctx);
  const plate = readPlate(change.plate);
  if (!plate) throw problem('permits/no-plate');
  const state = stateOf(permit, ctx.now);
  if (state === 'expired' || state === 'replaced') throw problem('permits/not-valid');
  if (plate === permit.plate) throw problem('permits/same-plate');
  ctx.emit({ type: 'permits/vehicle-changed', subject: `permit:${permit.id}`, caseId: permit.case_id });
  if (!(await correlateToCase(ctx, permit.case_id, 'vehicle-changed', { plate }))) throw problem('permits/no-change');
}
