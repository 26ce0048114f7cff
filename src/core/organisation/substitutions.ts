import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { Group } from './groups-held.ts';
import type { OrganisationTables } from './tables.ts';

/** How far a substitution reaches; all null: everything the absent person does. */
export type SubstitutionScope = { officeId: string | null; /** '<office>', '<office>/<role>' or with '@<area>'. */ group: Group | null; serviceSlug: string | null };

/** Vertretung: `substituteId` may act for `absentId` on the days from `startsOn` to `endsOn`, both included. */
export type Substitution = SubstitutionScope & {
  id: string;
  absentId: string;
  substituteId: string;
  startsOn: string;
  endsOn: string;
  reason: string;
  arrangedBy: string | null;
};

export type SubstitutionFilter = { absentId?: string; substituteId?: string; /** today: in force; current: in force or still to come. */ at?: 'today' | 'current' };

/** Substitutions in force or still to come, by their first day. */
export async function listSubstitutions(ctx: Ctx, filter: SubstitutionFilter = {}): Promise<Substitution[]> {
  const today = calendarDayOf(ctx.now);
  let query = ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.substitution')
    .select([
      'id', 'absent_id as absentId', 'substitute_id as substituteId', 'office_id as officeId', 'group_key as group', 'service_slug as serviceSlug',
      'starts_on as startsOn', 'ends_on as endsOn', 'reason', 'arranged_by as arrangedBy',
    ])
    .where('tenant_id', '=', ctx.tenantId)
    .where('ended_at', 'is', null)
    .where('ends_on', '>=', today);
  if (filter.at === 'today') query = query.where('starts_on', '<=', today);
  if (filter.absentId) query = query.where('absent_id', '=', filter.absentId);
  if (filter.substituteId) query = query.where('substitute_id', '=', filter.substituteId);
  return query.orderBy('starts_on').orderBy('id').limit(500).execute();
}

type Days = Pick<Substitution, 'startsOn' | 'endsOn'>;
export const overlaps = (one: Days, other: Days): boolean => one.startsOn <= other.endsOn && other.startsOn <= one.endsOn;

/** Days on which a substitute is absent too: nobody stands in then, because a substitute has no substitute. */
export type SubstitutionConflict = { substitutionId: string; from: string; until: string };

/** Where of these substitutions the substitute is away at the same time, as it is arranged now. */
export async function listSubstitutionConflicts(ctx: Ctx, substitutions: readonly Substitution[]): Promise<SubstitutionConflict[]> {
  if (substitutions.length === 0) return [];
  const absences = await ctx
    .db<OrganisationTables>()
    .selectFrom('organisation.substitution')
    .select(['absent_id as absentId', 'starts_on as startsOn', 'ends_on as endsOn'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('ended_at', 'is', null)
    .where('ends_on', '>=', calendarDayOf(ctx.now))
    .where('absent_id', 'in', [...new Set(substitutions.map(({ substituteId }) => substituteId))])
    .execute();
  return substitutions.flatMap((one) => {
    const away = absences.find((absence) => absence.absentId === one.substituteId && overlaps(absence, one));
    if (!away) return [];
    return [{ substitutionId: one.id, from: away.startsOn > one.startsOn ? away.startsOn : one.startsOn, until: away.endsOn < one.endsOn ? away.endsOn : one.endsOn }];
  });
}
