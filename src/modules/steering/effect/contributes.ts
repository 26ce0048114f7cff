import { navEntries } from '#core/organisation';
import { projectPanels } from '#core/projects';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import type { Contribution } from '#platform/module';
import { effectFigures } from './effect-figures.ts';
import { effectPage, effectPanel } from './effect-page.tsx';
import { reviewPage, reviewPost } from './review-page.tsx';
import { EFFECT, askLeads } from './review-effect.ts';

/** Expected against measured benefit, and the three questions after 6, 12 and 24 months. */
export const effectContributes: Contribution[] = [
  ...[effectPage, reviewPage, reviewPost].map((one) => routes.of(one)),
  ...effectFigures,
  projectPanels.of(effectPanel),
  jobs.of({ name: 'steering/ask-leads', title: 'Nach der Wirkung von Vorhaben fragen', schedule: '30 6 * * 1-5', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), askLeads)) }),
  navEntries.of({ site: 'office', label: 'Wirkung', href: EFFECT, icon: 'check', order: 385, access: 'may:steering/read', group: 'Steuerung' }),
];
