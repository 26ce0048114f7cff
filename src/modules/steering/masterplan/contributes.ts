import { keyFigures, reportSections } from '#core/insights';
import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import type { Contribution } from '#platform/module';
import { lineRoutes } from './line-page.tsx';
import { modelRoutes } from './model-pages.tsx';
import { planFigures, planReport } from './plan-figures.ts';
import { planCsv, planPage, refreshPost } from './plan-page.tsx';
import { PLAN } from './plan-parts.tsx';
import { refreshPlan } from './refresh-plan.ts';

/** Maturity now and target of every service and process, and what reaching it would save. */
export const masterPlanContributes: Contribution[] = [
  ...[planPage, planCsv, refreshPost, ...lineRoutes, ...modelRoutes].map((one) => routes.of(one)),
  ...planFigures.map((figure) => keyFigures.of(figure)),
  reportSections.of(planReport),
  jobs.of({ name: 'steering/plan', title: 'Masterplan neu rechnen', schedule: '5 * * * *', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), refreshPlan)) }),
  navEntries.of({ site: 'office', label: 'Masterplan', href: PLAN, icon: 'list', order: 350, access: 'may:steering/read', group: 'Steuerung' }),
];
