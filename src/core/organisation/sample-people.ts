import type { SampleSignIn } from '#platform/auth';
import type { Platform } from '#platform/module';
import { findSampleFile } from './city-files.ts';
import { citizensSchema, peopleSchema, type SampleCitizen, type SampleOrganisation } from './city-schema.ts';

/** The sample sign-ins of the demo, worth showing first; none in production. */
export function listSampleSignIns(platform: Pick<Platform, 'config'>): SampleSignIn[] {
  const staff = findSampleFile(platform, 'people.yaml', peopleSchema);
  const citizens = findSampleFile(platform, 'citizens.yaml', citizensSchema);
  return [
    ...(citizens?.citizens ?? []).flatMap((one): SampleSignIn[] => (one.sample ? [{ kind: 'citizen', name: `${one.givenName} ${one.familyName}`, email: one.email, password: citizens?.password ?? '', note: one.sample }] : [])),
    ...(staff?.people ?? []).flatMap((one): SampleSignIn[] => (one.sample ? [{ kind: 'staff', name: one.name, email: one.email, password: staff?.password ?? '', note: one.sample }] : [])),
  ];
}

/** The invented citizens and organisations of the sample city, for seeding applications and cases; empty in production. */
export function sampleCitizens(platform: Pick<Platform, 'config'>): { citizens: SampleCitizen[]; organisations: SampleOrganisation[] } {
  const file = findSampleFile(platform, 'citizens.yaml', citizensSchema);
  return { citizens: file?.citizens ?? [], organisations: file?.organisations ?? [] };
}
