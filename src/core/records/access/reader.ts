import { groupsOf } from '#core/organisation';
import { definePoint, officesWith, type Ctx } from '#platform/module';

/** Cases in which a person takes part (a task, responsibility), with or without the right to read the whole office; newest first, at most so many. */
export type CaseReach = (ctx: Ctx, limit: number) => Promise<string[]>;
/** Filled by the folder that knows cases. */
export const caseReach = definePoint<CaseReach>('records/case-reach');

/** What somebody may see of the record, read once per request. */
export type Reader = {
  everything: boolean;
  /** Account ids: the person and the one they stand in for. */
  persons: string[];
  groups: string[];
  /** Offices whose normal files may be read, and whose protected ones. */
  offices: 'all' | string[];
  protectedOffices: 'all' | string[];
  cases: string[];
};

const MOST_CASES = 2000;

/** A page asks several times what somebody may see; while nothing changes the answer is the same. */
const known = new WeakMap<Ctx, Promise<Reader>>();

/** Rights of office and role, entries by name, and taking part in a case, together. */
export function readerOf(ctx: Ctx): Promise<Reader> {
  if (!ctx.readOnly) return findReader(ctx);
  let reader = known.get(ctx);
  if (!reader) known.set(ctx, (reader = findReader(ctx)));
  return reader;
}

async function findReader(ctx: Ctx): Promise<Reader> {
  const { actor } = ctx;
  const nothing = { everything: false, persons: [], groups: [], offices: [], protectedOffices: [], cases: [] };
  if (actor.kind === 'system') return { ...nothing, everything: true };
  if (actor.kind !== 'staff' || !actor.id) return nothing;
  const [groups, ...cases] = await Promise.all([groupsOf(ctx, actor.id), ...ctx.platform.contributions(caseReach).map((reach) => reach(ctx, MOST_CASES))]);
  return {
    everything: false,
    persons: [actor.id, ...(actor.actingFor ? [actor.actingFor.id] : [])],
    groups,
    offices: either(officesWith(actor, 'records/read'), officesWith(actor, 'cases/read')),
    protectedOffices: officesWith(actor, 'records/read-protected'),
    cases: cases.flat(),
  };
}

const either = (one: 'all' | string[], other: 'all' | string[]): 'all' | string[] => (one === 'all' || other === 'all' ? 'all' : [...new Set([...one, ...other])]);
