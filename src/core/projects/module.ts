import { defineModule, seeds } from '#platform/module';
import { findSimilarProjects, findSimilarServices } from './find-similar.ts';
import { likeness } from './points.ts';
import { sampleProjects } from './sample/sample-projects.ts';

export const projectsModule = defineModule({
  name: 'projects',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'steering/read', de: 'Strategie, Projekte und Haushalt der Digitalisierung ansehen' },
    { id: 'steering/edit', de: 'Strategie, Projekte und Haushalt der Digitalisierung pflegen' },
    { id: 'steering/decide', de: 'Über Projekte entscheiden' },
  ],
  contributes: [
    seeds.of(sampleProjects),
    likeness.of({ kind: 'project', label: 'Projekte', find: findSimilarProjects }),
    likeness.of({ kind: 'service', label: 'Leistungen', find: findSimilarServices }),
  ],
});
