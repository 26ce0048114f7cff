import { searchSources } from '#core/cases';
import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import { defineModule, seeds } from '#platform/module';
import { applicationPage, beginApplication, charterPdf, newApplication, reviewPage, saveApplicationPage, similarJson, submitPage } from './apply/application-pages.tsx';
import { findSimilarProjects, findSimilarServices } from './find-similar.ts';
import { projectFigures, projectReport } from './figures.ts';
import { projectCsv, projectList } from './office/list-page.tsx';
import { projectActionRoutes, projectPages } from './office/project-pages.ts';
import { setWorkload, workloadPage } from './office/workload-page.tsx';
import { likeness } from './points.ts';
import { stateWords } from './project.ts';
import { listProjects } from './projects.queries.ts';
import { sampleProjects } from './sample/sample-projects.ts';

const pages = [projectList, projectCsv, workloadPage, setWorkload, newApplication, beginApplication, applicationPage, saveApplicationPage, reviewPage, submitPage, charterPdf, similarJson, ...projectPages, ...projectActionRoutes];

export const projectsModule = defineModule({
  name: 'projects',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'steering/read', de: 'Strategie, Projekte und Haushalt der Digitalisierung ansehen' },
    { id: 'steering/edit', de: 'Strategie, Projekte und Haushalt der Digitalisierung pflegen' },
    { id: 'steering/decide', de: 'Über Projekte entscheiden' },
  ],
  contributes: [
    ...pages.map((one) => routes.of(one)),
    navEntries.of({ site: 'office', label: 'Projekte', href: '/office/projekte', icon: 'flag', order: 320, access: 'staff', group: 'Steuerung' }),
    searchSources.of({ id: 'projects', label: 'Projekte', order: 65, search: async (ctx, text, limit) => (await listProjects(ctx, { text }, { limit })).rows.map((one) => ({ title: one.title, href: `/office/projekte/${one.id}`, note: `${one.number}, ${stateWords[one.state]}` })) }),
    ...projectFigures,
    projectReport,
    seeds.of(sampleProjects),
    likeness.of({ kind: 'project', label: 'Projekte', find: findSimilarProjects }),
    likeness.of({ kind: 'service', label: 'Leistungen', find: findSimilarServices }),
  ],
});
