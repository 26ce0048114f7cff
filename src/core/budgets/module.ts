import { navEntries } from '#core/organisation';
import { projectEventWords, projectListeners, projectPanels, startWarnings } from '#core/projects';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule, seeds } from '#platform/module';
import { budgetEventWords } from './event-words.ts';
import { budgetFigures, budgetReport } from './figures.ts';
import { remindOfDuties } from './fundings/remind.ts';
import { warnBeforeStart } from './fundings/start-warning.ts';
import { bookingCsv, bookingList, budgetCsv } from './office/bookings-page.tsx';
import { cityBudget } from './office/city-page.tsx';
import { fundingRoutes } from './office/funding-page.tsx';
import { dutyIcs, fundingList, newFunding, saveNewFunding } from './office/fundings-page.tsx';
import { moneyActions, operationMoney, projectMoney } from './office/money-page.tsx';
import { moneyPanel } from './office/project-panel.tsx';
import { sampleBudgets } from './sample/sample-budgets.ts';
import { takeOverEstimate } from './take-over-estimate.ts';

const pages = [cityBudget, budgetCsv, bookingList, bookingCsv, projectMoney, operationMoney, ...moneyActions, fundingList, dutyIcs, newFunding, saveNewFunding, ...fundingRoutes];

export const budgetsModule = defineModule({
  name: 'budgets',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'budgets/edit', de: 'Haushalt der Digitalisierung planen und buchen, Förderungen pflegen' }],
  contributes: [
    ...pages.map((one) => routes.of(one)),
    navEntries.of({ site: 'office', label: 'Haushalt', href: '/office/haushalt', icon: 'money', order: 340, access: 'may:steering/read', group: 'Steuerung' }),
    projectPanels.of(moneyPanel),
    projectListeners.of(takeOverEstimate),
    projectEventWords.of(budgetEventWords),
    startWarnings.of(warnBeforeStart),
    jobs.of({ name: 'budgets/remind', title: 'An Pflichten aus Förderungen erinnern', schedule: '10 6 * * *', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), remindOfDuties)) }),
    ...budgetFigures,
    budgetReport,
    seeds.of(sampleBudgets),
  ],
});
