import { navEntries } from '#core/organisation';
import { ownData, personalData } from '#core/parties';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { blobUse, defineModule } from '#platform/module';
import { listKeptHashes } from './papers.ts';
import { ownPapers, paperErasure, papersOfPerson } from './personal-data.ts';
import { paperChangePost, paperContent, paperDeletePage, paperDeletePost, paperPage, paperPost, papersPage } from './portal/paper-routes.tsx';
import { remindOfEnds } from './remind.ts';

export const papersModule = defineModule({
  name: 'papers',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [
    ...[papersPage, paperPost, paperPage, paperChangePost, paperContent, paperDeletePage, paperDeletePost].map((route) => routes.of(route)),
    jobs.of({
      name: 'papers/remind',
      title: 'An ablaufende Unterlagen erinnern',
      schedule: '30 7 * * *',
      handle: async (platform, tenantId) => {
        while ((await platform.transact(runAsSystem(tenantId), remindOfEnds)) > 0);
      },
    }),
    blobUse.of(listKeptHashes),
    ownData.of(ownPapers),
    personalData.of(papersOfPerson),
    paperErasure,
    navEntries.of({ site: 'portal', label: { de: 'Unterlagen', en: 'Papers' }, hint: { de: 'Aufgehoben für den nächsten Antrag', en: 'Kept for the next application' }, href: '/konto/unterlagen', icon: 'folder', order: 22, access: 'citizen' }),
  ],
});
