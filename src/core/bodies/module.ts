import { deskParts, navEntries } from '#core/organisation';
import { projectPanels } from '#core/projects';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule, seeds } from '#platform/module';
import { BODIES, bodiesPage, newBodyPage, newBodyPost } from './office/bodies-pages.tsx';
import { bodyPage, bodyPost, meetingPost, memberEndPost, memberPost } from './office/body-page.tsx';
import { deskResolutions } from './office/desk-resolutions.tsx';
import { approvePost, closePost, itemPost, meetingPage, minutesPdf, minutesPost, resolutionPost } from './office/meeting-page.tsx';
import { projectResolutions } from './office/project-panel.tsx';
import { resolutionClosePost, resolutionPage, resolutionsPage } from './office/resolutions-pages.tsx';
import { remindOfResolutions } from './remind.ts';
import { seedBodies } from './seed-bodies.ts';

const pages = [
  bodiesPage, newBodyPage, newBodyPost, resolutionsPage, resolutionPage, resolutionClosePost, meetingPage, minutesPost, closePost, approvePost, itemPost, resolutionPost, minutesPdf,
  bodyPage, bodyPost, memberPost, memberEndPost, meetingPost,
];

/** Committees, teams and working groups: who belongs to them, when they met, what they decided and what became of it. */
export const bodiesModule = defineModule({
  name: 'bodies',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [
    ...pages.map((one) => routes.of(one)),
    deskParts.of(deskResolutions),
    projectPanels.of(projectResolutions),
    navEntries.of({ site: 'office', label: 'Gremien', href: BODIES, icon: 'people', order: 340, access: 'may:steering/read', group: 'Steuerung' }),
    jobs.of({ name: 'bodies/remind', title: 'An Beschlüsse erinnern', schedule: '15 6 * * 1-5', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), remindOfResolutions)) }),
    seeds.of({ name: 'bodies/sample', run: seedBodies }),
  ],
});
