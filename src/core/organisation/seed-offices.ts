import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { createArea } from './area-changes.ts';
import { readCityFile } from './city-files.ts';
import { officesSchema, rolesSchema } from './city-schema.ts';
import { cityOf } from './city.ts';
import type { OrganisationTables } from './tables.ts';

/** Offices and roles of the city folder into the database. What is there already stays as it was edited. */
export async function seedOffices(ctx: Ctx): Promise<void> {
  await seedRoles(ctx);
  const { offices } = readCityFile(ctx.platform.config.cityDir, 'offices.yaml', officesSchema);
  const city = cityOf(ctx.platform);
  const db = ctx.db<OrganisationTables>();
  const present = await db.selectFrom('organisation.office').select(['id', 'key']).where('tenant_id', '=', ctx.tenantId).execute();
  const ids = new Map(present.map((row) => [row.key, row.id]));
  for (const [position, office] of offices.entries()) {
    if (ids.has(office.key)) continue;
    const parentId = office.parent ? ids.get(office.parent) : undefined;
    if (office.parent && !parentId) throw new Error(`offices.yaml: the parent '${office.parent}' of '${office.key}' must stand before it.`);
    const id = newId();
    ids.set(office.key, id);
    await db
      .insertInto('organisation.office')
      .values({
        tenant_id: ctx.tenantId, id, key: office.key, name: office.name, parent_id: parentId ?? null, summary: office.summary,
        address: JSON.stringify(office.address ?? city.address), room: office.room, phone: office.phone, email: office.email,
        hours: JSON.stringify(office.hours ?? city.hours), position, closed_on: null,
      })
      .execute();
    ctx.emit({ type: 'organisation/office-created', subject: `office:${id}`, data: { key: office.key } });
    for (const area of office.areas) await createArea(ctx, { officeId: id, name: area.name, cover: 'letters' in area ? { kind: 'letters', from: area.letters[0], to: area.letters[1] } : { kind: 'values', values: area.values } });
  }
}

async function seedRoles(ctx: Ctx): Promise<void> {
  const { roles } = readCityFile(ctx.platform.config.cityDir, 'roles.yaml', rolesSchema);
  await ctx
    .db<OrganisationTables>()
    .insertInto('organisation.role')
    .values(roles.map((role, position) => ({ tenant_id: ctx.tenantId, ...role, position })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
