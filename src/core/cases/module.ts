import { publishListeners } from '#core/catalogue';
import { navEntries } from '#core/organisation';
import { personalData } from '#core/parties';
import { routes, sessionResolver } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { closeCaseConnector, setStatusConnector } from './close-case.ts';
import { extendClockConnector, pauseClock, resumeClock, startClock } from './clock/clock-connectors.ts';
import { caseDocumentAccess, caseRecordReach } from './document-access.ts';
import { escalateTasks } from './escalation/escalate-tasks.ts';
import { caseEventWords } from './event-words.ts';
import { caseFigures } from './figures/case-figures.ts';
import { fileNoteConnector } from './file-note.ts';
import { incidentWork } from './incidents/bulk-retry.ts';
import { countCaseIncidents } from './incidents/incident.ts';
import { syncIncidents } from './incidents/sync-incidents.ts';
import { migrationApi } from './migration/migration-api.ts';
import { migrationWork } from './migration/migration-kinds.ts';
import { bulkWork, keepView } from './office/bulk-work.ts';
import { casePage, printPage } from './office/case-page.tsx';
import { closePage, closeRoute, fileRoute, noteRoute, reassignRoute, reopenRoute, responsibleRoute, resubmissionDoneRoute, resubmissionRoute } from './office/case-routes.tsx';
import { extendRoute } from './office/extend-route.ts';
import { exportWork } from './office/export-work.ts';
import { incidentPage, retryRoute, skipRoute } from './office/incident-page.tsx';
import { bulkRetryRoute, incidentsPage, steerRetryRoute } from './office/incidents-page.tsx';
import { casesOfPerson } from './personal-data.ts';
import { noticeRoute } from './office/notice-route.ts';
import { migrationRoutes } from './office/migration-page.tsx';
import { MOVES, migrationPlanPage, migrationPlanRoute } from './office/migration-plan.tsx';
import { migrationsPage } from './office/migrations-page.tsx';
import { runState } from './office/run-progress.tsx';
import { claimRoute, completeRoute, delegateRoute, returnRoute } from './office/task-routes.ts';
import { workPage } from './office/work-page.tsx';
import { connectors, eventWords, searchSources } from './points.ts';
import { caseRuntime } from './process/case-runtime.ts';
import { applicantSearch, caseSearch, taskSearch } from './search.ts';
import { WORKERS, workerPages } from './office/workers-page.tsx';
import { workerApi } from './workers/worker-api.ts';
import { resolveWorker } from './workers/worker-token.ts';

export const casesModule = defineModule({
  name: 'cases',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'cases/read', de: 'Vorgänge des Amtes sehen' },
    { id: 'cases/work', de: 'Aufgaben des Amtes bearbeiten' },
    { id: 'cases/supervise', de: 'Aufgaben anderer verteilen, Zuständigkeit abgeben, Vorgänge beenden, Störungen in Abläufen beheben' },
    { id: 'admin/workers', de: 'Programmen Zugang zu Schritten von Abläufen geben' },
    { id: 'cases/migrate', de: 'Laufende Vorgänge auf eine andere Fassung der Leistung umziehen' },
  ],
  contributes: [
    personalData.of(casesOfPerson),
    ...[workPage, exportWork, bulkWork, keepView].map(routes.of),
    ...[casePage, printPage, noteRoute, resubmissionRoute, resubmissionDoneRoute, responsibleRoute, reassignRoute, extendRoute, fileRoute, closePage, closeRoute, reopenRoute].map(routes.of),
    ...[claimRoute, returnRoute, delegateRoute, completeRoute].map(routes.of),
    routes.of(noticeRoute),
    ...[incidentsPage, incidentPage, retryRoute, skipRoute, bulkRetryRoute, steerRetryRoute].map(routes.of),
    incidentWork,
    sessionResolver.of(resolveWorker),
    ...[...workerApi, ...workerPages].map(routes.of),
    navEntries.of({ site: 'office', label: 'Programme', href: WORKERS, icon: 'settings', order: 945, access: 'may:admin/workers', group: 'Verwaltung' }),
    syncIncidents,
    navEntries.of({ site: 'office', label: 'Arbeitsvorrat', href: '/office/arbeit', icon: 'list', order: 20, access: 'staff' }),
    navEntries.of({ site: 'office', label: 'Störungen', href: '/office/stoerungen', icon: 'alert', order: 400, access: 'may:cases/supervise', count: (ctx) => countCaseIncidents(ctx, {}, 1000) }),
    ...[closeCaseConnector, setStatusConnector, fileNoteConnector, startClock, pauseClock, resumeClock, extendClockConnector].map(connectors.of),
    ...migrationWork,
    ...[migrationsPage, migrationPlanPage, migrationPlanRoute, ...migrationRoutes, runState, ...migrationApi].map(routes.of),
    navEntries.of({ site: 'office', label: 'Vorgänge umziehen', href: MOVES, icon: 'arrow-right', order: 940, access: 'may:cases/migrate', group: 'Verwaltung' }),
    caseDocumentAccess,
    // What begins by itself begins with the version that is current.
    publishListeners.of({ onCurrent: async (ctx, { slug, versionId }) => void (await caseRuntime.armStarts(ctx, { key: slug, versionId })) }),
    jobs.of({
      name: 'cases/escalate',
      schedule: '10 5-19 * * *',
      handle: async (platform, tenantId) => {
        while ((await platform.transact(runAsSystem(tenantId), escalateTasks)) > 0);
      },
    }),
    caseRecordReach,
    ...caseFigures,
    eventWords.of(caseEventWords),
    ...[caseSearch, taskSearch, applicantSearch].map(searchSources.of),
  ],
});
