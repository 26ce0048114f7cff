import { createAccount, hashPassword, listAccounts, type AccountKind } from '#platform/auth';
import type { Ctx } from '#platform/module';
import { setAreasOf } from './area-changes.ts';
import { listAreas } from './areas.ts';
import { findSampleFile } from './city-files.ts';
import { citizensSchema, peopleSchema, type SamplePerson } from './city-schema.ts';
import { listOffices } from './offices.ts';
import { addStaffMember, assignRole } from './people.ts';
import { addDays } from './calendar.ts';
import { calendarDayOf } from '#platform/i18n';

async function knownEmails(ctx: Ctx, kind: AccountKind): Promise<Set<string | null>> {
  return new Set((await listAccounts(ctx, { kind, limit: 10_000 })).map((account) => account.email));
}

/** Staff of the sample city with their roles; only in demo mode, because their password is public. */
export async function seedStaff(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'people.yaml', peopleSchema);
  if (!file) return;
  const present = await knownEmails(ctx, 'staff');
  const missing = file.people.filter((person) => !present.has(person.email));
  if (missing.length === 0) return;
  const passwordHash = await hashPassword(file.password);
  const officeIds = new Map((await listOffices(ctx)).map((office) => [office.key, office.id]));
  const idOf = (key: string, person: SamplePerson): string => {
    const id = officeIds.get(key);
    if (!id) throw new Error(`people.yaml: ${person.name} is in the office '${key}', which offices.yaml doesn't have.`);
    return id;
  };
  for (const person of missing) {
    const { office, roles, areas, sample: _, ...rest } = person;
    const accountId = await addStaffMember(ctx, { ...rest, officeId: idOf(office, person), passwordHash });
    for (const entry of roles) {
      const [roleKey = '', officeKey = office] = entry.split('/').toReversed();
      // A while ago, so that sample cases of the past have somebody who decided them.
      await assignRole(ctx, { accountId, roleKey, officeId: idOf(officeKey, person), validFrom: addDays(calendarDayOf(ctx.now), -730) });
    }
    if (areas.length === 0) continue;
    const areaIds = (await listAreas(ctx, { officeId: idOf(office, person) })).filter(({ key }) => areas.includes(key)).map(({ id }) => id);
    if (areaIds.length < areas.length) throw new Error(`people.yaml: ${person.name} has areas that '${office}' in offices.yaml doesn't have.`);
    await setAreasOf(ctx, { accountId, officeId: idOf(office, person), areaIds });
  }
}

/** Citizens of the sample city; only in demo mode. */
export async function seedCitizens(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'citizens.yaml', citizensSchema);
  if (!file) return;
  const present = await knownEmails(ctx, 'citizen');
  const missing = file.citizens.filter((citizen) => !present.has(citizen.email));
  if (missing.length === 0) return;
  const passwordHash = await hashPassword(file.password);
  for (const { givenName, familyName, birthDate, phone, address, email, locale } of missing) {
    await createAccount(ctx, { kind: 'citizen', email, name: `${givenName} ${familyName}`, passwordHash, locale, profile: { givenName, familyName, birthDate, phone, address } });
  }
}

