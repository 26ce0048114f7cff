import type { Ctx } from '#platform/module';
import { listAreas } from './areas.ts';
import { partsOf, type Group } from './groups-held.ts';
import { listOffices } from './offices.ts';
import { listRoles } from './roles.ts';

/** Groups in the words of the plan of organisation: 'Steueramt, Amtsleitung', 'Steueramt, A–K'; unknown parts stay as they are. */
export async function describeGroups(ctx: Ctx, groups: readonly Group[]): Promise<Map<Group, string>> {
  if (groups.length === 0) return new Map();
  const offices = new Map((await listOffices(ctx, { closed: true })).map(({ key, name }) => [key, name]));
  const roles = new Map((await listRoles(ctx)).map(({ key, name }) => [key, name]));
  const areas = groups.some((group) => group.includes('@')) ? await listAreas(ctx, { closed: true }) : [];
  return new Map(
    groups.map((group) => {
      const { office, role, area } = partsOf(group);
      const areaName = area && (areas.find((one) => one.officeKey === office && one.key === area)?.name ?? area);
      return [group, [offices.get(office) ?? office, role && (roles.get(role) ?? role), areaName].filter(Boolean).join(', ')];
    }),
  );
}
