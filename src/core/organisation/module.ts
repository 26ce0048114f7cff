import { grantSource, sampleSignIns } from '#platform/auth';
import { page, routes, text } from '#platform/http';
import { defineModule, seeds } from '#platform/module';
import { CREST_PATH, cityOf } from './city.ts';
import { listSampleSignIns } from './sample-people.ts';
import { seedOffices } from './seed-offices.ts';
import { seedCitizens, seedStaff } from './seed-people.ts';
import { staffGrants } from './staff-grants.ts';

export const organisationModule = defineModule({
  name: 'organisation',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'admin/people', de: 'Personen anlegen, sperren und ihnen Rollen geben' },
    { id: 'admin/roles', de: 'Rollen und ihre Berechtigungen ändern' },
    { id: 'admin/offices', de: 'Ämter anlegen und ändern' },
    { id: 'admin/substitutes', de: 'Vertretungen für andere einrichten' },
    { id: 'admin/areas', de: 'Zuständigkeitsbereiche des Amtes festlegen und verteilen' },
  ],
  contributes: [
    seeds.of({ name: 'organisation/offices', run: seedOffices }),
    seeds.of({ name: 'organisation/staff', run: seedStaff }),
    seeds.of({ name: 'organisation/citizens', run: seedCitizens }),
    grantSource.of(staffGrants),
    sampleSignIns.of(listSampleSignIns),
    routes.of(
      page({
        method: 'GET',
        path: CREST_PATH,
        site: 'portal',
        access: 'anyone',
        handle: async (rq) => text(cityOf(rq.platform).brand.crestSvg, 'image/svg+xml', { headers: { 'cache-control': 'public, max-age=3600' } }),
      }),
    ),
  ],
});
