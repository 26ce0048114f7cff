import { auditModule } from '#platform/audit';
import { authModule } from '#platform/auth';
import { deadLettersModule } from '#platform/dead-letters';
import { eventsModule } from '#platform/events';
import { mailModule } from '#platform/mail';
import { numbersModule } from '#platform/numbers';
import { secretsModule } from '#platform/secrets';
import type { Module } from '#platform/module';
import { processModule } from '#engines/process';
import { applicationsModule } from '#core/applications';
import { bodiesModule } from '#core/bodies';
import { budgetsModule } from '#core/budgets';
import { casesModule } from '#core/cases';
import { catalogueModule } from '#core/catalogue';
import { cityMapModule } from '#core/city-map';
import { dataProtectionModule } from '#core/data-protection';
import { retentionModule } from '#core/retention';
import { circulationModule } from '#core/circulation';
import { filingModule } from '#core/filing';
import { inboundPostModule } from '#core/inbound-post';
import { mandatesModule } from '#core/mandates';
import { inboxModule } from '#core/inbox';
import { insightsModule } from '#core/insights';
import { organisationModule } from '#core/organisation';
import { outsideModule } from '#core/outside';
import { papersModule } from '#core/papers';
import { partiesModule } from '#core/parties';
import { paymentsModule } from '#core/payments';
import { projectsModule } from '#core/projects';
import { recordsModule } from '#core/records';
import { textBlocksModule } from '#core/text-blocks';
import { assetsModule } from '../modules/assets/module.ts';
import { changeModule } from '../modules/change/module.ts';
import { designerModule } from '../modules/designer/module.ts';
import { figuresModule } from '../modules/figures/module.ts';
import { ideasModule } from '../modules/ideas/module.ts';
import { permitsModule } from '../modules/permits/module.ts';
import { pickupModule } from '../modules/pickup/module.ts';
import { processMapModule } from '../modules/process-map/module.ts';
import { sampleWorldModule } from '../modules/sample-world/module.ts';
import { steeringModule } from '../modules/steering/module.ts';
import { officeModule } from '../sites/office/module.ts';
import { officeAdminModule } from '../sites/office/admin/module.ts';
import { portalModule } from '../sites/portal/module.ts';

/** The one list of everything that runs, lower levels first: a new module is one folder and one line here. */
export const modules: Module[] = [
  auditModule,
  eventsModule,
  mailModule,
  numbersModule,
  secretsModule,
  deadLettersModule,
  authModule,
  processModule,
  organisationModule,
  cityMapModule,
  insightsModule,
  catalogueModule,
  partiesModule,
  mandatesModule,
  papersModule,
  recordsModule,
  casesModule,
  outsideModule,
  inboxModule,
  paymentsModule,
  applicationsModule,
  textBlocksModule,
  filingModule,
  inboundPostModule,
  circulationModule,
  retentionModule,
  dataProtectionModule,
  projectsModule,
  bodiesModule,
  budgetsModule,
  figuresModule,
  assetsModule,
  permitsModule,
  pickupModule,
  sampleWorldModule,
  designerModule,
  processMapModule,
  ideasModule,
  changeModule,
  steeringModule,
  portalModule,
  officeModule,
  officeAdminModule,
];
