/** Door: documents on their way over several desks. Circulation, co-signing, orders. */
export { listWaitingSteps, type WaitingStep } from './runs.queries.ts';
export { startRun, type NewStep } from './start-run.ts';
export { cancelRun, completeStep, restartRun } from './complete-step.ts';
export { WaitingTable } from './office/run-pages.tsx';
export { circulationModule } from './module.ts';
